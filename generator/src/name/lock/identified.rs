//! Operations with the `operationId` of one that the document does not have any more: the operation has another path or
//! method.

use std::collections::BTreeMap;

use super::content::Lock;
use super::pairing;
use super::unmatched::{New, Old, Unmatched};
use crate::ir::Api;

impl Lock {
    /// Gives such operations the lines of the old one.
    pub(super) fn follow_ids(&mut self, api: &Api) {
        let Unmatched { old, new } = self.unmatched(api);
        let mut calls: BTreeMap<&str, Vec<&Old>> = BTreeMap::new();
        for old in &old {
            calls.entry(&old.call).or_default().push(old);
        }
        let mut candidates: Vec<(&Old, &New<'_>)> = Vec::new();
        for new in &new {
            let same = new.calls.iter().filter_map(|call| calls.get(call.as_str())).flatten();
            candidates.extend(same.map(|old| (*old, new)));
        }
        for (old, new) in pairing::clear(&candidates, |(old, new)| (&old.key, new.operation.key.as_str(), ())) {
            self.follow_operation(old, new);
        }
    }
}
