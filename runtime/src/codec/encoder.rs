//! The JSON writer.

use crate::codec::lexer::plain_prefix;
use std::fmt;
use std::fmt::Write as _;

/// Writes compact JSON into a buffer.
///
/// ```
/// use oaspen_client::Encoder;
///
/// let mut e = Encoder::new();
/// e.begin_object();
/// e.key("ids");
/// e.begin_array();
/// for id in [1, 2] {
///     e.element();
///     e.i64(id);
/// }
/// e.end_array();
/// e.end_object();
/// assert_eq!(e.into_bytes(), br#"{"ids":[1,2]}"#);
/// ```
pub struct Encoder {
    pub(super) out: Vec<u8>,
}

impl Default for Encoder {
    fn default() -> Self {
        Self::new()
    }
}

/// Without what was written.
impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Encoder({} bytes)", self.out.len())
    }
}

impl Encoder {
    /// An empty buffer.
    pub fn new() -> Self {
        // Room for a small body, so that the buffer need not grow step by step.
        Self {
            out: Vec::with_capacity(128),
        }
    }

    /// What has been written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }

    /// Writes `true` or `false`.
    pub fn bool(&mut self, value: bool) {
        let text: &[u8] = if value { b"true" } else { b"false" };
        self.out.extend_from_slice(text);
    }

    /// Writes an integer.
    pub fn i64(&mut self, value: i64) {
        let mut buffer = itoa::Buffer::new();
        self.out.extend_from_slice(buffer.format(value).as_bytes());
    }

    /// Writes an integer.
    pub fn u64(&mut self, value: u64) {
        let mut buffer = itoa::Buffer::new();
        self.out.extend_from_slice(buffer.format(value).as_bytes());
    }

    /// Writes a number: the shortest text that reads back as the same `f64`, integers without a
    /// point (`10`, not `10.0`). JSON has no spelling for the others: they become the strings
    /// `"NaN"`, `"Infinity"` and `"-Infinity"`, as in Protocol Buffers' JSON.
    ///
    /// ```
    /// use oaspen_client::json;
    /// assert_eq!(json::to_string(&vec![10.0, 0.1, f64::INFINITY]), r#"[10,0.1,"Infinity"]"#);
    /// ```
    pub fn f64(&mut self, value: f64) {
        /// Up to here every integer has its own `f64`.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.is_nan() {
            self.out.extend_from_slice(b"\"NaN\"");
        } else if value.is_infinite() {
            let text: &[u8] = if value > 0.0 { b"\"Infinity\"" } else { b"\"-Infinity\"" };
            self.out.extend_from_slice(text);
        } else if value.trunc() == value && value.abs() < EXACT && !(value == 0.0 && value.is_sign_negative()) {
            #[allow(clippy::cast_possible_truncation)]
            self.i64(value as i64);
        } else {
            let mut buffer = zmij::Buffer::new();
            self.out.extend_from_slice(buffer.format_finite(value).as_bytes());
        }
    }

    /// Writes a number with the digits of an `f32` (`0.1`, not `0.10000000149011612`).
    pub fn f32(&mut self, value: f32) {
        if value.is_finite() && value.trunc() != value {
            let mut buffer = zmij::Buffer::new();
            self.out.extend_from_slice(buffer.format_finite(value).as_bytes());
        } else {
            self.f64(f64::from(value));
        }
    }

    /// Writes a string.
    pub fn str(&mut self, value: &str) {
        let bytes = value.as_bytes();
        self.out.reserve(bytes.len() + 2);
        self.out.push(b'"');
        let plain = plain_prefix(bytes);
        if plain == bytes.len() {
            self.out.extend_from_slice(bytes);
        } else {
            self.escaped(value);
        }
        self.out.push(b'"');
    }

    /// Writes the `Display` text of a value as a string.
    pub fn display(&mut self, value: &dyn fmt::Display) {
        self.out.push(b'"');
        // Writing into memory does not fail; a `Display` that does leaves its text unfinished.
        let _ = write!(Escaped(self), "{value}");
        self.out.push(b'"');
    }

    /// Writes text that is JSON already.
    pub fn raw(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Writes a `serde_json` tree.
    pub(crate) fn tree(&mut self, value: &impl serde::Serialize) {
        // Its keys are strings and its numbers finite, so this does not fail.
        let _ = serde_json::to_writer(&mut self.out, value);
    }

    /// Starts an object.
    pub fn begin_object(&mut self) {
        self.out.push(b'{');
    }

    /// Writes the key of the next member, with the comma before it where one is due.
    pub fn key(&mut self, key: &str) {
        self.out.reserve(key.len() + 4);
        self.comma(b'{');
        self.str(key);
        self.out.push(b':');
    }

    /// [`key`](Self::key) for a name of which it is known whether it needs escapes.
    pub(crate) fn known_key(&mut self, name: &str, is_plain: bool) {
        if !is_plain {
            return self.key(name);
        }
        self.out.reserve(name.len() + 4);
        let comma: &[u8] = if self.out.last() == Some(&b'{') { b"\"" } else { b",\"" };
        self.out.extend_from_slice(comma);
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// Ends an object.
    pub fn end_object(&mut self) {
        self.out.push(b'}');
    }

    /// Starts an array.
    pub fn begin_array(&mut self) {
        self.out.push(b'[');
    }

    /// Announces the next element: writes the comma before it where one is due.
    pub fn element(&mut self) {
        self.comma(b'[');
    }

    /// Ends an array.
    pub fn end_array(&mut self) {
        self.out.push(b']');
    }

    fn comma(&mut self, open: u8) {
        // No value ends with an opening bracket, so it is the first one after it.
        if self.out.last() != Some(&open) {
            self.out.push(b',');
        }
    }

    #[inline(never)]
    fn escaped(&mut self, value: &str) {
        let mut rest = value.as_bytes();
        loop {
            let (plain, more) = rest.split_at(plain_prefix(rest));
            self.out.extend_from_slice(plain);
            match more.split_first() {
                Some((&byte, after)) => {
                    self.escape(byte);
                    rest = after;
                }
                None => return,
            }
        }
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0c => b'f',
            _ => {
                let digit = |n: u8| if n < 10 { b'0' + n } else { b'a' + n - 10 };
                self.out.extend_from_slice(b"\\u00");
                self.out.push(digit(byte >> 4));
                self.out.push(digit(byte & 15));
                return;
            }
        };
        self.out.push(b'\\');
        self.out.push(short);
    }
}

struct Escaped<'a>(&'a mut Encoder);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.escaped(text);
        Ok(())
    }
}
