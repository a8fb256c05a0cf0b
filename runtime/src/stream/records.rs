//! JSON texts one after the other: lines (NDJSON, JSON Lines) or sequences of RFC 7464.

use crate::stream::sse::TooLong;
use bytes::{Buf as _, Bytes};

/// Precedes each text of a sequence; no JSON text contains it.
const RECORD_SEPARATOR: u8 = 0x1E;

/// One text, without the white space around it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Its line, or its position in the sequence; from 1.
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
    number: u64,
    /// The separator of texts, known with the first byte.
    separator: Option<u8>,
}

impl Splitter {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            input: Bytes::new(),
            text: Vec::new(),
            number: 0,
            separator: None,
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
            let end = self.input.iter().position(|byte| *byte == separator);
            let rest = self.input.split_to(end.unwrap_or(self.input.len()));
            if self.text.len() + rest.len() > self.limit {
                return Err(TooLong);
            }
            if end.is_none() {
                self.text.extend_from_slice(&rest);
                break;
            }
            self.input.advance(1);
            if let Some(record) = self.take(rest) {
                return Ok(Some(record));
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
        self.number += 1;
        let text = if self.text.is_empty() {
            rest
        } else {
            self.text.extend_from_slice(&rest);
            Bytes::from(std::mem::take(&mut self.text))
        };
        let mark: &[u8] = if self.number == 1 { b"\xEF\xBB\xBF" } else { b"" };
        let trimmed = text.strip_prefix(mark).unwrap_or(&text).trim_ascii();
        (!trimmed.is_empty()).then(|| Record {
            number: self.number,
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
