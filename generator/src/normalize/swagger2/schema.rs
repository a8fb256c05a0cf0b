//! Schemas of 2.0, which are almost those of 3.0.

use super::{At, Rewrite, text};
use crate::load::{Map, Node};
use crate::normalize::build::object;
use crate::normalize::grammar::{Member, ObjectKind, member};

impl Rewrite<'_, '_> {
    pub(super) fn schema(&mut self, node: &Node, at: &At) -> Node {
        let Node::Object(map) = node else { return node.clone() };
        let mut new = Map::new();
        if map.get("$ref").is_some_and(Node::is_string) {
            new.clone_from(map);
        } else {
            self.account(ObjectKind::Schema, map, at);
            for (key, value) in map {
                let value = self.keyword(key, value, &at.child(key));
                new.insert(key.clone(), value);
            }
        }
        nullable(map, &mut new);
        Node::Object(new)
    }

    fn keyword(&mut self, key: &str, value: &Node, at: &At) -> Node {
        match (member(ObjectKind::Schema, key), value) {
            (Member::Plain, Node::String(property)) if key == "discriminator" => {
                object([("propertyName", text(property))])
            }
            (Member::One(_), Node::Array(list)) | (Member::List(_), Node::Array(list)) => {
                let schemas = list.iter().enumerate();
                Node::Array(schemas.map(|(index, one)| self.schema(one, &at.index(index))).collect())
            }
            (Member::One(_), value) => self.schema(value, at),
            (Member::Map(_), Node::Object(named)) => {
                let schemas = named.iter();
                Node::Object(
                    schemas
                        .map(|(name, one)| (name.clone(), self.schema(one, &at.child(name))))
                        .collect(),
                )
            }
            (_, value) => value.clone(),
        }
    }
}

/// `x-nullable` of 2.0 documents is `nullable` in 3.0.
pub(super) fn nullable(old: &Map, new: &mut Map) {
    if let Some(flag @ Node::Bool(_)) = old.get("x-nullable") {
        new.entry("nullable").or_insert_with(|| flag.clone());
    }
}
