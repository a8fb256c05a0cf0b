//! The values of `tests/cases/*/values.txt`: what they decode as, and what they encode to.

use std::fmt::Debug;

use oaspen_client::{Decode, Encode, json};

include!(concat!(env!("OUT_DIR"), "/values.rs"));

/// Decodes a value, compares its `Debug` text with the expected one, and encodes it again.
fn check<T: Decode + Encode + Debug>(line: &str, text: &str, expected: &str, encoded: &str) {
    let value = match (json::from_str::<T>(text), expected.strip_prefix("error")) {
        (Ok(value), None) => value,
        (Ok(value), Some(_)) => panic!("{line}: {text} decodes as {value:?}"),
        (Err(error), Some(message)) => {
            let found = error.to_string();
            assert!(found.contains(message.trim()), "{line}: {found}");
            return;
        }
        (Err(error), None) => panic!("{line}: {text} does not decode: {error}"),
    };
    let found = format!("{value:?}");
    let fits = match expected.strip_prefix("..") {
        Some(part) => found.contains(part),
        None => found.starts_with(expected),
    };
    assert!(fits, "{line}: {text} decodes as {found}");
    let written = json::to_string(&value);
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text);
    assert_eq!(parse(&written).ok(), parse(encoded).ok(), "{line}: {text} is written as {written}");
}
