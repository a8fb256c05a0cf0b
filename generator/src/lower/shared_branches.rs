//! What large branches of unions cost, counted at each use of a branch: thousands of unions can refer to one schema with
//! thousands of required members or values.

use super::branches::Branch;
use super::context::Lower;
use super::profile::Profile;
use crate::diag::codes;
use crate::pointer::Pointer;

/// A branch with fewer members and values is not counted.
const MIN_COUNTED: usize = 64;

/// The members and values of the branches so far.
#[derive(Default)]
pub(super) struct SharedBranches {
    count: u64,
    /// Whether the limit was exceeded: nothing is generated then.
    pub is_over: bool,
}

impl Lower<'_, '_> {
    /// Counts what distinguishes the branches of a union.
    pub(super) fn count_branches(&mut self, at: &Pointer, branches: &[Branch]) {
        let profiles = || branches.iter().map(|branch| &branch.profile);
        let has_several = profiles().filter(|profile| profile.may_be_object()).nth(1).is_some();
        let has_sealed = profiles().any(|profile| profile.is_sealed);
        let size = |profile: &Profile| {
            let values: usize = profile.tags.values().map(Vec::len).sum();
            let keys = if has_several { profile.keys.len() } else { 0 };
            let members = if has_sealed { profile.members.len() } else { 0 };
            values + keys + members
        };
        self.count_shared(at, profiles().map(size));
    }

    /// Counts the members or values of each branch of a union. Reports the first union at which the limit is exceeded.
    pub(super) fn count_shared(&mut self, at: &Pointer, sizes: impl Iterator<Item = usize>) {
        let counted = sizes.filter(|size| *size >= MIN_COUNTED);
        self.shared.count += counted.sum::<usize>() as u64;
        if self.shared.is_over || self.shared.count <= self.settings.limits.copied_values {
            return;
        }
        let most = self.settings.limits.of_shared(self.resolver.size());
        if self.shared.count > most {
            self.shared.is_over = true;
            let message = format!(
                "the branches of unions have more than {most} members and values where each use of a branch counts: `max-copied-values` sets another limit"
            );
            self.report(&codes::TOO_LARGE, at, message);
        }
    }
}
