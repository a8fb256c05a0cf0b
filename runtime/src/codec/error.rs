//! Why a value could not be decoded.

use crate::codec::hidden::is_hidden;
use crate::codec::locate::Locator;
use std::borrow::Cow;
use std::fmt;

/// A JSON document that is malformed or does not fit the type it was read as.
///
/// ```
/// use oaspen_client::json;
/// use std::collections::BTreeMap;
///
/// let text = r#"{"a": [1, 2], "b": [3, "four"]}"#;
/// let error = json::from_str::<BTreeMap<String, Vec<i64>>>(text).unwrap_err();
/// assert_eq!(error.path(), "/b/1");
/// assert_eq!(error.message(), "expected integer, found string");
/// assert_eq!(error.excerpt(), r#""four"]}"#);
/// ```
#[derive(Clone)]
pub struct DecodeError {
    inner: Box<Inner>,
}

#[derive(Clone)]
struct Inner {
    message: Cow<'static, str>,
    offset: usize,
    path: String,
    excerpt: String,
}

/// Most bytes of the input an error repeats.
const EXCERPT: usize = 60;

impl DecodeError {
    /// An error at a byte offset; path and excerpt are added where the whole document is known.
    #[cold]
    pub(crate) fn new(offset: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            inner: Box::new(Inner {
                message: message.into(),
                offset,
                path: String::new(),
                excerpt: String::new(),
            }),
        }
    }

    /// Where the value is, as a JSON pointer: `/data/3/iss`, empty for the whole document.
    pub fn path(&self) -> &str {
        &self.inner.path
    }

    /// What is wrong, without the path.
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// The byte at which the offending value starts.
    pub fn offset(&self) -> usize {
        self.inner.offset
    }

    /// The start of the offending value: at most 60 bytes of the input, hidden characters
    /// replaced by spaces.
    pub fn excerpt(&self) -> &str {
        &self.inner.excerpt
    }

    /// Changes what is shown of the input.
    pub(crate) fn rewrite(&mut self, change: impl Fn(&str) -> Option<String>) {
        if let Some(message) = change(&self.inner.message) {
            self.inner.message = message.into();
        }
        for text in [&mut self.inner.path, &mut self.inner.excerpt] {
            if let Some(changed) = change(text) {
                *text = changed;
            }
        }
    }

    /// Fills in the path and the excerpt.
    pub(crate) fn locate(&mut self, data: &[u8], locator: &mut Locator<'_>) {
        let path = locator.path_to(self.inner.offset);
        self.set_path(path, data);
    }

    /// Fills in the path, which is known, and the excerpt.
    pub(crate) fn set_path(&mut self, path: String, data: &[u8]) {
        self.inner.path = path;
        self.inner.excerpt = excerpt(data, self.inner.offset);
    }
}

fn excerpt(data: &[u8], offset: usize) -> String {
    let rest = data.get(offset..).unwrap_or_default();
    let head = rest.get(..EXCERPT).unwrap_or(rest);
    let mut text: String = String::from_utf8_lossy(head)
        .chars()
        .map(|c| if is_hidden(c) { ' ' } else { c })
        .collect();
    if head.len() < rest.len() {
        // The cut may have split a character.
        while text.ends_with(char::REPLACEMENT_CHARACTER) {
            text.pop();
        }
        text.push('…');
    }
    text
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.inner.path.is_empty() {
            write!(f, "{}: ", self.inner.path)?;
        }
        f.write_str(&self.inner.message)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("path", &self.inner.path)
            .field("message", &self.inner.message)
            .field("offset", &self.inner.offset)
            .field("excerpt", &self.inner.excerpt)
            .finish()
    }
}

impl std::error::Error for DecodeError {}
