//! The values of parameters and forms, read as a server does: by the style, then by the schema.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::document::Param;

/// Names and raw values of a query or a form.
pub(crate) type Pairs = Vec<(String, String)>;

/// Splits a query. Values are not decoded.
pub(crate) fn pairs(query: &str) -> Pairs {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), value.to_owned())
        })
        .collect()
}

pub(crate) fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// The structure of a value by its schema.
pub(crate) trait Structure {
    /// `array`, `object` or a scalar type, as the schema at a pointer declares it.
    fn kind(&self, schema: &str) -> String;
    /// The pointer of the elements.
    fn items(&self, schema: &str) -> String;
    /// The pointers of the members.
    fn members(&self, schema: &str) -> Vec<(String, String)>;
    /// The scalar of a text.
    fn scalar(&self, schema: &str, text: &str) -> Value;
}

/// Reads a parameter from the pairs of its location. `None` if it is absent; the error is the reason why it cannot be read.
pub(crate) fn value(param: &Param, pairs: &Pairs, structure: &dyn Structure) -> Result<Option<Value>, String> {
    let name = param.name.as_str();
    let own: Vec<&str> = pairs
        .iter()
        .filter(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
        .collect();
    if param.is_json {
        let text = own.first().map(|text| decoded(text));
        return text
            .map(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
            .transpose();
    }
    let kind = structure.kind(&param.schema);
    match (kind.as_str(), param.style.as_str(), param.explode) {
        ("object", "deepObject", _) => Ok(members(pairs, structure, &param.schema, |key| format!("{name}[{key}]"))),
        ("object", "form", true) => Ok(members(pairs, structure, &param.schema, str::to_owned)),
        ("array", "form", true) if param.location == "query" => {
            let items = structure.items(&param.schema);
            let values: Vec<Value> = own
                .iter()
                .map(|text| structure.scalar(&items, &decoded(text)))
                .collect();
            Ok((!values.is_empty()).then_some(Value::Array(values)))
        }
        _ => match own.as_slice() {
            [] => Ok(None),
            [text] => Ok(Some(joined(param, &kind, text, structure))),
            _ => Err(format!("{name} is repeated")),
        },
    }
}

/// A value in one text.
pub(crate) fn joined(param: &Param, kind: &str, text: &str, structure: &dyn Structure) -> Value {
    let text = match param.style.as_str() {
        "label" => text.strip_prefix('.').unwrap_or(text),
        "matrix" => text.strip_prefix(';').unwrap_or(text),
        _ => text,
    };
    let (separators, prefix): (&[&str], String) = match (param.style.as_str(), param.explode) {
        ("spaceDelimited", _) => (&["%20", "+"], String::new()),
        ("pipeDelimited", _) => (&["|", "%7C"], String::new()),
        ("label", true) => (&["."], String::new()),
        ("matrix", true) => (&[";"], format!("{}=", param.name)),
        ("matrix", false) => (&[","], format!("{}=", param.name)),
        _ => (&[","], String::new()),
    };
    let mut parts: Vec<String> = vec![text.to_owned()];
    for separator in separators {
        parts = parts
            .iter()
            .flat_map(|part| part.split(separator))
            .map(str::to_owned)
            .collect();
    }
    let plain = |part: &str| decoded(part.strip_prefix(&prefix).unwrap_or(part));
    match kind {
        "array" => {
            let items = structure.items(&param.schema);
            if text.is_empty() {
                return Value::Array(Vec::new());
            }
            Value::Array(
                parts
                    .iter()
                    .map(|part| structure.scalar(&items, &plain(part)))
                    .collect(),
            )
        }
        "object" => {
            let pairs: Pairs = if param.explode {
                let pairs = parts.iter().filter_map(|part| part.split_once('='));
                pairs.map(|(name, value)| (decoded(name), value.to_owned())).collect()
            } else {
                let pairs = parts.chunks_exact(2);
                pairs.map(|pair| (plain(&pair[0]), pair[1].clone())).collect()
            };
            members(&pairs, structure, &param.schema, str::to_owned).unwrap_or_else(|| Value::Object(Map::new()))
        }
        _ => structure.scalar(&param.schema, &plain(text)),
    }
}

fn members(pairs: &Pairs, structure: &dyn Structure, schema: &str, name_of: impl Fn(&str) -> String) -> Option<Value> {
    let mut found = Map::new();
    for (name, schema) in structure.members(schema) {
        let wire = name_of(&name);
        if let Some((_, text)) = pairs.iter().find(|(known, _)| *known == wire) {
            found.insert(name, structure.scalar(&schema, &decoded(text)));
        }
    }
    (!found.is_empty()).then_some(Value::Object(found))
}
