//! The results of one document and one generator.

use serde::{Deserialize, Serialize};

use super::tool::Tool;

/// The result of the generator.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Generated {
    /// Why no client was generated.
    pub error: Option<String>,
    /// Lines of Rust.
    pub lines: usize,
    pub cpu: f64,
    pub memory: u64,
}

/// The result of the compiler.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Checked {
    pub warnings: usize,
    /// The first error; `None` if it compiles.
    pub error: Option<String>,
    pub errors: usize,
    /// CPU seconds of the compiler on the client. Dependencies are built before.
    pub cpu: f64,
    pub memory: u64,
}

/// One line of the report.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub document: String,
    /// Operations that the document declares.
    pub declared: usize,
    pub tool: Tool,
    pub generated: Generated,
    /// `None` if the client was not compiled.
    pub checked: Option<Checked>,
}

impl Row {
    /// Whether a client was generated.
    pub(super) fn generates(&self) -> bool {
        self.generated.error.is_none()
    }

    /// Whether the client compiles.
    pub(super) fn compiles(&self) -> bool {
        self.checked.as_ref().is_some_and(|checked| checked.error.is_none())
    }

    /// Whether the client compiles without a warning.
    pub(super) fn clean(&self) -> bool {
        self.compiles() && self.checked.as_ref().is_some_and(|checked| checked.warnings == 0)
    }

    /// The first error.
    pub(super) fn error(&self) -> Option<&str> {
        let checked = self.checked.as_ref().and_then(|checked| checked.error.as_deref());
        self.generated.error.as_deref().or(checked)
    }
}
