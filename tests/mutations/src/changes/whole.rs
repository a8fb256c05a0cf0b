//! Changes of the whole document.

use serde_json::{Map, Value, json};

use super::{Breaks, Change, Changes, Fine, below, set, with};
use crate::base::Base;

pub(super) fn add(base: &Base, found: &mut Vec<Change>) {
    let change = |kind, tree| Change::new(kind, "", tree);
    let order = change("everything in another order", reversed(&base.tree));
    found.push(order);
    let schemas = if base.name == "legacy" {
        "/definitions"
    } else {
        "/components/schemas"
    };
    if base.tree.pointer(schemas).is_some() {
        let unused = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
        found.push(change(
            "unused schema",
            with(&base.tree, &below(schemas, "NeverUsed"), unused),
        ));
        for (name, _) in base
            .tree
            .pointer(schemas)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            rename(base, schemas, name, found);
        }
    }
    let titled = with(&base.tree, "/info/title", json!("Another title"));
    found.push(change("title", titled).means("documentation-changed", Fine, Fine));
    let version = with(&base.tree, "/info/version", json!("2"));
    found.push(change("version", version));
    if base.name == "legacy" {
        let tree = with(&base.tree, "/host", json!("other.example.com"));
        found.push(
            change("host", tree)
                .means("server-changed", Fine, Breaks)
                .for_some(false),
        );
        return;
    }
    let server = json!([{ "url": "https://other.example.com" }]);
    let tree = with(&base.tree, "/servers", server.clone());
    found.push(
        change("server", tree)
            .means("server-changed", Fine, Breaks)
            .for_some(false)
            .rows(2),
    );
    let tree = with(&base.tree, "/servers/-", server[0].clone());
    found.push(change("server added", tree).means("server-added", Fine, Fine));
    let tree = with(&base.tree, "/servers/0/description", json!("Here."));
    found.push(change("server described", tree));
}

/// A component with another name: the old name stays as an alias.
fn rename(base: &Base, schemas: &str, name: &str, found: &mut Vec<Change>) {
    let prefix = format!("#{schemas}/");
    let text = base.tree.to_string();
    let text = text.replace(&format!("\"{prefix}{name}\""), &format!("\"{prefix}Renamed{name}\""));
    let Ok(mut tree) = serde_json::from_str::<Value>(&text) else {
        return;
    };
    let schema = tree.pointer(&below(schemas, name)).cloned().unwrap_or_default();
    let is_implied = ["Animal", "Cat", "Dog"].contains(&name);
    if is_implied {
        return;
    }
    set(&mut tree, &below(schemas, name), Value::Null);
    set(&mut tree, &below(schemas, &format!("Renamed{name}")), schema);
    let at = below(schemas, name);
    // The variant of a union is named after its branch.
    let is_branch = ["Fixed", "Range", "CashOffer", "SwapOffer", "Paid", "Refused"].contains(&name);
    // An alias of a text, a list or a map leaves no alias.
    let is_alias = ["Key", "Moment", "Names", "Notes"].contains(&name);
    let code = if is_branch || is_alias { Breaks } else { Changes };
    found.push(Change::new("schema renamed", &at, tree.clone()).means("type-renamed", code, Fine));
    let change = Change::new("schema renamed, names lost", &at, tree).means("type-renamed", Breaks, Fine);
    found.push(change.without_lock().rows(6));
}

/// Every object and every list of which the order means nothing.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut out = Map::new();
            for (name, member) in members.iter().rev() {
                let member = match (name.as_str(), member) {
                    ("servers" | "security" | "x-enum-varnames", member) => member.clone(),
                    // Of several media types of text, the first one is requested.
                    ("content", Value::Object(all)) if is_choice_of_texts(all) => member.clone(),
                    ("required" | "parameters", Value::Array(items)) => {
                        Value::Array(items.iter().rev().map(reversed).collect())
                    }
                    ("enum", Value::Array(items)) if members.get("x-enum-varnames").is_none() => {
                        Value::Array(items.iter().rev().cloned().collect())
                    }
                    (_, member) => reversed(member),
                };
                out.insert(name.clone(), member);
            }
            Value::Object(out)
        }
        Value::Array(items) => Value::Array(items.iter().map(reversed).collect()),
        scalar => scalar.clone(),
    }
}

fn is_choice_of_texts(content: &Map<String, Value>) -> bool {
    content.keys().filter(|name| name.starts_with("text/")).count() > 1
}
