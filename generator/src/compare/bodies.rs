//! How request bodies and responses differ.

use std::collections::BTreeMap;

use super::objects::same_text;
use super::report::Verdict;
use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Direction, Effect, Flow};
use crate::ir::{Body, BodyKind, DecodeKind, Header, Operation, Response, ResponseType, StreamedResponse};

impl<'a> Finder<'a> {
    pub(super) fn bodies(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        let is_only = old.bodies().count() == 1 && old.body.as_ref().is_some_and(|body| body.required);
        let flow = Flow::new(Direction::Sent, is_only);
        if let (Some(one), Some(other)) = (&old.body, &new.body) {
            match (one.required, other.required) {
                (true, false) => drop(self.add(at, "request-body-optional", Effect::None, "required", "optional")),
                (false, true) => {
                    self.add(
                        at,
                        "request-body-required",
                        Effect::SometimesFails,
                        "optional",
                        "required",
                    );
                }
                _ => {}
            }
        }
        for body in old.bodies() {
            match counterpart(new, body) {
                Some(other) => self.body(at, flow, body, other),
                None => self.removed_body(at, flow, body, new),
            }
        }
        let is_known = |body: &Body| old.bodies().any(|other| takes(other, body));
        for body in new.bodies().filter(|body| !is_known(body)) {
            let after = format!("{} as `{}`", self.new.rust(&body.ty), body.media_type);
            let (rule, effect) = match (body.required, old.body.is_some()) {
                (true, false) => ("request-body-added-required", Effect::Fails),
                (false, false) => ("request-body-added", Effect::None),
                (_, true) => ("request-media-type-added", Effect::None),
            };
            self.add(at, rule, effect, "", &after);
        }
        // Several media types of one value.
        let names = |operation: &'a Operation| {
            operation
                .bodies()
                .flat_map(|body| body.media_types.iter().chain([&body.media_type]))
        };
        for name in new
            .bodies()
            .filter(|body| is_known(body))
            .flat_map(|body| &body.media_types)
        {
            if names(old).all(|known| known != name) {
                self.add(at, "request-media-type-added", Effect::None, "", name);
            }
        }
    }

    fn body(&mut self, at: &Use, flow: Flow, old: &'a Body, new: &'a Body) {
        let sorted = |body: &Body| {
            let mut styles: Vec<String> = body
                .styles
                .iter()
                .map(|(name, style)| format!("{name}: {style:?}"))
                .collect();
            styles.sort();
            styles
        };
        if sorted(old) != sorted(new) {
            self.add(
                at,
                "body-style-changed",
                flow.sometimes().failure(),
                "",
                "another style of members",
            );
        }
        self.docs(at, &old.docs, &new.docs);
        let flow = Flow {
            is_text: matches!(old.kind, BodyKind::Form | BodyKind::Multipart),
            ..flow
        };
        self.types(at, flow, &old.ty, &new.ty);
    }

    fn removed_body(&mut self, at: &Use, flow: Flow, body: &Body, new: &Operation) {
        let before = format!("{} as `{}`", self.old.rust(&body.ty), body.media_type);
        let types = Side::ids(&body.ty);
        let (rule, effect) = match new.body {
            // The server ignores it.
            None => ("request-body-removed", Effect::Changes),
            Some(_) => ("request-media-type-removed", flow.failure()),
        };
        if let Some(row) = self.add(at, rule, effect, &before, "") {
            row.types = types;
        }
    }

    pub(super) fn responses(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        let first = self.found.len();
        let find =
            |rows: &'a [Response], response: &Response| rows.iter().find(|other| other.status == response.status);
        let is_only = new.success.rows.len() == 1;
        let flow = Flow::new(Direction::Received, is_only);
        for response in &old.success.rows {
            match find(&new.success.rows, response) {
                Some(other) => self.response(at, flow, response, other),
                None => self.removed_response(at, "status-removed", response),
            }
        }
        for response in &new.success.rows {
            if find(&old.success.rows, response).is_none() {
                self.added_success(at, flow, old, response);
            }
        }
        let flow = Flow {
            is_error: true,
            ..Flow::new(Direction::Received, false)
        };
        for response in &new.error.rows {
            match find(&old.error.rows, response) {
                Some(known) => self.response(at, flow, known, response),
                None => drop(self.add(at, "error-added", Effect::None, "", &response.status.to_string())),
            }
        }
        for response in &old.error.rows {
            if find(&new.error.rows, response).is_none() {
                self.removed_response(at, "error-removed", response);
            }
        }
        for response in &old.other {
            let other = find(&new.other, response);
            self.described(at, other.is_some_and(|other| !same_text(&other.docs, &response.docs)));
        }
        if self.found.len() == first || old.accept != new.accept {
            self.accepted(at, old, new);
        }
    }

    /// A client reads a status of success that it does not know as the only declared success with such a body. One that expects no
    /// value reads none.
    fn added_success(&mut self, at: &Use, flow: Flow, old: &'a Operation, response: &'a Response) {
        let mut alike = old.success.rows.iter().filter(|known| known.kind == response.kind);
        let is_streamed = old.events.is_some() || old.json_lines.is_some();
        let effect = match (&old.success.ty, response.kind, alike.next(), alike.next()) {
            (ResponseType::Nothing, ..) => Effect::None,
            (_, DecodeKind::Json, Some(known), None) => self.worst_of_types(at, flow, known, response),
            (_, DecodeKind::Json, Some(known), Some(_)) if known.ty == response.ty => Effect::None,
            // A text without bytes is not recognized as one.
            (_, DecodeKind::Text | DecodeKind::JsonOrText, Some(_), None) => flow.sometimes().failure(),
            (_, DecodeKind::Bytes, Some(_), None) if !is_streamed => Effect::None,
            _ => flow.failure(),
        };
        self.add(at, "status-added", effect, "", &response.status.to_string());
    }

    /// What it means that a body is read as the type of another one.
    fn worst_of_types(&mut self, at: &Use, flow: Flow, known: &'a Response, response: &'a Response) -> Effect {
        let (Some(before), Some(after)) = (&known.ty, &response.ty) else {
            return Effect::None;
        };
        let first = self.found.len();
        self.types(at, flow.sometimes(), before, after);
        let effects = self.found.drain(first..).map(|difference| difference.effect);
        effects.max().unwrap_or(Effect::None)
    }

    fn removed_response(&mut self, at: &Use, rule: &'static str, response: &Response) {
        let types = response.ty.as_ref().map(Side::ids).unwrap_or_default();
        if let Some(row) = self.add(at, rule, Effect::None, &response.status.to_string(), "") {
            row.types = types;
        }
    }

    /// Media types that the client accepts.
    fn accepted(&mut self, at: &Use, old: &Operation, new: &Operation) {
        let has_row = |found: &[super::verdict::Difference]| {
            found
                .iter()
                .any(|row| row.rule.starts_with("response-") && row.old == at.old && !row.rule.contains("header"))
        };
        if old.accept == new.accept || has_row(&self.found) {
            return;
        }
        // Without the weights: they follow from the order, which means nothing in `content`.
        let names =
            |operation: &Operation| -> Vec<String> { operation.accept.iter().map(|name| essence(name)).collect() };
        let (before, after) = (names(old), names(new));
        let without = |all: &[String], known: &[String]| -> Vec<String> {
            all.iter().filter(|name| !known.contains(name)).cloned().collect()
        };
        let (less, more) = (without(&before, &after), without(&after, &before));
        let is_stream =
            |name: &String| name.contains("event-stream") || name.contains("ndjson") || name.contains("jsonl");
        if less.iter().chain(&more).all(is_stream) {
            return;
        }
        // If the types differ, another row has the change.
        let is_same = |one: &Operation, other: &Operation| one.success.rows.len() == other.success.rows.len();
        let rule = match (less.is_empty(), more.is_empty()) {
            (true, true) => return,
            (true, false) => "response-media-type-added",
            (false, true) => "response-media-type-removed",
            (false, false) => "response-media-type-changed",
        };
        if is_same(old, new) {
            self.add(at, rule, Effect::None, &less.join(", "), &more.join(", "));
        }
    }

    fn response(&mut self, at: &Use, flow: Flow, old: &'a Response, new: &'a Response) {
        self.described(at, !same_text(&old.docs, &new.docs));
        self.headers(at, old, new);
        let text = |side: super::side::Side<'_>, response: &Response| {
            let ty = response.ty.as_ref().map_or_else(|| "()".to_owned(), |ty| side.rust(ty));
            let kind = match response.kind {
                DecodeKind::Json => "as JSON",
                DecodeKind::Text => "as text",
                DecodeKind::JsonOrText => "as JSON or text",
                DecodeKind::Bytes => "as bytes",
                DecodeKind::Empty => "",
            };
            format!("{ty} {kind}").trim().to_owned()
        };
        let (before, after) = (text(self.old, old), text(self.new, new));
        let (rule, effect) = match (&old.ty, &new.ty) {
            (Some(one), Some(other)) if old.kind == new.kind => {
                let types = Side::ids(one);
                let first = self.found.len();
                self.types(at, flow, one, other);
                for row in self
                    .found
                    .iter_mut()
                    .skip(first)
                    .filter(|row| row.old.item == at.old.item)
                {
                    row.types.extend(&types);
                }
                return;
            }
            _ if old.kind == new.kind => return,
            // The old client ignores the body.
            (_, _) if old.kind == DecodeKind::Empty && flow.is_error => ("error-body-added", Effect::None),
            (_, _) if new.kind == DecodeKind::Empty && flow.is_error => ("error-body-removed", flow.failure()),
            (_, _) if old.kind == DecodeKind::Empty => ("response-body-added", Effect::None),
            (_, _) if new.kind == DecodeKind::Empty => ("response-body-removed", flow.failure()),
            (_, _) if old.kind == DecodeKind::Bytes => ("response-media-type-changed", Effect::None),
            (_, _) => ("response-media-type-changed", flow.failure()),
        };
        let types = old.ty.as_ref().map(Side::ids).unwrap_or_default();
        let (before, after) = (with_status(old, &before), with_status(new, &after));
        if let Some(row) = self.add(at, rule, effect, &before, &after) {
            row.types = types;
        }
    }

    fn headers(&mut self, at: &Use, old: &'a Response, new: &'a Response) {
        let by_name = |response: &'a Response| -> BTreeMap<String, &'a Header> {
            let headers = response.headers.iter();
            headers
                .map(|header| (header.name.to_ascii_lowercase(), header))
                .collect()
        };
        let (olds, news) = (by_name(old), by_name(new));
        for (name, header) in &olds {
            let before = header
                .value
                .as_ref()
                .map(|(_, ty)| self.old.rust(ty))
                .unwrap_or_default();
            let Some(other) = news.get(name) else {
                self.add(at, "response-header-removed", Effect::Changes, &header.name, "");
                continue;
            };
            self.described(at, !same_text(&header.docs, &other.docs));
            if header.value != other.value {
                let after = other
                    .value
                    .as_ref()
                    .map(|(_, ty)| self.new.rust(ty))
                    .unwrap_or_default();
                let text = |ty: String| format!("{}: {ty}", header.name);
                self.add(
                    at,
                    "response-header-changed",
                    Effect::Changes,
                    &text(before),
                    &text(after),
                );
            }
        }
        for (_, header) in news.iter().filter(|(name, _)| !olds.contains_key(*name)) {
            self.add(at, "response-header-added", Effect::None, "", &header.name);
        }
    }

    pub(super) fn streams(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        for (name, one, other) in [
            ("events()", &old.events, &new.events),
            ("json_lines()", &old.json_lines, &new.json_lines),
        ] {
            self.stream(at, name, one.as_ref(), other.as_ref());
        }
    }

    fn stream(&mut self, at: &Use, name: &str, old: Option<&'a StreamedResponse>, new: Option<&'a StreamedResponse>) {
        match (old, new) {
            (Some(one), Some(other)) => {
                self.types(at, Flow::new(Direction::Received, true), &one.ty, &other.ty);
            }
            (Some(one), None) => {
                let types = Side::ids(&one.ty);
                if let Some(row) = self.add(at, "stream-removed", Effect::Fails, name, "") {
                    row.types = types;
                    row.code = Verdict::Breaks;
                }
            }
            (None, Some(_)) => drop(self.add(at, "stream-added", Effect::None, "", name)),
            (None, None) => {}
        }
    }
}

/// The body that is sent instead of another one: that of the same media type, even if another one is sent as this type, too.
fn counterpart<'a>(new: &'a Operation, body: &Body) -> Option<&'a Body> {
    let is_same = |other: &&Body| other.kind == body.kind && other.key == body.key && takes(other, body);
    let same = new.bodies().find(is_same);
    same.or_else(|| new.bodies().find(|other| takes(other, body)))
}

/// Whether a body can be sent where another one was.
fn takes(body: &Body, other: &Body) -> bool {
    let names = |body: &Body| -> Vec<String> {
        body.media_types
            .iter()
            .chain([&body.media_type])
            .map(|name| essence(name))
            .collect()
    };
    body.kind == other.kind && names(body).contains(&essence(&other.media_type))
}

fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// `404: SoldOut`
fn with_status(response: &Response, text: &str) -> String {
    let status = &response.status;
    if text.is_empty() {
        status.to_string()
    } else {
        format!("{status}: {text}")
    }
}
