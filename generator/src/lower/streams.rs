//! Streamed responses: server-sent events, and JSON values in lines or sequences.

use super::context::Lower;
use crate::config::{Decision, StreamOf};
use crate::ir::{DecodeKind, Hint, Role, StreamedResponse, Type};
use crate::media::{is_event_stream, is_record_stream};
use crate::pointer::Pointer;
use crate::resolve::SchemaType;

/// The streams that the success responses of an operation declare.
#[derive(Default)]
pub(super) struct Streams {
    pub events: Option<StreamedResponse>,
    pub json_lines: Option<StreamedResponse>,
}

impl Lower<'_, '_> {
    /// Adds the streams of one response; the first response that declares events, or records, decides.
    pub(super) fn streams(&mut self, response: &Pointer, hint: &Hint, found: &mut Streams) {
        let content = response.child("content");
        let keys = self.resolver.members(&content).into_iter().flat_map(|map| map.keys());
        for media in keys {
            let at = content.child(media);
            let changes = self.chosen_stream(&at) != self.declared_stream(&at, media);
            self.use_override(&at, Decision::Stream, changes);
            match self.stream_of(&at, media) {
                Some(StreamOf::Events) if found.events.is_none() => found.events = Some(self.events(&at, media, hint)),
                Some(StreamOf::JsonLines) if found.json_lines.is_none() => {
                    found.json_lines = Some(self.records(&at, media, hint));
                }
                _ => {}
            }
        }
    }

    /// What a body is a stream of, by the configuration, or else by its media type or schema.
    fn stream_of(&self, at: &Pointer, media: &str) -> Option<StreamOf> {
        self.chosen_stream(at).or_else(|| self.declared_stream(at, media))
    }

    fn declared_stream(&self, at: &Pointer, media: &str) -> Option<StreamOf> {
        if is_event_stream(media) {
            return Some(StreamOf::Events);
        }
        let is_records = is_record_stream(media) || self.is_gateway_stream(&at.child("schema"));
        is_records.then_some(StreamOf::JsonLines)
    }

    fn events(&mut self, at: &Pointer, media: &str, hint: &Hint) -> StreamedResponse {
        let item = self.item(at).and_then(|item| self.event_data(&item));
        let (kind, ty) = match item {
            Some(item) => (DecodeKind::Json, self.schema(&item, &hint.then(Role::Event)).element()),
            None => (DecodeKind::Text, Type::String),
        };
        StreamedResponse {
            media_type: media.to_owned(),
            kind,
            ty,
        }
    }

    fn records(&mut self, at: &Pointer, media: &str, hint: &Hint) -> StreamedResponse {
        let item = self.line(at);
        let ty = item.map_or(Type::Json, |item| self.schema(&item, &hint.then(Role::Line)).element());
        StreamedResponse {
            media_type: media.to_owned(),
            kind: DecodeKind::Json,
            ty,
        }
    }

    /// Whether a body under a media type that usually is one value is a stream.
    pub(super) fn is_streamed_value(&self, media: &Pointer) -> bool {
        self.chosen_stream(media).is_some() || self.is_gateway_stream(&media.child("schema"))
    }

    /// What a body is a stream of, by the configuration.
    fn chosen_stream(&self, media: &Pointer) -> Option<StreamOf> {
        self.settings.overrides.get(media.as_str())?.stream
    }

    /// Whether a schema describes the messages of a stream, one a line, as gateways of gRPC write them: an object of a
    /// result or an error.
    fn is_gateway_stream(&self, schema: &Pointer) -> bool {
        let Ok(target) = self.resolver.definition(schema) else {
            return false;
        };
        let is_titled = self
            .text(&target, "title")
            .is_some_and(|title| title.starts_with("Stream result of "));
        let properties = self.resolver.members(&target.child("properties"));
        is_titled && properties.is_some_and(|members| members.contains_key("result"))
    }

    /// The schema of one record: `itemSchema` of OpenAPI 3.2, else the items of `schema` if it is a list, else `schema`.
    fn item(&self, media: &Pointer) -> Option<Pointer> {
        let declared = media.child("itemSchema");
        if self.resolver.node(&declared).is_some() {
            return Some(declared);
        }
        let schema = media.child("schema");
        let target = self.resolver.definition(&schema).ok()?;
        let list = self.resolver.schema(&target)?;
        let items = list.items.clone().filter(|_| list.kind == Some(SchemaType::Array));
        Some(items.unwrap_or(schema))
    }

    /// The schema of one line; `None` if the document only declares text or bytes.
    pub(super) fn line(&self, media: &Pointer) -> Option<Pointer> {
        let item = self.item(media)?;
        let target = self.resolver.definition(&item).ok()?;
        let is_whole = item == media.child("schema");
        let is_text = is_whole && self.resolved(&target).kind == Some(SchemaType::String);
        (!is_text && !self.is_file(&target) && self.resolver.node(&target).is_some()).then_some(item)
    }

    /// The schema of the JSON data of an event. A schema with the members of an event describes a whole event, any
    /// other one its data. Events of several kinds are strings, since their names decide how to decode them.
    fn event_data(&self, item: &Pointer) -> Option<Pointer> {
        let target = self.resolver.definition(item).ok()?;
        if self.is_event(&target) {
            let data = target.child("properties").child("data");
            let pointer = self.resolver.definition(&data).ok()?;
            let inner = pointer.child("contentSchema");
            if self.resolver.node(&inner).is_some() {
                return Some(inner);
            }
            return (!self.is_plain_text(&pointer)).then_some(data);
        }
        let schema = self.resolved(&target);
        let is_choice = [&schema.one_of, &schema.any_of]
            .into_iter()
            .any(|branches| !branches.is_empty() && branches.iter().all(|branch| self.is_event(&self.target(branch))));
        (!is_choice && !self.is_plain_text(&target)).then(|| item.clone())
    }

    /// Whether a schema has the members of an event, and no others.
    fn is_event(&self, schema: &Pointer) -> bool {
        const MEMBERS: [&str; 5] = ["data", "event", "id", "retry", "comment"];
        self.resolver
            .members(&schema.child("properties"))
            .is_some_and(|members| {
                members.contains_key("data") && members.keys().all(|name| MEMBERS.contains(&name.as_str()))
            })
    }
}
