//! Formats behind features: `cargo test --features chrono,time`.
#![cfg(any(feature = "chrono", feature = "time"))]
#![allow(missing_docs, clippy::unwrap_used)]

use oaspen_client::json;

fn again<T: oaspen_client::Decode + oaspen_client::Encode>(text: &str) -> String {
    json::to_string(&json::from_str::<T>(text).unwrap())
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_times() {
    use oaspen_client::chrono::{DateTime, NaiveDate, Utc};
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
    use oaspen_client::time::{Date, OffsetDateTime};
    assert_eq!(
        again::<OffsetDateTime>(r#""2024-05-06T07:08:09+02:00""#),
        r#""2024-05-06T07:08:09+02:00""#
    );
    assert_eq!(again::<Date>(r#""2024-05-06""#), r#""2024-05-06""#);
    assert!(json::from_str::<Date>(r#""2024-13-06""#).is_err());
}
