//! Changes of operations and their bodies.

use serde_json::{Value, json};

use super::{Breaks, Change, Changes, Fine, below, set, with};
use crate::base::Base;

/// An operation of the document.
pub(super) struct Site<'a> {
    pub at: String,
    pub path: &'a str,
    pub method: &'a str,
    pub operation: &'a Value,
}

const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

pub(super) fn sites(base: &Base) -> Vec<Site<'_>> {
    let mut found = Vec::new();
    for (path, item) in base.tree["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if METHODS.contains(&method.as_str()) {
                let at = below(&below("/paths", path), method);
                found.push(Site {
                    at,
                    path,
                    method,
                    operation,
                });
            }
        }
    }
    found
}

pub(super) fn add(base: &Base, found: &mut Vec<Change>) {
    for site in sites(base) {
        routes(base, &site, found);
        notes(base, &site, found);
        bodies(base, &site, found);
        access(base, &site, found);
    }
}

fn routes(base: &Base, site: &Site<'_>, found: &mut Vec<Change>) {
    let change = |kind, tree| Change::new(kind, &site.at, tree);
    let removed = with(&base.tree, &site.at, Value::Null);
    found.push(
        change("operation removed", removed.clone())
            .means("operation-removed", Breaks, Breaks)
            .for_some(false),
    );
    let has_id = site.operation.get("operationId").is_some();
    let item = &base.tree["paths"][site.path];
    let shared = item.get("parameters").cloned();
    // The operation with its parameters, at another path.
    let mut other = json!({ site.method: site.operation });
    if let Some(shared) = shared {
        other["parameters"] = shared;
    }
    let path = format!("/moved{}", site.path);
    let mut moved = removed.clone();
    set(&mut moved, &below("/paths", &path), other);
    if has_id {
        found.push(
            change("path", moved)
                .means("route-changed", Fine, Breaks)
                .for_some(false),
        );
    } else {
        found.push(
            change("path without an id", moved)
                .means("operation-removed", Breaks, Breaks)
                .rows(2),
        );
    }
    let to = match site.method {
        "patch" | "post" => "put",
        "put" => "post",
        _ => "",
    };
    if has_id && !to.is_empty() && item.get(to).is_none() {
        let mut tree = removed;
        set(
            &mut tree,
            &below(&below("/paths", site.path), to),
            site.operation.clone(),
        );
        found.push(
            change("method", tree)
                .means("route-changed", Fine, Breaks)
                .for_some(false),
        );
    }
    let mut tree = base.tree.clone();
    let added = json!({ "get": { "operationId": "addedOne", "tags": site.operation["tags"], "responses": { "204": { "description": "Yes." } } } });
    set(
        &mut tree,
        &below("/paths", &format!("/added{}", site.path.replace(['{', '}'], ""))),
        added,
    );
    found.push(change("operation added", tree).means("operation-added", Fine, Fine));
    if has_id {
        let renamed = with(&base.tree, &below(&site.at, "operationId"), json!("quiteAnotherName"));
        found.push(change("operationId", renamed.clone()));
        let change = change("operationId, names lost", renamed).means("operation-renamed", Breaks, Fine);
        found.push(change.without_lock().rows(9));
    }
    let tagged = with(&base.tree, &below(&site.at, "tags"), json!(["elsewhere"]));
    found.push(change("tag", tagged.clone()));
    found.push(
        change("tag, names lost", tagged)
            .means("operation-renamed", Breaks, Fine)
            .without_lock()
            .rows(2),
    );
}

fn notes(base: &Base, site: &Site<'_>, found: &mut Vec<Change>) {
    let change = |kind, tree| Change::new(kind, &site.at, tree);
    let described = with(&base.tree, &below(&site.at, "description"), json!("Another text."));
    found.push(change("operation described", described).means("documentation-changed", Fine, Fine));
    if site.operation.get("deprecated").is_none() {
        let old = with(&base.tree, &below(&site.at, "deprecated"), json!(true));
        found.push(change("operation deprecated", old).means("operation-deprecated", Changes, Fine));
    } else {
        let old = with(&base.tree, &below(&site.at, "deprecated"), Value::Null);
        found.push(change("operation not deprecated", old).means("operation-undeprecated", Fine, Fine));
    }
}

fn bodies(base: &Base, site: &Site<'_>, found: &mut Vec<Change>) {
    let change = |kind, tree| Change::new(kind, &site.at, tree);
    if base.name == "legacy" {
        return;
    }
    let at = below(&site.at, "requestBody");
    let Some(body) = site.operation.get("requestBody") else {
        if ["post", "put", "patch"].contains(&site.method) {
            return;
        }
        return;
    };
    let gone = with(&base.tree, &at, Value::Null);
    found.push(change("body removed", gone).means("request-body-removed", Breaks, Changes));
    if body["required"] == true {
        let tree = with(&base.tree, &below(&at, "required"), Value::Null);
        found.push(change("body optional", tree).means("request-body-optional", Breaks, Fine));
    } else {
        let tree = with(&base.tree, &below(&at, "required"), json!(true));
        found.push(
            change("body required", tree)
                .means("request-body-required", Breaks, Breaks)
                .for_some(true),
        );
    }
    let content = below(&at, "content");
    let json = &body["content"]["application/json"];
    if json.is_object() && body["content"].as_object().is_some_and(|all| all.len() == 1) {
        let tree = with(
            &base.tree,
            &content,
            json!({ "application/x-www-form-urlencoded": json }),
        );
        found.push(
            change("body as a form", tree)
                .means("request-media-type-removed", Fine, Breaks)
                .rows(2),
        );
        let tree = with(
            &base.tree,
            &below(&content, "application/x-www-form-urlencoded"),
            json.clone(),
        );
        found.push(change("body also as a form", tree).means("request-media-type-added", Fine, Fine));
        let tree = with(&base.tree, &content, json!({ "application/vnd.other+json": json }));
        found.push(
            change("body of another media type", tree)
                .means("request-media-type-removed", Fine, Breaks)
                .rows(2),
        );
    }
}

fn access(base: &Base, site: &Site<'_>, found: &mut Vec<Change>) {
    let change = |kind, tree| Change::new(kind, &site.at, tree);
    let at = below(&site.at, "security");
    let holder = if base.name == "legacy" {
        "/securityDefinitions"
    } else {
        "/components/securitySchemes"
    };
    let mut tree = base.tree.clone();
    if tree.pointer("/components").is_none() && base.name != "legacy" {
        set(&mut tree, "/components", json!({}));
    }
    if tree.pointer(holder).is_none() {
        set(&mut tree, holder, json!({}));
    }
    set(
        &mut tree,
        &below(holder, "extra"),
        json!({ "type": "apiKey", "in": "header", "name": "X-Extra" }),
    );
    let own = site
        .operation
        .get("security")
        .or_else(|| base.tree.get("security"))
        .cloned()
        .unwrap_or(json!([]));
    let is_open =
        own.as_array().is_some_and(Vec::is_empty) || own.as_array().is_some_and(|all| all.contains(&json!({})));
    let only = with(&tree, &at, json!([{ "extra": [] }]));
    found.push(
        change("other credentials", only)
            .means("security-changed", Fine, Breaks)
            .for_some(false),
    );
    let mut more = own.as_array().cloned().unwrap_or_default();
    more.push(json!({ "extra": [] }));
    if !is_open {
        let also = with(&tree, &at, json!(more));
        found.push(change("other credentials as an alternative", also).means("security-loosened", Fine, Fine));
        let none = with(&base.tree, &at, json!([]));
        found.push(change("no credentials", none).means("security-loosened", Fine, Fine));
    }
    if base.name != "legacy" {
        let tree = with(
            &base.tree,
            &below(&site.at, "servers"),
            json!([{ "url": "https://elsewhere.example.com" }]),
        );
        found.push(
            change("server of an operation", tree)
                .means("server-changed", Fine, Breaks)
                .for_some(false),
        );
    }
}
