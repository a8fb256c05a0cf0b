//! The result of generating one client.

use std::path::PathBuf;

use crate::diag::{Diagnostics, Sources};
use crate::format::File;

/// The result of one run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files of the client; empty if there was an error.
    pub files: Vec<File>,
    /// The text of `names.lock`.
    pub lock: String,
    /// All findings.
    pub diagnostics: Diagnostics,
    /// The texts that were read, for rendering.
    pub sources: Sources,
    /// Every file that was read, and every file that was not found.
    pub read_paths: Vec<PathBuf>,
    /// Numbers for a summary.
    pub stats: Stats,
    pub(crate) continuity: Continuity,
}

/// How much of the earlier lock the document still has: operations, or types if one of both has no operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Continuity {
    /// Whether there is an earlier lock with names.
    pub has_lock: bool,
    /// Those of the earlier lock.
    pub locked: usize,
    /// Those of the document.
    pub current: usize,
    /// Those of the earlier lock that the document has.
    pub kept: usize,
}

/// Numbers for a summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Operations that the document declares, before filters.
    pub declared: usize,
    /// Operations in the client.
    pub operations: usize,
    /// Operations that were skipped, each with a warning.
    pub skipped: usize,
    /// Types in the client.
    pub models: usize,
    /// Lines of Rust.
    pub lines: usize,
}
