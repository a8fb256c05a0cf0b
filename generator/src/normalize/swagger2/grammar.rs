//! The objects of Swagger 2.0 as tables: which members are its own.
//!
//! A member that only OpenAPI 3 has is read as in OpenAPI 3, and reported. A member that neither has is kept: the next
//! step reports every key that 3.0 does not define.

use super::{At, Rewrite};
use crate::load::Map;
use crate::normalize::grammar::{self, METHODS, Member, ObjectKind};

/// Members of a document that contain shared definitions.
pub(super) const LIBRARIES: [&str; 4] = ["definitions", "parameters", "responses", "securityDefinitions"];

const ROOT: &[&str] = &[
    "swagger",
    "info",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "security",
    "tags",
    "externalDocs",
];

const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "consumes",
    "produces",
    "parameters",
    "responses",
    "schemes",
    "deprecated",
    "security",
];

/// Members of a parameter or a header that describe its value.
pub(super) const VALUE: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
];

const SCHEMA: &[&str] = &[
    "format",
    "title",
    "description",
    "default",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "enum",
    "type",
    "items",
    "allOf",
    "properties",
    "additionalProperties",
    "discriminator",
    "readOnly",
    "xml",
    "externalDocs",
    "example",
];

const SECURITY_SCHEME: &[&str] = &[
    "type",
    "description",
    "name",
    "in",
    "flow",
    "authorizationUrl",
    "tokenUrl",
    "scopes",
];

const PARAMETER: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "schema",
    "allowEmptyValue",
    "collectionFormat",
];

/// Whether 2.0 has this member.
fn is_own(kind: ObjectKind, key: &str) -> bool {
    let [own, more] = own(kind);
    if kind == ObjectKind::PathItem {
        return key == "parameters" || (METHODS.contains(&key) && key != "trace");
    }
    own.contains(&key) || more.contains(&key)
}

/// The names of the members that 2.0 has.
pub(in crate::normalize) fn names(kind: ObjectKind) -> impl Iterator<Item = &'static str> {
    let [own, more] = own(kind);
    own.iter().chain(more).copied()
}

fn own(kind: ObjectKind) -> [&'static [&'static str]; 2] {
    match kind {
        ObjectKind::Root => [ROOT, &[]],
        ObjectKind::Operation => [OPERATION, &[]],
        ObjectKind::Parameter => [PARAMETER, VALUE],
        ObjectKind::Header => [&["description", "collectionFormat"], VALUE],
        ObjectKind::Response => [&["description", "schema", "headers", "examples"], &[]],
        ObjectKind::Schema => [SCHEMA, &[]],
        ObjectKind::SecurityScheme => [SECURITY_SCHEME, &[]],
        _ => [&[], &[]],
    }
}

/// What the member `key` of a `kind` contains. Members of OpenAPI 3 are accepted too.
pub(in crate::normalize) fn member(kind: ObjectKind, key: &str) -> Member {
    match (kind, key) {
        (ObjectKind::Root, "definitions") => Member::Map(ObjectKind::Schema),
        (ObjectKind::Root, "parameters") => Member::Map(ObjectKind::Parameter),
        (ObjectKind::Root, "responses") => Member::Map(ObjectKind::Response),
        (ObjectKind::Root, "securityDefinitions") => Member::Map(ObjectKind::SecurityScheme),
        (ObjectKind::Response, "schema") => Member::One(ObjectKind::Schema),
        (ObjectKind::Parameter | ObjectKind::Header, "items") => Member::One(ObjectKind::Schema),
        _ if is_own(kind, key) && grammar::member(kind, key) == Member::Unknown => Member::Plain,
        _ => grammar::member(kind, key),
    }
}

impl Rewrite<'_, '_> {
    /// Reports the members of an object that only OpenAPI 3 has.
    pub(super) fn account(&mut self, kind: ObjectKind, map: &Map, at: &At) {
        for key in map.keys().filter(|key| *key != "$ref" && !key.starts_with("x-")) {
            if !is_own(kind, key) && grammar::member(kind, key) != Member::Unknown {
                let message = format!("`{key}` is a keyword of OpenAPI 3; it is read as in OpenAPI 3");
                self.repaired(&at.old.child(key), message);
            }
        }
    }
}
