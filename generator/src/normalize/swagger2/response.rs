//! Responses: a schema in every media type that the operation produces.

use super::form::{file, is_file};
use super::media::Media;
use super::{At, Rewrite};
use crate::load::{Map, Node};
use crate::media::{is_json, mime_essence};
use crate::normalize::build::object;
use crate::normalize::grammar::ObjectKind;
use crate::pointer::Pointer;

impl<'t> Rewrite<'t, '_> {
    pub(super) fn responses(&mut self, map: &'t Map, at: &At, produces: &Media) -> Node {
        let mut new = Map::new();
        for (status, node) in map {
            let at = at.child(status);
            let node = match node {
                Node::Object(response) if !status.starts_with("x-") => {
                    let is_error = !status.starts_with(['1', '2', '3']);
                    self.response_of(response, &at, produces, is_error)
                }
                other => other.clone(),
            };
            new.insert(status.clone(), node);
        }
        Node::Object(new)
    }

    /// The response of an operation. It has the media types of the operation, even if it is shared.
    fn response_of(&mut self, map: &'t Map, at: &At, produces: &Media, is_error: bool) -> Node {
        let produces = &self.possible(map, produces, is_error, &at.old);
        let Some(target) = map.get("$ref").and_then(Node::as_str) else {
            return self.response(map, at, produces);
        };
        let own = self.root_media("produces", Pointer::parse(target).file());
        let is_same = own.types == produces.types || (own.has_json() && produces.has_json());
        match self.object(&at.old) {
            Some((shared, defined)) if !is_same && !is_error && shared.contains_key("schema") => {
                let at = At {
                    old: defined,
                    new: at.new.clone(),
                };
                self.origins.read_from(&at.new, &at.old);
                self.response(shared, &at, produces)
            }
            _ => self.response(map, at, produces),
        }
    }

    pub(super) fn response(&mut self, map: &Map, at: &At, produces: &Media) -> Node {
        if map.get("$ref").is_some_and(Node::is_string) {
            return Node::Object(map.clone());
        }
        self.account(ObjectKind::Response, map, at);
        let mut new = Map::new();
        for (key, value) in map {
            let value = match (key.as_str(), value) {
                ("schema" | "examples", _) => continue,
                ("headers", Node::Object(headers)) => {
                    let headers = headers.iter().map(|(name, header)| {
                        let at = at.child(key).child(name);
                        let header = match header {
                            Node::Object(header) => self.header(header, &at),
                            other => other.clone(),
                        };
                        (name.clone(), header)
                    });
                    Node::Object(headers.collect())
                }
                (_, other) => other.clone(),
            };
            new.insert(key.clone(), value);
        }
        new.entry("description").or_insert_with(|| Node::String(String::new()));
        if let Some(schema) = map.get("schema") {
            let mut content = self.body_content(schema, produces, at);
            examples(map, &mut content);
            new.insert("content".to_owned(), content);
        }
        Node::Object(new)
    }

    fn body_content(&mut self, schema: &Node, produces: &Media, at: &At) -> Node {
        let pointer = at.child("schema");
        let mut media = produces.clone();
        if !schema.as_object().is_some_and(is_file) {
            if media.types.is_empty() {
                media = Media::only("*/*");
            }
            return self.content(schema, &media, &pointer, &at.new);
        }
        // A file has none of the data media types that the document produces. Its own type is unknown then, so the
        // wildcard is used.
        media
            .types
            .retain(|media| !is_data(media) && mime_essence(media) != "*/*");
        if media.types.is_empty() {
            media = Media::only("application/*");
        }
        let mut keywords = schema.as_object().cloned().unwrap_or_default();
        keywords.extend(file());
        self.content(&Node::Object(keywords), &media, &pointer, &at.new)
    }

    /// The media types of a response. An error object is not an image, even if the operation produces only images.
    fn possible(&mut self, map: &'t Map, produces: &Media, is_error: bool, at: &Pointer) -> Media {
        if !is_error || produces.types.is_empty() || produces.has_structure() {
            return produces.clone();
        }
        let Some(pointer) = produces.at.as_ref().filter(|_| self.is_structured(map, at)) else {
            return produces.clone();
        };
        let message = format!("no media type of `{pointer}` can represent this error; it is read as JSON");
        self.repaired(at, message);
        Media::default()
    }

    fn is_structured(&self, map: &'t Map, at: &Pointer) -> bool {
        // A shared response has the media types of its document.
        if map.contains_key("$ref") || !map.contains_key("schema") {
            return false;
        }
        let schema = self.object(&at.child("schema")).map(|(schema, _)| schema);
        schema.is_some_and(|schema| {
            ["properties", "allOf", "items"]
                .iter()
                .any(|key| schema.contains_key(*key))
                || schema.get("type").and_then(Node::as_str) == Some("object")
        })
    }
}

fn is_data(media: &str) -> bool {
    let essence = mime_essence(media);
    is_json(media) || ["application/xml", "text/xml"].contains(&essence.as_str()) || essence.ends_with("+xml")
}

/// Moves `examples`, which are keyed by media type, to the media types.
fn examples(map: &Map, content: &mut Node) {
    let (Some(Node::Object(examples)), Node::Object(content)) = (map.get("examples"), content) else {
        return;
    };
    for (media, example) in examples {
        if let Some(Node::Object(known)) = content.get_mut(media) {
            known.insert("example".to_owned(), example.clone());
        } else if let Some(Node::Object(any)) = content.get_mut("*/*") {
            let example = object([("value", example.clone())]);
            let list = any.entry("examples").or_insert_with(|| Node::Object(Map::new()));
            if let Node::Object(list) = list {
                list.insert(media.clone(), example);
            }
        }
    }
}
