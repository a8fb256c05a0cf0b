//! Objects of a document, from the typed model of OpenAPI.

/// The schemes that a request needs together, with their scopes.
pub(crate) type RequiredSchemes = Vec<(String, Vec<String>)>;

/// An operation, without its parameters, body and responses.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub id: Option<String>,
    pub summary: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
    /// The schemes of each requirement with their scopes, if it declares its own.
    pub security: Option<Vec<RequiredSchemes>>,
}

/// A request body or a response.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub description: String,
    pub required: bool,
    pub media_types: Vec<String>,
}

/// A server with the variables of its URL.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub url: String,
    pub variables: Vec<Variable>,
}

/// A variable of the URL of a server.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub name: String,
    pub default: String,
    pub values: Vec<String>,
}

/// A tag that the document describes.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub name: String,
    pub description: String,
}

impl From<openapiv3::Operation> for Operation {
    fn from(typed: openapiv3::Operation) -> Self {
        let schemes = |set: openapiv3::SecurityRequirement| set.into_iter().collect();
        Self {
            id: typed.operation_id,
            summary: typed.summary,
            description: typed.description,
            deprecated: typed.deprecated,
            security: typed.security.map(|sets| sets.into_iter().map(schemes).collect()),
        }
    }
}

impl From<openapiv3::RequestBody> for Content {
    fn from(typed: openapiv3::RequestBody) -> Self {
        Self {
            description: typed.description.unwrap_or_default(),
            required: typed.required,
            media_types: typed.content.into_keys().collect(),
        }
    }
}

impl From<openapiv3::Response> for Content {
    fn from(typed: openapiv3::Response) -> Self {
        Self {
            description: typed.description,
            required: false,
            media_types: typed.content.into_keys().collect(),
        }
    }
}

impl From<openapiv3::Server> for Server {
    fn from(typed: openapiv3::Server) -> Self {
        let variables = typed.variables.into_iter().flatten().map(|(name, variable)| Variable {
            name,
            default: variable.default,
            values: variable.enumeration,
        });
        Self {
            url: typed.url,
            variables: variables.collect(),
        }
    }
}

impl From<openapiv3::Tag> for Tag {
    fn from(typed: openapiv3::Tag) -> Self {
        Self {
            name: typed.name,
            description: typed.description.unwrap_or_default(),
        }
    }
}
