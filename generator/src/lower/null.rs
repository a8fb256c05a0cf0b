//! Whether a schema allows null, which is known before any type is.

use super::context::Lower;
use super::null_search::{Inner, Rule, find};
use crate::load::{Node, get};
use crate::pointer::Pointer;

/// The values of an enum that are searched again each time.
const FEW: usize = 32;

impl Lower<'_, '_> {
    /// Whether null is a value of the schema.
    pub(super) fn accepts_null(&self, at: &Pointer) -> bool {
        let target = self.target(at);
        let chosen = self.overridden_null(at).or_else(|| self.overridden_null(&target));
        chosen.unwrap_or_else(|| self.null_is_declared(&target))
    }

    /// The same without what the configuration decides about this very schema.
    pub(super) fn declares_null(&self, at: &Pointer) -> bool {
        let target = self.target(at);
        let chosen = self.overridden_null(&target).filter(|_| target != *at);
        chosen.unwrap_or_else(|| self.null_is_declared(&target))
    }

    fn overridden_null(&self, at: &Pointer) -> Option<bool> {
        self.settings.overrides.get(at.as_str())?.nullable
    }

    fn null_is_declared(&self, target: &Pointer) -> bool {
        match self.null_inside(target.clone()) {
            Inner::Known(known) => known,
            Inner::Schema(_) => {
                let inner = |at: &Pointer| {
                    let target = self.target(at);
                    match self.overridden_null(at).or_else(|| self.overridden_null(&target)) {
                        Some(chosen) => Inner::Known(chosen),
                        None => self.null_inside(target),
                    }
                };
                let found = find(target, |at| self.null_rule(at), inner);
                let mut nulls = self.nulls.borrow_mut();
                nulls.extend(found);
                nulls.get(target).copied().unwrap_or_default()
            }
        }
    }

    /// What is known of a schema without its branches and parts.
    fn null_inside(&self, target: Pointer) -> Inner {
        // Only these keywords decide, and most schemas have none of them.
        let decides = |key: &String| matches!(key.as_bytes(), b"nullable" | b"enum" | b"oneOf" | b"anyOf" | b"allOf");
        let Some(map) = self.resolver.members(&target).filter(|map| map.keys().any(decides)) else {
            return Inner::Known(false);
        };
        let is_nullable = get(map, "nullable").and_then(Node::as_bool) == Some(true);
        match get(map, "enum").and_then(Node::as_array) {
            // They are not copied: thousands of parameters may have one large enum.
            Some(values) if values.len() <= FEW => return Inner::Known(is_nullable || values.contains(&Node::Null)),
            None if is_nullable => return Inner::Known(true),
            Some(_) | None => {}
        }
        match self.nulls.borrow().get(&target) {
            Some(known) => Inner::Known(*known),
            None => Inner::Schema(target),
        }
    }

    fn null_rule(&self, target: &Pointer) -> Rule {
        let Some(schema) = self.resolver.schema(target) else {
            return Rule::Known(false);
        };
        if let Some(values) = &schema.values {
            return Rule::Known(schema.nullable || values.contains(&Node::Null));
        }
        if schema.nullable {
            return Rule::Known(true);
        }
        let is_decided = schema.kind.is_some() || schema.has_members();
        let parts = match self.only_part(&schema) {
            _ if is_decided => Vec::new(),
            Some(only) => vec![only],
            None => schema.all_of.clone(),
        };
        Rule::Open {
            branches: schema.one_of.iter().chain(&schema.any_of).cloned().collect(),
            parts,
        }
    }

    /// Whether a schema lists null and no other value.
    pub(super) fn is_nothing(&self, at: &Pointer) -> bool {
        // Nothing else of it is read: thousands of operations may have one large schema.
        let members = self.resolver.members(&self.target(at));
        let values = members.and_then(|map| get(map, "enum")?.as_array());
        values.is_some_and(|values| values.iter().all(Node::is_null))
    }

    /// Whether a branch of a union adds null and nothing else. Some tools write it as `{ nullable: true }`.
    pub(super) fn is_null(&self, at: &Pointer) -> bool {
        let schema = self.resolved(at);
        self.is_nothing(at) || (schema.nullable && !schema.has_keywords)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Lower;
    use crate::config::Settings;
    use crate::diag::Diagnostics;
    use crate::load::{Documents, Node};
    use crate::pointer::Pointer;
    use crate::resolve::Resolver;

    fn accepts_null(schema: &Node) -> bool {
        accepts(json!({"A": schema, "Null": {"enum": [null]}}))
    }

    /// Whether `A` allows null.
    fn accepts(schemas: Node) -> bool {
        let mut documents = Documents::default();
        let tree = json!({"components": {"schemas": schemas}});
        documents.files.insert(String::new(), tree);
        let (settings, mut diagnostics) = (Settings::default(), Diagnostics::default());
        let lower = Lower::new(Resolver::new(&documents), &settings, &mut diagnostics);
        lower.accepts_null(&Pointer::parse("#/components/schemas/A"))
    }

    #[test]
    fn null_is_found_behind_any_number_of_references() {
        let reference = |n: usize| json!({"$ref": format!("#/components/schemas/S{n}")});
        let chain = |last: Node| {
            let mut schemas = json!({"Null": last});
            for n in 0..300 {
                schemas[format!("S{n}")] = match n {
                    299 => json!({"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Null"}]}),
                    _ if n % 2 == 0 => json!({"allOf": [reference(n + 1)]}),
                    _ => json!({"anyOf": [{"type": "integer"}, reference(n + 1), reference(n - 1)]}),
                };
            }
            schemas["A"] = json!({"allOf": [reference(0)]});
            accepts(schemas)
        };
        assert!(chain(json!({"enum": [null]})));
        assert!(!chain(json!({"enum": ["a"]})));
    }

    /// A part that allows null is a part of another one as well.
    #[test]
    fn a_schema_that_is_met_twice_counts_both_times() {
        let empty = json!({"$ref": "#/components/schemas/Null"});
        assert!(accepts_null(&json!({"allOf": [empty, {"allOf": [empty, empty]}]})));
    }

    #[test]
    fn each_keyword_that_can_allow_null_is_read() {
        let empty = json!({"$ref": "#/components/schemas/Null"});
        for schema in [
            json!({"type": "string", "nullable": true}),
            json!({"enum": ["a", null]}),
            json!({"oneOf": [{"type": "string"}, empty]}),
            json!({"anyOf": [{"type": "string"}, empty]}),
            json!({"allOf": [empty]}),
            empty.clone(),
        ] {
            assert!(accepts_null(&schema), "{schema}");
        }
        for schema in [
            json!({"type": "string", "nullable": false}),
            json!({"enum": ["a"]}),
            json!({"oneOf": [{"type": "string"}]}),
            json!({"anyOf": [{"type": "string"}]}),
            json!({"allOf": [empty, {"type": "string"}]}),
            json!({"type": "object", "properties": {"a": empty}}),
            json!({}),
        ] {
            assert!(!accepts_null(&schema), "{schema}");
        }
    }
}
