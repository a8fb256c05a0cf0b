//! The error of this stage.

use std::fmt;

/// An emitted item is not valid Rust: a defect of the emitter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormatError {
    /// What the parser expected.
    pub(super) message: String,
    /// The item.
    pub(super) tokens: String,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { message, tokens } = self;
        write!(f, "an emitted item is not valid Rust ({message}): {tokens}")
    }
}

impl std::error::Error for FormatError {}
