//! The values of `tests/cases/*/values.txt`: what they decode as, and what they encode to.

use std::fmt::Debug;

use oaspen_client::{Decode, Encode, json};
use serde_json::Value;

include!(concat!(env!("OUT_DIR"), "/values.rs"));

/// Decodes a value, compares its `Debug` text with the expected one, and encodes it again. Returns what is wrong.
fn check<T: Decode + Encode + Debug>(text: &str, expected: &str, encoded: &str) -> Option<String> {
    let value = match (json::from_str::<T>(text), expected.strip_prefix("error")) {
        (Ok(value), None) => value,
        (Ok(value), Some(_)) => return Some(format!("{text} decodes as {value:?}")),
        (Err(error), Some(message)) => {
            let found = error.to_string();
            return (!found.contains(message.trim())).then_some(found);
        }
        (Err(error), None) => return Some(format!("{text} does not decode: {error}")),
    };
    let found = format!("{value:?}");
    let fits = match expected.strip_prefix("..") {
        Some(part) => found.contains(part),
        None => found.starts_with(expected),
    };
    if !fits {
        return Some(format!("{text} decodes as {found}"));
    }
    let written = json::to_string(&value);
    let parse = |text: &str| serde_json::from_str::<Value>(text).ok();
    let is_same = parse(&written)
        .zip(parse(encoded))
        .is_some_and(|(a, b)| is_equal(&a, &b));
    (!is_same).then(|| format!("{text} is written as {written}"))
}

/// Numbers are compared by value: `1` is `1.0`.
fn is_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || (a.as_f64() == b.as_f64() && (a.is_f64() || b.is_f64())),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_equal(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            let is_same = |(key, value): (&String, &Value)| b.get(key).is_some_and(|other| is_equal(value, other));
            a.len() == b.len() && a.iter().all(is_same)
        }
        _ => a == b,
    }
}
