//! The error of a build script: everything that was found, rendered.

use std::fmt;

use crate::diag::{Diagnostics, RenderStyle, Severity, Sources, render_all};

/// Errors of a kind that are rendered in full.
const FEW: usize = 5;

/// Why nothing was generated. Both `Debug` and `Display` give the rendered diagnostics, because a
/// build script that returns an error prints it with `Debug`.
pub struct Error {
    text: String,
}

impl Error {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    pub(crate) fn from_diagnostics(diagnostics: &Diagnostics, sources: &Sources) -> Self {
        Self::new(render_all(diagnostics, sources, Severity::Error, FEW, RenderStyle::Plain).trim_end())
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
