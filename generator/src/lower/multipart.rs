//! Multipart forms: which parts are files, text and JSON.

use super::context::Lower;
use super::members::{Extra, Members};
use crate::diag::codes;
use crate::ir::{Field, Hint, Shape, Type};
use crate::load::Node;
use crate::media::{is_json, is_written_as_text};
use crate::pointer::Pointer;

impl Lower<'_, '_> {
    /// A multipart form has a type of its own, because files and streams are not JSON.
    pub(super) fn multipart(&mut self, content: &Pointer, hint: &Hint) -> Type {
        let schema = content.child("schema");
        let mut members = Members::default();
        let mut others = Vec::new();
        if let Ok(target) = self.resolver.definition(&schema) {
            self.merge(&target, &mut members, &mut others, 0);
        }
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
