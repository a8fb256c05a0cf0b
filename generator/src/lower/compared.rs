//! What the branches of unions are distinguished by, counted at each use of a branch: thousands of unions can refer to one schema
//! with thousands of required members.

use super::branches::Branch;
use super::context::Lower;
use super::profile::Profile;
use crate::diag::codes;
use crate::pointer::Pointer;

/// A branch with fewer members and values is not counted.
const MIN_COUNTED: usize = 64;

impl Lower<'_, '_> {
    /// Reports the first union at which the limit is exceeded.
    pub(super) fn count_compared(&mut self, at: &Pointer, branches: &[Branch]) {
        let profiles = || branches.iter().map(|branch| &branch.profile);
        let has_several = profiles().filter(|profile| profile.may_be_object()).nth(1).is_some();
        let has_sealed = profiles().any(|profile| profile.is_sealed);
        let size = |profile: &Profile| {
            let values: usize = profile.tags.values().map(Vec::len).sum();
            let keys = if has_several { profile.keys.len() } else { 0 };
            let members = if has_sealed { profile.members.len() } else { 0 };
            values + keys + members
        };
        let counted = profiles().map(size).filter(|size| *size >= MIN_COUNTED);
        self.compared += counted.sum::<usize>() as u64;
        if self.is_over_compared || self.compared <= self.settings.limits.copied_values {
            return;
        }
        let most = self.settings.limits.of_shared(self.resolver.size());
        if self.compared > most {
            self.is_over_compared = true;
            let message = format!(
                "the branches of unions have more than {most} members and values that distinguish them, where each use of a branch counts: `max-copied-values` sets another limit"
            );
            self.report(&codes::TOO_LARGE, at, message);
        }
    }
}
