//! Bytes that decide something. Missing bytes and zeros mean the default.

use arbitrary::Unstructured;

/// Decisions, read from bytes.
pub(crate) struct Choices<'b>(Unstructured<'b>);

impl<'b> Choices<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// A number from 0, below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0.int_in_range(0..=limit.saturating_sub(1)).unwrap_or_default()
    }

    /// Whether to do something that is not the default.
    pub(crate) fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    /// One of several; the first one by default.
    pub(crate) fn one<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
