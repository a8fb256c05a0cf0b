//! JSON tokens. `docs/codec.md` explains why this is not a library: `jiter` 0.18 and `serde_json`'s
//! reader were measured for comparison.
//!
//! The text is checked to be UTF-8 once, so strings are slices of a `str` and nothing here needs
//! `unsafe`. A lexer is `Copy`: a position to return to is a copy of it.

use crate::codec::error::DecodeError;

/// A position in a JSON text.
#[derive(Clone, Copy)]
pub(crate) struct Lexer<'j> {
    text: &'j str,
    at: usize,
    /// The text goes on after its end with bytes that are no UTF-8.
    broken: bool,
    /// Whether lone surrogates become U+FFFD.
    lossy: bool,
}

/// A string token.
pub(crate) enum Text<'j> {
    /// The text between the quotes is the string.
    Plain(&'j str),
    /// It contains escapes, which [`unescape`] resolves.
    Escaped { raw: &'j str, start: usize },
}

/// A number token.
pub(crate) enum Number<'j> {
    /// An integer of at most 18 digits.
    Small(i64),
    /// Any other.
    Text(&'j str),
}

const fn repeat(byte: u8) -> u64 {
    u64::MAX / 255 * byte as u64
}

/// The high bit of each byte that is zero; exact up to the first one.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(repeat(1)) & !word & repeat(0x80)
}

/// How many bytes come before the first quote, backslash or control character.
#[inline]
pub(crate) fn plain_prefix(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk() {
        if let Some(stop) = stop_in(*chunk) {
            return bytes.len() - rest.len() + stop;
        }
        rest = after;
    }
    // The last chunk overlaps what is known to be plain.
    if let Some(chunk) = bytes.last_chunk() {
        return stop_in(*chunk).map_or(bytes.len(), |stop| bytes.len() - chunk.len() + stop);
    }
    let stop = |b: &u8| *b < 0x20 || *b == b'"' || *b == b'\\';
    rest.iter().position(stop).unwrap_or(rest.len())
}

#[inline]
fn stop_in(chunk: [u8; 8]) -> Option<usize> {
    let word = u64::from_le_bytes(chunk);
    let control = word.wrapping_sub(repeat(0x20)) & !word & repeat(0x80);
    let stops = zeros(word ^ repeat(b'"')) | zeros(word ^ repeat(b'\\')) | control;
    (stops != 0).then(|| (stops.trailing_zeros() / 8) as usize)
}

impl<'j> Lexer<'j> {
    pub(crate) fn new(data: &'j [u8]) -> Self {
        let (text, broken) = match std::str::from_utf8(data) {
            Ok(text) => (text, false),
            Err(error) => {
                let valid = data.get(..error.valid_up_to()).unwrap_or_default();
                (std::str::from_utf8(valid).unwrap_or_default(), true)
            }
        };
        Self {
            text,
            at: 0,
            broken,
            lossy: false,
        }
    }

    pub(crate) fn is_lossy(&self) -> bool {
        self.lossy
    }

    pub(crate) fn set_lossy(&mut self, lossy: bool) {
        self.lossy = lossy;
    }

    /// Returns to an earlier position.
    pub(crate) fn back_to(&mut self, at: usize) {
        self.at = at;
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn since(&self, start: usize) -> &'j str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Whether bytes that are no UTF-8 follow the text.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// The first byte of the next token.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            match bytes.get(at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => at += 1,
                byte => {
                    self.at = at;
                    return byte.copied();
                }
            }
        }
    }

    /// Steps over a byte that [`peek`](Self::peek) has shown.
    #[inline]
    pub(crate) fn bump(&mut self) {
        self.at += 1;
    }

    #[cold]
    pub(crate) fn error(&self, message: &'static str) -> DecodeError {
        if self.at < self.text.len() {
            return DecodeError::new(self.at, format!("malformed JSON: {message}"));
        }
        let message = if self.broken { "invalid UTF-8" } else { "unexpected end" };
        DecodeError::new(self.at, format!("malformed JSON: {message}"))
    }

    /// Reads `true`, `false` or `null`.
    #[inline]
    pub(crate) fn literal(&mut self, literal: &'static str) -> Result<(), DecodeError> {
        match self.text.as_bytes().get(self.at..) {
            Some(rest) if rest.starts_with(literal.as_bytes()) => {
                self.at += literal.len();
                Ok(())
            }
            _ => Err(self.error("expected a value")),
        }
    }

    /// Reads the string whose opening quote is next.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Text<'j>, DecodeError> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let end = start + plain_prefix(bytes.get(start..).unwrap_or_default());
        if bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Text::Plain(self.text.get(start..end).unwrap_or_default()));
        }
        self.escaped(start, end)
    }

    #[inline(never)]
    fn escaped(&mut self, start: usize, mut end: usize) -> Result<Text<'j>, DecodeError> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(_) => {
                    self.at = end;
                    return Err(self.error("control character in a string"));
                }
                None => {
                    self.at = self.text.len();
                    return Err(self.error("unexpected end"));
                }
            }
            end += plain_prefix(bytes.get(end..).unwrap_or_default());
        }
        self.at = end + 1;
        // Escapes are ASCII, but `\` before a longer character would cut it.
        match self.text.get(start..end) {
            Some(raw) => Ok(Text::Escaped { raw, start }),
            None => Err(DecodeError::new(start, "malformed JSON: invalid escape")),
        }
    }

    /// Reads the number whose first byte is next.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<Number<'j>, DecodeError> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let negative = bytes.get(start) == Some(&b'-');
        let first = start + usize::from(negative);
        let mut at = first;
        let mut value: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0'));
            at += 1;
        }
        let leading_zero = at > first + 1 && bytes.get(first) == Some(&b'0');
        if at == first || leading_zero {
            return Err(self.bad_number(if leading_zero { first + 1 } else { at }));
        }
        if matches!(bytes.get(at), Some(b'.' | b'e' | b'E')) || at - first > 18 {
            return self.long_number(start, at);
        }
        self.at = at;
        Ok(Number::Small(if negative { -value } else { value }))
    }

    /// The rest of a number after its integer digits.
    fn long_number(&mut self, start: usize, mut at: usize) -> Result<Number<'j>, DecodeError> {
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while let Some(b'0'..=b'9') = bytes.get(at) {
                at += 1;
            }
            at
        };
        if bytes.get(at) == Some(&b'.') {
            let end = digits(at + 1);
            if end == at + 1 {
                return Err(self.bad_number(end));
            }
            at = end;
        }
        if let Some(b'e' | b'E') = bytes.get(at) {
            let sign = matches!(bytes.get(at + 1), Some(b'+' | b'-'));
            let first = at + 1 + usize::from(sign);
            at = digits(first);
            if at == first {
                return Err(self.bad_number(at));
            }
        }
        self.at = at;
        Ok(Number::Text(self.since(start)))
    }

    #[cold]
    fn bad_number(&mut self, at: usize) -> DecodeError {
        self.at = at;
        self.error("invalid number")
    }

    /// Skips one value, checking its syntax, at most `levels` deep.
    pub(crate) fn skip(&mut self, levels: u32) -> Result<(), DecodeError> {
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            Some(b't') => self.literal("true"),
            Some(b'f') => self.literal("false"),
            Some(b'n') => self.literal("null"),
            Some(b'{' | b'[') if levels == 0 => Err(DecodeError::new(self.at, "nested deeper than 128 levels")),
            Some(b'[') => {
                let mut more = self.first_element()?;
                while more {
                    self.skip(levels - 1)?;
                    more = self.next_element()?;
                }
                Ok(())
            }
            Some(b'{') => {
                let mut more = self.first_member()?;
                while more {
                    self.skip_string()?;
                    self.colon()?;
                    self.skip(levels - 1)?;
                    more = self.next_member()?;
                }
                Ok(())
            }
            _ => Err(self.error("expected a value")),
        }
    }

    fn skip_string(&mut self) -> Result<(), DecodeError> {
        match self.string()? {
            Text::Plain(_) => Ok(()),
            Text::Escaped { raw, start } => unescape(raw, start, self.lossy, &mut String::new()).map(drop),
        }
    }

    /// Steps over `[`; whether an element follows (or else the array is over).
    #[inline]
    pub(crate) fn first_element(&mut self) -> Result<bool, DecodeError> {
        self.bump();
        let over = self.peek() == Some(b']');
        self.at += usize::from(over);
        Ok(!over)
    }

    /// After an element: whether another one follows.
    #[inline]
    pub(crate) fn next_element(&mut self) -> Result<bool, DecodeError> {
        match self.peek() {
            Some(b',') => {
                self.bump();
                match self.peek() {
                    Some(b']') => Err(self.error("trailing comma")),
                    _ => Ok(true),
                }
            }
            Some(b']') => {
                self.bump();
                Ok(false)
            }
            _ => Err(self.error("expected `,` or `]`")),
        }
    }

    /// Steps over `{`; whether a key follows, which is then next (or else the object is over).
    #[inline]
    pub(crate) fn first_member(&mut self) -> Result<bool, DecodeError> {
        self.bump();
        match self.peek() {
            Some(b'"') => Ok(true),
            Some(b'}') => {
                self.bump();
                Ok(false)
            }
            _ => Err(self.error("expected a key or `}`")),
        }
    }

    /// After a member: whether another key follows, which is then next.
    #[inline]
    pub(crate) fn next_member(&mut self) -> Result<bool, DecodeError> {
        match self.peek() {
            Some(b',') => {
                self.bump();
                match self.peek() {
                    Some(b'"') => Ok(true),
                    Some(b'}') => Err(self.error("trailing comma")),
                    _ => Err(self.error("expected a key")),
                }
            }
            Some(b'}') => {
                self.bump();
                Ok(false)
            }
            _ => Err(self.error("expected `,` or `}`")),
        }
    }

    /// Reads the colon after a key.
    #[inline]
    pub(crate) fn colon(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            Some(b':') => {
                self.bump();
                Ok(())
            }
            _ => Err(self.error("expected `:`")),
        }
    }
}

/// Resolves the escapes of a string that starts at byte `start`, into `out`. With `lossy`, a lone surrogate becomes
/// U+FFFD; returns whether there was one.
pub(crate) fn unescape(raw: &str, start: usize, lossy: bool, out: &mut String) -> Result<bool, DecodeError> {
    out.clear();
    let mut is_replaced = false;
    let mut rest = raw;
    let fail = |rest: &str, message: &'static str| {
        let at = start + raw.len() - rest.len();
        Err(DecodeError::new(at, format!("malformed JSON: {message}")))
    };
    while let Some((plain, escape)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut bytes = escape.bytes();
        let simple = match bytes.next() {
            Some(b @ (b'"' | b'\\' | b'/')) => char::from(b),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => match unicode(escape) {
                Ok((c, length)) => {
                    out.push(c);
                    rest = escape.get(length..).unwrap_or_default();
                    continue;
                }
                Err(LONE_SURROGATE) if lossy => {
                    is_replaced = true;
                    out.push(char::REPLACEMENT_CHARACTER);
                    rest = escape.get(5..).unwrap_or_default();
                    continue;
                }
                Err(message) => return fail(escape, message),
            },
            _ => return fail(escape, "invalid escape"),
        };
        out.push(simple);
        rest = escape.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(is_replaced)
}

const LONE_SURROGATE: &str = "lone surrogate";

/// The character of `uXXXX` or `uXXXX\uXXXX`, and how many bytes that took.
fn unicode(escape: &str) -> Result<(char, usize), &'static str> {
    let unit = |from: usize| {
        let digits = escape.get(from..from + 4)?;
        let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16).ok().filter(|_| plain)
    };
    let first = unit(1).ok_or("invalid escape")?;
    if let Some(c) = char::from_u32(first) {
        return Ok((c, 5));
    }
    let second = match escape.get(5..7) {
        Some("\\u") => unit(7).unwrap_or(0),
        _ => 0,
    };
    if !(0xd800..0xdc00).contains(&first) || !(0xdc00..0xe000).contains(&second) {
        return Err(LONE_SURROGATE);
    }
    let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    char::from_u32(code).map(|c| (c, 11)).ok_or(LONE_SURROGATE)
}
