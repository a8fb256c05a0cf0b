//! The Rust types of string formats.

/// For `time-crate = "chrono"`.
#[cfg(feature = "chrono")]
pub use chrono;
/// `format: date-time`: an instant (RFC 3339).
pub use jiff::Timestamp;
/// A date and time that keeps the offset it is sent with: for `keep-offsets = true`.
pub use jiff::Zoned;
/// `format: date`.
pub use jiff::civil::Date;
/// A date and time without an offset: for `times-without-offset = "civil"`.
pub use jiff::civil::DateTime;
/// `format: time` without an offset.
pub use jiff::civil::Time;
/// Any JSON value.
pub use serde_json::Value as Json;
/// `format: ip`, `ipv4` and `ipv6`.
pub use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
/// For `time-crate = "time"`.
#[cfg(feature = "time")]
pub use time;
/// `format: uuid`.
pub use uuid::Uuid;

/// An object whose members the schema does not declare.
pub type JsonMap = serde_json::Map<String, Json>;
