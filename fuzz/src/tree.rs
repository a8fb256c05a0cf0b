//! Documents as trees, and back.

use serde_json::{Map, Value};

/// A document as a tree. `None` if it is neither JSON nor YAML.
pub(crate) fn read(text: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(text).ok()?;
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    plain(value)
}

/// Tags are dropped, and keys that YAML reads as numbers become texts.
fn plain(value: serde_yaml::Value) -> Option<Value> {
    Some(match value {
        serde_yaml::Value::Mapping(map) => {
            let members = map
                .into_iter()
                .map(|(key, value)| Some((key_text(key)?, plain(value)?)));
            Value::Object(members.collect::<Option<Map<_, _>>>()?)
        }
        serde_yaml::Value::Sequence(list) => list.into_iter().map(plain).collect::<Option<_>>()?,
        serde_yaml::Value::Tagged(tagged) => plain(tagged.value)?,
        other => serde_json::to_value(other).ok()?,
    })
}

fn key_text(key: serde_yaml::Value) -> Option<String> {
    match key {
        serde_yaml::Value::String(text) => Some(text),
        other => Some(serde_json::to_value(other).ok()?.to_string()),
    }
}

/// A configuration as a tree.
pub(crate) fn read_toml(text: &[u8]) -> Option<Value> {
    let table: toml::Table = std::str::from_utf8(text).ok()?.parse().ok()?;
    serde_json::to_value(table).ok()
}

/// The same as TOML; null, which TOML does not have, is left out.
pub(crate) fn to_toml(value: &Value) -> Option<Vec<u8>> {
    let text = toml::to_string(&without_null(value)?).ok()?;
    Some(text.into_bytes())
}

fn without_null(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Null => return None,
        Value::Object(map) => {
            let members = map
                .iter()
                .filter_map(|(key, value)| Some((key.clone(), without_null(value)?)));
            Value::Object(members.collect())
        }
        Value::Array(list) => list.iter().filter_map(without_null).collect(),
        other => other.clone(),
    })
}

/// The pointers of all nodes, the root first.
pub(crate) fn pointers(node: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(node, "", &mut found);
    found
}

fn collect(node: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match node {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| collect(value, &format!("{at}/{}", escaped(key)), found)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(index, value)| collect(value, &format!("{at}/{index}"), found)),
        _ => {}
    }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Removes a node. Whether there was one.
pub(crate) fn remove(document: &mut Value, pointer: &str) -> bool {
    let Some((owner, key)) = pointer.rsplit_once('/') else {
        return false;
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(owner) {
        Some(Value::Object(map)) => map.shift_remove(&key).is_some(),
        Some(Value::Array(list)) => match key.parse() {
            Ok(index) if index < list.len() => {
                list.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}
