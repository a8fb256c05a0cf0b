//! Pagination, inferred from parameters and responses, or set in the configuration.
//!
//! There are only names and types to go by, so a list is paged only where they fit together. `oaspen lint` reports how
//! certain that is, and which candidates were rejected.

mod after;
mod candidate;
mod configured;
mod counted;
mod described;
mod evidence;
mod fields;
mod inferred;
mod inputs;
mod params;
mod progression;
mod rejected;
mod response;
mod switch;
mod tokens;
mod vocabulary;

use std::collections::BTreeMap;

use self::evidence::{Evidence, Known};
use crate::config::Override;
use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::resolve::Resolver;

/// Finds out how the list of every operation is paged. Overrides are keyed by pointers of the resolved tree.
pub(crate) fn find(
    api: &mut Api,
    resolver: Resolver<'_>,
    overrides: &BTreeMap<String, Override>,
    diagnostics: &mut Diagnostics,
) {
    let evidence = Evidence {
        types: &api.types,
        resolver,
        known: &Known::default(),
    };
    for operation in &mut api.operations {
        let chosen = overrides.get(operation.origin.as_str()).and_then(|o| o.pages.as_ref());
        let link = chosen.and_then(|chosen| chosen.link);
        operation.paging = match chosen.filter(|chosen| chosen.describes_one()) {
            Some(chosen) => configured::paging(&evidence, operation, chosen, diagnostics),
            None => inferred::paging(&evidence, operation, link, diagnostics),
        };
    }
}
