//! Selects the valid examples with an independent validator.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

/// The URI of the document in the registry of the validator.
const DOCUMENT: &str = "json-schema:///document";

/// The document, translated to JSON Schema. JSON pointers are unchanged.
pub(crate) struct Schemas<'a> {
    registry: Registry<'a>,
    draft: Draft,
}

impl Schemas<'_> {
    /// Rewrites a copy of the document.
    pub(crate) fn new(document: &Value) -> Result<Self, String> {
        let newer = document
            .get("openapi")
            .and_then(Value::as_str)
            .is_some_and(|version| !version.starts_with("3.0"));
        let draft = if newer { Draft::Draft202012 } else { Draft::Draft7 };
        let mut schemas = document.clone();
        if newer {
            assert_encoding(&mut schemas);
        } else {
            translate(&mut schemas);
        }
        let registry = Registry::new()
            .draft(draft)
            .add(DOCUMENT, schemas)
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string())?;
        Ok(Self { registry, draft })
    }

    /// The validator of the schema at a pointer. It is an error if the schema is invalid.
    pub(crate) fn validator(&self, pointer: &str) -> Result<Validator, String> {
        let schema = json!({ "$ref": format!("{DOCUMENT}#{}", fragment(pointer)) });
        jsonschema::options()
            .with_draft(self.draft)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true)
            .with_format("uuid", is_uuid)
            .with_format("byte", is_base64)
            .build(&schema)
            .map_err(|error| error.to_string())
    }
}

/// Translates OpenAPI 3.0 to JSON Schema draft 7: `nullable` and exclusive bounds.
fn translate(value: &mut Value) {
    match value {
        Value::Object(members) => {
            nullable(members);
            exclusive(members, "minimum", "exclusiveMinimum");
            exclusive(members, "maximum", "exclusiveMaximum");
            for (name, member) in members.iter_mut() {
                if !matches!(name.as_str(), "example" | "examples" | "default" | "enum") {
                    translate(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(translate),
        _ => {}
    }
}

/// In JSON Schema 2020-12 `contentEncoding` is an annotation only. An example that is not Base64 must be invalid.
fn assert_encoding(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if members.get("contentEncoding").and_then(Value::as_str) == Some("base64") {
                members.entry("format").or_insert_with(|| json!("byte"));
            }
            members.values_mut().for_each(assert_encoding);
        }
        Value::Array(items) => items.iter_mut().for_each(assert_encoding),
        _ => {}
    }
}

fn nullable(members: &mut Map<String, Value>) {
    if members.get("nullable") != Some(&Value::Bool(true)) {
        return;
    }
    if let Some(Value::String(one)) = members.get("type") {
        let both = json!([one, "null"]);
        members.insert("type".to_owned(), both);
        if let Some(Value::Array(values)) = members.get_mut("enum") {
            values.push(Value::Null);
        }
    }
}

fn exclusive(members: &mut Map<String, Value>, bound: &str, flag: &str) {
    match members.get(flag) {
        Some(Value::Bool(true)) => {
            if let Some(limit) = members.shift_remove(bound) {
                members.insert(flag.to_owned(), limit);
            }
        }
        Some(Value::Bool(false)) => {
            members.shift_remove(flag);
        }
        _ => {}
    }
}

pub(crate) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

pub(crate) fn is_base64(text: &str) -> bool {
    STANDARD.decode(text).is_ok() || URL_SAFE.decode(text).is_ok()
}

/// A JSON pointer as the fragment of a URI.
pub(crate) fn fragment(pointer: &str) -> String {
    let mut text = String::new();
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Schemas;
    use serde_json::json;

    fn valid(schema: serde_json::Value, value: serde_json::Value) -> bool {
        let document = json!({"openapi": "3.0.3", "components": {"schemas": {"a b": schema}}});
        let schemas = Schemas::new(&document).unwrap();
        schemas.validator("/components/schemas/a b").unwrap().is_valid(&value)
    }

    #[test]
    fn openapi_3_0_schemas_are_translated() {
        assert!(valid(json!({"type": "string", "nullable": true}), json!(null)));
        assert!(!valid(json!({"type": "string"}), json!(null)));
        let above_two = json!({"type": "number", "minimum": 2, "exclusiveMinimum": true});
        assert!(!valid(above_two.clone(), json!(2)));
        assert!(valid(above_two, json!(2.5)));
        assert!(!valid(
            json!({"type": "string", "format": "date-time"}),
            json!("yesterday")
        ));
        assert!(!valid(json!({"type": "string", "format": "uuid"}), json!("1-2-3")));
    }
}
