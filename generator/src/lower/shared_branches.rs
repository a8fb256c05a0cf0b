//! The members and values of the branches of unions, within a limit.

use crate::limits::DocumentLimits;

/// A branch with fewer members and values is not counted.
const MIN_COUNTED: usize = 64;

/// What large branches cost, counted at each use: thousands of unions can refer to one schema with thousands of required members
/// or values.
#[derive(Default)]
pub(super) struct SharedBranches {
    count: u64,
    /// Whether the limit was exceeded: nothing is generated then.
    pub is_over: bool,
}

impl SharedBranches {
    /// Counts the members and values of the branches of a union. Returns the limit, if this is the first union that exceeds it.
    ///
    /// `document`: the values of the document.
    pub(super) fn over(
        &mut self,
        sizes: impl Iterator<Item = usize>,
        limits: DocumentLimits,
        document: impl FnOnce() -> u64,
    ) -> Option<String> {
        let counted = sizes.filter(|size| *size >= MIN_COUNTED);
        self.count += counted.sum::<usize>() as u64;
        if self.is_over || self.count <= limits.copied_values {
            return None;
        }
        let most = limits.of_shared(document());
        self.is_over = self.count > most;
        self.is_over.then(|| {
            format!(
                "the branches of unions have more than {most} members and values where each use of a branch counts: `max-copied-values` sets another limit"
            )
        })
    }
}
