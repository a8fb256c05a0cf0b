//! How the operations of two versions differ, for a program that calls the old ones.

use std::collections::{BTreeSet, HashMap};

use super::objects::{same_text, words};
use super::pairs::{pairs, route, shape};
use super::report::Verdict;
use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Difference, Effect, Subject};
use crate::ir::{Operation, Paging, Scheme, Tag, for_each_type_of};
use crate::pointer::Pointer;

/// All differences of what is sent and received.
pub(crate) fn differences(old: Side<'_>, new: Side<'_>) -> Vec<Difference> {
    let mut finder = Finder::new(old, new);
    let pairs = pairs(old, new);
    let mut known: BTreeSet<usize> = BTreeSet::new();
    for (index, operation) in old.api.operations.iter().enumerate() {
        let at = Use {
            old: subject(old, operation),
            new: Subject::default(),
        };
        let found = pairs.get(&index);
        match found.and_then(|index| Some((*index, new.api.operations.get(*index)?))) {
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

fn subject(side: Side<'_>, operation: &Operation) -> Subject {
    Subject {
        pointer: Some(operation.origin.clone()),
        item: side.method_path(operation),
    }
}

impl<'a> Finder<'a> {
    fn removed_operation(&mut self, at: &Use, operation: &Operation) {
        let items = self.old.call_items(operation);
        let mut types = Vec::new();
        for_each_type_of(operation, &mut |ty| types.extend(Side::ids(ty)));
        let help = format!("remove the calls of `{}`", self.old.call_text(operation));
        if let Some(row) = self.add(at, "operation-removed", Effect::Fails, &route(operation), "") {
            row.items = items;
            row.types = types;
            row.help = Some(help);
        }
    }

    fn operation(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        let first = self.found.len();
        self.route(at, old, new);
        let deprecated = (old.docs.deprecated, new.docs.deprecated);
        let row = self.marks(at, deprecated, ("operation-deprecated", "operation-undeprecated"));
        if let Some(row) = row.filter(|_| new.docs.deprecated) {
            // Calls are compiled with a warning.
            row.code = Verdict::Changes;
        }
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
                    let (mut before, mut after) = (before.unwrap_or_default(), after.unwrap_or_default());
                    if before == after {
                        before = locations(one);
                        after = locations(other);
                    }
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
        // Of tags of one name, the first one counts.
        let tags = new.tags.iter().rev();
        let tags: HashMap<&str, &Tag> = tags.map(|tag| (tag.name.as_str(), tag)).collect();
        for tag in &old.tags {
            let other = tags.get(tag.name.as_str());
            self.described(
                &at("tags"),
                other.is_some_and(|other| !same_text(&other.description, &tag.description)),
            );
        }
        for scheme in &old.schemes {
            let other = self.new.scheme(&scheme.name);
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

/// Where the items of a page are, and the next page.
fn locations(paging: &Paging) -> String {
    let text = |what: &str, at: &str| (!at.is_empty()).then(|| format!("{what} `{at}`"));
    let texts = [("pages of", &paging.items), ("the next one by", &paging.next)];
    let texts = texts.into_iter().filter_map(|(what, at)| text(what, at));
    texts.collect::<Vec<_>>().join(", ")
}
