//! `in: formData`: an object with a member for each parameter.

use super::media::{FORM, MULTIPART, Media};
use super::operation::Sent;
use super::{At, Rewrite, text};
use crate::load::{Map, Node};
use crate::media::mime_essence;
use crate::normalize::build::object;
use crate::normalize::grammar::ObjectKind;

impl Rewrite<'_, '_> {
    pub(super) fn form(&mut self, fields: &[Sent<'_>], consumes: &Media, at: &At) -> Node {
        let list = at.old.parent().unwrap_or_else(|| at.old.clone());
        self.origins.made_from(&at.new, &list);
        let media = self.form_media(fields, consumes, at);
        let content = at.new.child("content");
        let holder = media.types.get(media.holder()).cloned().unwrap_or_default();
        let schema_at = At {
            new: content.child(&holder).child("schema"),
            old: list,
        };
        let schema = self.form_schema(fields, &schema_at);
        let mut types = Map::new();
        for one in &media.types {
            let written = if *one == holder {
                schema.clone()
            } else {
                object([("$ref", text(schema_at.new.as_str()))])
            };
            types.insert(one.clone(), object([("schema", written)]));
        }
        let mut new = Map::new();
        new.insert("content".to_owned(), Node::Object(types));
        if fields.iter().any(|field| is_required(field.map)) {
            new.insert("required".to_owned(), Node::Bool(true));
        }
        Node::Object(new)
    }

    /// The media types of the operation that a form can have.
    fn form_media(&mut self, fields: &[Sent<'_>], consumes: &Media, at: &At) -> Media {
        let has_file = fields.iter().any(|field| is_file(field.map));
        let fits = |media: &str| {
            let essence = mime_essence(media);
            essence.starts_with("multipart/") || (essence == FORM && !has_file)
        };
        let types: Vec<String> = consumes.types.iter().filter(|media| fits(media)).cloned().collect();
        if !types.is_empty() {
            return Media {
                types,
                at: consumes.at.clone(),
            };
        }
        let media = if has_file { MULTIPART } else { FORM };
        if let (Some(pointer), false) = (&consumes.at, consumes.types.is_empty()) {
            let message = format!("the form is sent as `{media}`, which `{pointer}` does not list");
            self.repaired(&at.old, message);
        }
        Media::only(media)
    }

    fn form_schema(&mut self, fields: &[Sent<'_>], at: &At) -> Node {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for field in fields {
            let at = At {
                old: field.defined.clone(),
                new: at.new.child("properties").child(field.name()),
            };
            self.account(ObjectKind::Parameter, field.map, &at);
            self.origins.moved(&at.new, &at.old);
            if is_required(field.map) && !properties.contains_key(field.name()) {
                required.push(text(field.name()));
            }
            let property = self.form_field(field, &at);
            properties.insert(field.name().to_owned(), property);
        }
        let mut schema = Map::new();
        schema.insert("type".to_owned(), text("object"));
        schema.insert("properties".to_owned(), Node::Object(properties));
        if !required.is_empty() {
            schema.insert("required".to_owned(), Node::Array(required));
        }
        Node::Object(schema)
    }

    fn form_field(&mut self, field: &Sent<'_>, at: &At) -> Node {
        let (own, mut schema) = self.value(field.map, at);
        if let Some(written) = field.map.get("schema") {
            self.repaired(
                &at.old.child("schema"),
                "only a body can have a `schema`; it is read as in OpenAPI 3",
            );
            return self.schema(written, &at.child("schema"));
        }
        self.untyped(field.map, &mut schema, at);
        let mut keywords = Map::new();
        if let Some(description) = own.get("description") {
            keywords.insert("description".to_owned(), description.clone());
        }
        if is_file(field.map) {
            schema = file();
        } else {
            self.form_list(field.map, &mut keywords, &mut schema, at);
        }
        for (key, value) in own {
            if key.starts_with("x-") && key != "x-nullable" {
                schema.insert(key, value);
            }
        }
        schema.extend(keywords);
        Node::Object(schema)
    }

    /// A list in a form is sent as repeated fields only if the document declares it.
    fn form_list(&mut self, map: &Map, keywords: &mut Map, schema: &mut Map, at: &At) {
        if schema.get("type").and_then(Node::as_str) != Some("array") {
            return;
        }
        let holds_files = schema
            .get("items")
            .and_then(|items| items.get("type"))
            .and_then(Node::as_str)
            == Some("file");
        match map.get("collectionFormat").and_then(Node::as_str).unwrap_or("csv") {
            "multi" => {}
            _ if holds_files => {}
            "ssv" => self.as_text(keywords, schema, "spaces", &at.old),
            "pipes" => self.as_text(keywords, schema, "`|`", &at.old),
            "tsv" => self.as_text(keywords, schema, "tabs", &at.old),
            _ => self.as_text(keywords, schema, "commas", &at.old),
        }
    }
}

pub(super) fn file() -> Map {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), text("string"));
    schema.insert("format".to_owned(), text("binary"));
    schema
}

pub(super) fn is_file(map: &Map) -> bool {
    let is_file = |node: Option<&Node>| node.and_then(|node| node.get("type")).and_then(Node::as_str) == Some("file");
    map.get("type").and_then(Node::as_str) == Some("file") || is_file(map.get("items"))
}

fn is_required(map: &Map) -> bool {
    map.get("required").and_then(Node::as_bool) == Some(true)
}
