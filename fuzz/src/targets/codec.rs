//! JSON to generated types and back: the types of the cases, and those of the runtime.

use crate::generated::assert_visible;
use crate::target::{Part, Target, join};
use oaspen_client::{Base64, Decode, Encode, Json, JsonMap, Patch, json};
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
const BASIC: &[(&str, fn(&[u8]))] = &[
    ("Json", check::<Json>),
    ("JsonMap", check::<JsonMap>),
    ("String", check::<String>),
    ("bool", check::<bool>),
    ("i32", check::<i32>),
    ("i64", check::<i64>),
    ("u64", check::<u64>),
    ("f32", check::<f32>),
    ("f64", check::<f64>),
    ("Base64", check::<Base64>),
    ("Timestamp", check::<oaspen_client::Timestamp>),
    ("Date", check::<oaspen_client::Date>),
    ("Uuid", check::<oaspen_client::Uuid>),
    ("Patch", check::<Vec<Patch<i64>>>),
    ("Options", check::<BTreeMap<String, Option<f64>>>),
    ("Lists", check::<Vec<Vec<String>>>),
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
    if let Some((_, check)) = named.or_else(other) {
        check(parts[1]);
    }
}

/// What decodes is JSON, and decodes again after it was encoded. Strict reading accepts nothing else than default reading, and that
/// nothing else than lenient reading.
fn check<T: Decode + Encode + Debug>(text: &[u8]) {
    let default = json::from_slice::<T>(text);
    let strict = json::from_slice_strict::<T>(text);
    let mut issues = 0;
    let lenient = json::from_slice_lenient::<T>(text, &mut |issue| {
        issues += 1;
        assert_visible(&issue.to_string());
    });
    for error in [&default, &strict, &lenient]
        .into_iter()
        .filter_map(|result| result.as_ref().err())
    {
        // The text after lenient repairs can be longer.
        assert!(error.offset() <= 3 * text.len());
        assert_visible(&error.to_string());
    }
    if let Ok(value) = &strict {
        same(
            "default reading",
            value,
            default.as_ref().expect("strict reading accepts it"),
        );
    }
    let Ok(value) = &default else { return };
    let lenient = lenient.expect("default reading accepts it");
    if issues == 0 {
        same("lenient reading", value, &lenient);
    }
    let written = json::to_vec(value);
    for (what, text) in [("the text", text), ("what was written", &written)] {
        if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(text) {
            panic!("{what} is not JSON: {error}: {}", String::from_utf8_lossy(text));
        }
    }
    if underflows(text) {
        return;
    }
    match json::from_slice::<T>(&written) {
        Ok(again) => same("reading what was written", value, &again),
        Err(error) => panic!(
            "{value:?} is written as {}, which is not read: {error}",
            String::from_utf8_lossy(&written)
        ),
    }
}

/// Whether a number is so small that it is read as zero, which may be another branch of a union.
fn underflows(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    let mut exponents = text.split("e-").skip(1);
    exponents.any(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() > 2)
}

fn same<T: Encode + Debug>(what: &str, one: &T, other: &T) {
    assert_eq!(format!("{one:?}"), format!("{other:?}"), "{what}");
    assert_eq!(json::to_string(one), json::to_string(other), "{what}");
}
