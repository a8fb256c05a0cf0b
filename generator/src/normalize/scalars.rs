//! Which members are texts and flags, and what a scalar of another kind means there.

use super::grammar::ObjectKind;
use crate::load::Node;

/// What a member without objects contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    /// A text that readers see: without a value it is absent.
    Prose,
    /// A text with a meaning of its own.
    Text,
    /// `true` or `false`.
    Flag,
    /// A list of texts.
    Texts,
    /// Texts by name.
    TextMap,
    /// Values of the type that the schema declares.
    Values,
    /// Objects with members of these kinds, by name.
    Named(&'static [(&'static str, Scalar)]),
    /// An object with members of these kinds.
    Members(&'static [(&'static str, Scalar)]),
    /// Examples and extensions: nothing is read into them.
    Opaque,
    /// Anything else.
    Data,
}

const VARIABLE: &[(&str, Scalar)] = &[
    ("enum", Scalar::Texts),
    ("default", Scalar::Text),
    ("description", Scalar::Prose),
];

const FLOW: &[(&str, Scalar)] = &[
    ("authorizationUrl", Scalar::Text),
    ("tokenUrl", Scalar::Text),
    ("refreshUrl", Scalar::Text),
    ("scopes", Scalar::TextMap),
];

const DISCRIMINATOR: &[(&str, Scalar)] = &[("propertyName", Scalar::Text), ("mapping", Scalar::TextMap)];

/// What the plain member `key` of a `kind` contains.
pub(super) fn scalar(kind: ObjectKind, key: &str) -> Scalar {
    match (kind, key) {
        (_, "example" | "const" | "default" | "examples") if kind != ObjectKind::Schema => Scalar::Opaque,
        (_, key) if key.starts_with("x-") => Scalar::Opaque,
        (ObjectKind::Example | ObjectKind::Link, _) => Scalar::Opaque,
        (ObjectKind::Schema, key) => schema(key),
        (_, "description" | "summary" | "title" | "termsOfService") => Scalar::Prose,
        (_, "deprecated" | "required" | "explode" | "allowReserved" | "allowEmptyValue") => Scalar::Flag,
        (ObjectKind::Server, "variables") => Scalar::Named(VARIABLE),
        (ObjectKind::SecurityScheme, "flows") => Scalar::Named(FLOW),
        (ObjectKind::SecurityScheme, "scopes") => Scalar::TextMap,
        (ObjectKind::Operation, "tags" | "consumes" | "produces" | "schemes")
        | (ObjectKind::Root, "consumes" | "produces" | "schemes") => Scalar::Texts,
        (ObjectKind::Parameter | ObjectKind::Header, "enum") => Scalar::Values,
        (ObjectKind::Operation, "operationId")
        | (ObjectKind::Info, "version")
        | (ObjectKind::Root, "host" | "basePath")
        | (_, "name" | "in" | "style" | "url" | "contentType" | "scheme" | "bearerFormat" | "openIdConnectUrl")
        | (ObjectKind::SecurityScheme, "type" | "flow" | "authorizationUrl" | "tokenUrl")
        | (ObjectKind::Tag, "parent" | "kind")
        | (ObjectKind::Parameter | ObjectKind::Header, "format" | "pattern" | "collectionFormat") => Scalar::Text,
        _ => Scalar::Data,
    }
}

fn schema(key: &str) -> Scalar {
    match key {
        "title" | "description" | "$comment" => Scalar::Prose,
        "format" | "pattern" | "contentEncoding" | "contentMediaType" => Scalar::Text,
        "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => Scalar::Flag,
        "required" => Scalar::Texts,
        "discriminator" => Scalar::Members(DISCRIMINATOR),
        "enum" | "const" => Scalar::Values,
        "example" | "default" | "examples" => Scalar::Opaque,
        _ => Scalar::Data,
    }
}

/// Whether a value is a scalar of the right kind, so that it stays as it is.
pub(super) fn is_as_expected(scalar: Scalar, value: &Node) -> bool {
    match value {
        Node::String(_) => matches!(scalar, Scalar::Prose | Scalar::Text | Scalar::Opaque | Scalar::Data),
        Node::Bool(_) => matches!(scalar, Scalar::Flag | Scalar::Opaque | Scalar::Data),
        Node::Number(_) => matches!(scalar, Scalar::Opaque | Scalar::Data),
        Node::Null | Node::Array(_) | Node::Object(_) => false,
    }
}

/// Whether the values of a schema are texts.
pub(super) fn is_text_schema(schema: &Node) -> bool {
    match schema.get("type") {
        Some(Node::String(kind)) => kind == "string",
        Some(Node::Array(kinds)) => {
            let mut kinds = kinds.iter().filter(|kind| kind.as_str() != Some("null"));
            kinds.next().and_then(Node::as_str) == Some("string") && kinds.next().is_none()
        }
        _ => false,
    }
}

/// Whether null is one of the values of a schema.
pub(super) fn is_nullable(schema: &Node) -> bool {
    let has_null = |node: &Node| {
        node.as_array()
            .is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
    };
    ["nullable", "x-nullable"]
        .iter()
        .any(|key| schema.get(*key) == Some(&Node::Bool(true)))
        || schema.get("type").is_some_and(has_null)
}

/// A text or a number where `true` or `false` is expected.
pub(super) fn flag(node: &Node) -> Option<bool> {
    match node {
        Node::Bool(flag) => Some(*flag),
        Node::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Node::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
