//! `in: body`: one request body, in every media type that the operation consumes.

use super::media::Media;
use super::operation::Sent;
use super::{At, Rewrite, text};
use crate::load::{Map, Node};
use crate::normalize::build::object;
use crate::normalize::grammar::ObjectKind;
use crate::pointer::Pointer;

impl Rewrite<'_, '_> {
    pub(super) fn body(&mut self, sent: &Sent<'_>, consumes: &Media, at: &At) -> Node {
        let defined = At {
            old: sent.defined.clone(),
            new: at.new.clone(),
        };
        self.account(ObjectKind::Parameter, sent.map, &defined);
        self.origins.moved(&at.new, &sent.defined);
        let mut new = Map::new();
        for (key, value) in sent.map {
            if ["description", "required"].contains(&key.as_str()) || key.starts_with("x-") {
                new.insert(key.clone(), value.clone());
            }
        }
        let mut media = consumes.clone();
        if media.types.is_empty() {
            media = Media::only("application/json");
        }
        let schema = match sent.map.get("schema") {
            Some(schema) => schema.clone(),
            None => self.bare_schema(sent, &defined),
        };
        let content = self.content(&schema, &media, &defined.child("schema"), &at.new);
        new.insert("content".to_owned(), content);
        Node::Object(new)
    }

    /// The schema of a body that is described by its own keywords, like other parameters.
    fn bare_schema(&mut self, sent: &Sent<'_>, at: &At) -> Node {
        let message = format!("the body `{}` has no `schema`; its own keywords are used", sent.name());
        self.repaired(&sent.used, message);
        let (_, schema) = self.value(sent.map, at);
        Node::Object(schema)
    }

    /// One schema under several media types: the definition under the one that a client chooses,
    /// references under the others. `owner` is the request body or the response in the new tree.
    pub(super) fn content(&mut self, schema: &Node, media: &Media, schema_at: &At, owner: &Pointer) -> Node {
        let content = owner.child("content");
        self.origins
            .made_from(&content, media.at.as_ref().unwrap_or(&schema_at.old));
        let holder = media.holder();
        let mut new = Map::new();
        for (index, media) in media.types.iter().enumerate() {
            let pointer = content.child(media).child("schema");
            let is_reference = schema.get("$ref").is_some();
            let written = if index == holder || is_reference {
                let at = At {
                    old: schema_at.old.clone(),
                    new: pointer.clone(),
                };
                if index == holder {
                    self.origins.moved(&pointer, &schema_at.old);
                }
                self.schema(schema, &at)
            } else {
                object([("$ref", text(schema_at.old.as_str()))])
            };
            new.insert(media.clone(), object([("schema", written)]));
        }
        Node::Object(new)
    }
}
