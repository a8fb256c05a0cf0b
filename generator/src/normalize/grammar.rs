//! The structure of an OpenAPI document as a table: what each member of each object contains.

use crate::diag::{Diagnostic, codes};
use crate::load::Map;
use crate::pointer::Pointer;
use crate::text::similar;

/// The objects of OpenAPI that matter to generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    /// The document itself.
    Root,
    /// `info`, which is not rewritten.
    Info,
    Server,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Header,
    Schema,
    SecurityScheme,
    Tag,
    Callback,
    Example,
    Link,
}

impl ObjectKind {
    /// The name that messages use, with its article.
    pub(crate) fn with_article(self) -> String {
        let name = self.as_str();
        let article = if name.starts_with(['e', 'i', 'o']) { "an" } else { "a" };
        format!("{article} {name}")
    }

    /// The name that messages use.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Root => "document",
            Self::Info => "info object",
            Self::Server => "server",
            Self::Components => "components object",
            Self::PathItem => "path item",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::MediaType => "media type",
            Self::Encoding => "encoding",
            Self::Responses => "responses object",
            Self::Response => "response",
            Self::Header => "header",
            Self::Schema => "schema",
            Self::SecurityScheme => "security scheme",
            Self::Tag => "tag",
            Self::Callback => "callback",
            Self::Example => "example",
            Self::Link => "link",
        }
    }
}

/// What a member contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// A scalar, or data that is not inspected.
    Plain,
    /// One object.
    One(ObjectKind),
    /// A list of objects.
    List(ObjectKind),
    /// Objects by name.
    Map(ObjectKind),
    /// Not part of OpenAPI.
    Unknown,
}

/// Whether an object of this kind may be a `$ref` instead.
pub(crate) fn is_referenceable(kind: ObjectKind) -> bool {
    use ObjectKind::{
        Callback, Example, Header, Link, Parameter, PathItem, RequestBody, Response, Schema, SecurityScheme,
    };
    matches!(
        kind,
        PathItem | Parameter | RequestBody | Response | Header | Schema | SecurityScheme | Callback | Example | Link
    )
}

/// What the member `key` of a `kind` contains.
pub(crate) fn member(kind: ObjectKind, key: &str) -> Member {
    if key == "$ref" && is_referenceable(kind) {
        return Member::Plain;
    }
    match kind {
        ObjectKind::Responses | ObjectKind::Callback if key.starts_with("x-") => Member::Plain,
        ObjectKind::Responses => Member::One(ObjectKind::Response),
        ObjectKind::Callback => Member::One(ObjectKind::PathItem),
        ObjectKind::PathItem if METHODS.contains(&key) => Member::One(ObjectKind::Operation),
        ObjectKind::Example | ObjectKind::Link => Member::Plain,
        kind => {
            let (plain, objects) = table(kind);
            if plain.contains(&key) {
                return Member::Plain;
            }
            let found = objects.iter().find(|(name, _)| *name == key);
            found.map_or(Member::Unknown, |(_, member)| *member)
        }
    }
}

/// The names of all members of a `kind`.
pub(crate) fn names(kind: ObjectKind) -> impl Iterator<Item = &'static str> {
    let (plain, objects) = table(kind);
    let methods: &[&str] = if kind == ObjectKind::PathItem { &METHODS } else { &[] };
    let reference = is_referenceable(kind).then_some("$ref");
    let objects = objects.iter().map(|(name, _)| *name);
    plain.iter().chain(methods).copied().chain(objects).chain(reference)
}

/// A finding about an object that is left out because it has no `name`: at a key that is a misspelling of it, if there is one.
pub(super) fn missing(map: &Map, kind: ObjectKind, at: &Pointer, name: &str, message: &str) -> Diagnostic {
    let unknown = map.keys().filter(|key| member(kind, key) == Member::Unknown);
    let misspelled = unknown
        .into_iter()
        .find(|key| similar(key, [name].into_iter()).is_some());
    match misspelled {
        Some(key) => Diagnostic::new(&codes::INVALID, &at.child(key), message)
            .suggest(Some(name))
            .meaning(Some(at.child(name))),
        None => Diagnostic::new(&codes::INVALID, at, message),
    }
}

/// Members whose values are not inspected, and members that contain objects.
type Table = (&'static [&'static str], &'static [(&'static str, Member)]);

fn table(kind: ObjectKind) -> Table {
    match kind {
        ObjectKind::Root => (ROOT, ROOT_OBJECTS),
        ObjectKind::Info => (INFO, &[]),
        ObjectKind::Components => (&["mediaTypes"], COMPONENTS),
        ObjectKind::PathItem => (
            &["summary", "description", "query", "additionalOperations"],
            &[
                ("servers", Member::List(ObjectKind::Server)),
                ("parameters", Member::List(ObjectKind::Parameter)),
            ],
        ),
        ObjectKind::Operation => (OPERATION, OPERATION_OBJECTS),
        ObjectKind::Parameter | ObjectKind::Header => (
            PARAMETER,
            &[
                ("schema", Member::One(ObjectKind::Schema)),
                ("content", Member::Map(ObjectKind::MediaType)),
            ],
        ),
        ObjectKind::Schema => (SCHEMA, SCHEMA_OBJECTS),
        ObjectKind::RequestBody => (
            &["description", "required"],
            &[("content", Member::Map(ObjectKind::MediaType))],
        ),
        ObjectKind::Response => (
            &["description", "summary"],
            &[
                ("content", Member::Map(ObjectKind::MediaType)),
                ("headers", Member::Map(ObjectKind::Header)),
                ("links", Member::Map(ObjectKind::Link)),
            ],
        ),
        ObjectKind::MediaType => (
            &["example", "examples", "prefixEncoding", "itemEncoding"],
            &[
                ("schema", Member::One(ObjectKind::Schema)),
                ("itemSchema", Member::One(ObjectKind::Schema)),
                ("encoding", Member::Map(ObjectKind::Encoding)),
            ],
        ),
        ObjectKind::Encoding => (
            &["contentType", "style", "explode", "allowReserved"],
            &[("headers", Member::Map(ObjectKind::Header))],
        ),
        ObjectKind::Server => (&["url", "description", "variables", "name"], &[]),
        ObjectKind::Tag => (
            &["name", "description", "externalDocs", "summary", "parent", "kind"],
            &[],
        ),
        ObjectKind::SecurityScheme => (SECURITY_SCHEME, &[]),
        ObjectKind::Responses | ObjectKind::Callback | ObjectKind::Example | ObjectKind::Link => (&[], &[]),
    }
}

const SECURITY_SCHEME: &[&str] = &[
    "type",
    "description",
    "name",
    "in",
    "scheme",
    "bearerFormat",
    "flows",
    "openIdConnectUrl",
    "deprecated",
];

const ROOT: &[&str] = &[
    "openapi",
    "security",
    "jsonSchemaDialect",
    "externalDocs",
    "$self",
    "webhooks",
];

const ROOT_OBJECTS: &[(&str, Member)] = &[
    ("info", Member::One(ObjectKind::Info)),
    ("servers", Member::List(ObjectKind::Server)),
    ("paths", Member::Map(ObjectKind::PathItem)),
    ("components", Member::One(ObjectKind::Components)),
    ("tags", Member::List(ObjectKind::Tag)),
];

const INFO: &[&str] = &[
    "title",
    "summary",
    "description",
    "termsOfService",
    "contact",
    "license",
    "version",
];

const COMPONENTS: &[(&str, Member)] = &[
    ("schemas", Member::Map(ObjectKind::Schema)),
    ("responses", Member::Map(ObjectKind::Response)),
    ("parameters", Member::Map(ObjectKind::Parameter)),
    ("examples", Member::Map(ObjectKind::Example)),
    ("requestBodies", Member::Map(ObjectKind::RequestBody)),
    ("headers", Member::Map(ObjectKind::Header)),
    ("securitySchemes", Member::Map(ObjectKind::SecurityScheme)),
    ("links", Member::Map(ObjectKind::Link)),
    ("callbacks", Member::Map(ObjectKind::Callback)),
    ("pathItems", Member::Map(ObjectKind::PathItem)),
];

/// The HTTP methods that a path item may define, in the order in which OpenAPI lists them.
pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "deprecated",
    "security",
];

const OPERATION_OBJECTS: &[(&str, Member)] = &[
    ("parameters", Member::List(ObjectKind::Parameter)),
    ("requestBody", Member::One(ObjectKind::RequestBody)),
    ("responses", Member::One(ObjectKind::Responses)),
    ("callbacks", Member::Map(ObjectKind::Callback)),
    ("servers", Member::List(ObjectKind::Server)),
];

const PARAMETER: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "example",
    "examples",
];

/// Whether a keyword of a schema describes a use of a type and not the type: these stay beside a `$ref`.
pub(crate) fn is_annotation(key: &str) -> bool {
    matches!(
        key.as_bytes(),
        b"title"
            | b"description"
            | b"nullable"
            | b"deprecated"
            | b"readOnly"
            | b"writeOnly"
            | b"default"
            | b"example"
            | b"examples"
            | b"xml"
            | [b'x', b'-', ..]
    )
}

/// Keywords whose values contain no definitions that are generated: they are kept and not inspected.
const SCHEMA: &[&str] = &[
    "type",
    "format",
    "title",
    "description",
    "default",
    "example",
    "examples",
    "enum",
    "const",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "discriminator",
    "xml",
    "externalDocs",
    "required",
    "pattern",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "contentEncoding",
    "contentMediaType",
    "minContains",
    "maxContains",
    "dependentRequired",
    "unevaluatedProperties",
    "unevaluatedItems",
    "propertyNames",
    "dependentSchemas",
    "contains",
    "if",
    "then",
    "else",
    "$schema",
    "$id",
    "$anchor",
    "$comment",
    "$dynamicRef",
    "$dynamicAnchor",
    "$vocabulary",
];

const SCHEMA_OBJECTS: &[(&str, Member)] = &[
    ("properties", Member::Map(ObjectKind::Schema)),
    ("patternProperties", Member::Map(ObjectKind::Schema)),
    ("$defs", Member::Map(ObjectKind::Schema)),
    ("definitions", Member::Map(ObjectKind::Schema)),
    ("items", Member::One(ObjectKind::Schema)),
    ("additionalProperties", Member::One(ObjectKind::Schema)),
    ("not", Member::One(ObjectKind::Schema)),
    ("allOf", Member::List(ObjectKind::Schema)),
    ("oneOf", Member::List(ObjectKind::Schema)),
    ("anyOf", Member::List(ObjectKind::Schema)),
    ("prefixItems", Member::List(ObjectKind::Schema)),
    ("contentSchema", Member::One(ObjectKind::Schema)),
];
