//! The lock of the last run with the keys of this document.

use super::content::Lock;
use super::renamed::Renamed;
use crate::ir::Api;

impl Lock {
    /// The lock with the keys that operations, tags, types and the branches of unions have now, and the types that have other ones
    /// than before. With `keep`, these keep their names. If filters omit a part of the document, no type is known to be
    /// gone.
    pub(crate) fn following(&self, api: &Api, is_filtered: bool, keep: bool) -> (Self, Vec<Renamed>) {
        let mut lock = self.clone();
        lock.follow_routes(api);
        lock.rename_tags(api);
        lock.follow_branches(api);
        if is_filtered {
            return (lock, Vec::new());
        }
        let mut renamed = lock.inline_components(api);
        renamed.extend(lock.rename_types(api, keep));
        lock.keep_shared(api);
        (lock, renamed)
    }
}
