//! IR to IR. Each pass does one thing, and running it twice changes nothing.
#![warn(clippy::wildcard_enum_match_arm)]

mod argument_order;
mod boxing;
mod construction;
mod cyclic_unions;
mod dedupe;
mod first_call;
mod page_examples;
mod parts;
mod payloads;
mod prune;
mod purpose;
mod repeated_docs;
mod repeated_statuses;
mod table_version;
mod tags;
mod union_tags;
mod unique_keys;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostics;
use crate::ir::Api;

/// What passes read of the lock, by key.
#[derive(Debug, Default)]
pub(crate) struct Locked {
    /// The names of types. Of merged types, one of these remains.
    pub owners: BTreeMap<String, String>,
    /// The names of types that were merged into one of these.
    pub shares: BTreeMap<String, String>,
    /// The names of types that others were merged into.
    pub shared_names: BTreeSet<String>,
    /// Fields that are a `Patch` in the lock.
    pub patches: BTreeSet<String>,
    /// The arguments of structs and operations, in order.
    pub arguments: BTreeMap<String, Vec<String>>,
    /// The same, with the arguments that are optional for now.
    pub orders: BTreeMap<String, Vec<String>>,
    /// The modules of operations.
    pub modules: BTreeMap<String, String>,
    /// The tags of modules.
    pub tags: BTreeMap<String, String>,
    /// Structs that have a builder.
    pub builders: BTreeSet<String>,
}

/// The passes that change what a decoder accepts. No types are merged, so that every part keeps its own pointer.
#[cfg(feature = "cli")]
pub(crate) fn decoded(mut api: Api, diagnostics: &mut Diagnostics) -> Api {
    cyclic_unions::cut(&mut api, diagnostics);
    prune::unreachable(&mut api);
    usage::propagate(&mut api, &BTreeSet::new(), diagnostics);
    api
}

/// Runs every pass.
pub(crate) fn run(mut api: Api, locked: &Locked, diagnostics: &mut Diagnostics) -> Api {
    tags::keep(&mut api, &locked.modules, &locked.tags, diagnostics);
    cyclic_unions::cut(&mut api, diagnostics);
    // Also before merging, so that no type is named after a schema that is not used.
    prune::unreachable(&mut api);
    dedupe::share(&mut api, locked);
    prune::unreachable(&mut api);
    unique_keys::decide(&mut api);
    boxing::break_cycles(&mut api);
    usage::propagate(&mut api, &locked.patches, diagnostics);
    repeated_docs::remove(&mut api);
    repeated_statuses::mark(&mut api);
    purpose::decide(&mut api);
    construction::decide(&mut api, locked);
    argument_order::keep(&mut api, locked, diagnostics);
    parts::decide(&mut api);
    payloads::decide(&mut api);
    first_call::choose(&mut api);
    page_examples::choose(&mut api);
    table_version::decide(&mut api);
    api
}
