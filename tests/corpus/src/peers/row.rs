//! What is known about one document and one generator.

use serde::{Deserialize, Serialize};

use super::tool::Tool;

/// What the generator did.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Generated {
    /// Why there is no client.
    pub error: Option<String>,
    /// Lines of Rust.
    pub lines: usize,
    pub cpu: f64,
    pub memory: u64,
}

/// What the compiler said.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Checked {
    pub warnings: usize,
    /// The first error; `None` if it compiles.
    pub error: Option<String>,
    pub errors: usize,
    /// Of the compiler on the client alone: dependencies are built before.
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
    /// `None` where there was nothing to compile, or nobody asked.
    pub checked: Option<Checked>,
}

impl Row {
    /// There is a client.
    pub(super) fn generates(&self) -> bool {
        self.generated.error.is_none()
    }

    /// There is a client, and it compiles.
    pub(super) fn compiles(&self) -> bool {
        self.checked.as_ref().is_some_and(|checked| checked.error.is_none())
    }

    /// There is a client, and the compiler has nothing to say about it.
    pub(super) fn clean(&self) -> bool {
        self.compiles() && self.checked.as_ref().is_some_and(|checked| checked.warnings == 0)
    }

    /// What went wrong first.
    pub(super) fn error(&self) -> Option<&str> {
        let checked = self.checked.as_ref().and_then(|checked| checked.error.as_deref());
        self.generated.error.as_deref().or(checked)
    }
}
