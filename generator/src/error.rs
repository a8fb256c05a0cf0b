//! The error of build scripts: the rendered diagnostics.

use std::fmt;

use crate::diag::{Diagnostics, RenderStyle, Severity, Sources, render_all};

/// Errors of each kind that are rendered in full.
const MAX_SHOWN: usize = 5;

/// Why nothing was generated. Both `Debug` and `Display` print the rendered diagnostics, because cargo shows the
/// `Debug` form of an error that a build script returns.
pub struct Error {
    text: String,
}

impl Error {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    pub(crate) fn from_diagnostics(diagnostics: &Diagnostics, sources: &Sources) -> Self {
        Self::new(render_all(diagnostics, sources, Severity::Error, MAX_SHOWN, RenderStyle::Plain).trim_end())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Error {}
