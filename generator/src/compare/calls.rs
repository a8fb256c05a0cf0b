//! How the operations of two versions differ, for a program that calls the old ones.

use std::collections::{BTreeMap, BTreeSet};

use super::objects::{same_text, words};
use super::report::Verdict;
use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Difference, Effect, Subject};
use crate::ir::{Operation, PathPart, Scheme, for_each_type_of};
use crate::pointer::Pointer;

/// All differences of what is sent and received.
pub(crate) fn differences(old: Side<'_>, new: Side<'_>) -> Vec<Difference> {
    let mut finder = Finder::new(old, new);
    let pairs = Pairs::of(&old.api.operations, &new.api.operations);
    let mut known: BTreeSet<usize> = BTreeSet::new();
    for operation in &old.api.operations {
        let at = Use {
            old: subject(old, operation),
            new: Subject::default(),
        };
        match pairs
            .find(operation)
            .and_then(|index| Some((index, new.api.operations.get(index)?)))
        {
            Some((index, other)) => {
                known.insert(index);
                let at = Use {
                    new: subject(new, other),
                    ..at
                };
                finder.operation(&at, operation, other);
            }
            None => finder.removed_operation(&at, operation),
        }
    }
    for (index, operation) in new.api.operations.iter().enumerate() {
        if !known.contains(&index) {
            let at = Use {
                old: Subject::default(),
                new: subject(new, operation),
            };
            finder.add(&at, "operation-added", Effect::None, "", &route(operation));
        }
    }
    finder.document();
    finder.documentation();
    finder.found
}

/// The operations of the new version by route and by id.
struct Pairs<'a> {
    routes: BTreeMap<String, usize>,
    /// The routes without the names of their parameters, of operations whose route is new.
    shapes: BTreeMap<String, usize>,
    /// The ids of operations whose route is new.
    ids: BTreeMap<&'a str, usize>,
}

impl<'a> Pairs<'a> {
    fn of(old: &[Operation], new: &'a [Operation]) -> Self {
        let known: BTreeSet<String> = old.iter().map(full_route).collect();
        let mut found = Self {
            routes: BTreeMap::new(),
            shapes: BTreeMap::new(),
            ids: BTreeMap::new(),
        };
        for (index, operation) in new.iter().enumerate() {
            let route = full_route(operation);
            // An operation whose route is an old one is no other operation that moved.
            if !known.contains(&route) {
                found.shapes.entry(shape(operation)).or_insert(index);
                if let Some(id) = &operation.id {
                    found.ids.entry(id).or_insert(index);
                }
            }
            found.routes.entry(route).or_insert(index);
        }
        found
    }

    /// The operation with the same route, else the one whose parameters have other names, else the one with the same id.
    fn find(&self, operation: &Operation) -> Option<usize> {
        let same = self.routes.get(&full_route(operation));
        let same = same.or_else(|| self.shapes.get(&shape(operation)));
        same.or_else(|| self.ids.get(operation.id.as_deref()?)).copied()
    }
}

pub(super) fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// The route with the query that its path declares.
fn full_route(operation: &Operation) -> String {
    format!("{}{}", route(operation), fixed_query(operation))
}

/// The same without the names of the parameters.
fn shape(operation: &Operation) -> String {
    let parts = operation.parts.iter().map(|part| match part {
        PathPart::Text(text) => text.as_str(),
        PathPart::Param(_) => "{}",
    });
    let path = parts.collect::<String>();
    format!("{} {path}{}", operation.method, fixed_query(operation))
}

fn fixed_query(operation: &Operation) -> String {
    let pairs = operation
        .fixed_query
        .iter()
        .map(|(name, value)| format!("&{name}={value}"));
    pairs.collect()
}

fn subject(side: Side<'_>, operation: &Operation) -> Subject {
    Subject {
        pointer: Some(operation.origin.clone()),
        item: side.method_path(operation),
    }
}

impl<'a> Finder<'a> {
    fn removed_operation(&mut self, at: &Use, operation: &Operation) {
        let mut items = self.old.call_items(operation);
        for_each_type_of(operation, &mut |ty| items.extend(self.reached(ty)));
        if let Some(row) = self.add(at, "operation-removed", Effect::Fails, &route(operation), "") {
            row.items = items;
        }
    }

    fn operation(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        let first = self.found.len();
        self.route(at, old, new);
        let deprecated = (old.docs.deprecated, new.docs.deprecated);
        let marked = self.found.len();
        self.marks(at, deprecated, ("operation-deprecated", "operation-undeprecated"));
        let rows = self.found.iter_mut().skip(marked);
        // Calls are compiled with a warning.
        rows.filter(|row| row.rule == "operation-deprecated")
            .for_each(|row| row.code = Verdict::Changes);
        self.docs(at, &old.docs, &new.docs);
        self.params(at, old, new);
        self.bodies(at, old, new);
        self.responses(at, old, new);
        self.streams(at, old, new);
        self.security(at, old, new);
        self.operation_server(at, old, new);
        self.paging(at, old, new);
        // What the call and its method look like follows from any of them.
        let items = self.old.call_items(old);
        for row in self
            .found
            .iter_mut()
            .skip(first)
            .filter(|row| row.old.item.starts_with("api::"))
        {
            row.items.extend(items.iter().cloned());
        }
    }

    /// The route, and the names that may follow from it: one change.
    fn route(&mut self, at: &Use, old: &Operation, new: &Operation) {
        let (one, other) = (self.old.call_text(old), self.new.call_text(new));
        let items = self.old.call_items(old);
        let is_renamed = at.old.item != at.new.item;
        let row = if shape(old) != shape(new) {
            self.add(at, "route-changed", Effect::Fails, &route(old), &route(new))
        } else if is_renamed {
            self.add(at, "operation-renamed", Effect::None, &one, &other)
        } else {
            None
        };
        let Some(row) = row.filter(|_| is_renamed) else { return };
        row.items = items;
        row.help = Some(match row.effect {
            Effect::None => format!("call `{other}`"),
            _ => format!("call `{other}`, and deploy programs that were built from the new document"),
        });
    }

    fn paging(&mut self, at: &Use, old: &Operation, new: &Operation) {
        let text = |operation: &Operation| {
            operation.paging.as_ref().map(|paging| match paging.parameter.as_str() {
                "" => "pages".to_owned(),
                name => format!("pages by `{name}`"),
            })
        };
        let (before, after) = (text(old), text(new));
        match (&old.paging, &new.paging) {
            (None, Some(_)) => drop(self.add(at, "pages-added", Effect::None, "", &after.unwrap_or_default())),
            (Some(_), None) => drop(self.add(at, "pages-removed", Effect::Changes, &before.unwrap_or_default(), "")),
            (Some(one), Some(other)) => {
                let is_same = one.parameter == other.parameter
                    && one.style == other.style
                    && one.items == other.items
                    && one.next == other.next;
                if !is_same {
                    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
                    self.add(at, "pages-changed", Effect::Changes, &before, &after);
                }
            }
            (None, None) => {}
        }
    }

    /// What belongs to no operation.
    fn document(&mut self) {
        self.servers();
        let at = |name: &str| Use {
            old: Subject {
                pointer: Some(Pointer::root().child(name)),
                item: String::new(),
            },
            new: Subject {
                pointer: Some(Pointer::root().child(name)),
                item: String::new(),
            },
        };
        let (old, new) = (self.old.api, self.new.api);
        self.described(
            &at("info"),
            !same_text(&old.title, &new.title) || !same_text(&old.description, &new.description),
        );
        for tag in &old.tags {
            let other = new.tags.iter().find(|other| other.name == tag.name);
            self.described(
                &at("tags"),
                other.is_some_and(|other| !same_text(&other.description, &tag.description)),
            );
        }
        for scheme in &old.schemes {
            let other = new.schemes.iter().find(|other| other.name == scheme.name);
            let flows = |scheme: &Scheme| {
                let mut flows = scheme.flows.clone();
                flows.iter_mut().for_each(|flow| {
                    flow.scopes.iter_mut().for_each(|(_, text)| *text = words(text));
                    flow.scopes.sort();
                });
                flows.sort_by(|one, other| one.name.cmp(other.name));
                flows
            };
            let differs =
                other.is_some_and(|other| !same_text(&other.text, &scheme.text) || flows(other) != flows(scheme));
            self.described(&at("components"), differs);
        }
    }

    /// One row for all that is only described in another way.
    fn documentation(&mut self) {
        let all = std::mem::take(&mut self.described);
        let places: BTreeSet<String> = all.iter().map(|at| format!("{:?}", at.old.pointer)).collect();
        let count = match places.len() {
            1 => "1 description".to_owned(),
            count => format!("{count} descriptions"),
        };
        if let Some(first) = all.first() {
            self.add(first, "documentation-changed", Effect::None, "", &count);
        }
    }
}
