//! What the decoder of the runtime accepts as a scalar.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

use super::seen::integer;
use crate::config::{Settings, TimeLibrary, TimesWithoutOffset};
use crate::ir::{TextFormat, Type};

/// How a client reads dates and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Times {
    library: TimeLibrary,
    /// Without an offset, they are in UTC.
    in_utc: bool,
}

impl Times {
    pub(super) fn of(settings: &Settings) -> Self {
        Self {
            library: settings.time_crate,
            in_utc: settings.times_without_offset == TimesWithoutOffset::Utc,
        }
    }
}

/// The type of a date and time without an offset.
const CIVIL: &str = "oaspen_client::DateTime";

/// How a value fits a scalar type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Yes,
    /// It has another JSON type, or is out of range.
    No,
    /// It is a text of another format.
    Malformed(&'static str),
}

impl From<bool> for Fit {
    fn from(fits: bool) -> Self {
        if fits { Self::Yes } else { Self::No }
    }
}

/// Whether a value that is not null fits a type that is no list, no map and no named type.
pub(super) fn scalar(ty: &Type, value: &Value, times: Times) -> Fit {
    let within = |least: i128, greatest: i128| {
        integer(value)
            .is_some_and(|found| (least..=greatest).contains(&found))
            .into()
    };
    match ty {
        Type::Bool => value.is_boolean().into(),
        Type::I32 => within(i128::from(i32::MIN), i128::from(i32::MAX)),
        Type::I64 => within(i128::from(i64::MIN), i128::from(i64::MAX)),
        Type::U32 => within(0, i128::from(u32::MAX)),
        Type::U64 => within(0, i128::from(u64::MAX)),
        Type::F64 => is_float(value).into(),
        Type::String => value.is_string().into(),
        Type::Formatted(format) => match value.as_str() {
            Some(text) if is_of(format, text, times) => Fit::Yes,
            Some(_) => Fit::Malformed(format.name()),
            None => Fit::No,
        },
        Type::JsonMap => value.is_object().into(),
        Type::Custom(path) => custom(path, value),
        Type::Json | Type::File | Type::List(_) | Type::Map(_) | Type::Option(_) | Type::Named(_) | Type::Boxed(_) => {
            Fit::Yes
        }
    }
}

/// Whether a type of the configuration is one of any value, or may be null.
pub(super) fn custom_accepts_null(path: &str) -> bool {
    let path = compact(path);
    let known = |name: &str| path == name || path.ends_with(&format!("::{name}"));
    known("Json") || path.starts_with("Option<") || path.starts_with("std::option::Option<")
}

/// Whether a type of the configuration is a list or a map.
pub(super) fn is_list(path: &str) -> bool {
    let path = compact(path);
    path == "oaspen_client::JsonMap" || path.starts_with("Vec<") || path.starts_with("std::vec::Vec<")
}

/// What a type of the configuration accepts. Types that are not known here accept everything.
fn custom(path: &str, value: &Value) -> Fit {
    let within = |least: i128, greatest: i128| integer(value).is_some_and(|found| (least..=greatest).contains(&found));
    let path = compact(path);
    let fits = match path.as_str() {
        "String" | "std::string::String" => value.is_string(),
        "bool" => value.is_boolean(),
        "i32" => within(i128::from(i32::MIN), i128::from(i32::MAX)),
        "i64" => within(i128::from(i64::MIN), i128::from(i64::MAX)),
        "u32" => within(0, i128::from(u32::MAX)),
        "u64" => within(0, i128::from(u64::MAX)),
        "f64" => is_float(value),
        "oaspen_client::JsonMap" => value.is_object(),
        CIVIL => value
            .as_str()
            .is_some_and(|text| text.parse::<jiff::civil::DateTime>().is_ok()),
        list if list.starts_with("Vec<") || list.starts_with("std::vec::Vec<") => value.is_array(),
        _ => true,
    };
    fits.into()
}

fn compact(path: &str) -> String {
    let path: String = path.split_whitespace().collect();
    path.trim_start_matches("::").to_owned()
}

/// A number, or the text of one that JSON does not have.
fn is_float(value: &Value) -> bool {
    value.is_number() || matches!(value.as_str(), Some("NaN" | "Infinity" | "-Infinity"))
}

/// Whether a text is of a format.
fn is_of(format: &TextFormat, text: &str, times: Times) -> bool {
    match format.runtime.as_str() {
        "Timestamp" | "oaspen_client::Zoned" => {
            is_instant(text, times) || times.in_utc && is_instant_in_utc(text, times)
        }
        "oaspen_client::InUtc<Timestamp>" | "oaspen_client::InUtc<oaspen_client::Zoned>" => {
            is_instant(text, times) || is_instant_in_utc(text, times)
        }
        CIVIL => is_civil(text),
        "Date" => text.parse::<jiff::civil::Date>().is_ok(),
        "Time" => text.parse::<jiff::civil::Time>().is_ok(),
        "Uuid" => text.parse::<uuid::Uuid>().is_ok(),
        "Base64" => is_base64(text),
        "IpAddr" => text.parse::<IpAddr>().is_ok(),
        "Ipv4Addr" => text.parse::<Ipv4Addr>().is_ok(),
        "Ipv6Addr" => text.parse::<Ipv6Addr>().is_ok(),
        _ => true,
    }
}

/// A date and time without an offset.
pub(super) fn is_civil(text: &str) -> bool {
    let has_offset = || text.get(10..).is_some_and(|time| time.contains(['+', '-', 'Z', 'z']));
    text.len() > 10 && text.parse::<jiff::civil::DateTime>().is_ok() && !has_offset()
}

/// An instant without an offset.
fn is_instant_in_utc(text: &str, times: Times) -> bool {
    is_instant(&format!("{}Z", text.replacen(' ', "T", 1)), times)
}

fn is_instant(text: &str, times: Times) -> bool {
    is_time(text) && (times.library == TimeLibrary::Jiff || is_rfc_3339(text))
}

/// A date and time with offset; also one after the last instant of jiff.
fn is_time(text: &str) -> bool {
    let is_never = || {
        let parsed = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text);
        parsed.is_ok_and(|pieces| {
            pieces.offset().is_some() && pieces.time().is_some() && pieces.date() >= jiff::civil::date(9999, 12, 30)
        })
    };
    text.parse::<jiff::Timestamp>().is_ok() || is_never()
}

/// The shape that the other libraries for times insist on: seconds, and the offset with a colon.
fn is_rfc_3339(text: &str) -> bool {
    let end = text.get(19..).unwrap_or("");
    let end = end
        .strip_prefix('.')
        .map_or(end, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let is_offset = |text: &str| text.len() == 6 && text.starts_with(['+', '-']) && text.get(3..4) == Some(":");
    let marks = [4, 7, 13, 16].map(|at| text.get(at..=at));
    marks == [Some("-"), Some("-"), Some(":"), Some(":")] && (matches!(end, "Z" | "z") || is_offset(end))
}

fn is_base64(text: &str) -> bool {
    const PADDING: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const ALPHABETS: [GeneralPurpose; 2] = [
        GeneralPurpose::new(&base64::alphabet::STANDARD, PADDING),
        GeneralPurpose::new(&base64::alphabet::URL_SAFE, PADDING),
    ];
    let text: String = text.split_ascii_whitespace().collect();
    ALPHABETS.iter().any(|alphabet| alphabet.decode(&text).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{Fit, Times, scalar};
    use crate::config::TimeLibrary;
    use crate::ir::Type;
    use serde_json::{Value, json};

    fn fits(ty: &Type, value: &Value) -> bool {
        scalar(ty, value, Times::default()) == Fit::Yes
    }

    #[test]
    fn scalars_as_the_runtime_reads_them() {
        let text = |format: &str| Type::of_text(format, |_| true);
        for (ty, value, accepted) in [
            (Type::I64, json!(10), true),
            (Type::I64, json!(10.0), true),
            (Type::I64, json!(1.5), false),
            (Type::I32, json!(3_000_000_000_u32), false),
            (Type::U64, json!(u64::MAX), true),
            (Type::U64, json!(-1), false),
            (Type::F64, json!("NaN"), true),
            (Type::F64, json!("1.5"), false),
            (Type::Bool, json!(1), false),
            (text("date-time"), json!("2026-01-31T12:00:00Z"), true),
            (text("date-time"), json!("9999-12-31T23:59:59Z"), true),
            (text("date-time"), json!("2026-01-31T12:00:00"), false),
            (text("date-time"), json!(""), false),
            (text("date"), json!("2026-01-31"), true),
            (text("date"), json!("31.01.2026"), false),
            (text("uuid"), json!("7c9e6679-7425-40de-944b-e07fc1f90ae7"), true),
            (text("uuid"), json!("7c9e"), false),
            (text("byte"), json!("aGkhPw"), true),
            (text("byte"), json!("a_k-Pw=="), true),
            (text("byte"), json!("!"), false),
            (text("ipv4"), json!("::1"), false),
            (text("ip"), json!("::1"), true),
            (Type::JsonMap, json!([]), false),
            (Type::Custom("Vec<String>".into()), json!({}), false),
            (Type::Custom("crate::Price".into()), json!({}), true),
        ] {
            assert_eq!(fits(&ty, &value), accepted, "{ty:?} {value}");
        }
        let (time, no_seconds, no_offset) = (
            text("date-time"),
            json!("2026-01-31T12:00Z"),
            json!("2026-01-31 12:00:00"),
        );
        let chrono = Times {
            library: TimeLibrary::Chrono,
            in_utc: false,
        };
        let utc = Times {
            in_utc: true,
            ..Times::default()
        };
        assert_eq!(scalar(&time, &no_seconds, chrono), Fit::Malformed("date-time"));
        assert_eq!(scalar(&time, &no_offset, Times::default()), Fit::Malformed("date-time"));
        assert_eq!(scalar(&time, &no_offset, utc), Fit::Yes);
        assert_eq!(scalar(&text(crate::ir::CIVIL), &no_offset, chrono), Fit::Yes);
    }
}
