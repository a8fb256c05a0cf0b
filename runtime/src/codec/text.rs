//! Codec of types that are sent as text.

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::json;
use crate::codec::traits::{Decode, Encode};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

impl Decoder<'_> {
    /// Reads a string and parses it; `name` describes the expected value in messages.
    ///
    /// ```
    /// use oaspen_client::Decoder;
    /// let mut d = Decoder::new(br#""x""#);
    /// let error = d.parse("a letter and a digit", |text| text.get(1..2).map(str::len)).unwrap_err();
    /// assert_eq!(error.message(), "expected a letter and a digit, found \"x\"");
    /// ```
    ///
    /// # Errors
    /// It is no string, or `parse` returns `None`.
    pub fn parse<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, DecodeError> {
        let at = self.offset();
        let text = match self.kind()? {
            crate::codec::decoder::Kind::String => self.str()?,
            _ => return Err(self.mismatch(name)),
        };
        match parse(text) {
            Some(value) => Ok(value),
            None => Err(unparsed(at, name, text)),
        }
    }
}

#[cold]
fn unparsed(at: usize, name: &str, text: &str) -> DecodeError {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    DecodeError::new(at, format!("expected {name}, found {short:?}"))
}

macro_rules! texts {
    ($($type:ty: $name:literal,)*) => {$(
        impl Decode for $type {
            fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                d.parse($name, |text| text.parse().ok())
            }
        }
        impl Encode for $type {
            fn encode(&self, e: &mut Encoder) {
                e.display(self);
            }
        }
    )*};
}

texts! {
    IpAddr: "an IP address",
    Ipv4Addr: "an IPv4 address",
    Ipv6Addr: "an IPv6 address",
    jiff::civil::DateTime: "a date and time",
    jiff::civil::Date: "a date",
    jiff::civil::Time: "a time",
    uuid::Uuid: "a UUID",
}

const INSTANT: &str = "a date and time with offset (RFC 3339)";

impl Decoder<'_> {
    /// Reads an instant. If it is allowed, one without an offset is in UTC.
    fn instant<T>(&mut self, parse: fn(&str) -> Option<T>) -> Result<T, DecodeError> {
        let start = self.offset();
        match self.parse(INSTANT, parse) {
            Err(error) if self.options.reads_utc() => self.instant_in_utc(start, error, parse),
            read => read,
        }
    }

    #[cold]
    fn instant_in_utc<T>(
        &mut self,
        start: usize,
        error: DecodeError,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, DecodeError> {
        let mut utc = json::from_str::<String>(self.since(start)).unwrap_or_default();
        // `2024-05-06 07:08:09` is what SQL and Python write.
        if utc.as_bytes().get(10) == Some(&b' ') {
            utc.replace_range(10..=10, "T");
        }
        utc.push('Z');
        let Some(value) = parse(&utc) else {
            return Err(error);
        };
        self.read_as_utc(start, error);
        Ok(value)
    }
}

impl Decode for jiff::Timestamp {
    /// Reads RFC 3339. The last hours of the year 9999, which servers use for "never", are later than jiff's last instant: they
    /// become its last instant.
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.instant(|text| text.parse().ok().or_else(|| is_never(text).then_some(Self::MAX)))
    }
}

impl Encode for jiff::Timestamp {
    fn encode(&self, e: &mut Encoder) {
        e.display(self);
    }
}

/// Whether a text is a date and time with offset after jiff's last instant.
#[cold]
fn is_never(text: &str) -> bool {
    let parsed = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text);
    parsed.is_ok_and(|pieces| {
        pieces.offset().is_some() && pieces.time().is_some() && pieces.date() >= jiff::civil::date(9999, 12, 30)
    })
}

#[cfg(feature = "chrono")]
mod chrono_times {
    use super::{Decode, DecodeError, Decoder, Encode, Encoder};
    use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

    impl Decode for DateTime<Utc> {
        fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
            d.instant(|text| DateTime::parse_from_rfc3339(text).ok().map(Into::into))
        }
    }

    impl Encode for DateTime<Utc> {
        fn encode(&self, e: &mut Encoder) {
            e.str(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        }
    }

    impl Decode for NaiveDate {
        fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
            d.parse("a date", |text| text.parse().ok())
        }
    }

    impl Encode for NaiveDate {
        fn encode(&self, e: &mut Encoder) {
            e.display(self);
        }
    }
}

#[cfg(feature = "time")]
mod time_times {
    use super::{Decode, DecodeError, Decoder, Encode, Encoder};
    use time::format_description::well_known::{Iso8601, Rfc3339};
    use time::{Date, OffsetDateTime};

    impl Decode for OffsetDateTime {
        fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
            d.instant(|text| OffsetDateTime::parse(text, &Rfc3339).ok())
        }
    }

    impl Encode for OffsetDateTime {
        /// A year beyond 9999, which RFC 3339 cannot write, falls back to `time`'s own form.
        fn encode(&self, e: &mut Encoder) {
            match self.format(&Rfc3339) {
                Ok(text) => e.str(&text),
                Err(_) => e.display(self),
            }
        }
    }

    impl Decode for Date {
        fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
            d.parse("a date", |text| Date::parse(text, &Iso8601::DATE).ok())
        }
    }

    impl Encode for Date {
        fn encode(&self, e: &mut Encoder) {
            e.display(self);
        }
    }
}
