//! What is known about one document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::Document;

/// An operation that was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Skip {
    /// Where it is declared.
    pub pointer: String,
    /// What the generator says of it.
    pub message: String,
}

/// What came out of the generator.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Generated {
    /// Operations that the document declares, by our own count.
    pub declared: usize,
    /// Operations in the client.
    pub emitted: usize,
    /// Operations that were left out.
    pub skips: Vec<Skip>,
    pub models: usize,
    pub lines: usize,
    /// How many findings of each code, remarks aside.
    pub findings: BTreeMap<String, usize>,
    /// Why nothing was generated.
    pub error: Option<String>,
    pub cpu: f64,
    pub memory: u64,
}

/// What the compiler said.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Compiled {
    /// The first complaint; `None` if there was neither an error nor a warning.
    pub error: Option<String>,
    pub cpu: f64,
    pub memory: u64,
    /// In how many slices it was compiled.
    pub slices: usize,
}

/// One line of the report.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub document: Document,
    pub generated: Generated,
    /// `None` where it was not compiled.
    pub compiled: Option<Compiled>,
}

impl Row {
    /// The name of the document.
    pub(crate) fn name(&self) -> &str {
        &self.document.name
    }

    /// The word for the state of compilation in the table.
    pub(crate) fn compiles(&self) -> &'static str {
        match &self.compiled {
            None => "-",
            Some(Compiled { error: Some(_), .. }) => "error",
            Some(Compiled { slices, .. }) if *slices > 1 => "slices",
            Some(_) => "ok",
        }
    }

    /// The number of warnings.
    pub(crate) fn findings(&self) -> usize {
        self.generated.findings.values().sum()
    }
}
