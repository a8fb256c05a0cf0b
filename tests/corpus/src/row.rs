//! The results of one document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::Document;

/// A skipped operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Skip {
    /// The JSON pointer of the operation.
    pub pointer: String,
    /// The message of the generator.
    pub message: String,
}

/// The result of the generator.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Generated {
    /// Operations in the document, counted independently of the generator.
    pub declared: usize,
    /// Operations in the client.
    pub emitted: usize,
    /// Skipped operations.
    pub skips: Vec<Skip>,
    pub models: usize,
    pub lines: usize,
    /// The number of warnings by code.
    pub warnings: BTreeMap<String, usize>,
    /// Why no client was generated.
    pub error: Option<String>,
    /// The first file that comes out differently with the client's own `names.lock`.
    #[serde(default)]
    pub unsteady: Option<String>,
    pub cpu: f64,
    pub memory: u64,
}

/// The result of the compiler.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Compiled {
    /// The first error or warning, if any.
    pub error: Option<String>,
    pub cpu: f64,
    pub memory: u64,
    /// The number of slices in which the client was compiled.
    pub slices: usize,
}

/// One line of the report.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub document: Document,
    pub generated: Generated,
    /// `None` if the client was not compiled.
    pub compiled: Option<Compiled>,
}

impl Row {
    /// The name of the document.
    pub(crate) fn name(&self) -> &str {
        &self.document.name
    }

    /// The state of compilation in the table.
    pub(crate) fn compiles(&self) -> &'static str {
        match &self.compiled {
            None => "-",
            Some(Compiled { error: Some(_), .. }) => "error",
            Some(Compiled { slices, .. }) if *slices > 1 => "slices",
            Some(_) => "ok",
        }
    }

    /// The number of warnings.
    pub(crate) fn warnings(&self) -> usize {
        self.generated.warnings.values().sum()
    }
}
