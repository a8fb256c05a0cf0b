//! The original pointers of a rewritten document.
//!
//! A rewrite that moves objects (those of Swagger 2.0 have other pointers in OpenAPI 3) records the moves here,
//! so that diagnostics, overrides and `names.lock` use the pointers of the original text.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Base, Shape};
use crate::pointer::{Pointer, within};

/// Translates between the pointers of a rewritten tree and those of the text. Empty if nothing moved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    /// By the pointer in the tree.
    sources: BTreeMap<Pointer, MovedFrom>,
    /// By the pointer in the text: the pointers in the tree, once several are searched for.
    places: Option<BTreeMap<Pointer, BTreeSet<Pointer>>>,
    /// By the pointer in the text: the new target of a `$ref`.
    targets: BTreeMap<Pointer, Pointer>,
    /// By the pointer in the tree: the names that parameters and members have in the text, where the configuration gave them
    /// others.
    names: BTreeMap<Pointer, String>,
}

#[derive(Clone, Debug)]
struct MovedFrom {
    pointer: Pointer,
    /// Whether the members of the one are members of the other.
    with_members: bool,
}

impl Origins {
    /// The object at `old` is now at `new`, with all its members.
    pub(crate) fn moved(&mut self, new: &Pointer, old: &Pointer) {
        self.read_from(new, old);
        self.targets.entry(old.clone()).or_insert_with(|| new.clone());
    }

    /// The object at `from` has another key now, and is at `to`, with everything that was noted about what is below it.
    pub(crate) fn rekeyed(&mut self, from: &Pointer, to: &Pointer) {
        let original = self.original(from);
        for at in within(&self.sources, from) {
            if let Some(source) = self.remove(&at) {
                self.insert(at.moved(from, to), source);
            }
        }
        for at in within(&self.names, from) {
            if let Some(name) = self.names.remove(&at) {
                self.names.insert(at.moved(from, to), name);
            }
        }
        self.moved(to, &original);
    }

    /// The parameter or the member at `at` has this name in the text.
    pub(crate) fn was_named(&mut self, at: &Pointer, name: &str) {
        self.names.entry(at.clone()).or_insert_with(|| name.to_owned());
    }

    /// The name that the text has for the parameter or the member at `at`, if the configuration has another one.
    pub(crate) fn name(&self, at: &Pointer) -> Option<&str> {
        self.names.get(at).map(String::as_str)
    }

    /// The members of the object at `new` come from the object at `old`, which has other members too.
    pub(crate) fn read_from(&mut self, new: &Pointer, old: &Pointer) {
        self.source(new, old, true);
    }

    /// The object at `new` was generated because of the object at `old`.
    pub(crate) fn made_from(&mut self, new: &Pointer, old: &Pointer) {
        self.source(new, old, false);
    }

    fn source(&mut self, new: &Pointer, old: &Pointer, with_members: bool) {
        let source = MovedFrom {
            pointer: old.clone(),
            with_members,
        };
        self.insert(new.clone(), source);
    }

    fn insert(&mut self, new: Pointer, source: MovedFrom) {
        self.remove(&new);
        if let Some(places) = self.places.as_mut().filter(|_| source.with_members) {
            places.entry(source.pointer.clone()).or_default().insert(new.clone());
        }
        self.sources.insert(new, source);
    }

    fn remove(&mut self, new: &Pointer) -> Option<MovedFrom> {
        let source = self.sources.remove(new)?;
        if let Some(places) = self.places.as_mut().and_then(|places| places.get_mut(&source.pointer)) {
            places.remove(new);
        }
        Some(source)
    }

    /// Prepares for many calls of [`Origins::pointers`].
    pub(crate) fn index(&mut self) {
        let mut places: BTreeMap<Pointer, BTreeSet<Pointer>> = BTreeMap::new();
        for (new, source) in self.sources.iter().filter(|(_, source)| source.with_members) {
            places.entry(source.pointer.clone()).or_default().insert(new.clone());
        }
        self.places = Some(places);
    }

    /// The pointer in the text.
    pub(crate) fn original(&self, at: &Pointer) -> Pointer {
        let (source, rest) = match nearest(&self.sources, at) {
            Some(found) => found,
            None => return at.clone(),
        };
        if source.with_members {
            source.pointer.below(rest)
        } else {
            source.pointer.clone()
        }
    }

    /// The new target of a `$ref` to a pointer of the text.
    pub(crate) fn target(&self, old: &Pointer) -> Pointer {
        match nearest(&self.targets, old) {
            Some((target, rest)) => target.below(rest),
            None => old.clone(),
        }
    }

    /// Every pointer in the tree that comes from this pointer of the text; for a parameter, that of its schema.
    pub(crate) fn pointers(&self, old: &Pointer) -> Vec<Pointer> {
        let (found, rest) = match &self.places {
            Some(places) => indexed(places, old),
            None => self.searched(old),
        };
        let is_owner = |pointer: &Pointer| found.contains(&pointer.child("schema"));
        let found = found.iter().filter(|pointer| !is_owner(pointer));
        found.map(|pointer| pointer.below(rest)).collect()
    }

    /// The pointers in the tree of the nearest move at or above a pointer of the text, and the rest of the pointer. The nearest
    /// one is the most exact: a property may have moved without its owner.
    fn searched<'p>(&self, old: &'p Pointer) -> (BTreeSet<Pointer>, &'p str) {
        let (mut found, mut nearest) = (BTreeSet::new(), None);
        for (new, source) in self.sources.iter().filter(|(_, source)| source.with_members) {
            let Some(rest) = rest(&source.pointer, old) else {
                continue;
            };
            if nearest.is_none_or(|nearest: &str| rest.len() < nearest.len()) {
                found.clear();
                nearest = Some(rest);
            }
            if nearest == Some(rest) {
                found.insert(new.clone());
            }
        }
        (found, nearest.unwrap_or(""))
    }

    /// Puts the pointers of the text into the IR, for every pointer of the tree.
    pub(crate) fn restore(&self, api: &mut Api) {
        if self.sources.is_empty() {
            return;
        }
        for def in &mut api.types {
            def.origin = self.original(&def.origin);
            if let Base::Component { key, .. } = &mut def.hint.base {
                *key = self.original(key);
            }
            match &mut def.shape {
                Shape::Struct(s) | Shape::Multipart(s) => {
                    let fields = s.fields.iter_mut();
                    fields.for_each(|field| field.origin = self.original(&field.origin));
                }
                Shape::Union(_) | Shape::Alias(_) | Shape::Enum(_) => {}
            }
        }
        for operation in &mut api.operations {
            operation.origin = self.original(&operation.origin);
            let params = operation.params.iter_mut();
            params.for_each(|param| param.origin = self.original(&param.origin));
        }
    }

    /// A message with the pointers in its backticks as they are in the text.
    pub(crate) fn in_text(&self, message: String) -> String {
        if self.sources.is_empty() || !message.contains("#/") {
            return message;
        }
        let quoted = message.split('`').enumerate().map(|(index, part)| {
            if index % 2 == 1 && part.contains("#/") {
                self.original(&Pointer::parse(part)).to_string()
            } else {
                part.to_owned()
            }
        });
        quoted.collect::<Vec<_>>().join("`")
    }
}

/// The same as [`Origins::searched`], with an index.
fn indexed<'p>(places: &BTreeMap<Pointer, BTreeSet<Pointer>>, old: &'p Pointer) -> (BTreeSet<Pointer>, &'p str) {
    let text = old.as_str();
    let mut end = text.len();
    while let Some((here, rest)) = text.split_at_checked(end) {
        if let Some(found) = places.get(here).filter(|found| !found.is_empty()) {
            return (found.clone(), rest);
        }
        match here.rfind('/') {
            Some(slash) => end = slash,
            None => break,
        }
    }
    (BTreeSet::new(), "")
}

/// The entry of the nearest pointer at or above this one, and the rest of the pointer.
fn nearest<'m, 'p, T>(map: &'m BTreeMap<Pointer, T>, at: &'p Pointer) -> Option<(&'m T, &'p str)> {
    if map.is_empty() {
        return None;
    }
    let text = at.as_str();
    let file = text.find('#')?;
    let mut end = text.len();
    loop {
        let (here, rest) = text.split_at_checked(end)?;
        if let Some(found) = map.get(here) {
            return Some((found, rest));
        }
        end = here.rfind('/').filter(|end| *end > file)?;
    }
}

/// The rest of a pointer below another one.
fn rest<'p>(from: &Pointer, to: &'p Pointer) -> Option<&'p str> {
    let rest = to.as_str().strip_prefix(from.as_str())?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::Origins;
    use crate::pointer::Pointer;

    fn at(text: &str) -> Pointer {
        Pointer::parse(text)
    }

    #[test]
    fn the_nearest_move_counts_both_ways() {
        let mut origins = Origins::default();
        origins.moved(&at("#/components/responses"), &at("#/responses"));
        origins.moved(
            &at("#/components/responses/X/content/a/schema"),
            &at("#/responses/X/schema"),
        );
        origins.made_from(&at("#/components/responses/X/content"), &at("#/produces"));
        assert_eq!(
            origins.original(&at("#/components/responses/X/headers/H")),
            at("#/responses/X/headers/H")
        );
        assert_eq!(
            origins.original(&at("#/components/responses/X/content/a/schema/items")),
            at("#/responses/X/schema/items")
        );
        assert_eq!(
            origins.original(&at("#/components/responses/X/content/b")),
            at("#/produces")
        );
        assert_eq!(
            origins.target(&at("#/responses/X/schema/items")),
            at("#/components/responses/X/content/a/schema/items")
        );
        assert_eq!(origins.target(&at("#/responsesX")), at("#/responsesX"));
        origins.moved(&at("a/b.yaml#/new"), &at("a/b.yaml#/old"));
        assert_eq!(origins.original(&at("a/b.yaml#/new/c#d/e")), at("a/b.yaml#/old/c#d/e"));
        assert_eq!(origins.original(&at("a/b.yaml#/other")), at("a/b.yaml#/other"));
        let message = "there is nothing at `#/components/responses/Y`".to_owned();
        assert_eq!(origins.in_text(message), "there is nothing at `#/responses/Y`");
    }

    #[test]
    fn what_is_below_another_key_keeps_its_pointer() {
        let mut origins = Origins::default();
        origins.rekeyed(
            &at("#/A/properties/b/properties/c"),
            &at("#/A/properties/b/properties/d"),
        );
        origins.was_named(&at("#/A/properties/b/properties/d"), "c");
        origins.rekeyed(&at("#/A/properties/b"), &at("#/A/properties/e"));
        let member = at("#/A/properties/e/properties/d");
        assert_eq!(origins.original(&member), at("#/A/properties/b/properties/c"));
        assert_eq!(
            origins.pointers(&at("#/A/properties/b/properties/c")),
            std::slice::from_ref(&member)
        );
        assert_eq!(origins.name(&member), Some("c"));
    }

    #[test]
    fn an_override_of_a_parameter_is_one_of_its_schema() {
        let mut origins = Origins::default();
        origins.moved(&at("#/p/parameters/0"), &at("#/p/parameters/1"));
        origins.read_from(&at("#/p/parameters/0/schema"), &at("#/p/parameters/1"));
        assert_eq!(
            origins.pointers(&at("#/p/parameters/1")),
            [at("#/p/parameters/0/schema")]
        );
        assert_eq!(
            origins.pointers(&at("#/p/parameters/1/items")),
            [at("#/p/parameters/0/schema/items")]
        );
    }
}
