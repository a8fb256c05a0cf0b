//! Wrong twins: valid values with one error.

use serde_json::{Value, json};

/// Maximum number of twins of one value.
const MAX_TWINS: usize = 24;
const MAX_DEPTH: usize = 3;

/// Values that differ from a valid one by one error: a member is missing, has another JSON type, or is an unknown text.
pub(crate) fn of(value: &Value) -> Vec<Value> {
    let mut pointers = Vec::new();
    collect(value, String::new(), 0, &mut pointers);
    let mut twins = Vec::new();
    for pointer in pointers {
        let Some(old) = value.pointer(&pointer) else { continue };
        for other in others(old) {
            let mut twin = value.clone();
            if let Some(node) = twin.pointer_mut(&pointer) {
                *node = other;
                twins.push(twin);
            }
        }
        if let Some((holder, name)) = pointer.rsplit_once('/') {
            let mut twin = value.clone();
            if let Some(Value::Object(members)) = twin.pointer_mut(holder) {
                members.remove(&name.replace("~1", "/").replace("~0", "~"));
                twins.push(twin);
            }
        }
    }
    // Evenly over the value.
    let step = twins.len().div_ceil(MAX_TWINS).max(1);
    twins.into_iter().step_by(step).collect()
}

fn collect(value: &Value, pointer: String, depth: usize, found: &mut Vec<String>) {
    found.push(pointer.clone());
    if depth == MAX_DEPTH {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                collect(value, super::walk::below(&pointer, name), depth + 1, found);
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                collect(first, format!("{pointer}/0"), depth + 1, found);
            }
        }
        _ => {}
    }
}

fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::String(_) => vec![json!("zz unknown"), json!(12345)],
        Value::Number(_) => vec![json!("not a number"), json!(987_654_321)],
        Value::Bool(_) => vec![json!("no")],
        Value::Array(_) => vec![json!({ "zz": 1 })],
        Value::Object(_) => vec![json!("zz unknown"), json!([])],
        Value::Null => vec![json!({ "zz": [1] })],
    }
}
