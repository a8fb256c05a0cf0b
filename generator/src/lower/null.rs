//! Whether a schema allows null, which is known before any type is.

use std::collections::BTreeSet;

use super::context::Lower;
use crate::load::{Node, get};
use crate::pointer::Pointer;

/// Levels of nested schemas that are looked into.
const MAX_DEPTH: usize = 100;

impl Lower<'_, '_> {
    /// Whether null is a value of the schema.
    pub(super) fn accepts_null(&self, at: &Pointer) -> bool {
        self.null_is_allowed(at, &mut BTreeSet::new(), 0)
    }

    /// The same without what the configuration decides about this very schema.
    pub(super) fn declares_null(&self, at: &Pointer) -> bool {
        let target = self.target(at);
        let mut seen = BTreeSet::new();
        if target == *at {
            self.null_is_declared(target, &mut seen, 0)
        } else {
            self.null_is_allowed(&target, &mut seen, 0)
        }
    }

    /// A schema that is met again on the way allows null only if something else in it does.
    fn null_is_allowed(&self, at: &Pointer, seen: &mut BTreeSet<Pointer>, depth: usize) -> bool {
        let target = self.target(at);
        let chosen = |at: &Pointer| self.settings.overrides.get(at.as_str())?.nullable;
        if let Some(chosen) = chosen(at).or_else(|| chosen(&target)) {
            return chosen;
        }
        self.null_is_declared(target, seen, depth)
    }

    fn null_is_declared(&self, target: Pointer, seen: &mut BTreeSet<Pointer>, depth: usize) -> bool {
        if depth > MAX_DEPTH || !seen.insert(target.clone()) {
            return false;
        }
        // Only these keywords decide below, and most schemas have none of them.
        let decides = |key: &String| matches!(key.as_bytes(), b"nullable" | b"enum" | b"oneOf" | b"anyOf" | b"allOf");
        let Some(map) = self.resolver.members(&target).filter(|map| map.keys().any(decides)) else {
            return false;
        };
        if let Some(values) = get(map, "enum").and_then(Node::as_array) {
            // They are not copied: thousands of parameters may have one large enum.
            let is_nullable = get(map, "nullable").and_then(Node::as_bool) == Some(true);
            return is_nullable || values.contains(&Node::Null);
        }
        let Some(schema) = self.resolver.schema(&target) else {
            return false;
        };
        if schema.nullable {
            return true;
        }
        let mut branches = schema.one_of.iter().chain(&schema.any_of);
        if branches.any(|branch| self.null_is_allowed(branch, seen, depth + 1)) {
            return true;
        }
        if schema.kind.is_some() || schema.has_members() || schema.all_of.is_empty() {
            return false;
        }
        let parts = match self.only_part(&schema) {
            Some(only) => vec![only],
            None => schema.all_of.clone(),
        };
        // What is written here is read before long chains of references.
        let (inline, references): (Vec<_>, Vec<_>) = parts.iter().partition(|part| self.target(part) == **part);
        let mut parts = inline.into_iter().chain(references);
        parts.all(|part| self.null_is_allowed(part, seen, depth + 1))
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
        let mut documents = Documents::default();
        let tree = json!({"components": {"schemas": {"A": schema, "Null": {"enum": [null]}}}});
        documents.files.insert(String::new(), tree);
        let (settings, mut diagnostics) = (Settings::default(), Diagnostics::default());
        let lower = Lower::new(Resolver::new(&documents), &settings, &mut diagnostics);
        lower.accepts_null(&Pointer::parse("#/components/schemas/A"))
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
