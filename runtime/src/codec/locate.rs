//! From a byte offset to a JSON pointer.
//!
//! The decoder keeps no path: an error stores its offset, and the path is found afterwards by one
//! pass over the part of the document before it, which the decoder has already accepted.

use crate::codec::hidden::is_hidden;

/// The maximum length of a path; a longer one is cut.
const MAX_LENGTH: usize = 512;

/// The maximum number of bytes of one key in a path.
const MAX_KEY_LENGTH: usize = 128;

enum Level {
    /// An array and the index of the element being read.
    Array(usize),
    /// An object and the span of the key whose value is being read.
    Object(Option<(usize, usize)>),
}

/// Walks a document once; offsets must be requested in rising order.
pub(crate) struct Locator<'j> {
    data: &'j [u8],
    at: usize,
    frames: Vec<Level>,
}

impl<'j> Locator<'j> {
    pub(crate) fn new(data: &'j [u8]) -> Self {
        Self {
            data,
            at: 0,
            frames: Vec::new(),
        }
    }

    /// The path of the value that starts at `offset`, or of the innermost one around it.
    pub(crate) fn path_to(&mut self, offset: usize) -> String {
        while self.at < offset {
            let Some(&byte) = self.data.get(self.at) else { break };
            self.step(byte);
        }
        self.path()
    }

    fn step(&mut self, byte: u8) {
        let start = self.at;
        self.at += 1;
        match byte {
            b'{' => self.frames.push(Level::Object(None)),
            b'[' => self.frames.push(Level::Array(0)),
            b'}' | b']' => {
                self.frames.pop();
            }
            b',' => match self.frames.last_mut() {
                Some(Level::Array(index)) => *index += 1,
                Some(Level::Object(key)) => *key = None,
                None => {}
            },
            b'"' => {
                self.skip_string();
                if let Some(Level::Object(key @ None)) = self.frames.last_mut() {
                    *key = Some((start, self.at));
                }
            }
            _ => {}
        }
    }

    fn skip_string(&mut self) {
        while let Some(&byte) = self.data.get(self.at) {
            self.at += 1;
            match byte {
                b'"' => return,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for frame in &self.frames {
            match frame {
                Level::Array(index) => path.push_str(&format!("/{index}")),
                Level::Object(Some((start, end))) => {
                    push_segment(&mut path, &self.key(*start, *end));
                }
                Level::Object(None) => break,
            }
            if path.len() > MAX_LENGTH {
                path.push_str("/…");
                break;
            }
        }
        path
    }

    /// The key of a quoted span, unescaped.
    fn key(&self, start: usize, end: usize) -> String {
        let span = self.data.get(start..end).unwrap_or_default();
        if span.len() > MAX_KEY_LENGTH {
            let inside = span.get(1..MAX_KEY_LENGTH).unwrap_or_default();
            format!("{}…", String::from_utf8_lossy(inside))
        } else {
            serde_json::from_slice::<String>(span).unwrap_or_else(|_| String::from_utf8_lossy(span).into_owned())
        }
    }
}

/// Appends a key to a JSON pointer.
pub(crate) fn push_segment(path: &mut String, key: &str) {
    path.push('/');
    for c in key.chars() {
        match c {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            c if is_hidden(c) => path.push(' '),
            c => path.push(c),
        }
    }
}
