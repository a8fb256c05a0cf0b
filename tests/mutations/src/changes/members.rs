//! Changes of the members of objects.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Breaks, Change, Changes, Fine, below, listed, set, with};
use crate::base::Base;
use crate::document::list;
use crate::instances::walk;
use crate::server::Server;

/// A schema of the document, and what its values are for.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// In the document.
    pub at: String,
    pub schema: Value,
    pub sent: bool,
    pub received: bool,
    /// Whether values are received as bodies of errors only: a call with an error fails anyway.
    pub is_error: bool,
}

impl Site {
    /// What it means for deployed programs that a value cannot be decoded.
    fn unread(&self) -> oaspen::Verdict {
        if self.is_error { Changes } else { Breaks }
    }
}

/// The schemas that operations use, without those of unions, forms and files.
pub(super) fn sites(base: &Base) -> Vec<Site> {
    let server = &base.server;
    let reached = |roots: Vec<String>| walk::reachable(&server.root, roots);
    let (mut sent, mut received, mut success) = (Vec::new(), Vec::new(), Vec::new());
    for operation in &server.operations {
        sent.extend(operation.params.iter().map(|param| param.schema.clone()));
        let media = operation.body.iter().flat_map(|body| &body.media);
        sent.extend(media.filter_map(|media| media.schema.clone()));
        let media = operation.responses.iter().flat_map(|response| &response.media);
        received.extend(media.filter_map(|media| media.schema.clone()));
        let good = operation
            .responses
            .iter()
            .filter(|response| response.status.starts_with('2'));
        success.extend(
            good.flat_map(|response| &response.media)
                .filter_map(|media| media.schema.clone()),
        );
    }
    let (sent, received, success) = (reached(sent), reached(received), reached(success));
    let unions = unions(server);
    let mut found = Vec::new();
    for pointer in sent.union(&received) {
        let at = pointer.replacen(
            "/components/schemas/",
            "/definitions/",
            usize::from(base.name == "legacy"),
        );
        let (Some(schema), true) = (
            base.tree.pointer(&at),
            base.tree.pointer(&at) == server.root.pointer(pointer) || base.name == "legacy",
        ) else {
            continue;
        };
        if unions.contains(pointer)
            || pointer.contains("multipart")
            || pointer.contains("event-stream")
            || pointer.contains("ndjson")
        {
            continue;
        }
        found.push(Site {
            at,
            schema: schema.clone(),
            sent: sent.contains(pointer),
            received: received.contains(pointer),
            is_error: !success.contains(pointer),
        });
    }
    found
}

/// Schemas that are branches of unions, or parts of them.
fn unions(server: &Server) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (name, schema) in server.root["components"]["schemas"].as_object().into_iter().flatten() {
        let at = below("/components/schemas", name);
        if schema.get("discriminator").is_some() || schema.get("allOf").is_some() {
            found.extend(walk::reachable(&server.root, [at.clone()]));
        }
        if schema.get("oneOf").is_some() || schema.get("anyOf").is_some() {
            found.extend(walk::reachable(&server.root, [at]));
        }
    }
    found
}

pub(super) fn add(base: &Base, found: &mut Vec<Change>) {
    for site in sites(base) {
        let Some(properties) = site.schema["properties"].as_object() else {
            continue;
        };
        // Members behind aliases have changes of their own.
        if ["streams", "names"].contains(&base.name) {
            continue;
        }
        additions(base, &site, found);
        for (name, schema) in properties {
            let member = Member {
                base,
                site: &site,
                name,
                schema,
                at: below(&below(&site.at, "properties"), name),
                is_required: list(&site.schema["required"]).iter().any(|one| one == name),
                is_only: properties.len() == 1,
            };
            member.presence(found);
            member.removal(found);
            member.types(found);
            member.notes(found);
            member.directions(found);
        }
    }
}

fn additions(base: &Base, site: &Site, found: &mut Vec<Change>) {
    let at = below(&below(&site.at, "properties"), "added_one");
    let added = with(&base.tree, &at, json!({ "type": "string" }));
    found.push(Change::new("member added", &site.at, added.clone()).means("member-added", Fine, Fine));
    let mut required = added;
    listed(&mut required, &below(&site.at, "required"), "added_one", true);
    // A builder has one more method that code does not call: `build()` returns an error.
    let count = list(&site.schema["required"]).len();
    let code = if count > 4 { Changes } else { Breaks };
    let change = Change::new("member added, required", &site.at, required);
    found.push(if site.sent {
        change.means("member-added-required", code, Breaks)
    } else {
        change.means("member-added", if count == 0 { Breaks } else { Fine }, Fine)
    });
    let mut reversed = base.tree.clone();
    if let Some(Value::Object(members)) = reversed.pointer_mut(&below(&site.at, "properties")) {
        let other: Vec<(String, Value)> = members
            .iter()
            .rev()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        *members = other.into_iter().collect();
    }
    found.push(Change::new("members in another order", &site.at, reversed));
    let described = with(&base.tree, &below(&site.at, "description"), json!("Another text."));
    let is_inline = !site.at.starts_with("/components") && !site.at.starts_with("/definitions");
    if !is_inline {
        found.push(Change::new("type described", &site.at, described).means("documentation-changed", Fine, Fine));
    }
    if !is_inline && site.schema.get("deprecated").is_some() {
        let old = with(&base.tree, &below(&site.at, "deprecated"), Value::Null);
        found.push(
            Change::new("type not deprecated", &site.at, old)
                .means("type-undeprecated", Fine, Fine)
                .rows(2),
        );
    } else if !is_inline {
        let old = with(&base.tree, &below(&site.at, "deprecated"), json!(true));
        found.push(
            Change::new("type deprecated", &site.at, old)
                .means("type-deprecated", Fine, Fine)
                .rows(2),
        );
    }
    if site.schema.get("additionalProperties").is_none() {
        let open = with(&base.tree, &below(&site.at, "additionalProperties"), json!(true));
        found.push(Change::new("object opened", &site.at, open).means("object-opened", Fine, Fine));
        let closed = with(&base.tree, &below(&site.at, "additionalProperties"), json!(false));
        found.push(Change::new("object closed", &site.at, closed).means("object-closed", Fine, Fine));
    }
}

struct Member<'a> {
    base: &'a Base,
    site: &'a Site,
    name: &'a str,
    schema: &'a Value,
    at: String,
    is_required: bool,
    is_only: bool,
}

impl Member<'_> {
    fn has(&self, name: &str) -> bool {
        self.schema.get(name).is_some()
    }

    fn is_nullable(&self) -> bool {
        self.schema["nullable"] == true || list(&self.schema["type"]).iter().any(|one| one == "null")
    }

    fn change(&self, kind: &'static str, tree: Value) -> Change {
        Change::new(kind, &self.at, tree)
    }

    fn presence(&self, found: &mut Vec<Change>) {
        let Site { sent, received, .. } = *self.site;
        if self.has("const") {
            return;
        }
        let mut tree = self.base.tree.clone();
        listed(
            &mut tree,
            &below(&self.site.at, "required"),
            self.name,
            !self.is_required,
        );
        // An option in Rust anyway.
        let code = if self.is_nullable() && !sent { Fine } else { Breaks };
        if self.is_required {
            let deployed = if received && !self.is_nullable() {
                self.site.unread()
            } else {
                Fine
            };
            found.push(
                self.change("member optional", tree)
                    .means("member-optional", code, deployed),
            );
        } else {
            let deployed = if sent { Breaks } else { Fine };
            found.push(
                self.change("member required", tree)
                    .means("member-required", code, deployed),
            );
        }
        let Some(kind) = self.schema["type"].as_str().filter(|_| !self.is_nullable()) else {
            return;
        };
        let tree = match self.base.name {
            "modern" => with(&self.base.tree, &below(&self.at, "type"), json!([kind, "null"])),
            "legacy" => return,
            _ => with(&self.base.tree, &below(&self.at, "nullable"), json!(true)),
        };
        // A member that may be absent and is sent distinguishes null from absent.
        let code = if self.is_required || sent { Breaks } else { Fine };
        // Null is read as an empty list.
        let deployed = if self.is_required && received && kind != "array" {
            self.site.unread()
        } else {
            Fine
        };
        // The maker of values does not reach members that deep with null.
        let is_deep = self.at.matches("/properties/").count() > 2;
        if !self.has("enum") && kind != "object" && !is_deep {
            found.push(
                self.change("member nullable", tree)
                    .means("member-nullable", code, deployed),
            );
        }
    }

    fn removal(&self, found: &mut Vec<Change>) {
        if self.is_only || self.has("const") {
            return;
        }
        let Site { sent, received, .. } = *self.site;
        let is_closed = self.site.schema["additionalProperties"] == false;
        let mut tree = with(&self.base.tree, &self.at, Value::Null);
        let required = below(&self.site.at, "required");
        listed(&mut tree, &required, self.name, false);
        let is_read = received && self.is_required && !self.is_nullable();
        let breaks = (is_read && !self.site.is_error) || (sent && is_closed);
        let rule = if is_read {
            "member-removed-required"
        } else {
            "member-removed"
        };
        let deployed = if breaks { Breaks } else { Changes };
        found.push(
            self.change("member removed", tree.clone())
                .means(rule, Breaks, deployed),
        );
        set(
            &mut tree,
            &below(&below(&self.site.at, "properties"), "other_name"),
            self.schema.clone(),
        );
        if self.is_required {
            listed(&mut tree, &required, "other_name", true);
        }
        let breaks = breaks || (sent && self.is_required);
        let deployed = if breaks { Breaks } else { Changes };
        found.push(
            self.change("member renamed", tree)
                .means(rule, Breaks, deployed)
                .rows(3),
        );
    }

    fn types(&self, found: &mut Vec<Change>) {
        let Site { sent, received, .. } = *self.site;
        if ["enum", "format", "const", "default", "contentEncoding"]
            .iter()
            .any(|name| self.has(name))
            || self.is_nullable()
        {
            return;
        }
        let to = |schema: Value| with(&self.base.tree, &self.at, schema);
        // A text of a query has no type.
        let is_query = self.site.at.ends_with("/Filter");
        let unread = if sent { Breaks } else { self.site.unread() };
        match self.schema["type"].as_str() {
            Some("string") => {
                let tree = to(json!({ "type": "integer" }));
                found.push(
                    self.change("text to integer", tree)
                        .means("type-changed", Breaks, unread)
                        .by_value()
                        .rows(2),
                );
                let tree = to(json!({ "type": "string", "format": "uuid" }));
                let deployed = if sent { Breaks } else { Fine };
                // Whether a text is an identifier depends on the text.
                found.push(
                    self.change("text to identifier", tree)
                        .means("type-changed", Breaks, deployed)
                        .by_value()
                        .rows(2),
                );
                let tree = with(&self.base.tree, &below(&self.at, "maxLength"), json!(4));
                if !self.has("maxLength") {
                    let (rule, deployed) = if sent {
                        ("limit-tightened", Breaks)
                    } else {
                        ("limit-changed", Fine)
                    };
                    found.push(self.change("longest text", tree).means(rule, Fine, deployed));
                }
                if self.has("maxLength") {
                    let tree = with(&self.base.tree, &below(&self.at, "maxLength"), json!(400));
                    found.push(self.change("longer text", tree).means("limit-changed", Fine, Fine));
                }
            }
            Some("integer") => {
                let tree = to(json!({ "type": "string" }));
                found.push(
                    self.change("integer to text", tree)
                        .means("type-changed", Breaks, if is_query { Fine } else { unread })
                        .rows(2),
                );
                let tree = to(json!({ "type": "number" }));
                let deployed = if received { self.site.unread() } else { Fine };
                found.push(
                    self.change("integer to number", tree)
                        .means("type-changed", Breaks, deployed)
                        .rows(2),
                );
                found.push(self.tighter("greatest integer", "maximum", json!(5)));
                // Zero is a multiple of everything.
                if !self.has("multipleOf") && !self.has("minimum") {
                    found.push(self.tighter("multiple of an integer", "multipleOf", json!(1_000_003)));
                }
            }
            Some("number") if !self.has("exclusiveMinimum") => {
                let tree = to(json!({ "type": "integer" }));
                let deployed = if sent { Breaks } else { Fine };
                found.push(
                    self.change("number to integer", tree)
                        .means("type-changed", Breaks, deployed),
                );
            }
            Some("array") => {
                let tree = to(json!({ "type": "object", "additionalProperties": self.schema["items"] }));
                found.push(
                    self.change("list to map", tree)
                        .means("type-changed", Breaks, unread)
                        .rows(2),
                );
                found.push(self.tighter("fewest items", "minItems", json!(2)));
            }
            _ => {}
        }
    }

    /// A limit that values do not fulfill.
    fn tighter(&self, what: &'static str, keyword: &str, value: Value) -> Change {
        let tree = with(&self.base.tree, &below(&self.at, keyword), value);
        let (rule, deployed) = match self.site.sent {
            true => ("limit-tightened", Breaks),
            false => ("limit-changed", Fine),
        };
        self.change(what, tree).means(rule, Fine, deployed)
    }

    fn notes(&self, found: &mut Vec<Change>) {
        let Site { sent, .. } = *self.site;
        if self.has("$ref") {
            let wrapped = with(&self.base.tree, &self.at, json!({ "allOf": [self.schema] }));
            found.push(self.change("reference in allOf", wrapped));
            return;
        }
        let described = with(&self.base.tree, &below(&self.at, "description"), json!("Another text."));
        found.push(
            self.change("member described", described)
                .means("documentation-changed", Fine, Fine),
        );
        if !self.has("deprecated") {
            let old = with(&self.base.tree, &below(&self.at, "deprecated"), json!(true));
            found.push(
                self.change("member deprecated", old)
                    .means("member-deprecated", Fine, Fine),
            );
        } else {
            let old = with(&self.base.tree, &below(&self.at, "deprecated"), Value::Null);
            found.push(
                self.change("member not deprecated", old)
                    .means("member-undeprecated", Fine, Fine),
            );
        }
        let default = match self.schema["type"].as_str() {
            Some("string") if !self.has("format") && !self.has("enum") && !self.has("contentEncoding") => {
                json!("other")
            }
            Some("integer") if !self.has("enum") => json!(3),
            Some("boolean") => json!(true),
            _ => return,
        };
        if self.is_required || self.is_nullable() {
            return;
        }
        // The server did this before, and the document describes it for the first time.
        let deployed = if self.has("default") { Changes } else { Fine };
        let tree = with(&self.base.tree, &below(&self.at, "default"), default);
        found.push(self.change("default", tree).means("default-changed", Fine, deployed));
        if self.has("default") {
            let tree = with(&self.base.tree, &below(&self.at, "default"), Value::Null);
            let deployed = if sent { Changes } else { Fine };
            found.push(self.change("no default", tree).means("default-changed", Fine, deployed));
        }
    }

    fn directions(&self, found: &mut Vec<Change>) {
        let Site { sent, received, .. } = *self.site;
        if self.has("$ref") || self.has("const") || self.has("enum") || self.is_only || self.base.name == "legacy" {
            return;
        }
        let tree = with(&self.base.tree, &below(&self.at, "readOnly"), json!(true));
        let code = if sent && self.is_required { Breaks } else { Fine };
        let deployed = if sent { Changes } else { Fine };
        found.push(
            self.change("member read-only", tree)
                .means("member-read-only", code, deployed),
        );
        let tree = with(&self.base.tree, &below(&self.at, "writeOnly"), json!(true));
        let (code, deployed) = match (received, self.is_required && !self.is_nullable()) {
            (true, true) => (Breaks, self.site.unread()),
            (true, false) => (Fine, Changes),
            (false, _) => (Fine, Fine),
        };
        found.push(
            self.change("member write-only", tree)
                .means("member-write-only", code, deployed),
        );
    }
}
