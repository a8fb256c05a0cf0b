//! Changes of parameters.

use serde_json::{Value, json};

use super::operations::sites;
use super::{Breaks, Change, Changes, Fine, below, set, with};
use crate::base::Base;
use crate::document::list;

pub(super) fn add(base: &Base, found: &mut Vec<Change>) {
    let is_legacy = base.name == "legacy";
    for site in sites(base) {
        let change = |kind, tree| Change::new(kind, &site.at, tree);
        let all = below(&site.at, "parameters");
        let schema = |name: &str, location: &str, required: bool| {
            let mut one = json!({ "name": name, "in": location, "required": required });
            if is_legacy {
                one["type"] = json!("string");
            } else {
                one["schema"] = json!({ "type": "string" });
            }
            one
        };
        let with_one = |one: Value| {
            let mut tree = base.tree.clone();
            if tree.pointer(&all).is_none() {
                set(&mut tree, &all, json!([]));
            }
            set(&mut tree, &below(&all, "-"), one);
            tree
        };
        let tree = with_one(schema("extra_one", "query", false));
        found.push(change("parameter added", tree).means("parameter-added", Fine, Fine));
        let tree = with_one(schema("X-Extra-One", "header", false));
        found.push(change("header parameter added", tree).means("parameter-added", Fine, Fine));
        let tree = with_one(schema("extra_one", "query", true));
        found.push(
            change("parameter added, required", tree)
                .means("parameter-added-required", Breaks, Breaks)
                .for_some(false),
        );
        let item = below(&below("/paths", site.path), "parameters");
        for (holder, is_shared) in [(&all, false), (&item, true)] {
            let count = base.tree["paths"][site.path]
                .as_object()
                .map_or(0, |item| item.keys().filter(|key| *key != "parameters").count());
            if is_shared && count > 1 {
                continue;
            }
            for (index, param) in list(base.tree.pointer(holder).unwrap_or(&Value::Null))
                .iter()
                .enumerate()
            {
                if matches!(param["in"].as_str(), Some("body" | "formData")) {
                    continue;
                }
                one(base, &below(holder, &index.to_string()), param, found);
            }
        }
    }
}

fn one(base: &Base, at: &str, param: &Value, found: &mut Vec<Change>) {
    let change = |kind, tree| Change::new(kind, at, tree);
    let is_legacy = base.name == "legacy";
    let required = param["required"] == true;
    let location = param["in"].as_str().unwrap_or_default();
    let described = with(&base.tree, &below(at, "description"), json!("Another text."));
    found.push(change("parameter described", described).means("documentation-changed", Fine, Fine));
    let schema_at = if is_legacy { at.to_owned() } else { below(at, "schema") };
    let schema = base.tree.pointer(&schema_at).cloned().unwrap_or_default();
    if !is_legacy {
        if param["deprecated"] == true {
            let tree = with(&base.tree, &below(at, "deprecated"), Value::Null);
            found.push(change("parameter not deprecated", tree).means("parameter-undeprecated", Fine, Fine));
        } else {
            let tree = with(&base.tree, &below(at, "deprecated"), json!(true));
            found.push(change("parameter deprecated", tree).means("parameter-deprecated", Fine, Fine));
        }
    }
    if location == "path" {
        return;
    }
    let is_plain = schema.get("enum").is_none() && schema.get("format").is_none();
    let tree = with(&base.tree, at, Value::Null);
    found.push(change("parameter removed", tree).means("parameter-removed", Breaks, Changes));
    let tree = with(&base.tree, &below(at, "name"), json!("quite_other"));
    let deployed = if required { Breaks } else { Changes };
    // Arguments of one type: those after the parameter have other positions.
    let renamed = match (required, param["name"].as_str()) {
        (true, Some("X-Client")) => Fine,
        (true, _) => Changes,
        (false, _) => Breaks,
    };
    found.push(
        change("parameter renamed", tree)
            .means("parameter-removed", renamed, deployed)
            .rows(3),
    );
    if required {
        let tree = with(&base.tree, &below(at, "required"), Value::Null);
        found.push(change("parameter optional", tree).means("parameter-optional", Breaks, Fine));
    } else {
        let tree = with(&base.tree, &below(at, "required"), json!(true));
        found.push(
            change("parameter required", tree)
                .means("parameter-required", Breaks, Breaks)
                .for_some(true),
        );
    }
    let is_scalar = ["string", "integer", "boolean"]
        .iter()
        .any(|kind| schema["type"] == *kind);
    if is_scalar && location == "query" && param.get("allowReserved").is_none() && base.name != "pages" {
        let tree = with(&base.tree, &below(at, "in"), json!("header"));
        found.push(
            change("parameter moved", tree)
                .means("parameter-moved", Fine, deployed)
                .rows(2),
        );
    }
    let default = match schema["type"].as_str() {
        Some("integer") if is_plain => json!(2),
        Some("string") if is_plain => json!("other"),
        _ => Value::Null,
    };
    if !default.is_null() && !required {
        let deployed = if schema.get("default").is_some() { Changes } else { Fine };
        let tree = with(&base.tree, &below(&schema_at, "default"), default);
        found.push(change("parameter default", tree).means("default-changed", Fine, deployed));
    }
    match schema["type"].as_str() {
        Some("integer") if is_plain => {
            let mut tree = with(&base.tree, &below(&schema_at, "type"), json!("string"));
            for limit in ["minimum", "maximum", "default"] {
                set(&mut tree, &below(&schema_at, limit), Value::Null);
            }
            if schema.get("default").is_none() {
                found.push(
                    change("parameter integer to text", tree)
                        .means("type-changed", Breaks, Fine)
                        .rows(2),
                );
            }
            let tree = with(&base.tree, &below(&schema_at, "maximum"), json!(5));
            found.push(
                change("parameter maximum", tree)
                    .means("limit-tightened", Fine, Breaks)
                    .for_some(true),
            );
            if schema.get("maximum").is_some() {
                let tree = with(&base.tree, &below(&schema_at, "maximum"), json!(5000));
                found.push(change("parameter maximum raised", tree).means("limit-changed", Fine, Fine));
            }
        }
        Some("string") if is_plain && schema.get("default").is_none() => {
            let tree = with(&base.tree, &below(&schema_at, "type"), json!("integer"));
            let tree = with(&tree, &below(&schema_at, "minLength"), Value::Null);
            found.push(
                change("parameter text to integer", tree)
                    .means("type-changed", Breaks, Breaks)
                    .rows(2)
                    .by_value(),
            );
        }
        _ => {}
    }
}
