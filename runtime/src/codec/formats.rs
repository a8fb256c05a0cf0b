//! The Rust types of string formats.

/// For `time-crate = "chrono"`.
#[cfg(feature = "chrono")]
pub use chrono;
/// `format: date-time`: an instant (RFC 3339).
pub use jiff::Timestamp;
/// `format: date`.
pub use jiff::civil::Date;
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
