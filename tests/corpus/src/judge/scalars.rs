//! Makes numbers and strings.

use serde_json::{Map, Value};

use super::pattern;
use super::schema::flag;

/// The part of the request that contains a value, because not every string is possible everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Path,
    Query,
    /// An item in a style with its own delimiters.
    Delimited,
    Header,
    /// A JSON body.
    Body,
    /// A form or a part of a multipart body.
    Part,
}

impl Target {
    /// Whether the value is possible there.
    pub(crate) fn accepts(self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.accepts_text(text),
            Value::Array(items) => items.iter().all(|item| self.accepts(item)),
            Value::Object(members) => members.values().all(|member| self.accepts(member)),
            _ => true,
        }
    }

    fn accepts_text(self, text: &str) -> bool {
        match self {
            Self::Path => !matches!(text, "" | "." | "..") && !text.contains('/'),
            Self::Query => !text.is_empty(),
            Self::Delimited => !text.is_empty() && !text.contains([',', ' ', '|', '%']),
            Self::Header => {
                let visible = |c: char| c == ' ' || c.is_ascii_graphic();
                !text.is_empty() && text.chars().all(visible) && text.trim() == text && !text.contains(',')
            }
            Self::Body => true,
            Self::Part => !text.contains('\r'),
        }
    }

    /// Strings with characters that are hard to encode correctly.
    fn samples(self) -> [&'static str; 2] {
        match self {
            Self::Path => ["a b+ü:1", "x~y"],
            Self::Query => ["a b&c=d+e/f?ü#", "50% [x]"],
            Self::Delimited => ["red", "green"],
            Self::Header => ["one; two=\"2\"", "three"],
            Self::Body => ["Tom & \"Jerry\"\n\\ ü\u{1F600}", "second"],
            Self::Part => ["Tom & Jerry = 50% + ü", "second"],
        }
    }
}

/// Makes a number within the bounds.
pub(crate) fn number(flat: &Map<String, Value>, turn: usize) -> Option<Value> {
    let bound = |keyword: &str| flat.get(keyword).and_then(Value::as_f64);
    let step = bound("multipleOf").filter(|step| *step > 0.0);
    let whole = flat.get("type").is_some_and(|kind| {
        kind == "integer"
            || kind
                .as_array()
                .is_some_and(|kinds| kinds.iter().any(|kind| kind == "integer"))
    });
    let unit = step.unwrap_or(if whole { 1.0 } else { 0.5 });
    let least = bound("minimum")
        .into_iter()
        .chain(bound("exclusiveMinimum"))
        .reduce(f64::max);
    let most = bound("maximum")
        .into_iter()
        .chain(bound("exclusiveMaximum"))
        .reduce(f64::min);
    let start = match (least, most) {
        (Some(least), _) if least > 3.0 || least > most.unwrap_or(f64::MAX) - 3.0 => least,
        (_, Some(most)) if most < 3.0 => most - unit * 2.0,
        _ => 3.0,
    };
    let first = (start / unit).ceil() * unit;
    let strict = |bounded: &str| flag(flat, bounded) || bound(bounded).is_some();
    let candidates = [first, first + unit, first + 2.0 * unit, first - unit];
    let inside = candidates.into_iter().filter(|number| {
        least.is_none_or(|least| *number > least || (*number == least && !strict("exclusiveMinimum")))
            && most.is_none_or(|most| *number < most || (*number == most && !strict("exclusiveMaximum")))
    });
    let number = inside.clone().nth(turn).or_else(|| inside.clone().next())?;
    if whole {
        Some(Value::from(number as i64))
    } else {
        serde_json::Number::from_f64(number).map(Value::Number)
    }
}

/// Makes a string with the format, pattern and length of a schema.
pub(crate) fn text(flat: &Map<String, Value>, target: Target, turn: usize) -> Option<String> {
    let bound = |keyword: &str| {
        flat.get(keyword)
            .and_then(Value::as_u64)
            .and_then(|bound| usize::try_from(bound).ok())
    };
    let lengths = bound("minLength").unwrap_or(1).max(1)..=bound("maxLength").unwrap_or(2000);
    if let Some(pattern) = flat.get("pattern").and_then(Value::as_str) {
        return pattern::text(pattern, lengths);
    }
    let string = |keyword: &str| flat.get(keyword).and_then(Value::as_str);
    let format = string("contentEncoding").or(string("format")).unwrap_or_default();
    if let Some(text) = of_format(format, turn) {
        return lengths.contains(&text.chars().count()).then(|| text.to_owned());
    }
    let [first, second] = target.samples();
    let sample = match turn {
        0 => first.to_owned(),
        1 => second.to_owned(),
        turn => turn.to_string(),
    };
    let length = sample.chars().count().max(*lengths.start()).min(*lengths.end());
    let text: String = sample.chars().chain(std::iter::repeat('x')).take(length).collect();
    // Spaces at the end are not kept in a header field.
    let text = text.trim_end().to_owned();
    lengths.contains(&text.chars().count()).then_some(text)
}

fn of_format(format: &str, turn: usize) -> Option<&'static str> {
    let (first, second) = match format {
        "date" => ("2024-02-29", "2023-12-31"),
        "date-time" => ("2024-02-29T12:34:56Z", "2023-12-31T23:59:59Z"),
        "time" => ("12:34:56Z", "23:59:59Z"),
        "duration" => ("PT5M", "P1D"),
        "uuid" | "guid" => (
            "123e4567-e89b-12d3-a456-426614174000",
            "123e4567-e89b-12d3-a456-426614174001",
        ),
        "byte" | "base64" => ("aGVsbG8=", "d29ybGQ="),
        "ipv4" | "ip" => ("192.0.2.1", "192.0.2.2"),
        "ipv6" => ("2001:db8::1", "2001:db8::2"),
        "email" => ("ann@example.com", "bob@example.com"),
        "uri" | "url" | "uri-reference" | "iri" => ("https://example.com/a?b=c", "https://example.com/d"),
        "hostname" => ("example.com", "example.org"),
        "int32" | "int64" | "integer" | "decimal" | "double" | "float" | "number" => ("42", "43"),
        _ => return None,
    };
    Some(if turn == 0 { first } else { second })
}
