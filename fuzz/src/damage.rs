//! Changes of the structure of a document: the nodes of the result are nodes of documents, in other positions.

use crate::cases::cases;
use crate::poison;
use crate::tree::{pointers, read, remove};
use fastrand::Rng;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The largest node that is copied, in bytes: documents must not grow without end.
const MAX_COPY: usize = 4000;

/// Damages a document in one way. `keys` and `values` are words of its language.
pub(crate) fn damage(document: &mut Value, keys: &[&str], values: &[&str], rng: &mut Rng) {
    let all = pointers(document);
    let at = pick(&all, rng).clone();
    let other = pick(&all, rng).clone();
    let (key, value) = (word(keys, values, rng), junk(values, rng));
    match rng.u8(..16) {
        0..3 => replace(document, &at, value),
        3..5 => drop(remove(document, &at)),
        5 => rename(document, &at, key),
        6..8 => copy(document, &other, &at),
        8..11 => insert(document, &at, key, value),
        11 => replace(document, &at, json!({"$ref": format!("#{other}")})),
        12 => wrap(document, &at, rng),
        13 => grafted(document, &at, rng),
        14 => edit(document, &at, values, rng),
        _ => swap(document, &at, &other),
    }
}

pub(crate) fn pick<'l, T>(list: &'l [T], rng: &mut Rng) -> &'l T {
    &list[rng.usize(..list.len())]
}

/// A key: mostly one of the language.
fn word(keys: &[&str], values: &[&str], rng: &mut Rng) -> String {
    match rng.u8(..8) {
        0 => text(values, rng),
        1 => pick(&["", "x-y", "a/b", "~", "a b", "Ä", "a_b", "aB", "type"], rng).to_string(),
        _ => pick(keys, rng).to_string(),
    }
}

fn text(values: &[&str], rng: &mut Rng) -> String {
    static POISON: LazyLock<Vec<String>> = LazyLock::new(poison::texts);
    match rng.u8(..8) {
        0 => pick(&POISON, rng).clone(),
        1 => (0..rng.usize(..9)).map(|_| rng.char(..)).collect(),
        _ => pick(values, rng).to_string(),
    }
}

/// A value for any position.
fn junk(values: &[&str], rng: &mut Rng) -> Value {
    match rng.u8(..16) {
        0 => Value::Null,
        1 => rng.bool().into(),
        2 => pick(&[0, 1, -1, 2, i64::MAX, i64::MIN, 1 << 53], rng).to_owned().into(),
        3 => u64::MAX.into(),
        4 => pick(&[0.5, -0.0, 1e308, 1e-308, 1.0], rng).to_owned().into(),
        5 => json!([]),
        6 => json!({}),
        7 => json!({"type": ["string", "null", "object"]}),
        8 => json!({"oneOf": [{}, {"type": "null"}, {"$ref": "#/components"}]}),
        9 => json!([{"type": "string"}, 1, null]),
        10 => json!({"$ref": text(values, rng)}),
        11 => json!([text(values, rng), text(values, rng)]),
        _ => text(values, rng).into(),
    }
}

fn replace(document: &mut Value, at: &str, value: Value) {
    if let Some(node) = document.pointer_mut(at) {
        *node = value;
    }
}

/// Another key for one member; its position is the same.
fn rename(document: &mut Value, at: &str, name: String) {
    let Some((owner, key)) = at.rsplit_once('/') else {
        return;
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    if let Some(Value::Object(map)) = document.pointer_mut(owner) {
        let members = std::mem::take(map).into_iter();
        *map = members
            .map(|(old, value)| (if old == key { name.clone() } else { old }, value))
            .collect::<Map<_, _>>();
    }
}

fn is_small(value: &Value) -> bool {
    value.to_string().len() < MAX_COPY
}

fn copy(document: &mut Value, from: &str, to: &str) {
    if let Some(copy) = document.pointer(from).filter(|copy| is_small(copy)).cloned() {
        replace(document, to, copy);
    }
}

fn insert(document: &mut Value, at: &str, key: String, value: Value) {
    match document.pointer_mut(at) {
        Some(Value::Object(map)) => drop(map.insert(key, value)),
        Some(Value::Array(list)) => list.push(value),
        _ => {}
    }
}

/// Puts a node into another one.
fn wrap(document: &mut Value, at: &str, rng: &mut Rng) {
    let Some(node) = document.pointer_mut(at) else { return };
    let inner = std::mem::take(node);
    *node = match rng.u8(..6) {
        0 => json!({"oneOf": [inner, {"type": "string"}]}),
        1 => json!({"allOf": [inner]}),
        2 => json!({"type": "array", "items": inner}),
        3 => json!({"type": "object", "properties": {"a": inner}}),
        4 => json!([inner.clone(), inner]),
        _ => json!({"anyOf": [inner, {"type": "null"}]}),
    };
}

/// Puts a node of another document here.
fn grafted(document: &mut Value, at: &str, rng: &mut Rng) {
    let Some(other) = read(&pick(cases(), rng).document) else {
        return;
    };
    // A schema where a schema is, if possible.
    let key = at.rsplit('/').next().unwrap_or_default();
    let all = pointers(&other);
    let alike: Vec<&String> = all.iter().filter(|one| one.rsplit('/').next() == Some(key)).collect();
    let from = if alike.is_empty() {
        pick(&all, rng)
    } else {
        *pick(&alike, rng)
    };
    if let Some(node) = other.pointer(from).filter(|node| is_small(node)) {
        replace(document, at, node.clone());
    }
}

/// Changes a scalar a little.
fn edit(document: &mut Value, at: &str, values: &[&str], rng: &mut Rng) {
    match document.pointer_mut(at) {
        Some(Value::String(old)) => match rng.u8(..4) {
            0 => old.push_str(&text(values, rng)),
            1 => *old = old.chars().rev().collect(),
            2 => *old = old.to_uppercase(),
            _ => drop(old.pop()),
        },
        Some(Value::Array(list)) if !list.is_empty() => {
            let again = pick(list, rng).clone();
            if is_small(&again) {
                list.insert(rng.usize(..list.len()), again);
            }
        }
        Some(Value::Bool(old)) => *old = !*old,
        Some(node @ Value::Number(_)) => *node = junk(values, rng),
        _ => {}
    }
}

fn swap(document: &mut Value, one: &str, other: &str) {
    let is_inside = one.starts_with(other) || other.starts_with(one);
    let both = (document.pointer(one).cloned(), document.pointer(other).cloned());
    if let ((Some(first), Some(second)), false) = (both, is_inside) {
        replace(document, one, second);
        replace(document, other, first);
    }
}
