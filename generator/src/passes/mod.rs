//! IR to IR: each pass does one thing, and running it twice changes nothing.

mod boxing;
mod construction;
mod cyclic_unions;
mod dedupe;
mod parts;
mod payloads;
mod prune;
mod repeated_docs;
mod usage;

use std::collections::BTreeSet;

use crate::diag::Diagnostics;
use crate::ir::Api;

/// What the passes need to know from outside the IR.
#[derive(Debug, Default)]
pub(crate) struct LockedPointers {
    /// Pointers that own a name in the lock: a shared type stays with its owner.
    pub owners: BTreeSet<String>,
    /// Pointers of fields whose three states the lock keeps.
    pub patches: BTreeSet<String>,
}

/// Runs every pass.
pub(crate) fn run(mut api: Api, locked: &LockedPointers, diagnostics: &mut Diagnostics) -> Api {
    cyclic_unions::cut(&mut api, diagnostics);
    // Before sharing too, so that no type is named after a place that does not exist any more.
    prune::unreachable(&mut api);
    dedupe::share(&mut api, &locked.owners);
    prune::unreachable(&mut api);
    boxing::break_cycles(&mut api);
    usage::propagate(&mut api, &locked.patches);
    repeated_docs::remove(&mut api);
    construction::decide(&mut api);
    parts::decide(&mut api);
    payloads::decide(&mut api);
    api
}
