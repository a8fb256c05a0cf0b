//! A date and time that is in UTC where the server sends no offset.

use crate::codec::bridge::{deserialize, serialize};
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::options::TimesWithoutOffset;
use crate::codec::traits::{Decode, Encode};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

/// `format: date-time`, read as UTC where there is no offset, whatever the client does with other times: for
/// `times-without-offset = "utc"` in an override. It is sent as any other time, with its offset.
///
/// ```
/// use oaspen_client::{InUtc, Timestamp, json};
///
/// let time: InUtc<Timestamp> = json::from_str(r#""2026-01-31T12:00:00""#)?;
/// assert_eq!(time.0, "2026-01-31T12:00:00Z".parse::<Timestamp>().unwrap());
/// assert_eq!(json::to_string(&time), r#""2026-01-31T12:00:00Z""#);
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InUtc<T>(pub T);

impl<T> From<T> for InUtc<T> {
    fn from(time: T) -> Self {
        Self(time)
    }
}

impl<T> Deref for InUtc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for InUtc<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Display> fmt::Display for InUtc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// As the time itself: with its offset.
impl<T: FromStr> FromStr for InUtc<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        text.parse().map(Self)
    }
}

impl<T: Decode> Decode for InUtc<T> {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let usual = d.options.times.replace(TimesWithoutOffset::Utc);
        let time = T::decode(d);
        d.options.times = usual;
        time.map(Self)
    }
}

impl<T: Encode> Encode for InUtc<T> {
    fn encode(&self, e: &mut Encoder) {
        self.0.encode(e);
    }
}

impl<T: Encode> serde::Serialize for InUtc<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self, serializer)
    }
}

impl<'de, T: Decode> serde::Deserialize<'de> for InUtc<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
