//! What references are replaced with, within limits.

use super::edit::{levels, size};
use crate::limits::{DocumentLimits, MAX_DEPTH};
use crate::load::Node;
use crate::pointer::Pointer;

/// The values that were copied.
pub(super) struct Copied {
    most: u64,
    count: u64,
    /// Whether a limit was exceeded.
    pub is_over: bool,
}

impl Copied {
    pub(super) fn new(limits: DocumentLimits) -> Self {
        Self {
            most: limits.copied_values,
            count: 0,
            is_over: false,
        }
    }

    /// Counts a copy that is to be at a pointer. Returns the limit that it exceeds.
    pub(super) fn over(&mut self, copy: &Node, at: &Pointer) -> Option<String> {
        self.count += size(copy) as u64;
        let most = self.most;
        let message = if self.count > most {
            format!(
                "the references of the document expand to more than {most} values: `max-copied-values` sets another limit"
            )
        } else if at.segments().len() + levels(copy) > MAX_DEPTH {
            format!("the references of the document expand to more than {MAX_DEPTH} levels")
        } else {
            return None;
        };
        Some(message)
    }
}
