//! The parameter styles of OpenAPI 3 (RFC 6570 with the encoding of RFC 3986).

use crate::params::param::ParamValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write as _;

/// How a path parameter is written.
///
/// The members of every style: `explode` writes each item of a list or member of an object on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathStyle {
    /// `blue,black,brown`; exploded objects as `R=100,G=200`.
    Simple {
        /// Members of objects as `name=value`.
        explode: bool,
    },
    /// `.blue.black.brown`
    Label {
        /// A dot before each item.
        explode: bool,
    },
    /// `;color=blue,black,brown`
    Matrix {
        /// `;color=` before each item.
        explode: bool,
    },
}

/// How a query parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `color=blue&color=black`, or `color=blue,black` without `explode`.
    Form {
        /// The name before each item.
        explode: bool,
    },
    /// `color=blue%20black`
    SpaceDelimited,
    /// `color=blue%7Cblack`
    PipeDelimited,
    /// `color[R]=100&color[G]=200` (brackets percent-encoded); deeper objects add brackets, and so do lists,
    /// which OpenAPI does not define, with the indices of their items: `expand[0]=customer`.
    DeepObject,
    /// `color={"R":100}`, percent-encoded: the JSON text of the value (`contentType: application/json` of a form's member).
    Json,
}

impl QueryStyle {
    /// The default of OpenAPI: form, exploded.
    pub const DEFAULT: Self = Self::Form { explode: true };
}

/// Everything but the unreserved characters of RFC 3986.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `allowReserved`: reserved characters stay, except those that would end or split the query
/// (`#`, `&`, `+`) or are not allowed in one (`[`, `]`).
const RESERVED_KEPT: &AsciiSet = &UNRESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Percent-encodes to the unreserved characters.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// How the text of a value is encoded.
#[derive(Clone, Copy)]
pub(crate) enum Encoding {
    /// To the unreserved characters.
    Strict,
    /// Reserved characters stay (`allowReserved`).
    Reserved,
    /// Not at all (headers).
    Raw,
}

impl Encoding {
    fn push(self, out: &mut String, text: &str) {
        match self {
            Self::Strict => out.extend(utf8_percent_encode(text, UNRESERVED)),
            Self::Reserved => out.extend(utf8_percent_encode(text, RESERVED_KEPT)),
            Self::Raw => out.push_str(text),
        }
    }
}

/// The value in a path. `None`: there is no value.
pub(crate) fn path(name: &str, style: PathStyle, value: &ParamValue) -> Option<String> {
    let mut out = String::new();
    match style {
        PathStyle::Simple { explode } => delimited(&mut out, value, ",", explode, Encoding::Strict),
        PathStyle::Label { explode } => {
            out.push('.');
            delimited(
                &mut out,
                value,
                if explode { "." } else { "," },
                explode,
                Encoding::Strict,
            );
        }
        PathStyle::Matrix { explode } => matrix(&mut out, name, value, explode),
    }
    if matches!(value, ParamValue::Absent) {
        None
    } else {
        Some(out)
    }
}

/// A path value of several segments: `/` stays, each segment is encoded, and none may be empty or a dot segment.
pub(crate) fn segments(value: &ParamValue) -> Result<String, &'static str> {
    let text = value.as_scalar().ok_or("is not a text")?;
    let mut out = String::with_capacity(text.len());
    for (at, segment) in text.split('/').enumerate() {
        match segment {
            "" => return Err("has an empty segment"),
            "." | ".." => return Err("has a `.` or `..` segment"),
            _ => {}
        }
        if at > 0 {
            out.push('/');
        }
        out.push_str(&encode(segment));
    }
    Ok(out)
}

/// The value as a header's text (style simple, not percent-encoded).
pub(crate) fn header(explode: bool, value: &ParamValue) -> Option<String> {
    if matches!(value, ParamValue::Absent) {
        return None;
    }
    let mut out = String::new();
    delimited(&mut out, value, ",", explode, Encoding::Raw);
    Some(out)
}

/// Why a value cannot be a header: a comma inside of an item would make two of it. A quoted item keeps its comma.
pub(crate) fn header_problem(value: &ParamValue) -> Option<&'static str> {
    let splits = |item: &ParamValue| {
        let text = item.flat().unwrap_or_default();
        let is_quoted = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
        text.contains(',') && !is_quoted
    };
    let is_split = match value {
        ParamValue::List(items) => items.iter().any(splits),
        ParamValue::Object(members) => members
            .iter()
            .any(|(name, member)| name.contains(',') || splits(member)),
        _ => false,
    };
    is_split.then_some("an item with a comma cannot be sent in a header; quote it with `\"`")
}

/// `a,b,c` or `R,100,G,200` or (exploded) `R=100,G=200`.
fn delimited(out: &mut String, value: &ParamValue, separator: &str, explode: bool, encoding: Encoding) {
    let mut first = true;
    let mut separate = |out: &mut String| {
        if !std::mem::take(&mut first) {
            out.push_str(separator);
        }
    };
    match value {
        ParamValue::List(items) => {
            for text in items.iter().filter_map(ParamValue::flat) {
                separate(out);
                encoding.push(out, &text);
            }
        }
        ParamValue::Object(members) => {
            for (name, member) in members {
                let Some(text) = member.flat() else { continue };
                separate(out);
                encoding.push(out, name);
                out.push_str(if explode { "=" } else { separator });
                encoding.push(out, &text);
            }
        }
        scalar => encoding.push(out, scalar.as_scalar().unwrap_or_default()),
    }
}

/// `;color=blue`, `;color` for an empty text.
fn matrix(out: &mut String, name: &str, value: &ParamValue, explode: bool) {
    let pair = |out: &mut String, name: &str, text: &str| {
        out.push(';');
        Encoding::Strict.push(out, name);
        if !text.is_empty() {
            out.push('=');
            Encoding::Strict.push(out, text);
        }
    };
    match value {
        ParamValue::List(items) if explode => {
            for text in items.iter().filter_map(ParamValue::flat) {
                pair(out, name, &text);
            }
        }
        ParamValue::Object(members) if explode => {
            for (member, value) in members {
                if let Some(text) = value.flat() {
                    pair(out, member, &text);
                }
            }
        }
        ParamValue::List(_) | ParamValue::Object(_) => {
            out.push(';');
            Encoding::Strict.push(out, name);
            out.push('=');
            delimited(out, value, ",", false, Encoding::Strict);
        }
        scalar => pair(out, name, scalar.as_scalar().unwrap_or_default()),
    }
}

/// Writes the value as `name=value` pairs joined by `&`; nothing where there is no value.
pub(crate) fn query(name: &str, style: QueryStyle, value: &ParamValue, reserved: bool) -> String {
    let encoding = if reserved { Encoding::Reserved } else { Encoding::Strict };
    let mut out = Pairs {
        text: String::new(),
        encoding,
    };
    match (style, value) {
        (QueryStyle::DeepObject, ParamValue::Object(_) | ParamValue::List(_)) => deep(&mut out, name, value),
        (QueryStyle::Form { explode: true }, ParamValue::List(items)) => {
            for text in items.iter().filter_map(ParamValue::flat) {
                out.pair(name, &text);
            }
        }
        (QueryStyle::Form { explode: true }, ParamValue::Object(members)) => {
            for (member, value) in members {
                exploded_member(&mut out, member, value);
            }
        }
        (QueryStyle::Json, ParamValue::Absent | ParamValue::Invalid(_)) => {}
        (QueryStyle::Json, value) => out.pair(name, &value.to_json().to_string()),
        (_, ParamValue::List(items)) if items.iter().all(|item| item.flat().is_none()) => {}
        (_, ParamValue::Object(members)) if members.iter().all(|(_, value)| value.flat().is_none()) => {}
        (_, ParamValue::List(_) | ParamValue::Object(_)) => {
            out.name(name);
            delimited(&mut out.text, value, separator(style), false, encoding);
        }
        (_, scalar) => {
            if let Some(text) = scalar.as_scalar() {
                out.pair(name, text);
            }
        }
    }
    out.text
}

fn separator(style: QueryStyle) -> &'static str {
    match style {
        QueryStyle::SpaceDelimited => "%20",
        QueryStyle::PipeDelimited => "%7C",
        QueryStyle::Form { .. } | QueryStyle::DeepObject | QueryStyle::Json => ",",
    }
}

/// A member of an exploded object: lists repeat the member's name.
fn exploded_member(out: &mut Pairs, name: &str, value: &ParamValue) {
    if let ParamValue::List(items) = value {
        for text in items.iter().filter_map(ParamValue::flat) {
            out.pair(name, &text);
        }
    } else if let Some(text) = value.flat() {
        out.pair(name, &text);
    }
}

/// `name[a][b]=c`, `name[a][0]=c`.
fn deep(out: &mut Pairs, name: &str, value: &ParamValue) {
    let mut below = |step: &dyn std::fmt::Display, value: &ParamValue| {
        let mut path = String::with_capacity(name.len() + 8);
        // Writing to a String cannot fail.
        let _ = write!(path, "{name}[{step}]");
        deep(out, &path, value);
    };
    match value {
        ParamValue::Object(members) => members.iter().for_each(|(member, value)| below(member, value)),
        ParamValue::List(items) => {
            let present = items.iter().filter(|item| item.flat().is_some());
            present.enumerate().for_each(|(at, item)| below(&at, item));
        }
        scalar => {
            if let Some(text) = scalar.as_scalar() {
                out.pair(name, text);
            }
        }
    }
}

struct Pairs {
    text: String,
    encoding: Encoding,
}

impl Pairs {
    fn name(&mut self, name: &str) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
        Encoding::Strict.push(&mut self.text, name);
        self.text.push('=');
    }

    fn pair(&mut self, name: &str, text: &str) {
        self.name(name);
        self.encoding.push(&mut self.text, text);
    }
}

#[cfg(test)]
#[path = "style_tests.rs"]
mod tests;
