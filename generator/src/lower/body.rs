//! Request bodies: the media type that is sent, and the type of its value.

use super::context::Lower;
use super::error::{OperationError, Part};
use super::examples;
use super::media::{choose_request, concrete};
use super::members::Members;
use crate::diag::codes;
use crate::ir::{Body, BodyKind, Docs, Field, Hint, QueryStyle, Role, Shape, Type};
use crate::load::Node;
use crate::media::{is_json, is_json_lines, is_written_as_text};
use crate::pointer::Pointer;
use crate::resolve::Extra;

impl Lower<'_, '_> {
    pub(super) fn body(&mut self, operation: &Pointer, index: usize) -> Result<Option<Body>, OperationError> {
        let at = operation.child("requestBody");
        if self.resolver.node(&at).is_none() {
            return Ok(None);
        }
        let pointer = self
            .resolver
            .definition(&at)
            .map_err(OperationError::in_part(Part::RequestBody))?;
        let typed = self
            .resolver
            .request_body(&pointer)
            .map_err(OperationError::in_part(Part::RequestBody))?;
        let media: Vec<&str> = typed.content.keys().map(String::as_str).collect();
        let Some((chosen, kind)) = choose_request(&media) else {
            return Ok(None);
        };
        let sent = if chosen.contains('*') { concrete(kind) } else { chosen };
        if media.len() > 1 {
            let message = format!(
                "the body is sent as `{chosen}`; also declared: {}",
                others(&media, chosen)
            );
            self.report(&codes::OTHER_MEDIA, &pointer.child("content"), message);
        }
        let content = pointer.child("content").child(chosen);
        let schema = content.child("schema");
        let hint = Hint::operation(index).then(Role::Request);
        let line = Some(&content).filter(|_| is_json_lines(chosen));
        let line = line.and_then(|content| self.line(content));
        let kind = if line.is_some() { BodyKind::Lines } else { kind };
        let ty = match kind {
            BodyKind::Lines => line.map_or(Type::Json, |line| self.schema(&line, &hint.then(Role::Line)).element()),
            BodyKind::Bytes => Type::File,
            BodyKind::Text => Type::String,
            BodyKind::Multipart => self.multipart(&content, &hint),
            BodyKind::Json | BodyKind::Form if self.resolver.node(&schema).is_some() => {
                self.schema(&schema, &hint).element()
            }
            BodyKind::Json => Type::Json,
            BodyKind::Form => Type::JsonMap,
        };
        let styles = match kind {
            BodyKind::Form => self.member_styles(&content),
            _ => Vec::new(),
        };
        let docs = Docs {
            text: typed.description.unwrap_or_default(),
            example: examples::example(self.resolver, &content),
            ..Docs::default()
        };
        Ok(Some(Body {
            required: typed.required,
            media_type: sent.to_owned(),
            kind,
            ty,
            styles,
            docs,
        }))
    }

    /// The styles that `encoding` declares for the lists of a form; there is only one way to write other members.
    fn member_styles(&self, content: &Pointer) -> Vec<(String, QueryStyle)> {
        let encoding = content.child("encoding");
        let names = self.resolver.members(&encoding).into_iter().flat_map(|map| map.keys());
        names
            .filter(|name| self.is_list(&content.child("schema"), name))
            .filter_map(|name| {
                let at = encoding.child(name);
                let explode = self.resolver.node(&at)?.get("explode").and_then(Node::as_bool);
                let style = match self.text(&at, "style") {
                    Some("deepObject") => QueryStyle::DeepObject,
                    Some("spaceDelimited") => QueryStyle::SpaceDelimited,
                    Some("pipeDelimited") => QueryStyle::PipeDelimited,
                    _ => QueryStyle::Form {
                        explode: explode.unwrap_or(true),
                    },
                };
                (style != QueryStyle::Form { explode: true }).then(|| (name.clone(), style))
            })
            .collect()
    }

    fn is_list(&self, schema: &Pointer, member: &str) -> bool {
        let owner = self.resolver.definition(schema).unwrap_or_else(|_| schema.clone());
        let pointer = owner.child("properties").child(member);
        let target = self.resolver.definition(&pointer).unwrap_or(pointer);
        self.text(&target, "type") == Some("array")
    }

    /// A multipart form has a type of its own, because files and streams are not JSON.
    fn multipart(&mut self, content: &Pointer, hint: &Hint) -> Type {
        let schema = content.child("schema");
        let mut members = Members::default();
        self.merge(&schema, &mut members, 0);
        self.flatten_choices(&mut members);
        let id = self.reserve(&schema, hint, self.docs(&schema));
        let mut form = self.fields(id, &members);
        for field in &mut form.fields {
            self.part(field, &content.child("encoding").child(&field.wire));
        }
        if let (Some(ty), Some(Extra::Schema(pointer))) = (&mut form.extra, &members.extra)
            && self.is_file(pointer)
        {
            *ty = Type::File;
        }
        self.define(id, Shape::Multipart(form));
        Type::Named(id)
    }

    /// Decides whether a member of a form is sent as a file, as text or as JSON, and with which media type.
    fn part(&mut self, field: &mut Field, encoding: &Pointer) {
        if self.is_file(&field.origin) {
            field.ty = Type::File;
        } else if self.is_file(&field.origin.child("items")) {
            field.ty = Type::List(Box::new(Type::File));
        }
        let Some(declared) = self.text(encoding, "contentType") else {
            return;
        };
        let mut types = declared.split(',').map(str::trim).filter(|media| !media.is_empty());
        let first = types.next().filter(|media| !media.contains('*'));
        let is_choice = types.next().is_some();
        let Some(media) = first.filter(|_| !(is_choice && is_of(&field.ty, &Type::File))) else {
            return;
        };
        field.part_type = Some(media.to_owned());
        if is_json(media) || is_of(&field.ty, &Type::File) {
            return;
        }
        let sent = if is_written_as_text(media) {
            Type::String
        } else {
            Type::File
        };
        if sent == Type::File || self.is_structured(&field.ty) {
            let message = format!(
                "the part `{}` is sent as `{media}`; callers pass the encoded value",
                field.wire
            );
            self.report(&codes::PART_AS_IT_TRAVELS, &encoding.child("contentType"), message);
            field.ty = match self.bare(&field.ty) {
                Type::List(_) => Type::List(Box::new(sent)),
                _ => sent,
            };
        }
    }

    /// Whether a value has no text form.
    fn is_structured(&self, ty: &Type) -> bool {
        match self.bare(ty) {
            Type::Json | Type::JsonMap | Type::Map(_) => true,
            Type::List(inner) => self.is_structured(&inner) || matches!(self.bare(&inner), Type::List(_)),
            Type::Option(inner) => self.is_structured(&inner),
            Type::Named(id) => !matches!(self.types.get(id.0).map(|def| &def.shape), Some(Shape::Enum(_))),
            _ => false,
        }
    }

    /// Whether a value is bytes rather than JSON.
    pub(super) fn is_file(&self, at: &Pointer) -> bool {
        let Ok(target) = self.resolver.definition(at) else {
            return false;
        };
        let Some(node) = self.resolver.node(&target) else {
            return false;
        };
        node.get("format").and_then(Node::as_str) == Some("binary")
    }
}

/// Whether a type is the wanted one, or a list of it.
fn is_of(ty: &Type, wanted: &Type) -> bool {
    match ty {
        Type::List(inner) => is_of(inner, wanted),
        ty => ty == wanted,
    }
}

fn others(media: &[&str], chosen: &str) -> String {
    let rest: Vec<String> = media
        .iter()
        .filter(|m| **m != chosen)
        .map(|m| format!("`{m}`"))
        .collect();
    rest.join(", ")
}
