//! Response headers and their types.

use super::context::Lower;
use super::params::is_header_name;
use crate::ir::{Header, HeaderShape, Type};
use crate::media::is_json;
use crate::pointer::Pointer;

impl Lower<'_, '_> {
    /// The headers that a response declares.
    pub(super) fn headers(&self, response: &Pointer) -> Vec<Header> {
        let at = response.child("headers");
        let names = self.resolver.members(&at).into_iter().flat_map(|map| map.keys());
        names
            .map(|name| {
                let pointer = at.child(name);
                self.header(name, &self.resolver.definition(&pointer).unwrap_or(pointer))
            })
            .collect()
    }

    fn header(&self, name: &str, at: &Pointer) -> Header {
        let schema = at.child("schema");
        let schema = self.resolver.definition(&schema).unwrap_or(schema);
        let described = |at: &Pointer| self.text(at, "description").unwrap_or("").trim().to_owned();
        let docs = Some(described(at)).filter(|text| !text.is_empty());
        // OpenAPI describes `Content-Type` with `content`.
        let is_usable = is_header_name(name) && !name.eq_ignore_ascii_case("content-type");
        Header {
            name: name.to_owned(),
            docs: docs.unwrap_or_else(|| described(&schema)),
            value: is_usable.then(|| self.header_value(at, &schema)),
        }
    }

    /// Scalars and lists of scalars have a type; any other value is a string.
    fn header_value(&self, at: &Pointer, schema: &Pointer) -> (HeaderShape, Type) {
        if let Some(content) = self.resolver.members(&at.child("content")) {
            let is_json = content.keys().any(|media| is_json(media));
            return if is_json {
                (HeaderShape::Json, Type::Json)
            } else {
                (HeaderShape::Single, Type::String)
            };
        }
        if self.text(schema, "type") == Some("array") {
            let items = schema.child("items");
            let items = self.resolver.definition(&items).unwrap_or(items);
            if let Some(item) = self.header_scalar(&items) {
                return (HeaderShape::List, Type::List(Box::new(item)));
            }
        }
        let scalar = self.header_scalar(schema);
        (HeaderShape::Single, scalar.unwrap_or(Type::String))
    }

    fn header_scalar(&self, schema: &Pointer) -> Option<Type> {
        let format = self.text(schema, "format").unwrap_or("");
        match self.text(schema, "type")? {
            "integer" => Some(Type::of_integer(format)),
            "number" => Some(Type::of_number(format)),
            "boolean" => Some(Type::Bool),
            "string" => Some(match self.string_format(format) {
                Type::Formatted(format) if format.is_opaque() => Type::String,
                ty => ty,
            }),
            _ => None,
        }
    }
}
