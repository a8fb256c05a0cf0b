//! Path items and operations. What 2.0 sends as parameters `in: body` and `in: formData` is a request body in 3.0.

use std::collections::BTreeSet;

use super::media::Media;
use super::{At, Rewrite};
use crate::load::{Map, Node};
use crate::normalize::grammar::{METHODS, ObjectKind};
use crate::pointer::Pointer;

/// A parameter that is sent in the body of a request.
#[derive(Clone)]
pub(super) struct Sent<'t> {
    pub map: &'t Map,
    /// The pointer of its definition.
    pub defined: Pointer,
    /// The pointer in the list of the operation.
    pub used: Pointer,
    /// `in: body`, and not a field of a form.
    pub is_body: bool,
}

impl Sent<'_> {
    pub(super) fn name(&self) -> &str {
        self.map.get("name").and_then(Node::as_str).unwrap_or("")
    }
}

impl<'t> Rewrite<'t, '_> {
    pub(super) fn path_item(&mut self, map: &'t Map, at: &At) -> Node {
        self.account(ObjectKind::PathItem, map, at);
        let mut new = Map::new();
        let mut shared = Vec::new();
        if let Some(list) = map.get("parameters") {
            let (kept, sent) = self.parameters(list, &at.child("parameters"));
            new.insert("parameters".to_owned(), kept);
            shared = sent;
        }
        for (key, value) in map.iter().filter(|(key, _)| *key != "parameters") {
            let value = match value {
                Node::Object(operation) if METHODS.contains(&key.as_str()) => {
                    self.operation(operation, &at.child(key), &shared)
                }
                other => other.clone(),
            };
            new.insert(key.clone(), value);
        }
        Node::Object(new)
    }

    fn operation(&mut self, map: &'t Map, at: &At, shared: &[Sent<'t>]) -> Node {
        self.account(ObjectKind::Operation, map, at);
        let mut new = Map::new();
        let mut sent = shared.to_vec();
        for (key, value) in map {
            let value = match (key.as_str(), value) {
                ("consumes" | "produces" | "schemes", _) => continue,
                ("parameters", list) => {
                    let (kept, own) = self.parameters(list, &at.child(key));
                    // Those of the path that the operation does not replace.
                    let names: BTreeSet<&str> = own.iter().filter(|one| !one.is_body).map(Sent::name).collect();
                    let has_body = own.iter().any(|one| one.is_body);
                    sent.retain(|known| match known.is_body {
                        true => !has_body,
                        false => !names.contains(known.name()),
                    });
                    sent.extend(own);
                    kept
                }
                ("responses", Node::Object(responses)) => {
                    let produces = self.media("produces", map, &at.old);
                    self.responses(responses, &at.child(key), &produces)
                }
                (_, other) => other.clone(),
            };
            new.insert(key.clone(), value);
        }
        let consumes = self.media("consumes", map, &at.old);
        if let Some(body) = self.sent(&sent, &consumes, at) {
            new.insert("requestBody".to_owned(), body);
        }
        if let Some(servers) = self.own_servers(map) {
            self.origins
                .made_from(&at.new.child("servers"), &at.old.child("schemes"));
            new.insert("servers".to_owned(), servers);
        }
        Node::Object(new)
    }

    /// The request body of these parameters, if there are any.
    fn sent(&mut self, sent: &[Sent<'t>], consumes: &Media, at: &At) -> Option<Node> {
        let first = sent.first()?;
        let new = at.new.child("requestBody");
        let Some(body) = sent.iter().find(|one| one.is_body) else {
            let at = At {
                old: first.used.clone(),
                new,
            };
            return Some(self.form(sent, consumes, &at));
        };
        for other in sent.iter().filter(|one| one.used != body.used) {
            let message = format!(
                "the parameter `{}` is left out: a request has one body, and it is `{}`",
                other.name(),
                body.name()
            );
            self.invalid(&other.used, message);
        }
        let at = At {
            old: body.used.clone(),
            new,
        };
        Some(self.body(body, consumes, &at))
    }

    /// The parameters of 3.0, and those that are sent in a body.
    fn parameters(&mut self, list: &'t Node, at: &At) -> (Node, Vec<Sent<'t>>) {
        let Node::Array(list) = list else {
            return (list.clone(), Vec::new());
        };
        let (mut kept, mut sent) = (Vec::new(), Vec::new());
        for (index, node) in list.iter().enumerate() {
            let used = at.old.index(index);
            match self
                .object(&used)
                .and_then(|(map, defined)| sent_parameter(map, defined, &used))
            {
                Some(one) => sent.push(one),
                None => {
                    let at = At {
                        new: at.new.index(kept.len()),
                        old: used,
                    };
                    self.origins.moved(&at.new, &at.old);
                    kept.push(match node {
                        Node::Object(map) => self.parameter(map, &at),
                        other => other.clone(),
                    });
                }
            }
        }
        (Node::Array(kept), sent)
    }
}

/// Whether a parameter is sent in a body.
pub(super) fn is_sent(map: &Map) -> bool {
    let nowhere = Pointer::root();
    sent_parameter(map, nowhere.clone(), &nowhere).is_some()
}

/// A parameter as part of a body, if it is one. `formdata` in any case is accepted.
pub(super) fn sent_parameter<'t>(map: &'t Map, defined: Pointer, used: &Pointer) -> Option<Sent<'t>> {
    let location = map.get("in").and_then(Node::as_str)?.to_ascii_lowercase();
    let is_body = match location.as_str() {
        "body" => true,
        "formdata" | "form" => false,
        _ => return None,
    };
    Some(Sent {
        map,
        defined,
        used: used.clone(),
        is_body,
    })
}
