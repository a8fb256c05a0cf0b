//! Where the parts of a rewritten document come from.
//!
//! A rewrite that moves things (Swagger 2.0 has other places than OpenAPI 3) notes here what it moved,
//! so that findings, overrides and `names.lock` speak of the text that somebody wrote.

use std::collections::BTreeMap;

use crate::ir::{Api, Shape};
use crate::pointer::Pointer;

/// Both ways between the places of a rewritten tree and those of the text. Empty where nothing moved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    /// By the place in the tree.
    sources: BTreeMap<Pointer, MovedFrom>,
    /// By the place in the text: where a `$ref` finds it now.
    targets: BTreeMap<Pointer, Pointer>,
}

#[derive(Clone, Debug)]
struct MovedFrom {
    pointer: Pointer,
    /// Whether what is below the one stands below the other.
    with_members: bool,
}

impl Origins {
    /// What stood at `old` stands at `new`, with everything below it.
    pub(crate) fn moved(&mut self, new: &Pointer, old: &Pointer) {
        self.read_from(new, old);
        self.targets.entry(old.clone()).or_insert_with(|| new.clone());
    }

    /// The members of what is at `new` are members of what stands at `old`, which has other parts too.
    pub(crate) fn read_from(&mut self, new: &Pointer, old: &Pointer) {
        self.source(new, old, true);
    }

    /// What is at `new` was made because of what stands at `old`.
    pub(crate) fn made_from(&mut self, new: &Pointer, old: &Pointer) {
        self.source(new, old, false);
    }

    fn source(&mut self, new: &Pointer, old: &Pointer, with_members: bool) {
        let source = MovedFrom {
            pointer: old.clone(),
            with_members,
        };
        self.sources.insert(new.clone(), source);
    }

    /// The place in the text.
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

    /// Where a `$ref` to a place in the text finds it now.
    pub(crate) fn target(&self, old: &Pointer) -> Pointer {
        match nearest(&self.targets, old) {
            Some((target, rest)) => target.below(rest),
            None => old.clone(),
        }
    }

    /// Every place in the tree that comes from this place of the text; for a parameter, its schema.
    fn pointers(&self, old: &Pointer) -> Vec<Pointer> {
        let sources = self.sources.iter().filter(|(_, source)| source.with_members);
        let found: Vec<(&Pointer, &str)> = sources
            .filter_map(|(new, source)| Some((new, rest(&source.pointer, old)?)))
            .collect();
        // What is nearest knows best: a property moved on its own, not only with its owner.
        let shortest = found.iter().map(|(_, rest)| rest.len()).min();
        let nearest = || found.iter().filter(|(_, rest)| Some(rest.len()) == shortest);
        let is_owner = |pointer: &Pointer| nearest().any(|(other, _)| **other == pointer.child("schema"));
        nearest()
            .filter(|(pointer, _)| !is_owner(pointer))
            .map(|(pointer, rest)| pointer.below(rest))
            .collect()
    }

    /// Decisions about places of the text, at the places of the tree.
    pub(crate) fn overrides<T: Clone>(&self, chosen: &BTreeMap<String, T>) -> BTreeMap<String, T> {
        let mut moved = BTreeMap::new();
        for (pointer, decision) in chosen {
            let pointers = self.pointers(&Pointer::parse(pointer));
            if pointers.is_empty() {
                moved.insert(pointer.clone(), decision.clone());
            }
            moved.extend(pointers.iter().map(|pointer| (pointer.to_string(), decision.clone())));
        }
        moved
    }

    /// Puts the pointers of the text into the IR, for every pointer of the tree.
    pub(crate) fn restore(&self, api: &mut Api) {
        for def in &mut api.types {
            def.origin = self.original(&def.origin);
            match &mut def.shape {
                Shape::Struct(s) | Shape::Multipart(s) => {
                    let fields = s.fields.iter_mut();
                    fields.for_each(|field| field.origin = self.original(&field.origin));
                }
                Shape::Union(union) => {
                    let variants = union.variants.iter_mut();
                    variants.for_each(|variant| variant.origin = self.original(&variant.origin));
                }
                Shape::Alias(_) | Shape::Enum(_) => {}
            }
        }
        for operation in &mut api.operations {
            operation.origin = self.original(&operation.origin);
            let params = operation.params.iter_mut();
            params.for_each(|param| param.origin = self.original(&param.origin));
        }
    }

    /// A message with the places in its backticks as they are in the text.
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

/// What is known of the nearest place around this one, and the way from there.
fn nearest<'m, 'p, T>(map: &'m BTreeMap<Pointer, T>, at: &'p Pointer) -> Option<(&'m T, &'p str)> {
    let mut here = Some(at.clone());
    while let Some(pointer) = here {
        if let Some(found) = map.get(&pointer) {
            return Some((found, rest(&pointer, at)?));
        }
        here = pointer.parent();
    }
    None
}

/// The way from a place to one below it.
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
        let message = "nothing stands at `#/components/responses/Y`".to_owned();
        assert_eq!(origins.in_text(message), "nothing stands at `#/responses/Y`");
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
