//! Responses by status: success, error and others.

use std::collections::HashSet;

use super::context::Lower;
use super::error::{OperationError, Part};
use super::media::{Accept, choose_response, equivalents};
use super::streams::Streams;
use crate::diag::{Diagnostic, codes};
use crate::ir::{DecodeKind, Hint, Response, ResponseSet, ResponseType, Role, Status, Type};
use crate::media::{is_stream, is_text, mime_essence};
use crate::pointer::{Pointer, Segments, unescape};
use crate::resolve::SchemaType;
use crate::text::similar;

/// The responses of an operation.
pub(super) struct Responses {
    pub success: ResponseSet,
    pub error: ResponseSet,
    /// Neither success nor error.
    pub other: Vec<Response>,
    /// The media types of `Accept`.
    pub accept: Vec<String>,
    /// The streams of the success responses.
    pub streams: Streams,
}

impl Lower<'_, '_> {
    /// The responses of an operation, by kind.
    pub(super) fn responses(&mut self, operation: &Pointer, index: usize) -> Result<Responses, OperationError> {
        let statuses = self.statuses(&operation.child("responses"));
        let is_2xx = |status: Status| matches!(status, Status::Code(200..=299) | Status::Range(2));
        let follows = self.follows_redirects(operation, &statuses);
        let may_be_2xx = follows || statuses.iter().any(|(s, _)| is_2xx(*s) || *s == Status::Default);
        // If only redirects are declared, a redirect is the success response and is not followed.
        let is_success = |status: Status| {
            is_2xx(status) || !may_be_2xx && matches!(status, Status::Code(300..=399) | Status::Range(3))
        };
        let many = statuses.iter().filter(|(status, _)| is_success(*status)).count() > 1;
        let has_success = follows || statuses.iter().any(|(status, _)| is_success(*status));
        let mut success = ResponseSet::default();
        let mut error = ResponseSet::default();
        let mut other = Vec::new();
        let mut accept = Accept::default();
        let mut streams = Streams::default();
        for (status, pointer) in &statuses {
            let hint = self.response_hint(index, *status, many);
            let row = self.response(*status, pointer, &hint, &mut accept)?;
            let default_is_success = *status == Status::Default && !has_success;
            let is_error = matches!(status, Status::Code(400..=599) | Status::Range(4 | 5) | Status::Default);
            if is_success(*status) || default_is_success {
                success.rows.push(row.clone());
                self.streams_of(pointer, index, &mut streams);
            } else if !is_error {
                other.push(Response {
                    kind: DecodeKind::Empty,
                    ty: None,
                    ..row.clone()
                });
            }
            if is_error {
                error.rows.push(row);
            }
        }
        if follows {
            success.rows.push(redirected());
            accept.also(DecodeKind::Bytes, "*/*", &[]);
        }
        if success.rows.iter().all(|row| row.ty.is_none()) && !success.rows.is_empty() {
            // Without a body in any case, the server did what was asked, or had done it before: `304: already started`.
            let is_unchanged = |row: &Response| row.status == Status::Code(304);
            success.rows.extend(other.extract_if(.., |row| is_unchanged(row)));
        }
        success.ty = by_type(&success, true);
        error.ty = by_type(&error, false);
        Ok(Responses {
            success,
            error,
            other,
            accept: accept.list,
            streams,
        })
    }

    /// Whether the success of an operation is what its redirects lead to: a GET that declares no other success, and
    /// nothing about the bodies of the redirects.
    fn follows_redirects(&self, operation: &Pointer, statuses: &[(Status, Pointer)]) -> bool {
        let is_redirect = |status: Status| matches!(status, Status::Code(301..=303 | 307 | 308) | Status::Range(3));
        // A page of HTML is for people, and a schema without a word describes nothing.
        let has_body = |at: &Pointer| {
            let content = self.target(at).child("content");
            let media = self.resolver.members(&content).into_iter().flat_map(|map| map.keys());
            let mut described = media.filter(|media| mime_essence(media) != "text/html");
            described.any(|media| {
                let schema = self.resolver.members(&content.child(media).child("schema"));
                schema.is_some_and(|schema| !schema.is_empty())
            })
        };
        let mut redirects = statuses.iter().filter(|(status, _)| is_redirect(*status)).peekable();
        operation.last_segment().is_some_and(|method| method == "get")
            && redirects.peek().is_some()
            && !redirects.any(|(_, at)| has_body(at))
            && !statuses
                .iter()
                .any(|(status, _)| matches!(status, Status::Code(200..=299) | Status::Range(2)))
    }

    /// The streams of the success responses.
    fn streams_of(&mut self, at: &Pointer, index: usize, found: &mut Streams) {
        if method_of(at).as_deref() == Some("head") {
            return;
        }
        if let Ok(pointer) = self.resolver.definition(at) {
            let hint = shared_base(&pointer).unwrap_or_else(|| Hint::operation(index));
            self.streams(&pointer, &hint, found);
        }
    }

    /// The responses, sorted by status.
    fn statuses(&mut self, at: &Pointer) -> Vec<(Status, Pointer)> {
        let mut statuses: Vec<(Status, Pointer)> = Vec::new();
        for key in self
            .resolver
            .members(at)
            .into_iter()
            .flat_map(|map| map.keys())
            .filter(|key| !key.starts_with("x-"))
        {
            match status(key) {
                Some(status) if statuses.iter().any(|(known, _)| *known == status) => self.diagnostics.add(
                    &codes::INVALID,
                    &at.child(key),
                    format!("`{key}` is a second response for the status {status}; it is ignored"),
                ),
                Some(status) => statuses.push((status, at.child(key))),
                None => {
                    let message = format!("`{key}` is not a status; it is ignored");
                    let found = Diagnostic::new(&codes::INVALID, &at.child(key), message);
                    let known = ["default", "1XX", "2XX", "3XX", "4XX", "5XX"];
                    self.diagnostics.report(found.suggest(similar(key, known.into_iter())));
                }
            }
        }
        statuses.sort_by_key(|(status, _)| *status);
        statuses
    }

    fn response_hint(&self, index: usize, status: Status, many: bool) -> Hint {
        let is_plain = !many && matches!(status, Status::Code(200..=299) | Status::Range(2));
        let role = if is_plain {
            Role::OnlyResponse(status)
        } else {
            Role::Response(status)
        };
        Hint::operation(index).then(role)
    }

    fn response(
        &mut self,
        status: Status,
        at: &Pointer,
        hint: &Hint,
        accept: &mut Accept,
    ) -> Result<Response, OperationError> {
        let pointer = self
            .resolver
            .definition(at)
            .map_err(OperationError::in_part(Part::Response(status)))?;
        let typed = self
            .resolver
            .response(&pointer)
            .map_err(OperationError::in_part(Part::Response(status)))?;
        let media: Vec<&str> = typed.media_types.iter().map(String::as_str).collect();
        let headers = self.headers(&pointer);
        let mut row = Response {
            status,
            kind: DecodeKind::Empty,
            ty: None,
            docs: typed.description.clone(),
            is_repetition: false,
            headers,
            boxed: false,
        };
        if matches!(status, Status::Code(204 | 205 | 304)) {
            self.report_ignored_body(status, &pointer, &media);
            return Ok(row);
        }
        let Some((chosen, kind)) = self.chosen(at, &pointer, &media) else {
            return Ok(row);
        };
        // The type of a shared response is named after the response, not after the first operation that uses it.
        let hint = shared_hint(&pointer).unwrap_or_else(|| hint.clone());
        let ty = self.response_type(&pointer.child("content"), chosen, kind, &hint);
        // The runtime reads a type of the configuration from text as from a JSON string.
        let kind = match kind {
            DecodeKind::Text if ty != Some(Type::String) => DecodeKind::Json,
            kind => kind,
        };
        // A string may also be sent as plain text.
        let kind = match kind {
            DecodeKind::Json if ty == Some(Type::String) && media.iter().any(|media| is_text(media)) => {
                DecodeKind::JsonOrText
            }
            kind => kind,
        };
        let equivalents = equivalents(&media, chosen, kind);
        self.report_other_media(&pointer, &media, chosen, &equivalents);
        if ty.is_some() {
            row.kind = kind;
            accept.also(kind, chosen, &equivalents);
        }
        row.ty = ty;
        Ok(row)
    }

    fn response_type(&mut self, content: &Pointer, media: &str, kind: DecodeKind, hint: &Hint) -> Option<Type> {
        let schema = content.child(media).child("schema");
        match kind {
            DecodeKind::Text if self.has_chosen_type(&schema) => Some(self.schema(&schema, hint).element()),
            DecodeKind::Text => Some(Type::String),
            DecodeKind::Bytes => Some(Type::File),
            DecodeKind::Json if self.resolver.node(&schema).is_none() => {
                self.report_no_schema(content, media);
                Some(Type::Json)
            }
            DecodeKind::Json if self.is_nothing(&schema) => None,
            DecodeKind::Json => Some(self.schema(&schema, hint).element()),
            DecodeKind::JsonOrText | DecodeKind::Empty => None,
        }
    }

    /// Reports a body that is declared for a status without one.
    fn report_ignored_body(&mut self, status: Status, pointer: &Pointer, media: &[&str]) {
        let content = pointer.child("content");
        // A schema without keywords describes nothing; it replaces a response that was not found, for example.
        let is_described = media.iter().any(|media| {
            let schema = content.child(media).child("schema");
            self.resolved(&schema).has_keywords && !self.is_nothing(&schema)
        });
        if is_described {
            let message = format!("a response with status {status} has no body; its content is ignored");
            self.report(&codes::INVALID, &content, message);
        }
    }

    /// Reports media types that are not in `Accept`.
    fn report_other_media(&mut self, pointer: &Pointer, media: &[&str], chosen: &str, equivalents: &[&str]) {
        let known: HashSet<&str> = equivalents.iter().copied().collect();
        let is_lost = |media: &&&str| {
            // Before the comparison without parameters, which takes longer.
            **media != chosen
                && !is_stream(media)
                && mime_essence(media) != mime_essence(chosen)
                && !known.contains(**media)
        };
        if media.iter().any(|media| is_lost(&media)) {
            let message = format!("the response is requested as `{chosen}`; other media types are declared too");
            self.report(&codes::OTHER_MEDIA, &pointer.child("content"), message);
        }
    }

    /// The preferred media type, and how it is decoded.
    fn chosen<'m>(&self, at: &Pointer, pointer: &Pointer, media: &[&'m str]) -> Option<(&'m str, DecodeKind)> {
        // A response to HEAD has the header fields of a body, and no body.
        if method_of(at).as_deref() == Some("head") {
            return None;
        }
        let (chosen, kind) = choose_response(media)?;
        let schema_of = |media: &str| pointer.child("content").child(media).child("schema");
        let schema = schema_of(chosen);
        if kind == DecodeKind::Json && self.is_streamed_value(&pointer.child("content").child(chosen)) {
            return Some((chosen, DecodeKind::Bytes));
        }
        if self.resolver.node(&schema).is_none() {
            // Text or JSON without a schema, declared beside a file, is the message of a failure.
            let file = media.iter().find(|media| self.is_file(&schema_of(media)));
            if let Some(file) = file {
                return Some((file, DecodeKind::Bytes));
            }
        }
        let kind = match kind {
            // A file is never JSON: the media type is the default of the tool that wrote the document.
            DecodeKind::Json if self.is_file(&schema) => DecodeKind::Bytes,
            DecodeKind::Json if mime_essence(chosen) == "*/*" && self.is_plain_text(&schema) => DecodeKind::Text,
            DecodeKind::Json if mime_essence(chosen) == "*/*" && self.resolver.node(&schema).is_none() => {
                DecodeKind::Bytes
            }
            kind => kind,
        };
        Some((chosen, kind))
    }

    /// Whether a schema is a string without constants. Under `*/*`, such a body is plain text, not JSON.
    pub(super) fn is_plain_text(&self, schema: &Pointer) -> bool {
        let schema = self.resolved(schema);
        schema.kind == Some(SchemaType::String) && schema.values.is_none()
    }
}

/// The response that redirects lead to.
fn redirected() -> Response {
    Response {
        status: Status::Range(2),
        kind: DecodeKind::Bytes,
        ty: Some(Type::File),
        docs: "What the redirect leads to.".to_owned(),
        is_repetition: false,
        headers: Vec::new(),
        boxed: false,
    }
}

/// The name of a shared response, `#/components/responses/X`.
fn shared_base(pointer: &Pointer) -> Option<Hint> {
    let name = pointer.component("responses")?;
    Some(Hint::component(&name, pointer.clone()))
}

fn shared_hint(pointer: &Pointer) -> Option<Hint> {
    Some(shared_base(pointer)?.then(Role::SharedResponse))
}

/// The HTTP method of the operation whose `responses` contain a pointer.
fn method_of(at: &Pointer) -> Option<String> {
    let (mut method, mut before) = (None, None);
    for segment in Segments::of(at.fragment()) {
        if segment == "responses" {
            method = before;
        }
        before = Some(segment);
    }
    method.map(unescape)
}

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    let range = key.to_ascii_uppercase();
    if let Some(digit) = range.strip_suffix("XX") {
        return digit.parse().ok().filter(|d| (1..=5).contains(d)).map(Status::Range);
    }
    key.trim()
        .parse()
        .ok()
        .filter(|code| (100..=599).contains(code))
        .map(Status::Code)
}

/// The type of one side. Errors need an enum only if their bodies differ, success responses also if some have no
/// body.
fn by_type(responses: &ResponseSet, empty_counts: bool) -> ResponseType {
    let mut types: Vec<&Type> = Vec::new();
    for ty in responses.rows.iter().filter_map(|row| row.ty.as_ref()) {
        if !types.contains(&ty) {
            types.push(ty);
        }
    }
    let some_empty = responses.rows.iter().any(|row| row.ty.is_none());
    match (types.as_slice(), some_empty && empty_counts) {
        ([], _) => ResponseType::Nothing,
        ([one], false) => ResponseType::One((*one).clone()),
        _ => ResponseType::ByStatus,
    }
}
