//! Why a call cannot become a request. Values are not repeated: they may be secrets.

use crate::auth::error::CredentialError;
use crate::params::error::{AddressError, MultipartError, PathError};
use http::header::HeaderName;
use std::borrow::Cow;
use std::fmt;

/// Why a header cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HeaderError {
    /// The name is not one of a header.
    Name(String),
    /// The transport sets this header.
    Reserved(HeaderName),
    /// The value has characters that a header cannot carry.
    Value(HeaderName),
}

/// Most characters of a name that a message repeats.
const SHOWN_NAME: usize = 64;

/// The start of a name, and whether it is cut.
fn shown(name: &str) -> (String, &'static str) {
    let shown: String = name.chars().take(SHOWN_NAME).collect();
    let cut = if shown.len() < name.len() { "…" } else { "" };
    (shown, cut)
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => {
                let (shown, cut) = shown(name);
                write!(f, "{shown:?}{cut} is not a header name")
            }
            Self::Reserved(name) => write!(f, "header `{name}` is set by the transport"),
            Self::Value(name) => {
                let (shown, cut) = shown(name.as_str());
                write!(
                    f,
                    "the value of header `{shown}{cut}` has characters a header cannot carry"
                )
            }
        }
    }
}

impl std::error::Error for HeaderError {}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        })
    }
}

/// Why a request cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RequestError {
    /// The value of a parameter has no text form.
    Parameter {
        location: Location,
        name: Cow<'static, str>,
        reason: &'static str,
    },
    /// The value of a path parameter is not one or more segments.
    Segments {
        name: &'static str,
        reason: &'static str,
    },
    Header(HeaderError),
    /// The cookies together are not the value of a header.
    Cookies,
    /// The content type of the body is not the value of a header.
    ContentType,
    /// A form of a value that is not an object.
    Form,
    Multipart(MultipartError),
    /// The media types that the operation accepts are not the value of a header.
    Accept,
    /// The method of the operation is not one of HTTP.
    Method,
    Path(PathError),
    Address(AddressError),
    /// A credential of the call's own.
    Credential(CredentialError),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter { location, name, reason } => write!(f, "{location} parameter `{name}`: {reason}"),
            Self::Segments { name, reason } => write!(f, "path parameter `{name}` {reason}"),
            Self::Header(error) => error.fmt(f),
            Self::Cookies => f.write_str("the cookies have characters a header cannot carry"),
            Self::ContentType => f.write_str("the content type of the body is not a header value"),
            Self::Form => f.write_str("only an object can be sent as a form"),
            Self::Multipart(error) => error.fmt(f),
            Self::Accept => f.write_str("the accepted media types are not a header value"),
            Self::Method => f.write_str("the method is not an HTTP method"),
            Self::Path(error) => error.fmt(f),
            Self::Address(error) => error.fmt(f),
            Self::Credential(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RequestError {}

impl From<HeaderError> for RequestError {
    fn from(error: HeaderError) -> Self {
        Self::Header(error)
    }
}

impl From<MultipartError> for RequestError {
    fn from(error: MultipartError) -> Self {
        Self::Multipart(error)
    }
}

impl From<PathError> for RequestError {
    fn from(error: PathError) -> Self {
        Self::Path(error)
    }
}

impl From<CredentialError> for RequestError {
    fn from(error: CredentialError) -> Self {
        Self::Credential(error)
    }
}

impl From<AddressError> for RequestError {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
}

#[cfg(test)]
mod tests {
    use super::HeaderError;
    use http::header::HeaderName;

    #[test]
    fn a_message_has_the_start_of_a_long_name() {
        let long = "x".repeat(5000);
        let start = "x".repeat(64);
        let name = HeaderError::Name(format!("{long} ")).to_string();
        assert_eq!(name, format!("\"{start}\"… is not a header name"));
        let value = HeaderName::from_bytes(long.as_bytes()).map(HeaderError::Value);
        let value = value.map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(
            value,
            format!("the value of header `{start}…` has characters a header cannot carry")
        );
        let name = HeaderError::Name("a b".to_owned()).to_string();
        assert_eq!(name, "\"a b\" is not a header name");
    }
}
