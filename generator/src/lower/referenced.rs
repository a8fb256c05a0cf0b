//! Schemas inside of other schemas, or of operations, that a `$ref` reaches too. They are named after what declares them, no
//! matter which of the two is lowered first.

use std::collections::BTreeMap;

use super::context::{Lower, Referenced};
use crate::ir::{Base, Hint, TypeDef};
use crate::pointer::Pointer;

impl Lower<'_, '_> {
    /// The hint of a definition that is lowered because of a reference.
    pub(super) fn hint_of_target(&mut self, target: &Pointer) -> Hint {
        let hint = self.hint_of(target);
        if let Base::Component { key, .. } = &hint.base
            && is_inside(target)
        {
            let key = key.clone();
            let referenced = self.referenced.entry(target.clone());
            referenced.or_insert(Referenced { key, inline: None });
        }
        hint
    }

    /// The owner of a schema that is known already is lowered.
    pub(super) fn note_owner(&mut self, at: &Pointer, hint: &Hint) {
        if let Some(referenced) = self.referenced.get_mut(at).filter(|_| !hint.is_component()) {
            referenced.inline.get_or_insert_with(|| hint.clone());
        }
    }

    /// Names the types that a reference reached first after their owners.
    pub(super) fn name_after_owners(&mut self) {
        let referenced = std::mem::take(&mut self.referenced);
        let hints: BTreeMap<Pointer, Hint> = referenced
            .into_values()
            .filter_map(|referenced| Some((referenced.key, referenced.inline?)))
            .collect();
        for def in &mut self.types {
            // An owner can be inside of another one.
            for _ in 0..hints.len() {
                let Some(hint) = inline_hint(def, &hints) else { break };
                def.hint = hint;
            }
        }
    }
}

fn inline_hint(def: &TypeDef, hints: &BTreeMap<Pointer, Hint>) -> Option<Hint> {
    let Base::Component { key, .. } = &def.hint.base else {
        return None;
    };
    let mut hint = hints.get(key)?.clone();
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
    fn definitions_have_names_of_their_own_and_parts_do_not() {
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
