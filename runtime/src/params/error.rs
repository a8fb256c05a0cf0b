//! Why a URL, a path or a multipart body cannot be built.

use std::fmt;

/// Why there is no base URL for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AddressError {
    /// A server URL with a variable that the API does not declare.
    Placeholder(String),
    Relative,
    Invalid(url::ParseError),
    /// The URL is neither http nor https.
    Scheme,
    Query,
    Fragment,
    User,
    /// The origin has a path.
    OriginPath,
    /// The API declares no server.
    NoServer,
    NoSuchServer {
        index: usize,
        count: usize,
    },
    /// A value of a variable that the API does not list.
    VariableValue {
        name: &'static str,
        allowed: &'static [&'static str],
    },
    /// A value of a variable that would lead to another address.
    VariableChangesUrl(&'static str),
    UnknownVariable {
        name: String,
        known: Vec<&'static str>,
    },
    /// A replacement of a server that no operation has.
    UnknownOperationServer {
        url: String,
        known: Vec<&'static str>,
    },
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Placeholder(name) => write!(
                f,
                "the server URL has the placeholder `{name}`: set the URL with `base_url(..)` or `server(..)`"
            ),
            Self::Relative => f.write_str(
                "the server URL is relative: set its scheme and host with `origin(..)`, or all of it with `base_url(..)`",
            ),
            Self::Invalid(error) => write!(f, "the base URL is invalid: {error}"),
            Self::Scheme => f.write_str("the base URL is neither http nor https"),
            Self::Query => f.write_str("the base URL has a query"),
            Self::Fragment => f.write_str("the base URL has a fragment"),
            Self::User => f.write_str("the base URL contains a user or password: use `basic_auth`"),
            Self::OriginPath => {
                f.write_str("the origin has a path: it is scheme, host and port; `base_url(..)` takes a URL with a path")
            }
            Self::NoServer => f.write_str("the API declares no server: set its URL with `base_url(..)`"),
            Self::NoSuchServer { index, count } => write!(f, "the API has {count} servers, none is number {index}"),
            Self::VariableValue { name, allowed } => {
                let allowed = allowed.join("`, `");
                write!(f, "the server variable `{name}` takes one of `{allowed}`")
            }
            Self::VariableChangesUrl(name) => write!(
                f,
                "the value of the server variable `{name}` would change the host or the path"
            ),
            Self::UnknownVariable { name, known } => {
                write!(f, "the API has no server variable `{name}`{}", Known(known))
            }
            Self::UnknownOperationServer { url, known } => {
                write!(f, "no operation has `{url}` as a server of its own{}", Known(known))
            }
        }
    }
}

impl std::error::Error for AddressError {}

/// Lists names, each once.
struct Known<'a>(&'a [&'static str]);

impl fmt::Display for Known<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<&str> = Vec::new();
        for name in self.0 {
            if !names.contains(name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            return Ok(());
        }
        write!(f, "; there are `{}`", names.join("`, `"))
    }
}

/// Why the path of an operation cannot be filled. Names parameters, and does not repeat their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathError {
    NoValue(Box<str>),
    /// The value makes an empty segment.
    EmptySegment(Box<str>),
    /// The value makes a segment `.` or `..`.
    DotSegment(Box<str>),
    /// The path, as a URL, is another one.
    ChangesUrl,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValue(name) => write!(f, "path parameter `{name}` has no value"),
            Self::EmptySegment(name) => write!(f, "path parameter `{name}` makes an empty path segment"),
            Self::DotSegment(name) => write!(f, "path parameter `{name}` makes a `.` or `..` path segment"),
            Self::ChangesUrl => f.write_str("the path parameters change the URL"),
        }
    }
}

impl std::error::Error for PathError {}

/// Why a part of a multipart body cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MultipartError {
    /// The value has no text form.
    Value { part: String, reason: &'static str },
    /// The content type is not the value of a header.
    ContentType { part: String },
}

impl fmt::Display for MultipartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { part, reason } => write!(f, "part `{part}`: {reason}"),
            Self::ContentType { part } => write!(f, "part `{part}`: its content type is not a header value"),
        }
    }
}

impl std::error::Error for MultipartError {}
