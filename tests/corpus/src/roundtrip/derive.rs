//! Adds an operation to the document for every schema that has examples. A filter selects these operations, so a
//! client consists of the types that the examples need.

use serde_json::{Value, json};

use super::examples::Group;
use super::validity::fragment;

/// The prefix of the paths of the added operations.
pub(crate) const PATH: &str = "/oaspen-round-trip/";
/// The tag of the added operations, which is also the name of their module.
pub(crate) const TAG: &str = "oaspen_round_trip";

/// Adds the operations `rt0`, `rt1` and so on, one for each schema and direction.
pub(crate) fn document(original: &Value, groups: &[Group]) -> Value {
    let mut document = original.clone();
    if let Some(members) = document.as_object_mut() {
        let paths = members.entry("paths").or_insert_with(|| json!({}));
        if let Some(paths) = paths.as_object_mut() {
            for (number, group) in groups.iter().enumerate() {
                paths.insert(format!("{PATH}{number}"), json!({ "post": operation(number, group) }));
            }
        }
    }
    document
}

fn operation(number: usize, group: &Group) -> Value {
    let content = json!({ "application/json": { "schema": { "$ref": format!("#{}", fragment(&group.schema)) } } });
    let mut operation = json!({
        "operationId": format!("rt{number}"),
        "tags": [TAG],
        "security": [],
        "responses": { "200": { "description": "the same", "content": content } },
    });
    // A value that is sent gets the types of a request body. The response has the same types.
    if let (true, Some(members)) = (group.sent, operation.as_object_mut()) {
        members.insert("requestBody".to_owned(), json!({ "content": content }));
    }
    operation
}

#[cfg(test)]
mod tests {
    use super::super::examples::Group;
    use super::document;
    use serde_json::json;

    #[test]
    fn every_schema_gets_an_operation() {
        let group = |schema: &str, sent| Group {
            schema: schema.to_owned(),
            sent,
            examples: Vec::new(),
        };
        let original = json!({"paths": {"/a": {}}});
        let derived = document(&original, &[group("/components/schemas/A b", true), group("/x", false)]);
        assert_eq!(
            derived.pointer("/paths/~1oaspen-round-trip~10/post/requestBody/content/application~1json/schema/$ref"),
            Some(&json!("#/components/schemas/A%20b"))
        );
        assert!(
            derived
                .pointer("/paths/~1oaspen-round-trip~11/post/requestBody")
                .is_none()
        );
        assert!(derived.pointer("/paths/~1a").is_some());
    }
}
