//! Operations.

use super::docs::Docs;
use super::paging::Paging;
use super::server::Server;
use super::status::Status;
use super::ty::Type;
use crate::pointer::Pointer;

/// One HTTP operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub origin: Pointer,
    /// The `operationId`, if the document has a unique one.
    pub id: Option<String>,
    /// In capitals.
    pub method: &'static str,
    /// As the document writes it.
    pub path: String,
    /// The template in pieces, with the parameters that the client fills in.
    pub parts: Vec<PathPart>,
    /// Index into the tags of the client.
    pub tag: usize,
    pub docs: Docs,
    pub params: Vec<Param>,
    pub body: Option<Body>,
    pub success: ResponseSet,
    pub error: ResponseSet,
    /// What is neither, such as a redirect beside a success; without its body.
    pub other: Vec<Response>,
    /// The media types that are asked for, best first.
    pub accept: Vec<String>,
    /// Where it is sent, if not to the server of the document.
    pub server: Option<Server>,
    /// Where a success can be a stream of server-sent events.
    pub events: Option<StreamedResponse>,
    /// Where a success can be one JSON value after the other.
    pub json_lines: Option<StreamedResponse>,
    /// Alternatives, each a set of scheme names.
    pub security: Vec<Vec<String>>,
    /// How its list is paged, if it is.
    pub paging: Option<Paging>,
    /// Whether its method has more arguments than clippy accepts. Decided by a pass.
    pub too_many_arguments: bool,
}

/// A piece of a path template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PathPart {
    Text(String),
    Param(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Param {
    pub origin: Pointer,
    /// On the wire.
    pub name: String,
    pub location: ParamLocation,
    pub style: ParamStyle,
    pub required: bool,
    pub ty: Type,
    pub docs: Docs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum ParamLocation {
    Path,
    Query,
    Header,
    Cookie,
}

impl ParamLocation {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a value becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParamStyle {
    /// The default of the location.
    Default,
    Simple {
        explode: bool,
    },
    Label {
        explode: bool,
    },
    Matrix {
        explode: bool,
    },
    /// A path of its own: `/` stays.
    Segments,
    Query {
        style: QueryStyle,
        reserved: bool,
    },
    /// The value as a JSON text.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryStyle {
    Form { explode: bool },
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub required: bool,
    pub media_type: String,
    pub kind: BodyKind,
    pub ty: Type,
    /// The members of a form that are not written in the default style.
    pub styles: Vec<(String, QueryStyle)>,
    pub docs: Docs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    Json,
    Form,
    Multipart,
    Bytes,
    Text,
    /// JSON values, one a line; the type is that of a line.
    Lines,
}

/// The answers of one side, success or error.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResponseSet {
    pub rows: Vec<Response>,
    pub ty: ResponseType,
}

/// What a caller gets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum ResponseType {
    /// No body is declared anywhere.
    #[default]
    Nothing,
    /// One type for every status.
    One(Type),
    /// An enum by status.
    ByStatus,
}

#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub status: Status,
    pub kind: DecodeKind,
    pub ty: Option<Type>,
    /// The response's own description.
    pub docs: String,
    pub headers: Vec<Header>,
    /// Whether its type is behind a `Box` in an enum by status, so that no variant makes the others large. Decided by
    /// a pass.
    pub boxed: bool,
}

/// A header that a response declares.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// As the document writes it.
    pub name: String,
    pub docs: String,
    /// What it holds; nothing where no header can have the name.
    pub value: Option<(HeaderShape, Type)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderShape {
    Single,
    /// Values with commas between them.
    List,
    /// A JSON text.
    Json,
}

/// Values that an answer sends one by one.
#[derive(Clone, Debug)]
pub(crate) struct StreamedResponse {
    /// As the document writes it.
    pub media_type: String,
    pub kind: DecodeKind,
    pub ty: Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecodeKind {
    Json,
    Text,
    /// A text, as JSON or as it stands: the answer says which.
    JsonOrText,
    Bytes,
    Empty,
}

/// A way to authenticate.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    pub name: String,
    /// What the document says about it.
    pub text: String,
    pub kind: SchemeKind,
    /// How OAuth 2 tokens are had.
    pub flows: Vec<Flow>,
}

/// One way to an OAuth 2 token.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flow {
    /// In words: `client credentials`.
    pub name: &'static str,
    /// As the document writes it; may be relative.
    pub url: String,
    /// Names, and what the document says about them.
    pub scopes: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SchemeKind {
    Bearer,
    Basic,
    ApiKey { location: ParamLocation, name: String },
    OAuth2,
    Unsupported(String),
}
