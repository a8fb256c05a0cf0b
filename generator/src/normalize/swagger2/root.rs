//! The document itself.

use super::operation::sent_parameter;
use super::{At, Rewrite, text};
use crate::load::{Map, Node};
use crate::normalize::grammar::ObjectKind;
use crate::pointer::Pointer;

/// The members of `components` that correspond to members of the root.
const COMPONENTS: [(&str, &str); 4] = [
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

impl<'t> Rewrite<'t, '_> {
    /// A file with the structure of a document.
    pub(super) fn document(&mut self, map: &'t Map, at: &At) -> Node {
        self.account(ObjectKind::Root, map, at);
        let components = at.new.child("components");
        for (old, new) in COMPONENTS.iter().filter(|(old, _)| map.contains_key(*old)) {
            self.origins.moved(&components.child(new), &at.old.child(old));
        }
        let mut new = Map::new();
        new.insert("openapi".to_owned(), text("3.0.3"));
        if at.old == Pointer::root() && !map.contains_key("servers") {
            let servers = self.servers(map);
            new.insert("servers".to_owned(), servers);
        }
        let mut shared = match map.get("components") {
            Some(Node::Object(written)) => written.clone(),
            _ => Map::new(),
        };
        for (key, value) in map {
            match key.as_str() {
                "swagger" | "host" | "basePath" | "schemes" | "consumes" | "produces" | "components" => {}
                "paths" => {
                    let paths = self.members(value, &at.child(key), Self::path);
                    new.insert(key.clone(), paths);
                }
                _ => match COMPONENTS.iter().find(|(old, _)| old == key) {
                    Some((old, name)) => {
                        let at = At {
                            old: at.old.child(old),
                            new: components.child(name),
                        };
                        let library = self.library(name, value, &at);
                        merge(&mut shared, name, library);
                    }
                    None => {
                        new.insert(key.clone(), value.clone());
                    }
                },
            }
        }
        if !shared.is_empty() {
            new.insert("components".to_owned(), Node::Object(shared));
        }
        Node::Object(new)
    }

    fn library(&mut self, name: &str, value: &'t Node, at: &At) -> Node {
        match name {
            "schemas" => self.members(value, at, |rewrite, node, at| Some(rewrite.schema(node, at))),
            "parameters" => self.members(value, at, Self::shared_parameter),
            "responses" => self.members(value, at, Self::shared_response),
            _ => self.members(value, at, |rewrite, node, at| {
                Some(match node {
                    Node::Object(map) => rewrite.security_scheme(map, at),
                    other => other.clone(),
                })
            }),
        }
    }

    fn members(&mut self, value: &'t Node, at: &At, each: impl Fn(&mut Self, &'t Node, &At) -> Option<Node>) -> Node {
        let Node::Object(map) = value else { return value.clone() };
        let mut new = Map::new();
        for (name, node) in map {
            if let Some(node) = each(self, node, &at.child(name)) {
                new.insert(name.clone(), node);
            }
        }
        Node::Object(new)
    }

    fn path(&mut self, node: &'t Node, at: &At) -> Option<Node> {
        Some(match node {
            Node::Object(map) => self.path_item(map, at),
            other => other.clone(),
        })
    }

    /// A parameter that is sent in a body becomes part of the operations that reference it.
    fn shared_parameter(&mut self, node: &'t Node, at: &At) -> Option<Node> {
        let Node::Object(map) = node else {
            return Some(node.clone());
        };
        let is_sent = self
            .object(&at.old)
            .is_some_and(|(map, defined)| sent_parameter(map, defined, &at.old).is_some());
        (!is_sent).then(|| self.parameter(map, at))
    }

    fn shared_response(&mut self, node: &'t Node, at: &At) -> Option<Node> {
        let produces = self.root_media("produces", at.old.file());
        Some(match node {
            Node::Object(map) => self.response(map, at, &produces),
            other => other.clone(),
        })
    }
}

/// A document that mixes both versions keeps the definitions of both.
fn merge(shared: &mut Map, name: &str, library: Node) {
    match (shared.get_mut(name), library) {
        (Some(Node::Object(known)), Node::Object(more)) => {
            for (name, node) in more {
                known.entry(name).or_insert(node);
            }
        }
        (_, library) => {
            shared.insert(name.to_owned(), library);
        }
    }
}
