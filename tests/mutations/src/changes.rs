//! The single changes.

use oaspen::Verdict;
use serde_json::Value;

use crate::base::Base;

/// A document with one change, and what it means.
pub(crate) struct Change {
    pub name: String,
    pub kind: &'static str,
    pub tree: Value,
    /// The rule of one of the rows; empty if there must be none.
    pub rule: &'static str,
    pub code: Verdict,
    pub deployed: Verdict,
    /// Whether only some requests or responses fail. `None` where that depends on where the change is: then the
    /// comparison must find what is found in fact.
    pub is_partial: Option<bool>,
    /// Whether the new client is generated without the names of the old one.
    pub is_lock_lost: bool,
    /// Maximum number of rows.
    pub rows: usize,
    /// Why the verdicts may differ from the facts.
    pub exception: Option<&'static str>,
}

/// All changes, with the index of the document.
pub(crate) fn all(_bases: &[Base]) -> Vec<(usize, Change)> {
    Vec::new()
}
