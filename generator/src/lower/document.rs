//! The whole document, one operation at a time.

use std::collections::{BTreeMap, HashSet};

use super::context::Lower;
use super::{incoming, operation, security, servers};
use crate::config::{Decision, Later, Settings, TimesWithoutOffset};
use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Hint, Shape};
use crate::load::Node;
use crate::pointer::Pointer;
use crate::resolve::{Resolver, all_paths};

/// Lowers the whole document.
///
/// `keys` are the overrides of the configuration, with the decisions that are not made yet and the pointers that they are about.
pub(crate) fn lower(
    resolver: Resolver<'_>,
    settings: &Settings,
    keys: &BTreeMap<String, Later>,
    diagnostics: &mut Diagnostics,
) -> Api {
    let root = Pointer::root();
    let mut lower = Lower::new(resolver, settings, diagnostics);
    lower.cycles = lower.find_cycles();
    let info = |key: &str| {
        let text = resolver.node(&root.child("info").child(key)).and_then(Node::as_str);
        text.unwrap_or("").to_owned()
    };
    let mut api = Api {
        title: info("title"),
        version: info("version"),
        description: info("description"),
        servers: servers::of_document(&mut lower),
        schemes: security::schemes(&mut lower),
        times_in_utc: settings.times_without_offset == TimesWithoutOffset::Utc,
        ..Api::default()
    };
    let allowed = operation::all(&mut lower, &mut api);
    security::mark_unused(&mut lower, &mut api);
    incoming::report(&mut lower);
    if !settings.filters.any() {
        component_schemas(&mut lower);
    }
    report_empty(&mut lower, &api, allowed);
    lower.report_unused_overrides(keys);
    lower.report_unused_segments();
    lower.name_after_owners();
    api.types = lower.types;
    api
}

/// Reports a client without operations, if the document has paths, and a client without anything.
fn report_empty(lower: &mut Lower<'_, '_>, api: &Api, allowed: usize) {
    if !api.operations.is_empty() || lower.diagnostics.has_errors() {
        return;
    }
    let paths = Pointer::root().child("paths");
    let count = all_paths(lower.resolver).len();
    if count > 0 && allowed == 0 && lower.settings.filters.any() {
        let message = "the filters allow no operation: there is nothing to generate";
        lower.report(&codes::NOTHING, &paths, message);
    } else if count > 0 {
        let plural = if count == 1 { "" } else { "s" };
        let message = format!("the document has {count} path{plural}, and no operation can be generated");
        lower.report(&codes::NO_OPERATIONS, &paths, message);
    } else if lower.types.is_empty() {
        let message = "the document has no paths and no schemas: there is nothing to generate";
        lower.report(&codes::NOTHING, &paths, message);
    }
}

/// Lowers the components that no operation uses: they are models too, of webhooks and of stored data.
fn component_schemas(lower: &mut Lower<'_, '_>) {
    let schemas = Pointer::root().child("components").child("schemas");
    let names: Vec<String> = lower
        .resolver
        .members(&schemas)
        .into_iter()
        .flat_map(|map| map.keys().cloned())
        .collect();
    let mut defined: HashSet<Pointer> = HashSet::new();
    let mut seen = 0;
    for name in names {
        let at = schemas.child(&name);
        let hint = Hint::component(&name, at.clone());
        let lowered = lower.schema(&at, &hint);
        lower.run_deferred();
        // A component that only references another one is an alias.
        let target = lower.target(&at);
        let has_name = lower.inheritance.components.get(&target) == Some(&at);
        let new = lower.types.get(seen..).unwrap_or_default();
        defined.extend(new.iter().map(|def| def.origin.clone()));
        seen = lower.types.len();
        if !has_name && lower.text(&at, "$ref").is_some() && !defined.contains(&at) {
            let docs = lower.docs(&at);
            let id = lower.reserve(&at, &hint, docs);
            lower.define(id, Shape::Alias(lowered.ty));
        }
    }
}

impl Lower<'_, '_> {
    /// Reports the decisions of overrides that apply to none of their nodes, and those that change none.
    fn report_unused_overrides(&mut self, keys: &BTreeMap<String, Later>) {
        for (key, later) in keys {
            let mut used: BTreeMap<Decision, bool> = BTreeMap::new();
            let nodes = later.nodes.iter().filter_map(|at| self.overrides_used.get(at));
            for (decision, changes) in nodes.flatten() {
                *used.entry(*decision).or_default() |= *changes;
            }
            for decision in &later.decisions {
                let name = decision.key();
                let (code, problem) = match used.get(decision) {
                    Some(true) => continue,
                    Some(false) => (&codes::NO_EFFECT, "changes nothing: the same is decided without it"),
                    None if *decision == Decision::Type
                        && later.nodes.iter().any(|at| self.plain_bodies.contains(at)) =>
                    {
                        (
                            &codes::CONFIG,
                            "does not apply to a request body that is sent as it is: the value of a text body is a `String`, that of \
                         another one a `File`. To send a value of a type, set `media-type = \"application/json\"` as well",
                        )
                    }
                    None => (&codes::CONFIG, "does not apply to this part of the document"),
                };
                let message = format!("`{name}` of the override `{key}` {problem}");
                self.diagnostics.add(code, &Pointer::parse(key), message);
            }
        }
    }
}
