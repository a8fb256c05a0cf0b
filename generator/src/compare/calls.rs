//! How the operations of two versions differ, for a program that calls the old ones.

use std::collections::BTreeSet;

use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Difference, Direction, Effect, Subject};
use crate::ir::{Api, Body, Operation, Param, PathPart, Presence, Response, Server};
use crate::pointer::Pointer;

/// All differences of what is sent and received.
pub(crate) fn differences(old: Side<'_>, new: Side<'_>) -> Vec<Difference> {
    let mut comparison = Finder::new(old, new);
    for operation in &old.api.operations {
        let at = Use {
            old: place(old, operation),
            new: Subject::default(),
        };
        match pair(operation, new.api) {
            Some(other) => {
                let new = place(new, other);
                comparison.operation(&Use { new, ..at }, operation, other);
            }
            None => comparison.add(&at, "operation-removed", Effect::Fails, &route(operation), ""),
        }
    }
    for operation in &new.api.operations {
        if old
            .api
            .operations
            .iter()
            .all(|other| !is_pair(other, operation, new.api))
        {
            let at = Use {
                old: Subject::default(),
                new: place(new, operation),
            };
            comparison.add(&at, "operation-added", Effect::None, "", &route(operation));
        }
    }
    comparison.servers(&old.api.servers, &new.api.servers);
    comparison.found
}

fn is_pair(old: &Operation, operation: &Operation, new: &Api) -> bool {
    pair(old, new).is_some_and(|found| found.origin == operation.origin)
}

/// The operation with the same route, else the one with the same id.
fn pair<'a>(operation: &Operation, new: &'a Api) -> Option<&'a Operation> {
    let route = shape(operation);
    let same = new.operations.iter().find(|other| shape(other) == route);
    same.or_else(|| {
        let id = operation.id.as_ref()?;
        new.operations.iter().find(|other| other.id.as_ref() == Some(id))
    })
}

fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// The route without the names of its parameters.
fn shape(operation: &Operation) -> String {
    let parts = operation.parts.iter().map(|part| match part {
        PathPart::Text(text) => text.as_str(),
        PathPart::Param(_) => "{}",
    });
    format!("{} {}", operation.method, parts.collect::<String>())
}

fn place(side: Side<'_>, operation: &Operation) -> Subject {
    Subject {
        pointer: Some(operation.origin.clone()),
        item: side.method_path(operation),
    }
}

impl<'a> Finder<'a> {
    fn operation(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        if shape(old) != shape(new) {
            self.add(at, "route-changed", Effect::Fails, &route(old), &route(new));
        }
        if !old.docs.deprecated && new.docs.deprecated {
            self.add(at, "operation-deprecated", Effect::None, "", "deprecated");
        }
        self.params(at, old, new);
        self.bodies(at, old, new);
        self.responses(at, old, new);
        self.security(at, &old.security, &new.security);
        if old.server != new.server {
            self.add(
                at,
                "server-changed",
                Effect::SometimesFails,
                &url(old.server.as_ref()),
                &url(new.server.as_ref()),
            );
        }
    }

    fn params(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        for param in &old.params {
            let Some(other) = same_param(param, old, new) else {
                let at = Use {
                    old: param_place(self.old, old, param),
                    ..at.clone()
                };
                self.add(&at, "parameter-removed", Effect::SometimesFails, &param.key(), "");
                continue;
            };
            let at = Use {
                old: param_place(self.old, old, param),
                new: param_place(self.new, new, other),
            };
            if param.style != other.style {
                let (before, after) = (format!("{:?}", param.style), format!("{:?}", other.style));
                self.add(&at, "parameter-style-changed", Effect::SometimesFails, &before, &after);
            }
            let presence = |required| {
                if required {
                    Presence::Required
                } else {
                    Presence::Optional
                }
            };
            self.presence(&at, Direction::Sent, presence(param.required), presence(other.required));
            self.limits(&at, Direction::Sent, &param.docs, &other.docs);
            self.types(&at, Direction::Sent, &param.ty, &other.ty);
            if param.docs.default != other.docs.default {
                let text = |param: &Param| {
                    param
                        .docs
                        .default
                        .as_ref()
                        .map(|value| format!("{value:?}"))
                        .unwrap_or_default()
                };
                self.add(&at, "default-changed", Effect::Changes, &text(param), &text(other));
            }
        }
        for param in new.params.iter().filter(|param| {
            old.params
                .iter()
                .all(|other| same_param(other, old, new) != Some(*param))
        }) {
            let (rule, effect) = match param.required {
                true => ("parameter-added-required", Effect::Fails),
                false => ("parameter-added", Effect::None),
            };
            let at = Use {
                new: param_place(self.new, new, param),
                ..at.clone()
            };
            self.add(&at, rule, effect, "", &param.key());
        }
    }

    fn bodies(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        for body in old.bodies() {
            match new.bodies().find(|other| takes(other, body)) {
                Some(other) => {
                    let presence = |body: &Body| {
                        if body.required {
                            Presence::Required
                        } else {
                            Presence::Optional
                        }
                    };
                    self.presence(at, Direction::Sent, presence(body), presence(other));
                    self.types(at, Direction::Sent, &body.ty, &other.ty);
                }
                None => self.add(at, "request-media-type-removed", Effect::Fails, &body.media_type, ""),
            }
        }
        for body in new
            .bodies()
            .filter(|body| old.bodies().all(|other| !takes(body, other)))
        {
            let (rule, effect) = match (body.required, old.body.is_some()) {
                (true, false) => ("request-body-added-required", Effect::Fails),
                _ => ("request-media-type-added", Effect::None),
            };
            self.add(at, rule, effect, "", &body.media_type);
        }
    }

    fn responses(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        let find =
            |rows: &'a [Response], response: &Response| rows.iter().find(|other| other.status == response.status);
        for response in &old.success.rows {
            match find(&new.success.rows, response) {
                Some(other) => self.response(at, response, other),
                None => self.add(at, "status-removed", Effect::None, &response.status.to_string(), ""),
            }
        }
        for response in new
            .success
            .rows
            .iter()
            .filter(|response| find(&old.success.rows, response).is_none())
        {
            // A client that knows no such status reports it as unexpected.
            let is_only = new.success.rows.len() == 1;
            let effect = if is_only { Effect::Fails } else { Effect::SometimesFails };
            self.add(at, "status-added", effect, "", &response.status.to_string());
        }
        for response in &new.error.rows {
            match find(&old.error.rows, response) {
                Some(known) => self.response(at, known, response),
                None => self.add(at, "error-added", Effect::None, "", &response.status.to_string()),
            }
        }
        for response in old
            .error
            .rows
            .iter()
            .filter(|response| find(&new.error.rows, response).is_none())
        {
            self.add(at, "error-removed", Effect::None, &response.status.to_string(), "");
        }
    }

    fn response(&mut self, at: &Use, old: &'a Response, new: &'a Response) {
        match (&old.ty, &new.ty) {
            (Some(one), Some(other)) if old.kind == new.kind => self.types(at, Direction::Received, one, other),
            (None, _) if old.kind == new.kind => {}
            // The old client ignores the body.
            (None, Some(_)) => self.add(at, "response-body-added", Effect::None, "", "a body"),
            _ => {
                let (before, after) = (format!("{:?}", old.kind), format!("{:?}", new.kind));
                self.add(at, "response-media-type-changed", Effect::Fails, &before, &after);
            }
        }
        let names = |response: &Response| -> BTreeSet<String> {
            response
                .headers
                .iter()
                .map(|header| header.name.to_ascii_lowercase())
                .collect()
        };
        for name in names(old).difference(&names(new)) {
            self.add(at, "response-header-removed", Effect::Changes, name, "");
        }
    }

    fn security(&mut self, at: &Use, old: &[Vec<String>], new: &[Vec<String>]) {
        if old == new {
            return;
        }
        // A program sets the credentials of one alternative.
        let has = |alternative: &Vec<String>| {
            new.is_empty()
                || new
                    .iter()
                    .any(|other| other.iter().all(|name| alternative.contains(name)))
        };
        let fails = if old.is_empty() {
            !has(&Vec::new())
        } else {
            !old.iter().all(has)
        };
        let effect = if fails { Effect::Fails } else { Effect::None };
        self.add(at, "security-changed", effect, &format!("{old:?}"), &format!("{new:?}"));
    }

    fn servers(&mut self, old: &[Server], new: &[Server]) {
        let (one, other) = (Server::default_of(old), Server::default_of(new));
        let is_same = match (one, other) {
            (Some(one), Some(other)) => one.same(other),
            (one, other) => one.is_none() && other.is_none(),
        };
        if !is_same {
            let place = || Subject {
                pointer: Some(Pointer::root().child("servers")),
                item: String::new(),
            };
            let at = Use {
                old: place(),
                new: place(),
            };
            self.add(&at, "server-changed", Effect::SometimesFails, &url(one), &url(other));
        }
    }
}

fn url(server: Option<&Server>) -> String {
    server.map(Server::resolved).unwrap_or_default()
}

fn param_place(side: Side<'_>, operation: &Operation, param: &Param) -> Subject {
    Subject {
        pointer: Some(param.origin.clone()),
        item: side.param_path(operation, param),
    }
}

/// Path parameters are the same by their places, others by location and name.
fn same_param<'a>(param: &Param, old: &Operation, new: &'a Operation) -> Option<&'a Param> {
    let places = |operation: &Operation| -> Vec<String> {
        let parts = operation.parts.iter();
        let names = parts.filter_map(|part| match part {
            PathPart::Param(name) => Some(name.clone()),
            PathPart::Text(_) => None,
        });
        names.collect()
    };
    let place = places(old).iter().position(|name| *name == param.name);
    match (param.location.as_str(), place) {
        ("path", Some(place)) => {
            let name = places(new).get(place).cloned()?;
            new.params
                .iter()
                .find(|other| other.location == param.location && other.name == name)
        }
        _ => new.params.iter().find(|other| other.key() == param.key()),
    }
}

/// Whether a body can be sent where another one was.
fn takes(body: &Body, other: &Body) -> bool {
    body.kind == other.kind && (body.media_type == other.media_type || body.media_types.contains(&other.media_type))
}
