//! Dates and times.

use serde::Deserialize;

/// The crate whose types represent `date-time` and `date`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
#[serde(rename_all = "kebab-case")]
pub enum TimeLibrary {
    /// `jiff::Timestamp` and `jiff::civil::Date`.
    #[default]
    Jiff,
    /// `chrono::DateTime<Utc>` and `chrono::NaiveDate`; requires the feature `chrono` of the runtime.
    Chrono,
    /// `time::OffsetDateTime` and `time::Date`; requires the feature `time` of the runtime.
    Time,
    /// `String`: dates and times as they are sent.
    String,
}

/// What a date and time without an offset is, where the document declares `date-time`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimesWithoutOffset {
    /// A value that does not fit.
    #[default]
    Error,
    /// A time in UTC.
    Utc,
    /// The values have no offset: their type is `jiff::civil::DateTime`, `chrono::NaiveDateTime` or
    /// `time::PrimitiveDateTime`.
    Civil,
}
