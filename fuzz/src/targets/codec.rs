//! JSON to generated types and back: the types of the cases, and those of the runtime.

use crate::generated::assert_visible;
use crate::target::{Part, Target, join};
use oaspen_client::{Base64, Decode, DecodeError, Encode, Json, JsonMap, Patch, json};
use std::collections::BTreeMap;
use std::fmt::Debug;

pub(super) const TARGET: Target = Target {
    name: "codec",
    parts: &[Part::Name, Part::Json],
    seeds,
    check: check_named,
    memory_mib: 16,
};

include!(concat!(env!("OUT_DIR"), "/types.rs"));

/// Types of the runtime.
const BASIC: &[(&str, Read)] = &[
    ("Json", read::<Json>),
    ("JsonMap", read::<JsonMap>),
    ("String", read::<String>),
    ("bool", read::<bool>),
    ("i32", read::<i32>),
    ("i64", read::<i64>),
    ("u64", read::<u64>),
    ("f32", read::<f32>),
    ("f64", read::<f64>),
    ("Base64", read::<Base64>),
    ("Timestamp", read::<oaspen_client::Timestamp>),
    ("Date", read::<oaspen_client::Date>),
    ("Uuid", read::<oaspen_client::Uuid>),
    ("Patch", read::<Vec<Patch<i64>>>),
    ("Options", read::<BTreeMap<String, Option<f64>>>),
    ("Lists", read::<Vec<Vec<String>>>),
];

fn seeds() -> Vec<Vec<u8>> {
    let basic = [
        ("Json", r#"{"a":[1,-2.5e3,"é\ud83d\ude00",true,null,{}]}"#),
        ("JsonMap", r#"{"a":{"b":[]}}"#),
        ("String", "\"a\\n\\u00e9\\\"\""),
        ("i32", "-2147483648"),
        ("i64", "9007199254740993"),
        ("u64", "18446744073709551615"),
        ("f32", "1.5"),
        ("f64", "1e-7"),
        ("Base64", "\"AQID\""),
        ("Timestamp", "\"2026-01-31T12:00:00.5+02:00\""),
        ("Date", "\"2026-01-31\""),
        ("Uuid", "\"67e55044-10b1-426f-9247-bb680e5fe0c8\""),
        ("Patch", "[1,null]"),
        ("Options", r#"{"a":1.0,"b":null}"#),
        ("Lists", r#"[["a"],null]"#),
    ];
    basic
        .iter()
        .chain(VALUES)
        .map(|(name, text)| join(&[name, text]))
        .collect()
}

/// The type with this name, or one that follows from it.
fn check_named(parts: &[&[u8]]) {
    let mut types = BASIC.iter().chain(TYPES);
    let named = types.find(|(name, _)| name.as_bytes() == parts[0]);
    let other = || {
        let index = parts[0].iter().fold(0_usize, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(usize::from(*byte))
        });
        BASIC.iter().chain(TYPES).nth(index % (BASIC.len() + TYPES.len()))
    };
    if let Some((_, read)) = named.or_else(other) {
        check(*read, parts[1]);
    }
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Strict,
    Default,
    Lenient,
}

/// A value: what programs see of it, and what is sent.
#[derive(Debug, PartialEq)]
struct Value {
    shown: String,
    written: String,
    /// What lenient reading reported.
    issues: Vec<String>,
}

/// Reads a type. Little depends on the type, because there are hundreds.
type Read = fn(&[u8], Reader) -> Result<Value, DecodeError>;

fn read<T: Decode + Encode + Debug>(text: &[u8], reader: Reader) -> Result<Value, DecodeError> {
    let mut issues = Vec::new();
    let value: T = match reader {
        Reader::Strict => json::from_slice_strict(text)?,
        Reader::Default => json::from_slice(text)?,
        Reader::Lenient => json::from_slice_lenient(text, &mut |issue| issues.push(issue.to_string()))?,
    };
    Ok(Value {
        shown: format!("{value:?}"),
        written: json::to_string(&value),
        issues,
    })
}

/// What decodes is JSON, and decodes again after it was encoded. Strict reading accepts nothing else than default reading, and that
/// nothing else than lenient reading.
fn check(read: Read, text: &[u8]) {
    let all = [Reader::Strict, Reader::Default, Reader::Lenient].map(|reader| read(text, reader));
    for result in &all {
        match result {
            Ok(value) => value.issues.iter().for_each(|issue| assert_visible(issue)),
            Err(error) => {
                // A text can become longer by lenient repairs.
                assert!(error.offset() <= 3 * text.len());
                assert_visible(&error.to_string());
                assert_visible(error.excerpt());
            }
        }
    }
    let [strict, default, lenient] = all;
    if let Ok(value) = &strict {
        assert_eq!(Some(value), default.as_ref().ok(), "default reading");
    }
    let Ok(value) = default else { return };
    let lenient = lenient.expect("default reading accepts it");
    if lenient.issues.is_empty() {
        assert_eq!(value, lenient, "lenient reading");
    }
    assert!(is_json(text), "read, and no JSON: {}", String::from_utf8_lossy(text));
    assert!(
        is_json(value.written.as_bytes()),
        "not written as JSON: {}",
        value.written
    );
    round_trip(read, text);
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}

/// Reads what was written. Members that are repeated and numbers that no `f64` has are not considered: they may make a value fit
/// another branch of a union once they are written. So may a null that is not written, because a tag that is null is not the same
/// as none: then what was read again is compared instead.
fn round_trip(read: Read, text: &[u8]) {
    let Ok(tree) = serde_json::from_slice::<serde_json::Value>(text) else {
        return;
    };
    let Ok(value) = read(tree.to_string().as_bytes(), Reader::Default) else {
        return;
    };
    let again = read_again(read, &value);
    let written = serde_json::from_str(&value.written);
    if written.is_ok_and(|written| nulls(&written) < nulls(&tree)) {
        assert_eq!(again, read_again(read, &again), "reading what was written without null");
    } else {
        assert_eq!(value, again, "reading what was written");
    }
}

fn read_again(read: Read, value: &Value) -> Value {
    let again = read(value.written.as_bytes(), Reader::Default);
    again.unwrap_or_else(|error| panic!("{value:?} is not read again: {error}"))
}

/// How many nulls are in a tree.
fn nulls(tree: &serde_json::Value) -> usize {
    match tree {
        serde_json::Value::Null => 1,
        serde_json::Value::Array(list) => list.iter().map(nulls).sum(),
        serde_json::Value::Object(members) => members.values().map(nulls).sum(),
        _ => 0,
    }
}
