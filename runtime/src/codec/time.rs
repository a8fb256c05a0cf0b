//! Codec of dates and times: those of jiff, and of the other libraries.

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::json;
use crate::codec::traits::{Decode, Encode};
use jiff::tz::TimeZone;

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
        let error = DecodeError::new(error.offset(), format!("expected {INSTANT}, found one without"));
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

/// A date and time that keeps the offset it is sent with, or its time zone (RFC 9557).
impl Decode for jiff::Zoned {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.instant(|text| text.parse().ok().or_else(|| with_offset(text)))
    }
}

impl Encode for jiff::Zoned {
    fn encode(&self, e: &mut Encoder) {
        match self.time_zone().to_fixed_offset() {
            Ok(offset) if !offset.is_zero() => {
                let printer = jiff::fmt::temporal::DateTimePrinter::new();
                e.str(&printer.timestamp_with_offset_to_string(&self.timestamp(), offset));
            }
            Ok(_) => e.display(&self.timestamp()),
            Err(_) => e.display(self),
        }
    }
}

fn with_offset(text: &str) -> Option<jiff::Zoned> {
    let timestamp: jiff::Timestamp = match text.parse() {
        Ok(timestamp) => timestamp,
        Err(_) if is_never(text) => return Some(jiff::Timestamp::MAX.to_zoned(TimeZone::UTC)),
        Err(_) => return None,
    };
    let pieces = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text).ok()?;
    let offset = pieces.to_numeric_offset()?;
    Some(timestamp.to_zoned(TimeZone::fixed(offset)))
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
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat, Utc};

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

    /// Keeps the offset.
    impl Decode for DateTime<FixedOffset> {
        fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
            d.instant(|text| DateTime::parse_from_rfc3339(text).ok())
        }
    }

    impl Encode for DateTime<FixedOffset> {
        fn encode(&self, e: &mut Encoder) {
            e.str(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
        }
    }

    impl Decode for NaiveDateTime {
        fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
            d.parse("a date and time", |text| {
                let read = |separator| NaiveDateTime::parse_from_str(text, separator).ok();
                read("%Y-%m-%dT%H:%M:%S%.f").or_else(|| read("%Y-%m-%d %H:%M:%S%.f"))
            })
        }
    }

    impl Encode for NaiveDateTime {
        fn encode(&self, e: &mut Encoder) {
            e.display(&self.format("%Y-%m-%dT%H:%M:%S%.f"));
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
    use time::{Date, OffsetDateTime, PrimitiveDateTime};

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

    impl Decode for PrimitiveDateTime {
        fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
            d.parse("a date and time", |text| {
                let text = text.replacen(' ', "T", 1);
                PrimitiveDateTime::parse(&text, &Iso8601::DATE_TIME).ok()
            })
        }
    }

    impl Encode for PrimitiveDateTime {
        fn encode(&self, e: &mut Encoder) {
            // That of UTC, without its `Z`.
            let text = self.assume_utc().format(&Rfc3339).unwrap_or_else(|_| self.to_string());
            e.str(text.trim_end_matches('Z'));
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
