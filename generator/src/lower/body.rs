//! Request bodies: which media types can be sent, and the types of their values.

use std::collections::HashMap;

use super::context::Lower;
use super::error::{OperationError, Part};
use super::examples;
use super::media::{concrete, is_any, request_kind, request_label, request_rank, usual};
use super::parts::Parts;
use crate::config::Decision;
use crate::diag::{Diagnostic, codes};
use crate::ir::{Body, BodyKind, Docs, Hint, Role, Type};
use crate::media::{is_written_as_text, mime_essence};
use crate::pointer::Pointer;
use crate::resolve::SchemaType;

/// Declared media types of one value: they differ in the `Content-Type` only.
struct Choice<'m> {
    kind: BodyKind,
    media: Vec<&'m str>,
}

/// What media types of one value have in common: the name, where it is a part of the value, and the parts that describe the value.
type Value = (BodyKind, Option<String>, [Option<usize>; 2]);
/// The types of bodies by their schemas.
type KnownTypes = HashMap<Option<usize>, Type>;

impl<'a> Lower<'a, '_> {
    /// The bodies that a request can have, the preferred one first.
    pub(super) fn bodies(&mut self, operation: &Pointer, index: usize) -> Result<Vec<Body>, OperationError> {
        let at = operation.child("requestBody");
        if self.resolver.node(&at).is_none() {
            return Ok(Vec::new());
        }
        let pointer = self
            .resolver
            .definition(&at)
            .map_err(OperationError::in_part(Part::RequestBody))?;
        let typed = self
            .resolver
            .request_body(&pointer)
            .map_err(OperationError::in_part(Part::RequestBody))?;
        if typed.media_types.is_empty() {
            let message = "the request body declares no media type; no body is sent";
            self.report(&codes::INVALID, &pointer, message);
            return Ok(Vec::new());
        }
        if !self.sends_body(operation, &at, typed.required) {
            return Ok(Vec::new());
        }
        let content = pointer.child("content");
        let media: Vec<&str> = typed.media_types.iter().map(String::as_str).collect();
        let mut parts = Parts::default();
        let choices = self.choices(&content, &media, &mut parts);
        let mut bodies: Vec<Body> = Vec::new();
        let mut types = KnownTypes::new();
        for choice in &choices {
            let text = typed.description.clone();
            let body = self.one_body(&content, choice, index, bodies.is_empty(), (&mut parts, &mut types));
            bodies.push(Body {
                required: typed.required,
                docs: Docs { text, ..body.docs },
                ..body
            });
        }
        self.report_choices(&content, &bodies);
        Ok(bodies)
    }

    /// Whether a declared body can be sent. That of a GET is often a mistake, and many servers and proxies refuse it: it
    /// is left out unless it is required or the configuration keeps it.
    fn sends_body(&mut self, operation: &Pointer, at: &Pointer, required: bool) -> bool {
        let method = operation.last_segment().unwrap_or_default();
        if !matches!(method.as_str(), "get" | "head" | "trace") {
            return true;
        }
        let chosen = self.settings.overrides.get(operation.as_str());
        if let Some(wanted) = chosen.and_then(|chosen| chosen.body) {
            self.use_override(operation, Decision::Body, wanted != required);
            return wanted;
        }
        let method = method.to_uppercase();
        let how = if required {
            "sent because it is required"
        } else {
            "not sent"
        };
        let message = format!("requests with the method {method} usually have no body; this one is {how}");
        self.report(&codes::UNUSUAL_BODY, at, message);
        required
    }

    /// The declared media types by what is sent, in the order of preference.
    fn choices<'m>(&self, content: &Pointer, media: &[&'m str], parts: &mut Parts<'a>) -> Vec<Choice<'m>> {
        let kinds = media.iter().map(|media| (*media, self.kind_of(content, media)));
        let mut ranked: Vec<(u8, &str, BodyKind)> = kinds
            .map(|(media, kind)| (self.rank_of(content, media, kind), media, kind))
            .collect();
        ranked.sort_by_key(|(rank, ..)| *rank);
        let mut choices: Vec<Choice<'m>> = Vec::new();
        let mut known: HashMap<Value, usize> = HashMap::new();
        for (_, media, kind) in ranked {
            let next = choices.len();
            let at = *known.entry(self.value_of(content, kind, media, parts)).or_insert(next);
            match choices.get_mut(at) {
                Some(same) => same.media.push(media),
                None => choices.push(Choice {
                    kind,
                    media: vec![media],
                }),
            }
        }
        choices
    }

    /// How a body is encoded, by its media type and its schema.
    fn kind_of(&self, content: &Pointer, media: &str) -> BodyKind {
        let schema = content.child(media).child("schema");
        let is_file = self.is_file(&schema);
        match request_kind(media) {
            // A file is sent as it is, whatever the media type.
            BodyKind::Json | BodyKind::Text | BodyKind::Lines if is_file => BodyKind::Bytes,
            // Only an object has fields: the caller writes the form.
            BodyKind::Form if self.is_scalar_or_list(&schema) => BodyKind::Text,
            BodyKind::Json if is_any(media) && !self.is_structure(&schema) => BodyKind::Bytes,
            BodyKind::Lines if self.line(&content.child(media)).is_none() => {
                if is_written_as_text(media) {
                    BodyKind::Text
                } else {
                    BodyKind::Bytes
                }
            }
            kind => kind,
        }
    }

    /// Only a multipart form can send a file as it is, so it comes before another form with a file.
    fn rank_of(&self, content: &Pointer, media: &str, kind: BodyKind) -> u8 {
        let schema = content.child(media).child("schema");
        if kind == BodyKind::Form && self.has_file(&schema) {
            return request_rank(media, BodyKind::Multipart).saturating_add(1);
        }
        request_rank(media, kind)
    }

    /// Whether a schema describes something that has no other form than JSON. Without one, a body of any media type is
    /// bytes.
    fn is_structure(&self, schema: &Pointer) -> bool {
        let schema = self.resolved(schema);
        match schema.kind {
            Some(SchemaType::String) => schema.values.is_some(),
            Some(_) => true,
            None => {
                let has_values = schema.values.is_some() || schema.extra.is_some() || schema.items.is_some();
                has_values || !schema.properties.is_empty() || !schema.all_of.is_empty() || schema.is_union()
            }
        }
    }

    fn is_scalar_or_list(&self, schema: &Pointer) -> bool {
        self.resolved(schema)
            .kind
            .is_some_and(|kind| kind != SchemaType::Object)
    }

    /// Whether a form has a part that is a file.
    fn has_file(&self, schema: &Pointer) -> bool {
        let schema = self.resolved(schema);
        schema.properties.iter().any(|(name, at)| self.is_file_part(at, name))
    }

    /// What media types that are sent with the same value have in common.
    fn value_of(&self, content: &Pointer, kind: BodyKind, media: &str, parts: &mut Parts<'a>) -> Value {
        let at = content.child(media);
        let mut part = |key: &str| parts.number(self.resolver, &at.child(key));
        match kind {
            BodyKind::Text | BodyKind::Bytes => (kind, None, [None, None]),
            BodyKind::Json => (kind, None, [part("schema"), None]),
            BodyKind::Lines => (kind, None, [part("schema"), part("itemSchema")]),
            BodyKind::Form => (kind, None, [part("schema"), part("encoding")]),
            BodyKind::Multipart => {
                let name = mime_essence(media);
                (kind, Some(name), [part("schema"), part("encoding")])
            }
        }
    }

    fn one_body(
        &mut self,
        content: &Pointer,
        choice: &Choice<'_>,
        index: usize,
        is_first: bool,
        known: (&mut Parts<'a>, &mut KnownTypes),
    ) -> Body {
        let (kind, first) = (choice.kind, choice.media.first().copied().unwrap_or_default());
        let key = match kind {
            BodyKind::Text => "text",
            BodyKind::Bytes => "bytes",
            _ => first,
        };
        let same = request_label(first, kind);
        let is_one_label = choice.media.iter().all(|media| request_label(media, kind) == same);
        let label = if is_one_label { same } else { key.to_owned() };
        let role = if is_first {
            Role::Request
        } else {
            Role::RequestAs {
                key: key.to_owned(),
                label: label.clone(),
            }
        };
        let at = content.child(first);
        let has_schema = self.resolver.node(&at.child("schema")).is_some();
        if matches!(kind, BodyKind::Json | BodyKind::Form | BodyKind::Multipart) && !has_schema {
            self.report_no_schema(content, first);
        }
        let ty = self.shared_type(&at, kind, &Hint::operation(index).then(role), known);
        let styles = match kind {
            BodyKind::Form => self.member_styles(&at),
            _ => Vec::new(),
        };
        let is_wild = first.contains('*');
        let is_usual = choice.media.iter().any(|media| mime_essence(media) == usual(kind));
        let is_media_passed = match kind {
            BodyKind::Text | BodyKind::Bytes => is_wild || choice.media.len() > 1,
            BodyKind::Json => !is_wild && choice.media.len() > 1 && !is_usual,
            BodyKind::Form | BodyKind::Multipart | BodyKind::Lines => false,
        };
        Body {
            required: false,
            key: key.to_owned(),
            label,
            media_type: concrete(first, kind).to_owned(),
            media_types: choice.media.iter().map(|media| (*media).to_owned()).collect(),
            is_media_passed,
            too_many_arguments: false,
            kind,
            ty,
            styles,
            docs: Docs {
                example: examples::example(self.resolver, &at),
                examples: examples::digest(self.resolver, &at),
                ..Docs::default()
            },
        }
    }

    /// The type of an earlier body that has the same schema: JSON and forms take the same values. Else a new one.
    fn shared_type(
        &mut self,
        at: &Pointer,
        kind: BodyKind,
        hint: &Hint,
        (parts, types): (&mut Parts<'a>, &mut KnownTypes),
    ) -> Type {
        if !matches!(kind, BodyKind::Json | BodyKind::Form) {
            return self.body_type(at, kind, hint);
        }
        let at_schema = at.child("schema");
        let schema = parts.number(self.resolver, &at_schema);
        let has_schema = self.resolver.node(&at_schema).is_some();
        if let Some(known) = types.get(&schema).filter(|_| has_schema) {
            return known.clone();
        }
        let ty = self.body_type(at, kind, hint);
        types.entry(schema).or_insert_with(|| ty.clone());
        ty
    }

    fn body_type(&mut self, at: &Pointer, kind: BodyKind, hint: &Hint) -> Type {
        let schema = at.child("schema");
        let has_schema = self.resolver.node(&schema).is_some();
        if matches!(kind, BodyKind::Text | BodyKind::Bytes) {
            self.plain_bodies.insert(schema.to_string());
        }
        match kind {
            BodyKind::Lines => match self.line(at) {
                Some(line) => self.schema(&line, &hint.then(Role::Line)).element(),
                None => Type::Json,
            },
            BodyKind::Bytes => Type::File,
            BodyKind::Text => Type::String,
            BodyKind::Multipart => self.multipart(at, hint),
            BodyKind::Json | BodyKind::Form if has_schema => self.schema(&schema, hint).element(),
            BodyKind::Json => Type::Json,
            BodyKind::Form => Type::JsonMap,
        }
    }

    /// Reports a body of which only the media type is known.
    pub(super) fn report_no_schema(&mut self, content: &Pointer, media: &str) {
        let message = format!("`{media}` has no schema; its body is any value");
        let at = content.child(media);
        let found = Diagnostic::new(&codes::NO_SCHEMA, &at, message);
        self.diagnostics.report(found.lacking(at.child("schema")));
    }

    /// Reports which media types are sent, and how, if there are several.
    fn report_choices(&mut self, content: &Pointer, bodies: &[Body]) {
        let Some((preferred, others)) = bodies.split_first() else {
            return;
        };
        let mut sent = Vec::new();
        if !others.is_empty() {
            let list: Vec<String> = others.iter().map(|body| listed(&body.media_types)).collect();
            let how = if preferred.required { "methods" } else { "setters" };
            sent.push(format!("other {how} send {}", list.join(", ")));
        }
        for body in bodies.iter().filter(|body| body.media_types.len() > 1) {
            let media = listed(&body.media_types);
            sent.push(if body.is_media_passed {
                format!("the caller passes which of {media} is sent")
            } else {
                format!("the header `Content-Type` of a call chooses between {media}")
            });
        }
        if !sent.is_empty() {
            let first = if preferred.is_media_passed {
                "several media types are declared".to_owned()
            } else {
                format!("the body is sent as `{}`", preferred.media_type)
            };
            let message = format!("{first}; {}", sent.join("; "));
            self.report(&codes::OTHER_MEDIA, content, message);
        }
    }
}

fn listed(media: &[String]) -> String {
    let list: Vec<String> = media.iter().map(|media| format!("`{media}`")).collect();
    list.join(", ")
}
