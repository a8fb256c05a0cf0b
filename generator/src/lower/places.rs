//! Schemas inside of other schemas, or of operations, that a `$ref` reaches too. They are named after the place where they stand, no
//! matter which of the two is lowered first.

use std::collections::BTreeMap;

use super::context::Lower;
use crate::ir::{Base, Hint, TypeDef};
use crate::pointer::Pointer;

/// A schema inside of another one that a reference reached first.
pub(super) struct Reached {
    /// The key of its hint.
    key: Pointer,
    /// How it is named at its place. `None` if nothing lowers that place.
    place: Option<Hint>,
}

impl Lower<'_, '_> {
    /// The hint of a definition that is lowered because of a reference.
    pub(super) fn hint_of_target(&mut self, target: &Pointer) -> Hint {
        let hint = self.hint_of(target);
        if let Base::Component { key, .. } = &hint.base
            && is_inside(target)
        {
            let key = key.clone();
            let reached = self.reached.entry(target.clone());
            reached.or_insert(Reached { key, place: None });
        }
        hint
    }

    /// A schema is at its own place, and known already.
    pub(super) fn note_place(&mut self, at: &Pointer, hint: &Hint) {
        if let Some(reached) = self.reached.get_mut(at).filter(|_| !hint.is_component()) {
            reached.place.get_or_insert_with(|| hint.clone());
        }
    }

    /// Names the types that a reference reached first after their places.
    pub(super) fn name_after_places(&mut self) {
        let reached = std::mem::take(&mut self.reached);
        let places: BTreeMap<Pointer, Hint> = reached
            .into_values()
            .filter_map(|reached| Some((reached.key, reached.place?)))
            .collect();
        for def in &mut self.types {
            // A place can be inside of another one.
            for _ in 0..places.len() {
                let Some(hint) = at_its_place(def, &places) else { break };
                def.hint = hint;
            }
        }
    }
}

fn at_its_place(def: &TypeDef, places: &BTreeMap<Pointer, Hint>) -> Option<Hint> {
    let Base::Component { key, .. } = &def.hint.base else {
        return None;
    };
    let mut hint = places.get(key)?.clone();
    hint.roles.extend(def.hint.roles.iter().cloned());
    Some(hint)
}

/// Whether a pointer leads into a schema, or to the schema of a parameter or a body: not to a definition with a name of its own.
pub(super) fn is_inside(at: &Pointer) -> bool {
    let segments = at.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let mut rest = segments.as_slice();
    let mut inside = false;
    loop {
        (inside, rest) = match rest {
            ["components", _, _, below @ ..] | ["schemas" | "definitions" | "$defs", _, below @ ..] => (false, below),
            ["properties" | "allOf" | "oneOf" | "anyOf", _, below @ ..]
            | ["items" | "additionalProperties" | "schema", below @ ..] => (true, below),
            [_, below @ ..] => (inside, below),
            [] => return inside,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::is_inside;
    use crate::pointer::Pointer;

    #[test]
    fn definitions_have_names_and_their_parts_have_places() {
        for inside in [
            "#/components/schemas/A/properties/b",
            "#/components/schemas/A/allOf/0",
            "#/components/schemas/properties/items",
            "#/components/parameters/P/schema",
            "#/paths/~1a/get/responses/200/content/application~1json/schema",
            "a.yaml#/A/properties/b/items",
        ] {
            assert!(is_inside(&Pointer::parse(inside)), "{inside}");
        }
        for named in [
            "#/components/schemas/A",
            "#/components/schemas/items",
            "#/components/schemas/A/properties/b/$defs/C",
            "#/x-models/A",
            "a.yaml#",
            "a.yaml#/A",
        ] {
            assert!(!is_inside(&Pointer::parse(named)), "{named}");
        }
    }
}
