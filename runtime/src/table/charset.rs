//! From bytes to text: UTF-8, or UTF-16 and Latin-1 by a byte order mark or the `charset`.

use crate::codec::error::DecodeError;
use crate::table::media;
use http::HeaderMap;
use std::borrow::Cow;

/// The characters of windows-1252 where Latin-1 has control characters; bytes that it does not define are kept.
const C1: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// An encoding of text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Charset {
    Utf8,
    /// Latin-1, read as windows-1252, as browsers do.
    Latin1,
    Utf16(ByteOrder),
    /// Another one, by its name.
    Other(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ByteOrder {
    Little,
    Big,
}

/// A text. What is none in its encoding is U+FFFD.
pub(crate) struct DecodedText<'b> {
    pub(crate) text: Cow<'b, str>,
    /// What is no text, if there is something.
    pub(crate) flaw: Option<DecodeError>,
}

/// Reads the text of a response.
pub(crate) fn text<'b>(headers: &HeaderMap, body: &'b [u8]) -> DecodedText<'b> {
    let (charset, body) = match mark(body) {
        Some((charset, body)) => (charset, body),
        None => (declared(headers, body), body),
    };
    match charset {
        Charset::Latin1 => whole(latin_1(body)),
        Charset::Utf16(order) => utf_16(body, order),
        Charset::Utf8 => utf_8(body),
        Charset::Other(name) => utf_8_or(body, || {
            let name = media::short(&name);
            format!("the text is not UTF-8, but `{name}`, which is not supported")
        }),
    }
}

/// The JSON of a response without its byte order mark. A JSON text begins with an ASCII character, so that UTF-16 is
/// recognized without a `charset`.
pub(crate) fn json(body: &[u8]) -> Cow<'_, [u8]> {
    let (charset, rest) = mark(body).unwrap_or((Charset::Utf8, body));
    let order = match (charset, rest) {
        (Charset::Utf16(order), _) => order,
        (_, [0, _, ..]) => ByteOrder::Big,
        (_, [_, 0, ..]) => ByteOrder::Little,
        _ => return Cow::Borrowed(rest),
    };
    match utf_16(rest, order) {
        DecodedText { text, flaw: None } => Cow::Owned(text.into_owned().into_bytes()),
        DecodedText { .. } => Cow::Borrowed(rest),
    }
}

/// JSON in UTF-8 that is in another encoding by its `charset`. `None` if it is UTF-8, as JSON has to be, or if the encoding is not
/// supported.
#[cold]
pub(crate) fn json_by_charset(headers: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    let is_latin = std::str::from_utf8(body).is_err() && declared(headers, body) == Charset::Latin1;
    is_latin.then(|| latin_1(body).into_bytes())
}

/// The encoding of a byte order mark, and what follows it.
fn mark(body: &[u8]) -> Option<(Charset, &[u8])> {
    match body {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Some((Charset::Utf8, rest)),
        [0xFF, 0xFE, rest @ ..] => Some((Charset::Utf16(ByteOrder::Little), rest)),
        [0xFE, 0xFF, rest @ ..] => Some((Charset::Utf16(ByteOrder::Big), rest)),
        _ => None,
    }
}

/// The encoding of the `charset`.
fn declared(headers: &HeaderMap, body: &[u8]) -> Charset {
    let Some(name) = media::charset(headers) else {
        return Charset::Utf8;
    };
    match name.as_str() {
        "" | "utf-8" | "utf8" | "us-ascii" | "ascii" => Charset::Utf8,
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" | "l1" | "windows-1252" | "cp1252" => {
            Charset::Latin1
        }
        "utf-16le" => Charset::Utf16(ByteOrder::Little),
        "utf-16be" => Charset::Utf16(ByteOrder::Big),
        // Without a mark, an ASCII character at the start has the order.
        "utf-16" | "utf16" | "ucs-2" => Charset::Utf16(match body {
            [0, ..] => ByteOrder::Big,
            _ => ByteOrder::Little,
        }),
        _ => Charset::Other(name),
    }
}

fn whole(text: String) -> DecodedText<'static> {
    DecodedText {
        text: Cow::Owned(text),
        flaw: None,
    }
}

fn latin_1(body: &[u8]) -> String {
    let character = |byte: &u8| match byte {
        0x80..=0x9F => C1.get(usize::from(byte - 0x80)).copied().unwrap_or_default(),
        byte => char::from(*byte),
    };
    body.iter().map(character).collect()
}

fn utf_16(body: &[u8], order: ByteOrder) -> DecodedText<'static> {
    let pairs = body.chunks_exact(2);
    let is_odd = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| {
        let pair = [pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)];
        match order {
            ByteOrder::Little => u16::from_le_bytes(pair),
            ByteOrder::Big => u16::from_be_bytes(pair),
        }
    });
    let mut flaw = None;
    let mut at = 0;
    let mut text = String::with_capacity(body.len() / 2);
    for unit in char::decode_utf16(units) {
        if unit.is_err() {
            flaw.get_or_insert(at);
        }
        let c = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
        at += c.len_utf16() * 2;
        text.push(c);
    }
    if is_odd {
        flaw.get_or_insert(at);
        text.push(char::REPLACEMENT_CHARACTER);
    }
    DecodedText {
        text: Cow::Owned(text),
        flaw: flaw.map(|at| DecodeError::new(at, "the text is not UTF-16")),
    }
}

/// Text that is UTF-8, whatever it begins with.
pub(crate) fn utf_8(body: &[u8]) -> DecodedText<'_> {
    utf_8_or(body, || "the text is not UTF-8".to_owned())
}

fn utf_8_or(body: &[u8], problem: impl FnOnce() -> String) -> DecodedText<'_> {
    match std::str::from_utf8(body) {
        Ok(text) => DecodedText {
            text: Cow::Borrowed(text),
            flaw: None,
        },
        Err(error) => DecodedText {
            text: String::from_utf8_lossy(body),
            flaw: Some(DecodeError::new(error.valid_up_to(), problem())),
        },
    }
}
