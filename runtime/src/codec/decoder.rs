//! The JSON reader: a pull parser with a depth limit.

use std::any::TypeId;
use std::collections::BTreeMap;

use crate::codec::departures::{Departures, DeparturesMark};
use crate::codec::error::DecodeError;
use crate::codec::lexer::{Lexer, Text, unescape};
use crate::codec::options::{DecodeOptions, Tolerance};
use crate::codec::stranger::{Stranger, UnknownValue};

/// The maximum nesting of arrays and objects.
const MAX_DEPTH: u32 = 128;

/// What the next JSON value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number, integral or not
    Number,
    /// A string
    String,
    /// An array
    Array,
    /// An object
    Object,
}

impl Kind {
    /// Its name in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// Reads JSON values one after the other.
///
/// ```
/// use oaspen_client::{DecodeError, Decoder};
///
/// let mut d = Decoder::new(br#"{"ids": [1, 2], "more": false}"#);
/// let mut sum = 0;
/// let mut key = d.begin_object()?;
/// while let Some(name) = key {
///     match name.as_str() {
///         "ids" => {
///             let mut more = d.begin_array()?;
///             while more {
///                 sum += d.i64()?;
///                 more = d.next_element()?;
///             }
///         }
///         _ => d.skip()?,
///     }
///     key = d.next_key()?;
/// }
/// d.finish()?;
/// assert_eq!(sum, 3);
/// # Ok::<(), DecodeError>(())
/// ```
pub struct Decoder<'j> {
    pub(super) lexer: Lexer<'j>,
    depth: u32,
    /// Nothing while a union compares branches.
    pub(super) tolerance: Tolerance,
    pub(super) options: DecodeOptions,
    pub(super) departures: Departures,
    /// How many values may still be made up for required members.
    pub(super) fills: usize,
    /// Bytes that may still be read more than once, while unions try their branches.
    retries: usize,
    /// The values that were not understood, null aside; only kept while a union compares branches.
    pub(super) strangers: Vec<Stranger>,
    pub(super) keeps_strangers: bool,
    /// Which rows unions took, by their starts, while an outer one compares branches.
    pub(super) choices: BTreeMap<(usize, TypeId), Option<usize>>,
    /// Where the last `Unknown` variant of an enum or a union ended.
    pub(super) unknown: UnknownValue,
    /// The last string that held escapes.
    scratch: String,
}

/// A position to return to.
#[derive(Clone, Copy)]
pub(crate) struct Checkpoint<'j> {
    lexer: Lexer<'j>,
    depth: u32,
    departures: DeparturesMark,
}

impl<'j> Decoder<'j> {
    /// A reader of one document.
    pub fn new(data: &'j [u8]) -> Self {
        let options = DecodeOptions::default();
        Self {
            lexer: Lexer::new(data),
            depth: 0,
            tolerance: options.tolerance(),
            options,
            departures: Departures::default(),
            fills: 0,
            retries: data.len().saturating_mul(64).saturating_add(1 << 16),
            strangers: Vec::new(),
            keeps_strangers: false,
            choices: BTreeMap::new(),
            unknown: UnknownValue::default(),
            scratch: String::new(),
        }
    }

    /// The byte at which the next value starts.
    pub fn offset(&mut self) -> usize {
        self.lexer.peek();
        self.lexer.at()
    }

    /// What the next value is.
    ///
    /// # Errors
    /// There is no value.
    pub fn kind(&mut self) -> Result<Kind, DecodeError> {
        match self.lexer.peek() {
            Some(b'n') => Ok(Kind::Null),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'"') => Ok(Kind::String),
            Some(b'[') => Ok(Kind::Array),
            Some(b'{') => Ok(Kind::Object),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            _ => Err(self.lexer.error("expected a value")),
        }
    }

    /// Consumes the next value if it is `null`.
    ///
    /// # Errors
    /// Malformed JSON.
    pub fn null(&mut self) -> Result<bool, DecodeError> {
        if self.lexer.peek() != Some(b'n') {
            return Ok(false);
        }
        self.lexer.literal("null").map(|()| true)
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// It is something else.
    pub fn bool(&mut self) -> Result<bool, DecodeError> {
        match self.lexer.peek() {
            Some(b't') => self.lexer.literal("true").map(|()| true),
            Some(b'f') => self.lexer.literal("false").map(|()| false),
            _ => Err(self.mismatch("boolean")),
        }
    }

    /// Reads a string, borrowed until the next call.
    ///
    /// # Errors
    /// It is something else, or holds a lone surrogate.
    #[inline]
    pub fn str(&mut self) -> Result<&str, DecodeError> {
        match self.lexer.peek() {
            Some(b'"') => self.text(),
            _ => Err(self.mismatch("string")),
        }
    }

    /// Reads a string whose quote is next.
    #[inline]
    pub(super) fn text(&mut self) -> Result<&str, DecodeError> {
        match self.lexer.string()? {
            Text::Plain(text) => Ok(text),
            Text::Escaped { raw, start } => {
                self.unescape(raw, start)?;
                Ok(&self.scratch)
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn unescape(&mut self, raw: &str, start: usize) -> Result<(), DecodeError> {
        if unescape(raw, start, self.lexer.is_lossy(), &mut self.scratch)? {
            self.replaced(start.saturating_sub(1));
        }
        Ok(())
    }

    /// Reads a string.
    ///
    /// # Errors
    /// As [`str`](Self::str).
    pub fn string(&mut self) -> Result<String, DecodeError> {
        self.str().map(str::to_owned)
    }

    /// Starts an array; `false` when it is empty (and over), or null.
    ///
    /// # Errors
    /// The next value is no array, or lies too deep.
    pub fn begin_array(&mut self) -> Result<bool, DecodeError> {
        match self.lexer.peek() {
            Some(b'[') => {}
            _ => return self.no_array(),
        }
        self.enter()?;
        let more = self.lexer.first_element()?;
        self.depth -= u32::from(!more);
        Ok(more)
    }

    /// No array; null is an empty one.
    #[cold]
    fn no_array(&mut self) -> Result<bool, DecodeError> {
        if self.tolerance.null && self.lexer.peek() == Some(b'n') {
            return self.emptied("array").map(|()| false);
        }
        Err(self.mismatch("array"))
    }

    /// Goes on to the next element; `false` when the array is over.
    ///
    /// # Errors
    /// Malformed JSON.
    pub fn next_element(&mut self) -> Result<bool, DecodeError> {
        let more = self.lexer.next_element()?;
        self.depth = self.depth.saturating_sub(u32::from(!more));
        Ok(more)
    }

    /// Starts an object and reads its first key; `None` when it is empty (and over).
    ///
    /// # Errors
    /// The next value is no object, or lies too deep.
    pub fn begin_object(&mut self) -> Result<Option<String>, DecodeError> {
        Ok(self.first_key()?.map(str::to_owned))
    }

    /// Reads the next key; `None` when the object is over.
    ///
    /// # Errors
    /// Malformed JSON.
    pub fn next_key(&mut self) -> Result<Option<String>, DecodeError> {
        Ok(self.later_key()?.map(str::to_owned))
    }

    /// As [`begin_object`](Self::begin_object), for a map: null is an empty one.
    pub(crate) fn begin_map(&mut self) -> Result<Option<String>, DecodeError> {
        match self.lexer.peek() {
            Some(b'n') if self.tolerance.null => self.emptied("object").map(|()| None),
            _ => self.begin_object(),
        }
    }

    /// [`begin_object`](Self::begin_object), borrowed.
    #[doc(hidden)]
    #[inline]
    pub fn first_key(&mut self) -> Result<Option<&str>, DecodeError> {
        if self.lexer.peek() != Some(b'{') {
            return Err(self.mismatch("object"));
        }
        self.enter()?;
        if self.lexer.first_member()? {
            return self.key().map(Some);
        }
        self.depth -= 1;
        Ok(None)
    }

    /// [`next_key`](Self::next_key), borrowed.
    #[doc(hidden)]
    #[inline]
    pub fn later_key(&mut self) -> Result<Option<&str>, DecodeError> {
        if self.lexer.next_member()? {
            return self.key().map(Some);
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(None)
    }

    /// Reads the key that is next, and its colon.
    #[inline(always)]
    fn key(&mut self) -> Result<&str, DecodeError> {
        match self.lexer.string()? {
            Text::Plain(key) => {
                self.lexer.colon()?;
                Ok(key)
            }
            Text::Escaped { raw, start } => {
                self.unescape(raw, start)?;
                self.lexer.colon()?;
                Ok(&self.scratch)
            }
        }
    }

    #[inline]
    fn enter(&mut self) -> Result<(), DecodeError> {
        if self.depth >= MAX_DEPTH {
            return Err(DecodeError::new(self.lexer.at(), "nested deeper than 128 levels"));
        }
        self.depth += 1;
        Ok(())
    }

    /// Skips the next value, whatever it is.
    ///
    /// # Errors
    /// Malformed JSON.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        self.lexer.skip(MAX_DEPTH.saturating_sub(self.depth))
    }

    /// Skips the next value and returns its text.
    ///
    /// # Errors
    /// Malformed JSON.
    pub fn raw(&mut self) -> Result<&'j str, DecodeError> {
        let start = self.offset();
        self.skip()?;
        Ok(self.lexer.since(start))
    }

    /// Checks that nothing but white space is left.
    ///
    /// # Errors
    /// Something is left.
    pub fn finish(&mut self) -> Result<(), DecodeError> {
        match self.lexer.peek() {
            None if !self.lexer.is_broken() => Ok(()),
            _ => Err(self.lexer.error("trailing characters")),
        }
    }

    /// `expected this, found that` about the next value; the syntax error if there is none.
    #[cold]
    pub fn mismatch(&mut self, expected: &str) -> DecodeError {
        match self.kind() {
            Ok(kind) => {
                // `nope` begins like `null`.
                let is_text = matches!(kind, Kind::Null | Kind::Boolean) && { self.lexer }.skip(1).is_err();
                let found = if is_text { "text" } else { kind.name() };
                DecodeError::new(self.lexer.at(), format!("expected {expected}, found {found}"))
            }
            Err(error) => error,
        }
    }

    /// An error of your own about the value that starts at `offset`; see [`offset`](Self::offset).
    #[cold]
    pub fn error_at(&self, offset: usize, message: impl Into<String>) -> DecodeError {
        DecodeError::new(offset, message.into())
    }

    pub(crate) fn mark(&self) -> Checkpoint<'j> {
        Checkpoint {
            lexer: self.lexer,
            depth: self.depth,
            departures: self.departures.mark(),
        }
    }

    pub(crate) fn back_to(&mut self, mark: Checkpoint<'j>) {
        self.lexer = mark.lexer;
        self.depth = mark.depth;
        self.departures.back_to(mark.departures);
    }

    /// Removes what was repaired since the mark, and returns it.
    pub(super) fn departures_since(&mut self, mark: Checkpoint<'j>) -> Departures {
        self.departures.take_since(mark.departures)
    }

    /// Subtracts the bytes of a failed attempt from the budget of the document, so that nested
    /// unions cannot take exponential time.
    pub(crate) fn spend(&mut self, at: usize, bytes: usize) -> Result<(), DecodeError> {
        if self.can_spend(bytes) {
            Ok(())
        } else {
            Err(DecodeError::new(at, "too many alternatives to try"))
        }
    }

    /// As [`spend`](Self::spend), without an error if nothing is left of the budget.
    pub(crate) fn can_spend(&mut self, bytes: usize) -> bool {
        let left = self.retries.checked_sub(bytes);
        self.retries = left.unwrap_or(self.retries);
        left.is_some()
    }

    /// The text from a position up to here.
    pub(super) fn since(&self, start: usize) -> &'j str {
        self.lexer.since(start)
    }

    /// How many bytes are read.
    #[doc(hidden)]
    pub fn index(&self) -> usize {
        self.lexer.at()
    }

    /// How deep the value lies that is read now.
    pub(super) fn depth(&self) -> u32 {
        self.depth
    }

    /// Returns to the start of a value, and forgets what was repaired since.
    pub(super) fn rewind(&mut self, start: usize, depth: u32) {
        self.lexer.back_to(start);
        self.depth = depth;
        self.departures.forget_from(start);
    }

    /// Goes to a position of this document.
    pub(super) fn seek(&mut self, at: usize, depth: u32) {
        self.lexer.back_to(at);
        self.depth = depth;
    }

    /// Whether lone surrogates are replaced.
    pub(super) fn set_lossy(&mut self, lossy: bool) {
        self.lexer.set_lossy(lossy);
    }

    /// A reader of another text for a value inside of the one that `outer` reads; `None` if it lies too deep.
    pub(super) fn below<'i>(data: &'i [u8], outer: &Decoder<'_>) -> Option<Decoder<'i>> {
        let depth = outer.depth + 1;
        (depth < MAX_DEPTH).then(|| Decoder {
            depth,
            ..Decoder::new(data)
        })
    }
}

impl std::fmt::Debug for Decoder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder")
            .field("offset", &self.lexer.at())
            .finish_non_exhaustive()
    }
}
