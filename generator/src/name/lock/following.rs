//! The lock of the last run with the keys of this document.

use super::content::{Lock, Problem};
use super::renamed::Renamed;
use crate::ir::Api;

/// The lock of the last run as this document needs it.
pub(crate) struct Followed {
    pub lock: Lock,
    /// The types with other keys than before.
    pub renamed: Vec<Renamed>,
    /// Lines that contradict each other.
    pub problems: Vec<Problem>,
}

impl Lock {
    /// The lock with the keys that operations, tags, types and the branches of unions have now. With `keep`, types with
    /// other keys than before keep their names. If filters omit a part of the document, no type and no tag is known to be gone.
    pub(crate) fn following(&self, api: &Api, is_filtered: bool, keep: bool) -> Followed {
        let mut lock = self.clone();
        let problems = lock.settle(api);
        lock.follow_routes(api);
        lock.follow_branches(api);
        let mut renamed = Vec::new();
        if !is_filtered {
            lock.rename_tags(api);
            lock.share_extracted(api);
            renamed = lock.alias_referenced(api);
            renamed.extend(lock.inline_components(api));
            renamed.extend(lock.rename_types(api, keep));
            lock.keep_shared(api);
        }
        Followed {
            lock,
            renamed,
            problems,
        }
    }
}
