//! The reader and writer against `serde_json`'s, on arbitrary input.
#![allow(missing_docs, clippy::unwrap_used)]

use oaspen_client::{Json, json};
use proptest::prelude::*;
use serde_json::Value;

/// Texts that are often nearly JSON.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "d83d",
        "\\ude00",
        "\"a\"",
        "\"\\n\"",
        "1",
        "-",
        "0",
        ".5",
        "e",
        "E+3",
        "true",
        "false",
        "null",
        " ",
        "\n",
        "é",
        "\u{1}",
        "12345678901234567890",
        "nul",
    ]);
    let tokens = prop::collection::vec(token, 0..24).prop_map(|t| t.concat().into_bytes());
    prop_oneof![
        4 => tokens.clone(),
        1 => tokens.prop_map(|mut t| { t.push(0xff); t }),
        1 => prop::collection::vec(any::<u8>(), 0..32),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        // Few digits: without `float_roundtrip` serde_json reads long ones a little off.
        any::<i32>().prop_map(|n| Value::from(f64::from(n) / 8.0)),
        "\\PC*".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..8).prop_map(|m| m.into_iter().collect()),
        ]
    })
}

/// A document cut, or with one byte changed.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    (tree(), any::<prop::sample::Index>(), any::<Option<u8>>()).prop_map(|(tree, index, byte)| {
        let mut text = serde_json::to_vec(&tree).unwrap();
        let at = index.index(text.len());
        match (byte, text.get_mut(at)) {
            (Some(new), Some(old)) => *old = new,
            _ => text.truncate(at),
        }
        text
    })
}

fn same_verdict(text: &[u8]) -> Result<(), TestCaseError> {
    let theirs = serde_json::from_slice::<Value>(text);
    let ours = json::from_slice::<()>(text);
    match (&theirs, &ours) {
        (Ok(_), Ok(())) => {}
        (Err(_), Err(error)) => prop_assert!(error.offset() <= text.len()),
        (Err(error), Ok(())) => prop_assert!(error.to_string().starts_with("number out of range"), "{error}"),
        (Ok(_), Err(error)) => prop_assert!(false, "{error}"),
    }
    prop_assert_eq!(theirs.ok(), json::from_slice::<Json>(text).ok());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn soup_is_judged_alike(text in soup()) {
        same_verdict(&text)?;
    }

    #[test]
    fn damage_is_judged_alike(text in damaged()) {
        same_verdict(&text)?;
    }

    #[test]
    fn strings_survive(text in any::<String>()) {
        let written = json::to_string(&text);
        prop_assert_eq!(&written, &serde_json::to_string(&text).unwrap());
        prop_assert_eq!(json::from_str::<String>(&written).unwrap(), text);
    }

    #[test]
    fn floats_survive(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        let back = json::from_str::<f64>(&json::to_string(&number)).unwrap();
        prop_assert!(back == number || (back.is_nan() && number.is_nan()));
        let small = f32::from_bits(bits as u32);
        let back = json::from_str::<f32>(&json::to_string(&small)).unwrap();
        prop_assert!(back == small || (back.is_nan() && small.is_nan()));
    }

    #[test]
    fn integers_survive(signed in any::<i64>(), unsigned in any::<u64>()) {
        prop_assert_eq!(json::from_str::<i64>(&json::to_string(&signed)).unwrap(), signed);
        prop_assert_eq!(json::from_str::<u64>(&json::to_string(&unsigned)).unwrap(), unsigned);
    }

    #[test]
    fn trees_survive(tree in tree()) {
        prop_assert_eq!(&json::from_slice::<Json>(&json::to_vec(&tree)).unwrap(), &tree);
        prop_assert_eq!(json::to_value(&tree), tree);
    }
}
