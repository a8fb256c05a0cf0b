//! Counts what the branches of each union cost.

use super::branches::Branch;
use super::context::Lower;
use super::profile::Profile;
use crate::diag::codes;
use crate::pointer::Pointer;

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
        self.count_sizes(at, profiles().map(size));
    }

    /// Counts the members or values of each branch of a union, and reports the first union that exceeds the limit.
    pub(super) fn count_sizes(&mut self, at: &Pointer, sizes: impl Iterator<Item = usize>) {
        let resolver = self.resolver;
        let over = self.shared.over(sizes, self.settings.limits, || resolver.size());
        if let Some(message) = over {
            self.report(&codes::TOO_LARGE, at, message);
        }
    }
}
