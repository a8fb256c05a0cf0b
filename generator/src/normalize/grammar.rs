//! The shape of an OpenAPI document as a table: which member of which object holds what.

/// The objects of OpenAPI that matter to generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The document itself.
    Root,
    /// `info`, `contact`, `license`, `externalDocs`, `xml`: read as they are.
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
    /// A file with definitions under names of somebody's choice.
    Fragment,
}

impl Kind {
    /// The words that messages use.
    pub(crate) fn word(self) -> &'static str {
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
            Self::Fragment => "file of definitions",
        }
    }
}

/// What a member holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// A scalar, or data that is not looked into.
    Plain,
    /// One object.
    One(Kind),
    /// A list of objects.
    List(Kind),
    /// Objects under names.
    Map(Kind),
    /// Not part of OpenAPI.
    Unknown,
}

/// Whether an object of this kind may be a `$ref` instead.
pub(crate) fn is_referenceable(kind: Kind) -> bool {
    use Kind::{Callback, Example, Header, Link, Parameter, PathItem, RequestBody, Response, Schema, SecurityScheme};
    matches!(
        kind,
        PathItem | Parameter | RequestBody | Response | Header | Schema | SecurityScheme | Callback | Example | Link
    )
}

/// What the member `key` of a `kind` holds.
pub(crate) fn member(kind: Kind, key: &str) -> Member {
    if key == "$ref" && is_referenceable(kind) {
        return Member::Plain;
    }
    match kind {
        Kind::Root => root(key),
        Kind::Components => components(key),
        Kind::PathItem => path_item(key),
        Kind::Operation => operation(key),
        Kind::Parameter | Kind::Header => parameter(key),
        Kind::Schema => schema(key),
        Kind::Responses | Kind::Callback if key.starts_with("x-") => Member::Plain,
        Kind::Responses => Member::One(Kind::Response),
        Kind::Callback => Member::One(Kind::PathItem),
        Kind::RequestBody => table(
            key,
            &["description", "required"],
            &[("content", Member::Map(Kind::MediaType))],
        ),
        Kind::Response => table(
            key,
            &["description", "summary"],
            &[
                ("content", Member::Map(Kind::MediaType)),
                ("headers", Member::Map(Kind::Header)),
                ("links", Member::Map(Kind::Link)),
            ],
        ),
        Kind::MediaType => table(
            key,
            &["example", "examples", "prefixEncoding", "itemEncoding"],
            &[
                ("schema", Member::One(Kind::Schema)),
                ("itemSchema", Member::One(Kind::Schema)),
                ("encoding", Member::Map(Kind::Encoding)),
            ],
        ),
        Kind::Encoding => table(
            key,
            &["contentType", "style", "explode", "allowReserved"],
            &[("headers", Member::Map(Kind::Header))],
        ),
        Kind::Server => table(key, &["url", "description", "variables", "name"], &[]),
        Kind::Tag => table(
            key,
            &["name", "description", "externalDocs", "summary", "parent", "kind"],
            &[],
        ),
        Kind::SecurityScheme => table(key, SECURITY_SCHEME, &[]),
        Kind::Info | Kind::Example | Kind::Link => Member::Plain,
        Kind::Fragment => Member::One(Kind::Schema),
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

fn table(key: &str, plain: &[&str], objects: &[(&str, Member)]) -> Member {
    if plain.contains(&key) {
        return Member::Plain;
    }
    objects
        .iter()
        .find(|(name, _)| *name == key)
        .map_or(Member::Unknown, |(_, member)| *member)
}

fn root(key: &str) -> Member {
    table(
        key,
        &[
            "openapi",
            "security",
            "jsonSchemaDialect",
            "externalDocs",
            "$self",
            "webhooks",
        ],
        &[
            ("info", Member::One(Kind::Info)),
            ("servers", Member::List(Kind::Server)),
            ("paths", Member::Map(Kind::PathItem)),
            ("components", Member::One(Kind::Components)),
            ("tags", Member::List(Kind::Tag)),
        ],
    )
}

fn components(key: &str) -> Member {
    table(
        key,
        &["mediaTypes"],
        &[
            ("schemas", Member::Map(Kind::Schema)),
            ("responses", Member::Map(Kind::Response)),
            ("parameters", Member::Map(Kind::Parameter)),
            ("examples", Member::Map(Kind::Example)),
            ("requestBodies", Member::Map(Kind::RequestBody)),
            ("headers", Member::Map(Kind::Header)),
            ("securitySchemes", Member::Map(Kind::SecurityScheme)),
            ("links", Member::Map(Kind::Link)),
            ("callbacks", Member::Map(Kind::Callback)),
            ("pathItems", Member::Map(Kind::PathItem)),
        ],
    )
}

/// The HTTP methods that a path item may define, in the order in which OpenAPI lists them.
pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn path_item(key: &str) -> Member {
    if METHODS.contains(&key) {
        return Member::One(Kind::Operation);
    }
    table(
        key,
        &["summary", "description", "query", "additionalOperations"],
        &[
            ("servers", Member::List(Kind::Server)),
            ("parameters", Member::List(Kind::Parameter)),
        ],
    )
}

fn operation(key: &str) -> Member {
    table(
        key,
        &[
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "deprecated",
            "security",
        ],
        &[
            ("parameters", Member::List(Kind::Parameter)),
            ("requestBody", Member::One(Kind::RequestBody)),
            ("responses", Member::One(Kind::Responses)),
            ("callbacks", Member::Map(Kind::Callback)),
            ("servers", Member::List(Kind::Server)),
        ],
    )
}

fn parameter(key: &str) -> Member {
    table(
        key,
        &[
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
        ],
        &[
            ("schema", Member::One(Kind::Schema)),
            ("content", Member::Map(Kind::MediaType)),
        ],
    )
}

/// Whether a keyword of a schema describes a use of a type and not the type: these stay beside a `$ref`.
pub(crate) fn is_annotation(key: &str) -> bool {
    const ANNOTATIONS: [&str; 10] = [
        "title",
        "description",
        "nullable",
        "deprecated",
        "readOnly",
        "writeOnly",
        "default",
        "example",
        "examples",
        "xml",
    ];
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

/// Keywords that say nothing about the Rust type: they are left in place and not looked into.
const SCHEMA_PLAIN: &[&str] = &[
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

fn schema(key: &str) -> Member {
    table(
        key,
        SCHEMA_PLAIN,
        &[
            ("properties", Member::Map(Kind::Schema)),
            ("patternProperties", Member::Map(Kind::Schema)),
            ("$defs", Member::Map(Kind::Schema)),
            ("definitions", Member::Map(Kind::Schema)),
            ("items", Member::One(Kind::Schema)),
            ("additionalProperties", Member::One(Kind::Schema)),
            ("not", Member::One(Kind::Schema)),
            ("allOf", Member::List(Kind::Schema)),
            ("oneOf", Member::List(Kind::Schema)),
            ("anyOf", Member::List(Kind::Schema)),
            ("prefixItems", Member::List(Kind::Schema)),
            ("contentSchema", Member::One(Kind::Schema)),
        ],
    )
}
