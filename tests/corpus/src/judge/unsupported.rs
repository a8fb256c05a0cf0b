//! Requests that a validator does not support. This is determined from the document and the values, before the
//! validators run, and is the same for valid and invalid requests.

use serde_json::Value;

use super::operation::Operation;
use super::schema::{Tree, kind};
use super::values::Values;

/// openapi-core does not support exploded objects (it expects the name of the parameter in the query), nested members
/// of deepObject, and numbers or booleans in multipart parts (it reads every text part as a string).
pub(crate) fn unsupported_by_core(features: &[&str], values: &Values) -> bool {
    features.contains(&"query form object, exploded")
        || features.contains(&"query deepObject with a nested member")
        || (features.contains(&"body multipart") && has_member(values, is_scalar))
}

/// Prism does not support lists in deepObject (it reads an absent list as an empty one), several multipart parts with
/// one name (it keeps the last), and parts that are JSON (it reads them as strings).
pub(crate) fn unsupported_by_prism(
    tree: Tree<'_>,
    operation: &Operation<'_>,
    features: &[&str],
    values: &Values,
) -> bool {
    let has_list_in_deep_object = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.location == "query" && parameter.style == "deepObject")
        .filter_map(|parameter| parameter.schema)
        .any(|schema| has_lists(tree, schema));
    let structured = |value: &Value| value.is_array() || value.is_object();
    has_list_in_deep_object || (features.contains(&"body multipart") && has_member(values, structured))
}

/// Whether an object schema declares lists.
fn has_lists(tree: Tree<'_>, schema: &Value) -> bool {
    let flat = tree.flat(schema).unwrap_or_default();
    let properties = flat.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flat_map(|properties| properties.values())
        .filter_map(|property| tree.flat(property))
        .any(|property| kind(&property) == Some("array"))
}

/// Whether a member of the body, or an item of a member that is a list, passes the test.
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
    use super::{unsupported_by_core, unsupported_by_prism};
    use serde_json::{Value, json};

    fn unsupported(operation: &Value, features: &[&str], body: &Value) -> (bool, bool) {
        let root = json!({"paths": {"/a": {"post": operation}}});
        let tree = Tree::new(&root);
        let values = [("body".to_owned(), body.clone())].into_iter().collect();
        let read = operation::all(tree);
        (
            unsupported_by_core(features, &values),
            unsupported_by_prism(tree, &read[0], features, &values),
        )
    }

    #[test]
    fn parts_are_checked_by_value() {
        let features = ["body multipart"];
        assert_eq!(
            unsupported(&json!({}), &features, &json!({"a": "text"})),
            (false, false)
        );
        assert_eq!(unsupported(&json!({}), &features, &json!({"a": 1})), (true, false));
        assert_eq!(
            unsupported(&json!({}), &features, &json!({"a": ["text"]})),
            (false, true)
        );
        assert_eq!(unsupported(&json!({}), &features, &json!({"a": [1]})), (true, true));
        assert_eq!(
            unsupported(&json!({}), &["body json"], &json!({"a": [1]})),
            (false, false)
        );
    }

    #[test]
    fn lists_in_deep_objects_are_found_in_the_schema() {
        let with = |member: Value| {
            json!({"parameters": [{"name": "filter", "in": "query", "style": "deepObject",
                "schema": {"type": "object", "properties": {"ids": member}}}]})
        };
        let list = with(json!({"type": "array", "items": {"type": "integer"}}));
        assert_eq!(unsupported(&list, &[], &json!({})), (false, true));
        assert_eq!(
            unsupported(&with(json!({"type": "string"})), &[], &json!({})),
            (false, false)
        );
    }
}
