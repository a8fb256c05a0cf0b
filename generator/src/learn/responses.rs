//! Compares a response with what the document declares for its status: whether it has a body, and which one.

use std::collections::BTreeMap;

use serde_json::Value;

use super::accept::{self, Times};
use super::events;
use super::exchange::{Body, Exchange, Message};
use super::seen::{Responses, Seen};
use super::types::Types;
use super::walk::Walker;
use crate::config::{Settings, StreamOf};
use crate::decoded::{Decoded, ResponseAt};
use crate::ir::{Api, DecodeKind, EnumKind, Literal, Operation, Response, ResponseType, Shape, Status, Type};
use crate::media::{is_event_stream, is_json, mime_essence};

use crate::pointer::Pointer;

/// The document, as far as responses are compared with it.
pub(super) struct Comparison<'c> {
    pub api: &'c Api,
    pub responses: &'c [BTreeMap<Status, ResponseAt>],
    pub settings: &'c Settings,
    types: Types<'c>,
}

impl<'c> Comparison<'c> {
    pub(super) fn new(decoded: &'c Decoded, settings: &'c Settings) -> Option<Self> {
        let api = decoded.api.as_ref()?;
        Some(Self {
            api,
            responses: &decoded.responses,
            settings,
            types: Types::of(api),
        })
    }

    /// Compares the response of an operation. Returns false if the recording does not have its body.
    pub(super) fn response(&self, index: usize, exchange: &Exchange, seen: &mut Seen) -> bool {
        let Some(operation) = self.api.operations.get(index) else {
            return true;
        };
        let body = &exchange.received;
        let (row, is_success, is_read) = match row(operation, exchange.status) {
            Some((row, is_success)) => (row, is_success, true),
            None if !(200..300).contains(&exchange.status) => return true,
            // A client reads an undeclared 2xx status as the declared success whose body it has.
            None => match (
                similar(operation, body),
                self.most_similar(index, operation, body, seen),
            ) {
                (Some(row), _) => (row, true, true),
                (None, Some(row)) => (row, true, false),
                (None, None) => return true,
            },
        };
        let Some(at) = self.responses.get(index).and_then(|rows| rows.get(&row.status)) else {
            return true;
        };
        let found = seen.responses.entry(at.response.to_string()).or_default();
        found.operation = index;
        found.media.clone_from(&at.media);
        found.declared = row.status.to_string();
        found.total += 1;
        if !is_read {
            *found.statuses.entry(exchange.status).or_default() += 1;
        }
        if body.body == Body::NotRecorded {
            return false;
        }
        if operation.method != "HEAD" {
            Row {
                comparison: self,
                index,
                operation,
                row,
                at,
                is_success,
            }
            .body(body, seen);
        }
        true
    }

    /// The success response whose body a response has, or one with a body.
    fn most_similar<'a>(
        &self,
        index: usize,
        operation: &'a Operation,
        body: &Message,
        seen: &mut Seen,
    ) -> Option<&'a Response> {
        let rows = &operation.success.rows;
        let best = rows.iter().rev().find(|row| self.fits(index, row, body, seen));
        let with_body = || rows.iter().find(|row| row.kind != DecodeKind::Empty);
        best.or_else(with_body).or(rows.first())
    }

    fn fits(&self, index: usize, row: &Response, body: &Message, seen: &mut Seen) -> bool {
        let is_empty = matches!(body.body, Body::Empty);
        match (&row.ty, &body.body) {
            (Some(ty), Body::Bytes(bytes)) if row.kind == DecodeKind::Json => {
                let parsed = serde_json::from_slice::<Value>(without_mark(bytes));
                parsed.is_ok_and(|value| self.walker(index, seen).fits(ty, &value))
            }
            (None, _) => is_empty,
            _ => !is_empty,
        }
    }

    fn walker<'w>(&'w self, index: usize, seen: &'w mut Seen) -> Walker<'w, 'c> {
        Walker::new(&self.types, Times::of(self.settings), index, seen)
    }

    /// Compares the JSON body of a request that succeeded.
    pub(super) fn request(&self, index: usize, exchange: &Exchange, seen: &mut Seen) {
        let Some(operation) = self.api.operations.get(index) else {
            return;
        };
        let body = operation
            .body
            .as_ref()
            .filter(|body| body.kind == crate::ir::BodyKind::Json);
        let (Some(body), Body::Bytes(bytes)) = (body, &exchange.sent.body) else {
            return;
        };
        if (200..300).contains(&exchange.status) && exchange.sent.media_type.as_deref().is_none_or(is_json) {
            let at = operation.origin.child("requestBody");
            if let Ok(value) = serde_json::from_slice(without_mark(bytes)) {
                self.walker(index, seen).body(&body.ty, &at, &value);
            }
        }
    }
}

/// The success row that a response of an undeclared 2xx status fits: the only one that reads such a body, or one of several
/// that read it as the same type. The same rules as those of the runtime (`table/operation.rs`).
fn similar<'a>(operation: &'a Operation, body: &Message) -> Option<&'a Response> {
    let is_2xx = |status: Status| matches!(status, Status::Default | Status::Range(2) | Status::Code(200..=299));
    let rows = || operation.success.rows.iter().filter(|row| is_2xx(row.status));
    if rows().all(|row| row.kind == DecodeKind::Empty) && operation.success.ty != ResponseType::ByStatus {
        return rows().next();
    }
    let strict: Vec<&Response> = rows().filter(|row| reads(operation, row.kind, body)).collect();
    let lenient = || rows().filter(|row| body.body == Body::Empty && row.kind == DecodeKind::Json);
    let (found, is_strict) = match strict.is_empty() {
        false => (strict, true),
        true => (lenient().collect(), false),
    };
    let is_one = found.len() == 1 || (operation.success.ty != ResponseType::ByStatus && is_strict);
    found.first().copied().filter(|_| is_one)
}

/// Whether a row of this kind reads such a body.
fn reads(operation: &Operation, kind: DecodeKind, body: &Message) -> bool {
    let Some(media) = body.media_type.as_deref() else {
        return (kind == DecodeKind::Empty) == (body.body == Body::Empty);
    };
    let is_asked_for = || {
        operation
            .accept
            .iter()
            .any(|one| matches!(mime_essence(one).as_str(), "*/*") || mime_essence(one) == media)
    };
    match kind {
        _ if body.body == Body::Empty => kind == DecodeKind::Empty,
        DecodeKind::Empty => false,
        DecodeKind::Json => is_json(media) || is_simple_text(media),
        DecodeKind::JsonOrText => is_json(media) || media.starts_with("text/"),
        DecodeKind::Text => media == "text/plain" || (!is_json(media) && is_asked_for()),
        DecodeKind::Bytes => {
            let rows = || operation.success.rows.iter().chain(&operation.error.rows);
            let is_of_another = || is_json(media) && rows().any(|row| row.kind == DecodeKind::Json);
            media == "application/octet-stream" || (is_asked_for() && !is_of_another())
        }
    }
}

/// The row for a status, and whether it is a success: an exact one before a range, a range before `default`. `default`
/// among the successes means 2xx, among the errors the rest.
fn row(operation: &Operation, status: u16) -> Option<(&Response, bool)> {
    let is_2xx = (200..300).contains(&status);
    let fit = |row: &Response, default: bool| match row.status {
        Status::Code(code) if code == status => 3,
        Status::Range(range) if range == status / 100 => 2,
        Status::Default if default => 1,
        _ => 0,
    };
    let best = |rows: &'_ [Response], default: bool| -> Option<(usize, u8)> {
        let fits = rows.iter().enumerate().map(|(at, row)| (at, fit(row, default)));
        let mut found: Option<(usize, u8)> = None;
        for (at, fit) in fits.filter(|(_, fit)| *fit > 0) {
            if found.is_none_or(|(_, best)| fit > best) {
                found = Some((at, fit));
            }
        }
        found
    };
    let success = best(&operation.success.rows, is_2xx);
    let error = best(&operation.error.rows, !is_2xx);
    match (success, error) {
        (Some((at, fit)), other) if other.is_none_or(|(_, other)| fit >= other) => {
            operation.success.rows.get(at).map(|row| (row, true))
        }
        (_, Some((at, _))) => operation.error.rows.get(at).map(|row| (row, false)),
        _ => None,
    }
}

/// One response and its row.
struct Row<'r, 'c> {
    comparison: &'r Comparison<'c>,
    index: usize,
    operation: &'r Operation,
    row: &'r Response,
    at: &'r ResponseAt,
    is_success: bool,
}

impl Row<'_, '_> {
    fn body(&self, message: &Message, seen: &mut Seen) {
        let media = message.media_type.as_deref();
        let bytes = match &message.body {
            Body::Bytes(bytes) if !bytes.trim_ascii().is_empty() => bytes,
            _ => {
                let needs_one = self.row.kind == DecodeKind::Json && !self.may_be_nothing();
                self.note(seen, |found| found.empty += usize::from(needs_one));
                return;
            }
        };
        if self.row.kind != DecodeKind::Empty && self.is_success && self.stream(media, bytes, seen) {
            return;
        }
        match self.row.kind {
            DecodeKind::Empty => self.undeclared(media, bytes, seen),
            DecodeKind::Json => self.json(media, bytes, seen),
            DecodeKind::JsonOrText if media.is_none_or(is_json) => self.json(media, bytes, seen),
            DecodeKind::Text | DecodeKind::JsonOrText => {
                if std::str::from_utf8(bytes).is_err() {
                    let media = media.filter(|media| !media.starts_with("text/"));
                    self.other_media(media.unwrap_or("application/octet-stream"), seen);
                }
            }
            DecodeKind::Bytes => {}
        }
    }

    /// The type of the body, behind its aliases.
    fn ty(&self) -> Option<&Type> {
        self.row.ty.as_ref().map(|ty| self.comparison.api.behind_aliases(ty))
    }

    /// Whether no body at all is read: as null.
    fn may_be_nothing(&self) -> bool {
        match self.ty() {
            Some(Type::Json | Type::Option(_)) => true,
            Some(Type::Custom(path)) => accept::custom_accepts_null(path),
            _ => false,
        }
    }

    /// Whether a text that is no JSON is read as a string.
    fn reads_text(&self, text: &str) -> bool {
        let value = Value::from(text);
        let ty = match self.ty() {
            Some(Type::Option(inner)) => Some(self.comparison.api.behind_aliases(inner)),
            ty => ty,
        };
        match ty {
            Some(Type::Json) => true,
            Some(Type::Named(id) | Type::Boxed(id)) => match self.comparison.api.get(*id).map(|def| &def.shape) {
                Some(Shape::Enum(e)) if e.kind == EnumKind::String => e
                    .values
                    .iter()
                    .any(|one| matches!(&one.value, Literal::String(known) if known == text)),
                _ => false,
            },
            Some(Type::List(_) | Type::Map(_) | Type::File) | None => false,
            Some(scalar) => accept::scalar(scalar, &value, Times::of(self.comparison.settings)) == accept::Fit::Yes,
        }
    }

    fn json(&self, media: Option<&str>, bytes: &[u8], seen: &mut Seen) {
        if media.is_some_and(is_event_stream) {
            let is_declared = self.operation.events.is_some();
            self.note(seen, |found| found.events += usize::from(!is_declared));
            return;
        }
        let text = without_mark(bytes);
        let parsed = serde_json::from_slice::<Value>(text);
        if media.is_some_and(is_simple_text) {
            let ty = self.row.ty.as_ref();
            let fits = |value: &Value| ty.is_some_and(|ty| self.comparison.walker(self.index, seen).fits(ty, value));
            let is_read = parsed.as_ref().is_ok_and(fits);
            if !is_read && std::str::from_utf8(text).is_ok_and(|text| self.reads_text(text)) {
                return;
            }
        }
        match parsed {
            Ok(value) => {
                if let Some(ty) = &self.row.ty {
                    let at = self.at.schema.as_ref().unwrap_or(&self.at.response);
                    self.walk(ty, at, &value, seen);
                }
            }
            Err(_) if several(text).is_some() => {
                let is_declared = self.operation.json_lines.is_some();
                self.note(seen, |found| found.lines += usize::from(!is_declared));
            }
            Err(_) => match media.filter(|media| !is_json(media)) {
                Some(media) => self.other_media(media, seen),
                None => self.note(seen, |found| found.not_json += 1),
            },
        }
    }

    /// The values of a stream that is declared. Returns whether the response is one.
    fn stream(&self, media: Option<&str>, bytes: &[u8], seen: &mut Seen) -> bool {
        let at = self.at.schema.as_ref().unwrap_or(&self.at.response);
        let is_events = media.is_some_and(is_event_stream);
        let is_value = self.row.kind == DecodeKind::Json;
        let (stream, values) = match (&self.operation.events, &self.operation.json_lines) {
            (Some(events), _) if is_events => (events, events::data(bytes)),
            (_, Some(lines)) if !is_events && !is_value => {
                let values = several(without_mark(bytes)).unwrap_or_default();
                (lines, values.into_iter().map(Some).collect())
            }
            _ => return false,
        };
        if stream.kind == DecodeKind::Json {
            for value in values.iter().flatten() {
                self.walk(&stream.ty, at, value, seen);
            }
            let is_other = values.iter().any(Option::is_none);
            self.note(seen, |found| found.texts_in_events += usize::from(is_other));
        }
        true
    }

    fn walk(&self, ty: &Type, at: &Pointer, value: &Value, seen: &mut Seen) {
        self.comparison.walker(self.index, seen).body(ty, at, value);
    }

    /// A body where none is declared. Errors have their bodies as text anyway.
    fn undeclared(&self, media: Option<&str>, bytes: &[u8], seen: &mut Seen) {
        let json = serde_json::from_slice::<Value>(without_mark(bytes)).ok();
        let media = match (media, &json) {
            (Some(media), _) if is_json(media) && json.is_none() => return,
            (Some(media), _) => media,
            (None, Some(_)) => "application/json",
            (None, None) => return,
        };
        if self.is_success && media != "text/html" && !is_event_stream(media) {
            self.note(seen, |found| {
                *found.undeclared.entry(media.to_owned()).or_default() += 1;
                json.iter().for_each(|value| found.kinds.add(value));
            });
        }
    }

    fn other_media(&self, media: &str, seen: &mut Seen) {
        self.note(seen, |found| {
            *found.media_types.entry(media.to_owned()).or_default() += 1
        });
    }

    fn note(&self, seen: &mut Seen, change: impl FnOnce(&mut Responses)) {
        change(seen.responses.entry(self.at.response.to_string()).or_default());
    }
}

/// A text without a byte order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The values of a text that is several JSON values, one after the other; the last one may be cut off.
fn several(text: &[u8]) -> Option<Vec<Value>> {
    let mut found = Vec::new();
    // Sequences of RFC 7464 have this control character before each value.
    let text: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == 0x1e { b' ' } else { *byte })
        .collect();
    for value in serde_json::Deserializer::from_slice(&text).into_iter::<Value>() {
        match value {
            Ok(value) => found.push(value),
            Err(error) if error.is_eof() && found.len() > 1 => break,
            Err(_) => return None,
        }
    }
    let is_structured = found.iter().all(|value| value.is_object() || value.is_array());
    (found.len() > 1 && is_structured).then_some(found)
}

/// What a stream is, as the configuration has it.
pub(super) fn stream_of(found: &Responses) -> Option<StreamOf> {
    match (found.events, found.lines) {
        (0, 0) => None,
        (0, _) => Some(StreamOf::JsonLines),
        _ => Some(StreamOf::Events),
    }
}

/// Whether a media type is text that a string can hold, as the runtime reads it.
fn is_simple_text(media: &str) -> bool {
    media.starts_with("text/") && !matches!(media, "text/html" | "text/event-stream")
}
