//! Changes of responses.

use serde_json::{Value, json};

use super::operations::sites;
use super::{Breaks, Change, Changes, Fine, below, set, with};
use crate::base::Base;

pub(super) fn add(base: &Base, found: &mut Vec<Change>) {
    let is_legacy = base.name == "legacy";
    for site in sites(base) {
        let change = |kind, tree| Change::new(kind, &site.at, tree);
        let at = below(&site.at, "responses");
        let empty = with(&base.tree, &below(&at, "418"), json!({ "description": "A teapot." }));
        let has_default = site.operation["responses"].get("default").is_some();
        if !has_default {
            found.push(change("error added", empty.clone()).means("error-added", Fine, Fine));
        }
        if !is_legacy && !has_default {
            // An enum of several bodies gets one more variant.
            let bodies = site.operation["responses"].as_object().into_iter().flatten();
            let bodies = bodies.filter(|(status, one)| !status.starts_with('2') && one.get("content").is_some());
            let code = if bodies.count() > 1 { Fine } else { Breaks };
            let schema =
                json!({ "type": "object", "required": ["pot"], "properties": { "pot": { "type": "string" } } });
            let mut tree = empty;
            set(
                &mut tree,
                &below(&below(&at, "418"), "content"),
                json!({ "application/json": { "schema": schema } }),
            );
            found.push(
                change("error with a body added", tree)
                    .means("error-added", code, Fine)
                    .rows(2),
            );
        }
        let responses = site.operation["responses"].as_object();
        let success: Vec<&String> = responses
            .into_iter()
            .flatten()
            .map(|(status, _)| status)
            .filter(|status| status.starts_with('2'))
            .collect();
        for (status, response) in responses.into_iter().flatten() {
            let at = below(&at, status);
            let is_success = status.starts_with('2');
            let change = |kind, tree| Change::new(kind, &at, tree);
            let schema = &response["content"]["application/json"]["schema"];
            // A second type, though it is equal: it is written a second time.
            let code = if schema.get("properties").is_some() {
                Breaks
            } else {
                Fine
            };
            // A client accepts every successful status with the body of the only declared one. A text may be empty, and is
            // not recognized then.
            let content = response.get("content").and_then(Value::as_object);
            let is_text = content.is_some_and(|content| content.keys().all(|media| media.starts_with("text/")));
            let is_stream = content.is_some_and(|content| content.keys().all(|media| media.ends_with("ndjson")));
            let is_paged = base.name == "pages" && site.at.contains("~1events/get");
            let deployed = if is_text || is_stream { Breaks } else { Fine };
            let described = with(&base.tree, &below(&at, "description"), json!("Another text."));
            found.push(change("response described", described).means("documentation-changed", Fine, Fine));
            if is_success && success.len() == 1 {
                let mut tree = with(&base.tree, &at, Value::Null);
                set(
                    &mut tree,
                    &below(&below(&site.at, "responses"), "206"),
                    response.clone(),
                );
                found.push(
                    change("status", tree)
                        .means("status-added", Fine, deployed)
                        .for_some(is_text)
                        .rows(2),
                );
                let tree = with(
                    &base.tree,
                    &below(&below(&site.at, "responses"), "206"),
                    response.clone(),
                );
                let added = change("status added", tree)
                    .means("status-added", code, deployed)
                    .for_some(is_text || is_stream);
                found.push(if is_paged {
                    added.except(
                        "a list whose responses have two types has no pages: a single response does not show it",
                    )
                } else {
                    added
                });
            }
            headers(base, &at, response, found);
            let json = &response["content"]["application/json"];
            if json.is_object() && is_success && base.name != "streams" {
                let content = below(&at, "content");
                if response["content"].as_object().is_some_and(|all| all.len() == 1) {
                    let tree = with(
                        &base.tree,
                        &content,
                        json!({ "text/plain": { "schema": { "type": "string" } } }),
                    );
                    found.push(
                        change("response as text", tree)
                            .means("response-media-type-changed", Breaks, Breaks)
                            .for_some(success.len() > 1)
                            .rows(3),
                    );
                    let tree = with(
                        &base.tree,
                        &below(&content, "text/csv"),
                        json!({ "schema": { "type": "string" } }),
                    );
                    found.push(change("response also as text", tree));
                    let tree = with(&base.tree, &content, Value::Null);
                    found.push(
                        change("response without a body", tree)
                            .means("response-body-removed", Breaks, Breaks)
                            .for_some(success.len() > 1)
                            .rows(3),
                    );
                }
                let to = schema["$ref"].as_str().unwrap_or_default();
                let is_union = to.ends_with("/Price") || to.ends_with("/Receipt") || site.path == "/animals";
                let wrapped = with(
                    &base.tree,
                    &below(&below(&content, "application/json"), "schema"),
                    json!({ "type": "array", "items": json["schema"] }),
                );
                found.push(
                    change("response in a list", wrapped)
                        .means("type-changed", Breaks, if is_union { Changes } else { Breaks })
                        .rows(4),
                );
            }
        }
    }
}

fn headers(base: &Base, at: &str, response: &Value, found: &mut Vec<Change>) {
    let change = |kind, name: &str, tree| Change::new(kind, &format!("{at} {name}"), tree);
    let all = below(at, "headers");
    for (name, _) in response["headers"].as_object().into_iter().flatten() {
        let tree = with(&base.tree, &below(&all, name), Value::Null);
        found.push(
            change("header removed", name, tree)
                .means("response-header-removed", Breaks, Changes)
                .rows(2),
        );
        if base.name != "pages" && name != "X-Name" {
            let schema = json!({ "type": "boolean" });
            let schema = if base.name == "legacy" {
                schema
            } else {
                json!({ "schema": schema })
            };
            let tree = with(&base.tree, &below(&all, name), schema);
            found.push(
                change("header of another type", name, tree)
                    .means("response-header-changed", Breaks, Changes)
                    .rows(2),
            );
        }
    }
    let mut tree = base.tree.clone();
    if tree.pointer(&all).is_none() {
        set(&mut tree, &all, json!({}));
    }
    let schema = json!({ "type": "string" });
    let schema = if base.name == "legacy" {
        schema
    } else {
        json!({ "schema": schema })
    };
    set(&mut tree, &below(&all, "X-Extra-One"), schema);
    found.push(change("header added", "X-Extra-One", tree).means("response-header-added", Fine, Fine));
}
