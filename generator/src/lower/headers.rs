//! Response headers and their types.

use super::context::Lower;
use crate::ir::{Header, HeaderShape, Type};
use crate::media::{is_json, is_token};
use crate::pointer::Pointer;
use crate::resolve::{Schema, SchemaType};

impl Lower<'_, '_> {
    /// The headers that a response declares.
    pub(super) fn headers(&self, response: &Pointer) -> Vec<Header> {
        let at = response.child("headers");
        let names = self.resolver.members(&at).into_iter().flat_map(|map| map.keys());
        names
            .map(|name| {
                let pointer = at.child(name);
                self.header(name, &self.target(&pointer))
            })
            .collect()
    }

    fn header(&self, name: &str, at: &Pointer) -> Header {
        let schema = at.child("schema");
        let schema = self.resolved(&schema);
        let docs = self.text(at, "description").map(|text| text.trim().to_owned());
        // OpenAPI describes `Content-Type` with `content`.
        let is_usable = is_token(name) && !name.eq_ignore_ascii_case("content-type");
        Header {
            name: name.to_owned(),
            docs: docs
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| schema.description.clone()),
            value: is_usable.then(|| self.header_value(at, &schema)),
        }
    }

    /// Scalars and lists of scalars have a type; any other value is a string.
    fn header_value(&self, at: &Pointer, schema: &Schema) -> (HeaderShape, Type) {
        if let Some(content) = self.resolver.members(&at.child("content")) {
            let is_json = content.keys().any(|media| is_json(media));
            return if is_json {
                (HeaderShape::Json, Type::Json)
            } else {
                (HeaderShape::Single, Type::String)
            };
        }
        let items = schema.items.as_ref().filter(|_| schema.kind == Some(SchemaType::Array));
        if let Some(item) = items.and_then(|items| self.header_scalar(&self.resolved(items))) {
            return (HeaderShape::List, Type::List(Box::new(item)));
        }
        let scalar = self.header_scalar(schema);
        (HeaderShape::Single, scalar.unwrap_or(Type::String))
    }

    fn header_scalar(&self, schema: &Schema) -> Option<Type> {
        match schema.kind? {
            SchemaType::Integer => Some(super::scalar::integer(schema)),
            SchemaType::Number => Some(Type::of_number(&schema.format)),
            SchemaType::Boolean => Some(Type::Bool),
            SchemaType::String => Some(match self.string_format(&schema.format) {
                Type::Formatted(format) if format.is_opaque() => Type::String,
                ty => ty,
            }),
            SchemaType::Array | SchemaType::Object => None,
        }
    }
}
