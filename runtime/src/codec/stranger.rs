//! What a type does not understand of a value, while a union compares its branches.

/// A value that a type does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stranger {
    pub(super) start: usize,
    pub(super) length: usize,
    /// Whether it is the value of a member that no row took, else it is the `Unknown` variant of an enum or a union.
    pub(super) is_ignored: bool,
}

/// The last value that became an `Unknown` variant.
#[derive(Debug, Default)]
pub(crate) struct UnknownValue {
    pub(crate) end: Option<usize>,
    /// If the value was one of a union: the offsets of its members that a branch declares.
    pub(crate) declared: Vec<usize>,
}
