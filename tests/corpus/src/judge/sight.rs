//! What a judge does not see in a request, by its own habits. Told from the document and the values alone,
//! before any judge is asked, and for right and wrong requests alike.

use serde_json::Value;

use super::operation::Operation;
use super::schema::{Tree, kind};
use super::values::Values;

/// openapi-core looks for an exploded object under the name of the parameter, which is not in the query; of
/// an object in brackets it reads the first level only; and it takes every text part of a multipart body for
/// a text, whatever its schema says.
pub(crate) fn beyond_core(features: &[&str], values: &Values) -> bool {
    features.contains(&"query form object, exploded")
        || features.contains(&"query deepObject with a deeper member")
        || (features.contains(&"body multipart") && has_member(values, is_scalar))
}

/// Prism reads every list of an object in brackets, one that is absent as an empty one; of several parts of one
/// name in a multipart body it keeps the last; and it takes a part that is JSON for a text.
pub(crate) fn beyond_prism(tree: Tree<'_>, operation: &Operation<'_>, features: &[&str], values: &Values) -> bool {
    let lists_in_brackets = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == "query" && parameter.style == "deepObject")
        .filter_map(|parameter| parameter.schema)
        .any(|schema| has_lists(tree, schema));
    let structured = |value: &Value| value.is_array() || value.is_object();
    lists_in_brackets || (features.contains(&"body multipart") && has_member(values, structured))
}

/// Whether a schema of an object declares lists.
fn has_lists(tree: Tree<'_>, schema: &Value) -> bool {
    let flat = tree.flat(schema).unwrap_or_default();
    let properties = flat.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flat_map(|properties| properties.values())
        .filter_map(|property| tree.flat(property))
        .any(|property| kind(&property) == Some("array"))
}

/// Whether a member of the body, or an item of one that is a list, is such a value.
fn has_member(values: &Values, test: impl Fn(&Value) -> bool) -> bool {
    let members = values.get("body").and_then(Value::as_object);
    members.is_some_and(|members| {
        members
            .values()
            .any(|member| test(member) || member.as_array().is_some_and(|items| items.iter().any(&test)))
    })
}

fn is_scalar(value: &Value) -> bool {
    value.is_number() || value.is_boolean()
}

#[cfg(test)]
mod tests {
    use super::super::operation;
    use super::super::schema::Tree;
    use super::{beyond_core, beyond_prism};
    use serde_json::{Value, json};

    fn beyond(operation: &Value, features: &[&str], body: &Value) -> (bool, bool) {
        let root = json!({"paths": {"/a": {"post": operation}}});
        let tree = Tree::new(&root);
        let values = [("body".to_owned(), body.clone())].into_iter().collect();
        let read = operation::all(tree);
        (
            beyond_core(features, &values),
            beyond_prism(tree, &read[0], features, &values),
        )
    }

    #[test]
    fn parts_are_told_by_their_values() {
        let features = ["body multipart"];
        assert_eq!(beyond(&json!({}), &features, &json!({"a": "text"})), (false, false));
        assert_eq!(beyond(&json!({}), &features, &json!({"a": 1})), (true, false));
        assert_eq!(beyond(&json!({}), &features, &json!({"a": ["text"]})), (false, true));
        assert_eq!(beyond(&json!({}), &features, &json!({"a": [1]})), (true, true));
        assert_eq!(beyond(&json!({}), &["body json"], &json!({"a": [1]})), (false, false));
    }

    #[test]
    fn lists_in_brackets_are_told_by_the_schema() {
        let with = |member: Value| {
            json!({"parameters": [{"name": "filter", "in": "query", "style": "deepObject",
                "schema": {"type": "object", "properties": {"ids": member}}}]})
        };
        let list = with(json!({"type": "array", "items": {"type": "integer"}}));
        assert_eq!(beyond(&list, &[], &json!({})), (false, true));
        assert_eq!(
            beyond(&with(json!({"type": "string"})), &[], &json!({})),
            (false, false)
        );
    }
}
