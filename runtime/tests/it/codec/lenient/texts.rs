//! Texts with invalid characters, times without an offset, and empty times.

use std::collections::BTreeMap;

use oaspen_client::{Timestamp, json};

use super::{Either, Pet, Times, Typed, check, pet, read};

#[test]
fn characters_that_are_none_are_replaced() {
    check(
        read::<Vec<String>>(r#"["a\ud83d", "\udc00b\n", "\ud83d\ude00", "ok"]"#),
        vec![
            "a\u{FFFD}".to_owned(),
            "\u{FFFD}b\n".to_owned(),
            "😀".to_owned(),
            "ok".to_owned(),
        ],
        &[
            ("/0: replaced by U+FFFD: lone surrogate", r#""a\ud83d""#),
            ("/1: replaced by U+FFFD: lone surrogate", r#""\udc00b\n""#),
        ],
    );
    // In members that nothing declares, in keys, and in unions.
    check(
        read::<Typed>(r#"{"x\ud800":1}"#),
        Typed {
            age: None,
            extra: BTreeMap::from([("x\u{FFFD}".to_owned(), 1)]),
        },
        &[("replaced by U+FFFD: lone surrogate", r#""x\ud800""#)],
    );
    check(
        read::<Pet>(r#"{"name":"a","tags":[],"owners":{},"new":"\ud800"}"#),
        pet("a", None, &[]),
        &[],
    );
    let (value, issues) = read::<Either>(r#""\ud800""#);
    assert_eq!(value, Ok(Either::Text("\u{FFFD}".to_owned())));
    assert_eq!(issues.len(), 1);
    let mut text = br#"{"name":"caf? ? \" ","tags":["?","b"],"owners":{}}"#.to_vec();
    text.iter_mut()
        .filter(|byte| **byte == b'?')
        .for_each(|byte| *byte = 0xE9);
    check(
        read::<Pet>(&text),
        pet("caf\u{FFFD} \u{FFFD} \" ", None, &["\u{FFFD}", "b"]),
        &[
            (
                "/name: replaced by U+FFFD: invalid UTF-8",
                "\"caf\u{FFFD} \u{FFFD} \\\" \"",
            ),
            ("/tags/0: replaced by U+FFFD: invalid UTF-8", "\"\u{FFFD}\""),
        ],
    );
    assert!(json::from_slice::<Pet>(&text).is_err());
    assert!(json::from_str::<String>(r#""\ud800""#).is_err());
}

#[test]
fn times_without_an_offset_are_utc_and_empty_ones_are_nothing() {
    let at: Timestamp = "2024-05-06T07:08:09.5Z".parse().unwrap();
    for text in ["2024-05-06T07:08:09.5", "2024-05-06 07:08:09.5"] {
        let text = format!("{text:?}");
        check(
            read(&text),
            at,
            &[(
                "read as UTC: expected a date and time with offset (RFC 3339), found one without",
                &text,
            )],
        );
        assert!(json::from_str::<Timestamp>(&text).is_err());
    }
    assert!(read::<Timestamp>("\"2024-05-06\"").0.is_err());
    assert!(read::<Timestamp>("\"\"").0.is_err());
    check(
        read(r#"{"a":"","b":null,"c":"2024-05-06T07:08:09.5Z"}"#),
        Times {
            a: None,
            b: None,
            c: Some(at),
        },
        &[(
            "/a: left out: expected a date and time with offset (RFC 3339), found \"\"",
            "\"\"",
        )],
    );
}
