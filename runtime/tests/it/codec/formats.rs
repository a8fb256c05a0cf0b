//! Dates and times, those of other libraries with `cargo test --features chrono,time`; types of serde.
#![allow(missing_docs, clippy::unwrap_used)]

use oaspen_client::{Base64, DateTime, Zoned, json};
use std::collections::BTreeMap;

fn again<T: oaspen_client::Decode + oaspen_client::Encode>(text: &str) -> String {
    json::to_string(&json::from_str::<T>(text).unwrap())
}

#[test]
fn offsets_are_kept() {
    for (text, written) in [
        ("2024-05-06T07:08:09.25+02:00", None),
        ("2024-05-06T07:08:09-00:30", None),
        ("2024-05-06T07:08:09Z", None),
        (
            "2024-05-06T07:08:09+02:00[Europe/Berlin]",
            Some("2024-05-06T07:08:09+02:00"),
        ),
        ("2024-05-06T07:08:09+00:00", Some("2024-05-06T07:08:09Z")),
        ("9999-12-31T23:59:59Z", Some("9999-12-30T22:00:00.999999999Z")),
    ] {
        let again = again::<Zoned>(&format!("{text:?}"));
        let expected = written.unwrap_or(text);
        // With the time zones of the system, the name of one is kept.
        assert!(
            again == format!("{expected:?}") || again == format!("{text:?}"),
            "{again}"
        );
    }
    assert!(json::from_str::<Zoned>(r#""2024-05-06T07:08:09""#).is_err());
    let lenient: Zoned = json::from_slice_lenient(br#""2024-05-06 07:08:09""#, &mut |_| {}).unwrap();
    assert_eq!(json::to_string(&lenient), r#""2024-05-06T07:08:09Z""#);
}

#[test]
fn civil_times_have_no_offset() {
    for text in [r#""2024-05-06T07:08:09.5""#, r#""2024-05-06 07:08:09.5""#] {
        assert_eq!(again::<DateTime>(text), r#""2024-05-06T07:08:09.5""#);
    }
    assert!(json::from_str::<DateTime>(r#""2024-05-06T07:08:09Z""#).is_err());
}

#[test]
fn base64_in_lines() {
    for text in [r"aGkh\r\nPw==\r\n", " aGkhPw", r"aGkh\tPw=="] {
        assert_eq!(json::from_str::<Base64>(&format!("\"{text}\"")).unwrap().0, b"hi!?");
    }
    assert!(json::from_str::<Base64>("\"aG?k\"").is_err());
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_times() {
    use oaspen_client::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Utc};
    assert_eq!(
        again::<DateTime<FixedOffset>>(r#""2024-05-06T07:08:09.250+02:00""#),
        r#""2024-05-06T07:08:09.250+02:00""#
    );
    for text in [r#""2024-05-06T07:08:09.5""#, r#""2024-05-06 07:08:09.5""#] {
        assert_eq!(again::<NaiveDateTime>(text), r#""2024-05-06T07:08:09.500""#);
        let utc: DateTime<Utc> = json::from_slice_lenient(text.as_bytes(), &mut |_| {}).unwrap();
        assert_eq!(json::to_string(&utc), r#""2024-05-06T07:08:09.500Z""#);
    }
    assert_eq!(
        again::<DateTime<Utc>>(r#""2024-05-06T07:08:09.250+02:00""#),
        r#""2024-05-06T05:08:09.250Z""#
    );
    assert_eq!(again::<NaiveDate>(r#""2024-05-06""#), r#""2024-05-06""#);
    assert!(json::from_str::<NaiveDate>(r#""2024-13-06""#).is_err());
}

#[cfg(feature = "time")]
#[test]
fn time_times() {
    use oaspen_client::time::{Date, OffsetDateTime, PrimitiveDateTime};
    for text in [r#""2024-05-06T07:08:09.5""#, r#""2024-05-06 07:08:09.5""#] {
        assert_eq!(again::<PrimitiveDateTime>(text), r#""2024-05-06T07:08:09.5""#);
        let utc: OffsetDateTime = json::from_slice_lenient(text.as_bytes(), &mut |_| {}).unwrap();
        assert_eq!(json::to_string(&utc), r#""2024-05-06T07:08:09.5Z""#);
    }
    assert_eq!(
        again::<OffsetDateTime>(r#""2024-05-06T07:08:09+02:00""#),
        r#""2024-05-06T07:08:09+02:00""#
    );
    assert_eq!(again::<Date>(r#""2024-05-06""#), r#""2024-05-06""#);
    assert!(json::from_str::<Date>(r#""2024-13-06""#).is_err());
}

#[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
struct Price {
    b: u128,
    a: BTreeMap<i8, f64>,
}
oaspen_client::serde_type!(Price);

#[derive(Debug, serde::Deserialize, serde::Serialize)]
struct ByList(BTreeMap<Vec<i8>, i8>);
oaspen_client::serde_type!(ByList);

#[test]
fn types_of_serde_are_written_as_serde_does_or_null() {
    let price = Price {
        b: u128::MAX,
        a: BTreeMap::from([(7, 0.5)]),
    };
    let text = r#"{"b":340282366920938463463374607431768211455,"a":{"7":0.5}}"#;
    assert_eq!(json::to_string(&vec![price]), format!("[{text}]"));
    assert_eq!(json::to_string(&ByList(BTreeMap::from([(vec![1], 1)]))), "null");
    let read: Vec<Price> = json::from_str(r#"[{"a":{"7":0.5},"b":7}]"#).unwrap();
    assert_eq!(
        read,
        [Price {
            b: 7,
            a: BTreeMap::from([(7, 0.5)])
        }]
    );
}
