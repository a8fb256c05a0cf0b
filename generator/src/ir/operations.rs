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
    /// Its key in `names.lock`: path and method. Several paths can reference one definition.
    pub key: Pointer,
    /// The `operationId`, if the document has a unique one.
    pub id: Option<String>,
    /// In upper case.
    pub method: &'static str,
    /// As written in the document.
    pub path: String,
    /// The fixed texts and the parameters of the template.
    pub parts: Vec<PathPart>,
    /// Names and values of the query that the path itself has, such as `?action=list`.
    pub fixed_query: Vec<(String, String)>,
    /// Index into the tags of the client.
    pub tag: usize,
    pub docs: Docs,
    pub params: Vec<Param>,
    /// The preferred body.
    pub body: Option<Body>,
    /// Bodies of other media types: each has a method of its own, or a setter if it is optional.
    pub other_bodies: Vec<Body>,
    pub success: ResponseSet,
    pub error: ResponseSet,
    /// Responses that are neither, such as redirects, without their bodies.
    pub other: Vec<Response>,
    /// The media types of `Accept`, in the order of preference.
    pub accept: Vec<String>,
    /// The server of the operation, if it is not the server of the document.
    pub server: Option<Server>,
    /// The server-sent events of a successful response, if it can be a stream of them.
    pub events: Option<StreamedResponse>,
    /// The JSON values of a successful response, if it can be a stream of them.
    pub json_lines: Option<StreamedResponse>,
    /// Alternatives, each a set of schemes.
    pub security: Vec<Vec<Requirement>>,
    /// How the list in its responses is paged, if it is.
    pub paging: Option<Paging>,
    /// Whether its method has more arguments than clippy accepts. Decided by a pass.
    pub too_many_arguments: bool,
}

impl Operation {
    /// The bodies of all media types, the preferred one first.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.body.iter().chain(&self.other_bodies)
    }

    /// The security schemes that an example uses: those of the first alternative that has any.
    pub(crate) fn shown_schemes(&self) -> Vec<&str> {
        let set = self.security.iter().find(|set| !set.is_empty());
        let names = set.into_iter().flatten();
        names.map(|requirement| requirement.scheme.as_str()).collect()
    }

    /// The stream that every successful response is, if it is one.
    pub(crate) fn only_stream(&self) -> Option<OnlyStream> {
        let first = self.accept.first()?;
        let is_all =
            |series: &Option<StreamedResponse>| series.as_ref().is_some_and(|series| series.media_type == *first);
        if is_all(&self.events) {
            Some(OnlyStream::Events)
        } else {
            is_all(&self.json_lines).then_some(OnlyStream::JsonLines)
        }
    }
}

/// A response that is always a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnlyStream {
    Events,
    JsonLines,
}

/// A part of a path template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PathPart {
    Text(String),
    Param(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Param {
    pub origin: Pointer,
    /// As in requests.
    pub name: String,
    /// The name in the document, if the configuration has another one for requests.
    pub declared_name: Option<String>,
    pub location: ParamLocation,
    pub style: ParamStyle,
    pub required: bool,
    pub ty: Type,
    pub docs: Docs,
}

impl Param {
    /// The name in keys of `names.lock`: that of the document.
    pub(crate) fn key_name(&self) -> &str {
        self.declared_name.as_deref().unwrap_or(&self.name)
    }

    /// Location and name, which no other parameter of the operation has together.
    pub(crate) fn key(&self) -> String {
        format!("{}/{}", self.location.as_str(), self.key_name())
    }
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

/// How the value of a parameter is serialized.
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
    /// Several segments of the path: `/` is not escaped.
    Segments,
    /// One segment of the path, which may be empty.
    MayBeEmpty,
    Query {
        style: QueryStyle,
        reserved: bool,
    },
    /// As JSON.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryStyle {
    Form {
        explode: bool,
    },
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// A JSON text: only members of forms.
    Json,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub required: bool,
    /// Its key in `names.lock`, if it is not the preferred one: a media type, or `text` or `bytes`.
    pub key: String,
    /// What it is named after then, in words: `multipart`.
    pub label: String,
    /// The media type that is sent, or an example of it if the caller passes one.
    pub media_type: String,
    /// Every declared media type that this value can be sent as, if there are several; a wildcard as it is declared.
    pub media_types: Vec<String>,
    /// Whether the caller passes the media type: the document declares a wildcard, or several and none is preferred.
    pub is_media_passed: bool,
    /// Whether its own method has more arguments than clippy accepts. Decided by a pass.
    pub too_many_arguments: bool,
    pub kind: BodyKind,
    pub ty: Type,
    /// The fields of a form that are not serialized in the default style.
    pub styles: Vec<(String, QueryStyle)>,
    pub docs: Docs,
}

impl Body {
    /// Whether a multipart body is the usual form.
    pub(crate) fn is_form_data(&self) -> bool {
        let essence = self.media_type.split(';').next().unwrap_or("").trim();
        essence.eq_ignore_ascii_case("multipart/form-data")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BodyKind {
    Json,
    Form,
    Multipart,
    Bytes,
    Text,
    /// JSON values, one per line. The type is the type of a line.
    Lines,
}

/// The successful responses of an operation, or its errors.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResponseSet {
    pub rows: Vec<Response>,
    pub ty: ResponseType,
}

/// The type that a caller gets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum ResponseType {
    /// No response has a declared body.
    #[default]
    Nothing,
    /// One type for every status.
    One(Type),
    /// An enum with a variant per status.
    ByStatus,
}

#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub status: Status,
    pub kind: DecodeKind,
    pub ty: Option<Type>,
    /// The response's own description.
    pub docs: String,
    /// Whether it only repeats the status or the operation. Decided by a pass.
    pub is_repetition: bool,
    pub headers: Vec<Header>,
    /// Whether its type is behind a `Box` in an enum by status, so that no variant makes the others large. Decided by
    /// a pass.
    pub boxed: bool,
}

/// A header that a response declares.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// As written in the document.
    pub name: String,
    pub docs: String,
    /// The type of its value. `None` if the name is not a valid header name.
    pub value: Option<(HeaderShape, Type)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderShape {
    Single,
    /// Comma-separated values.
    List,
    /// JSON.
    Json,
}

/// The values in a stream.
#[derive(Clone, Debug)]
pub(crate) struct StreamedResponse {
    /// As written in the document.
    pub media_type: String,
    pub kind: DecodeKind,
    pub ty: Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecodeKind {
    Json,
    Text,
    /// A string, as JSON or as plain text, by the `Content-Type` of the response.
    JsonOrText,
    Bytes,
    Empty,
}

/// A security scheme that an operation requires.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Requirement {
    /// The name of the scheme.
    pub scheme: String,
    /// The OAuth 2 scopes that a token must have. They are no part of the client.
    pub scopes: Vec<String>,
}

/// A security scheme.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    pub name: String,
    /// The description.
    pub text: String,
    pub kind: SchemeKind,
    /// The OAuth 2 flows.
    pub flows: Vec<Flow>,
    /// Whether an operation of the client uses it.
    pub is_used: bool,
}

/// An OAuth 2 flow.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flow {
    /// In lower-case words: `client credentials`.
    pub name: &'static str,
    /// As written in the document. It may be relative.
    pub url: String,
    /// Names and descriptions.
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
