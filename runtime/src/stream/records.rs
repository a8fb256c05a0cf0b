//! JSON texts one after the other: lines (NDJSON, JSON Lines), several on a line, or sequences of RFC 7464.

use crate::stream::sse::TooLong;
use bytes::{Buf as _, Bytes};

/// Precedes each text of a sequence; no JSON text contains it.
const RECORD_SEPARATOR: u8 = 0x1E;

/// One text, without the white space around it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Its line, or its position in the sequence; from 1. Several texts can be on one line.
    pub(crate) number: u64,
    pub(crate) text: Bytes,
}

/// Cuts a stream into JSON texts. Pieces may end anywhere.
#[derive(Debug)]
pub(crate) struct Splitter {
    /// Most bytes of one text.
    limit: usize,
    input: Bytes,
    /// The beginning of a text whose end has not come.
    text: Vec<u8>,
    /// Lines, or texts of a sequence, that are complete.
    number: u64,
    /// The separator of texts, known with the first byte.
    separator: Option<u8>,
    nesting: Nesting,
}

/// How deep the text is that is being read.
#[derive(Debug, Default)]
struct Nesting {
    depth: usize,
    is_string: bool,
    is_escaped: bool,
}

impl Nesting {
    /// Whether an object or an array ends with this byte, and with it the text.
    fn ends_with(&mut self, byte: u8) -> bool {
        if std::mem::take(&mut self.is_escaped) {
            return false;
        }
        match byte {
            b'\\' if self.is_string => self.is_escaped = true,
            b'"' => self.is_string = !self.is_string,
            _ if self.is_string => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

impl Splitter {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            input: Bytes::new(),
            text: Vec::new(),
            number: 0,
            separator: None,
            nesting: Nesting::default(),
        }
    }

    /// Takes the next chunk; all texts of the last one were returned.
    pub(crate) fn push(&mut self, piece: Bytes) {
        self.input = piece;
    }

    /// The next text of the chunk.
    pub(crate) fn next(&mut self) -> Result<Option<Record>, TooLong> {
        while let Some(&byte) = self.input.first() {
            let separator = match self.separator {
                Some(known) => known,
                None if byte == RECORD_SEPARATOR => {
                    // Bytes before the first separator are no text.
                    self.input.advance(1);
                    RECORD_SEPARATOR
                }
                None => b'\n',
            };
            self.separator = Some(separator);
            let nesting = &mut self.nesting;
            let is_end = |byte: &u8| *byte == separator || separator == b'\n' && nesting.ends_with(*byte);
            let end = self.input.iter().position(is_end);
            let is_separator = end.is_some_and(|end| self.input.get(end) == Some(&separator));
            let length = end.map_or(self.input.len(), |end| end + usize::from(!is_separator));
            let rest = self.input.split_to(length);
            if self.text.len() + rest.len() > self.limit {
                return Err(TooLong);
            }
            if end.is_none() {
                self.text.extend_from_slice(&rest);
                break;
            }
            self.nesting = Nesting::default();
            let record = self.take(rest);
            if is_separator {
                self.input.advance(1);
                self.number += 1;
            }
            if record.is_some() {
                return Ok(record);
            }
        }
        Ok(None)
    }

    /// The text that the end of the stream completes.
    pub(crate) fn finish(&mut self) -> Option<Record> {
        self.take(Bytes::new())
    }

    /// What was kept and the rest of it, unless it is empty.
    fn take(&mut self, rest: Bytes) -> Option<Record> {
        let text = if self.text.is_empty() {
            rest
        } else {
            self.text.extend_from_slice(&rest);
            Bytes::from(std::mem::take(&mut self.text))
        };
        let mark: &[u8] = if self.number == 0 { b"\xEF\xBB\xBF" } else { b"" };
        let trimmed = text.strip_prefix(mark).unwrap_or(&text).trim_ascii();
        (!trimmed.is_empty()).then(|| Record {
            number: self.number + 1,
            text: text.slice_ref(trimmed),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn split(text: &[u8], size: usize) -> Vec<(u64, String)> {
        let mut splitter = Splitter::new(100);
        let mut records = Vec::new();
        for piece in text.chunks(size) {
            splitter.push(Bytes::copy_from_slice(piece));
            while let Some(record) = splitter.next().unwrap() {
                records.push(record);
            }
        }
        records.extend(splitter.finish());
        let text = |record: Record| (record.number, String::from_utf8(record.text.to_vec()).unwrap());
        records.into_iter().map(text).collect()
    }

    #[test]
    fn lines_however_they_are_cut() {
        let text = "\u{FEFF}{\"a\":\"é\"}\r\n\n  \n[1]\n2".as_bytes();
        for size in 1..=text.len() {
            let expected = [(1, r#"{"a":"é"}"#), (4, "[1]"), (5, "2")];
            assert_eq!(
                split(text, size),
                expected.map(|(at, text)| (at, text.to_owned())),
                "{size}"
            );
        }
        assert_eq!(split(b"", 1), []);
        assert_eq!(split(b"\n\n", 1), []);
    }

    #[test]
    fn several_texts_on_a_line() {
        let text = b"{\"a\":\"}{\\\"\"}[1,[2]] {\"b\":{}}\n7\n{\"c\":\n]{}{\"d\":1}";
        let expected = [
            (1, r#"{"a":"}{\""}"#),
            (1, "[1,[2]]"),
            (1, r#"{"b":{}}"#),
            (2, "7"),
            // A line that is broken ends with it.
            (3, r#"{"c":"#),
            (4, "]{}"),
            (4, r#"{"d":1}"#),
        ];
        for size in 1..=text.len() {
            assert_eq!(
                split(text, size),
                expected.map(|(at, text)| (at, text.to_owned())),
                "{size}"
            );
        }
        // A text is complete before the next one comes.
        let mut splitter = Splitter::new(100);
        splitter.push(Bytes::from_static(b"{}"));
        assert!(splitter.next().unwrap().is_some());
    }

    #[test]
    fn sequences_hold_texts_of_several_lines() {
        let text = b"\x1E{\n \"a\": 1\n}\n\x1E\x1E2\n";
        for size in 1..=text.len() {
            let expected = [(1, "{\n \"a\": 1\n}"), (3, "2")];
            assert_eq!(
                split(text, size),
                expected.map(|(at, text)| (at, text.to_owned())),
                "{size}"
            );
        }
    }

    #[test]
    fn one_text_is_bounded() {
        for size in [1, 50] {
            let mut splitter = Splitter::new(10);
            let result = b"1234567890\n12345678901\n".chunks(size).try_for_each(|piece| {
                splitter.push(Bytes::copy_from_slice(piece));
                while splitter.next()?.is_some() {}
                Ok(())
            });
            assert_eq!(result, Err(TooLong));
        }
    }
}
