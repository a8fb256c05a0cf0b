//! Two values of one key in one mapping.
//!
//! Tools and people write one in parts: a path for each of its methods, a status for each of its media types. If every part
//! can be kept, both are read as one. Two definitions of one thing stay an error, because one of them would be lost.

use serde_json::map::Entry;

use super::node::{Map, Node};

/// Mappings of names: two definitions of one name are not joined.
const OF_NAMES: [&str; 5] = ["properties", "schemas", "definitions", "$defs", "securitySchemes"];
/// Members of what is one thing: a schema, an operation, a parameter, a reference.
const OF_ONE_THING: [&str; 11] = [
    "type",
    "properties",
    "items",
    "enum",
    "allOf",
    "oneOf",
    "anyOf",
    "$ref",
    "operationId",
    "responses",
    "in",
];

/// Adds the second value of a key to the first one. `None` if something would be lost.
pub(super) fn join(key: &str, first: &mut Node, second: Node) -> Option<()> {
    match *first == second {
        true => Some(()),
        false => add(key, first, second),
    }
}

fn add(key: &str, first: &mut Node, second: Node) -> Option<()> {
    let (Node::Object(known), Node::Object(more)) = (first, second) else {
        return None;
    };
    let has_names = OF_NAMES.contains(&key);
    // The components have a mapping of responses.
    let may_be_one = !has_names && key != "components";
    if may_be_one && (is_one_thing(known) || is_one_thing(&more)) {
        return None;
    }
    for (key, value) in more {
        match known.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(value);
            }
            Entry::Occupied(entry) if *entry.get() == value => {}
            Entry::Occupied(_) if has_names => return None,
            Entry::Occupied(mut entry) => {
                let key = entry.key().clone();
                add_member(&key, entry.get_mut(), value)?;
            }
        }
    }
    Some(())
}

fn add_member(key: &str, first: &mut Node, second: Node) -> Option<()> {
    match (key, &mut *first) {
        ("description", Node::String(text)) => {
            let more = second.as_str()?;
            if !text.is_empty() && !more.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(more);
            Some(())
        }
        // Bodies of one media type: each is one of them.
        ("schema", Node::Object(_)) if second.is_object() => {
            either(first, second);
            Some(())
        }
        _ => add(key, first, second),
    }
}

/// A schema of two schemas.
fn either(first: &mut Node, second: Node) {
    if let Node::Object(known) = first
        && known.len() == 1
        && let Some(Node::Array(branches)) = known.get_mut("anyOf")
    {
        branches.push(second);
        return;
    }
    let branches = vec![first.take(), second];
    *first = Node::Object(Map::from_iter([("anyOf".to_owned(), Node::Array(branches))]));
}

fn is_one_thing(map: &Map) -> bool {
    OF_ONE_THING.iter().any(|key| map.contains_key(*key))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::join;

    #[test]
    fn parts_are_joined() {
        let parts = [
            (
                json!({"get": {"operationId": "a"}}),
                json!({"post": {"operationId": "b"}}),
            ),
            (json!({"x": 1}), json!({"x": 1})),
            (json!("a"), json!("a")),
            (json!({"schemas": {"A": {}}}), json!({"responses": {"B": {}}})),
        ];
        for (mut first, second) in parts {
            let mut expected = first.clone();
            if let (Some(all), Some(more)) = (expected.as_object_mut(), second.as_object()) {
                all.extend(more.clone());
            }
            assert!(join("components", &mut first, second).is_some());
            assert_eq!(first, expected);
        }
    }

    #[test]
    fn responses_of_one_status_have_all_bodies() {
        let response = |text: &str, media: &str, name: &str| json!({"description": text, "content": {media: {"schema": {"$ref": format!("#/components/schemas/{name}")}}}});
        let mut first = response("", "application/json", "A");
        for (text, media, name) in [
            ("Text.", "text/plain", "T"),
            ("B.", "application/json", "B"),
            ("C.", "application/json", "C"),
        ] {
            assert!(join("200", &mut first, response(text, media, name)).is_some());
        }
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let all = json!({"description": "Text.\n\nB.\n\nC.", "content": {
            "application/json": {"schema": {"anyOf": [reference("A"), reference("B"), reference("C")]}},
            "text/plain": {"schema": reference("T")},
        }});
        assert_eq!(first, all);
    }

    #[test]
    fn two_definitions_are_not_joined() {
        let definitions = [
            (json!({"type": "object"}), json!({"type": "string"})),
            (json!({"type": "object"}), json!({"type": "object", "title": "T"})),
            (json!({"properties": {"a": {}}}), json!({"properties": {"b": {}}})),
            (
                json!({"get": {"operationId": "a"}}),
                json!({"get": {"operationId": "b"}}),
            ),
            (json!({"get": {}}), json!([])),
            (json!({"get": {"responses": {}}}), json!({"get": {"deprecated": true}})),
            (
                json!({"schemas": {"A": {"title": "A"}}}),
                json!({"schemas": {"A": {"title": "B"}}}),
            ),
            (
                json!({"a": {"type": "apiKey", "in": "header"}}),
                json!({"a": {"type": "http"}}),
            ),
            (json!({"summary": "a"}), json!({"summary": "b"})),
            (json!("a"), json!("b")),
            (json!([1]), json!([2])),
        ];
        for (mut first, second) in definitions {
            assert!(join("key", &mut first, second.clone()).is_none(), "{second}");
        }
    }
}
