//! The lock of the last run with the keys of this document.

use std::collections::BTreeSet;

use super::content::{Lock, LockKind, Problem};
use super::misnamed::Misnamed;
use super::renamed::Renamed;
use super::route::Route;
use crate::ir::Api;
use crate::pointer::Pointer;

/// The lock of the last run as this document needs it.
#[derive(Default)]
pub(crate) struct Followed {
    pub lock: Lock,
    /// The types with other keys than before.
    pub renamed: Vec<Renamed>,
    /// Lines that contradict each other.
    pub problems: Vec<Problem>,
    /// Operations with the name of another one.
    pub misnamed: Vec<Misnamed>,
}

impl Lock {
    /// The lock with the keys that operations, tags, types and the branches of unions have now. With `keep`, types with
    /// other keys than before keep their names. `whole` is the document without filters: what they omit is not gone.
    pub(crate) fn following(&self, api: &Api, whole: Option<&Api>, keep: bool) -> Followed {
        if *self == Self::default() {
            return Followed::default();
        }
        let mut lock = self.clone();
        let document = whole.unwrap_or(api);
        let problems = lock.settle(document);
        lock.follow_routes(document);
        lock.follow_prefixes(document);
        lock.follow_ids(document);
        lock.follow_parameters(document);
        lock.follow_branches(document);
        lock.rename_tags(document);
        lock.name_inner(document);
        lock.share_extracted(document);
        let mut renamed = lock.alias_referenced(document);
        renamed.extend(lock.inline_components(document));
        renamed.extend(lock.rename_types(document, keep));
        lock.keep_shared(document);
        if whole.is_some() {
            lock.drop_gone(document);
            lock.move_omitted(api);
        }
        let misnamed = lock.misnamed(api);
        Followed {
            lock,
            renamed,
            problems,
            misnamed,
        }
    }

    /// Drops the names of types and operations that the document does not have: where filters omit a part of it, lines are
    /// kept that no name was read from.
    fn drop_gone(&mut self, document: &Api) {
        let types = document.types.iter().map(|def| document.lock_key(def));
        let types: BTreeSet<Pointer> = types.collect();
        let operations: BTreeSet<&Pointer> = document.operations.iter().map(|operation| &operation.key).collect();
        self.names.retain(|(key, kind), _| match kind {
            LockKind::Type | LockKind::Alias | LockKind::Shape | LockKind::Shares => {
                types.contains(&Pointer::parse(key))
            }
            LockKind::Method | LockKind::Call | LockKind::Module | LockKind::Group => {
                Route::of(key).is_none() || operations.contains(&Pointer::parse(key))
            }
            LockKind::File | LockKind::Field | LockKind::Variant | LockKind::Tag | LockKind::Param => true,
            LockKind::Header | LockKind::Patch | LockKind::Arguments | LockKind::Order | LockKind::Builder => true,
        });
    }
}
