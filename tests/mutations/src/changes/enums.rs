//! Changes of the values of enums.

use serde_json::{Value, json};

use super::members::sites;
use super::{Breaks, Change, Changes, Fine, below, with};
use crate::base::Base;
use crate::document::list;

pub(super) fn add(base: &Base, found: &mut Vec<Change>) {
    for site in sites(base) {
        let values = list(&site.schema["enum"]);
        let [first, .., last] = values else { continue };
        if base.name == "streams" {
            continue;
        }
        let at = below(&site.at, "enum");
        let change = |kind, values: &[Value]| Change::new(kind, &site.at, with(&base.tree, &at, json!(values)));
        let other = if first.is_string() { json!("another") } else { json!(77) };
        let more: Vec<Value> = values.iter().cloned().chain([other.clone()]).collect();
        let deployed = if site.received { Changes } else { Fine };
        found.push(change("value added", &more).means("value-added", Fine, deployed));
        let fewer: Vec<Value> = values.iter().filter(|value| *value != last).cloned().collect();
        let deployed = if site.sent { Breaks } else { Fine };
        if site.schema.get("x-enum-varnames").is_none() {
            found.push(change("value removed", &fewer).means("value-removed", Breaks, deployed));
        }
        let renamed: Vec<Value> = fewer.iter().cloned().chain([other]).collect();
        let deployed = match (site.sent, site.received) {
            (true, _) => Breaks,
            (false, true) => Changes,
            _ => Fine,
        };
        if site.schema.get("x-enum-varnames").is_none() {
            found.push(
                change("value replaced", &renamed)
                    .means("value-removed", Breaks, deployed)
                    .rows(2),
            );
        }
        let reversed: Vec<Value> = values.iter().rev().cloned().collect();
        if site.schema.get("x-enum-varnames").is_none() {
            found.push(change("values in another order", &reversed));
        }
        let open = with(&base.tree, &at, Value::Null);
        let deployed = if site.received { Changes } else { Fine };
        found.push(Change::new("enum opened", &site.at, open).means("enum-opened", Breaks, deployed));
        if site.at.starts_with("/components") {
            let described = with(&base.tree, &below(&site.at, "description"), json!("Another text."));
            found.push(Change::new("enum described", &site.at, described).means("documentation-changed", Fine, Fine));
        }
    }
}
