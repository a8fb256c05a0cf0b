//! Why a credential cannot be used. No error here contains a credential.

use crate::table::api::Scheme;
use http::header::HeaderName;
use std::fmt;

/// The security schemes of an API.
type Schemes = &'static [(&'static str, Scheme)];

/// Why a credential cannot be set, or cannot be added to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CredentialError {
    /// The API does not declare the scheme.
    UnknownScheme { scheme: String, declared: Schemes },
    /// The API declares no scheme of this kind.
    NoSchemeOfKind { kind: &'static str, declared: Schemes },
    /// No operation uses the scheme, or any scheme of the kind.
    Unused { schemes: Vec<&'static str> },
    /// The scheme takes another kind of credential.
    WrongKind { scheme: String },
    /// The runtime does not support the scheme.
    Unsupported { scheme: String, kind: &'static str },
    /// A user name with a colon: the header could not be read.
    ColonInUser { scheme: String },
    /// The header that the API declares for a key has an invalid name.
    HeaderName { scheme: String },
    /// The credential is not the value of a header.
    HeaderValue { scheme: String },
    /// The credential is not the value of a cookie.
    CookieValue { scheme: String },
    /// The cookies of a request together are not the value of a header.
    Cookies,
    /// The client credentials are invalid.
    Endpoint { scheme: String, error: EndpointError },
    /// An operation has no alternative for which all credentials are set.
    Missing {
        /// The schemes without a credential, for each alternative.
        alternatives: Vec<Vec<&'static str>>,
        declared: Schemes,
    },
    /// Two credentials of one alternative need the same header.
    SameHeader {
        first: &'static str,
        second: &'static str,
        header: HeaderName,
    },
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownScheme { scheme, declared } => {
                write!(f, "the API has no security scheme `{scheme}`{}", Known(declared))
            }
            Self::NoSchemeOfKind { kind, declared } => write!(
                f,
                "the API has no {kind} scheme{}; `default_header` sets any header",
                Known(declared)
            ),
            Self::Unused { schemes } => write!(
                f,
                "no operation uses the security scheme{} `{}`, so the credential would never be sent; `default_header` \
                 sets any header",
                if schemes.len() == 1 { "" } else { "s" },
                schemes.join("`, `")
            ),
            Self::WrongKind { scheme } => write!(f, "scheme `{scheme}` does not take this kind of credential"),
            Self::Unsupported { scheme, kind } => write!(
                f,
                "scheme `{scheme}` ({kind}) is left to the transport: set `Credential::External` if the transport authenticates"
            ),
            Self::ColonInUser { scheme } => write!(f, "the user name for `{scheme}` contains a colon"),
            Self::HeaderName { scheme } => write!(f, "the header of scheme `{scheme}` is not a header name"),
            Self::HeaderValue { scheme } => write!(
                f,
                "the credential for `{scheme}` contains characters a header cannot carry"
            ),
            Self::CookieValue { scheme } => write!(
                f,
                "the credential for `{scheme}` contains characters a cookie cannot carry: encode it as the API expects it"
            ),
            Self::Cookies => f.write_str("the cookies have characters a header cannot carry"),
            Self::Endpoint { scheme, error } => write!(f, "the credential for `{scheme}`: {error}"),
            Self::Missing { alternatives, declared } => missing(f, alternatives, declared),
            Self::SameHeader { first, second, header } => write!(
                f,
                "the operation needs both `{first}` and `{second}`, but they are sent in the same header, `{header}`, \
                 and a request carries one: set the header by hand, or in a layer of the transport"
            ),
        }
    }
}

impl std::error::Error for CredentialError {}

/// Lists the schemes of an API.
struct Known(Schemes);

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(" (it declares none)");
        }
        let names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        write!(f, " (it has: {})", names.join(", "))
    }
}

/// Names the credentials an operation lacks.
fn missing(f: &mut fmt::Formatter<'_>, alternatives: &[Vec<&'static str>], declared: Schemes) -> fmt::Result {
    f.write_str("no credential for ")?;
    for (number, lacking) in alternatives.iter().enumerate() {
        f.write_str(if number == 0 { "" } else { ", or " })?;
        for (number, name) in lacking.iter().enumerate() {
            f.write_str(if number == 0 { "" } else { " and " })?;
            hint(f, name, declared)?;
        }
    }
    f.write_str("; `without_credentials` sends calls without")
}

fn hint(f: &mut fmt::Formatter<'_>, name: &str, declared: Schemes) -> fmt::Result {
    let scheme = declared.iter().find(|(known, _)| *known == name);
    let how = match scheme.map(|(_, scheme)| scheme) {
        Some(Scheme::Bearer) => "set it with `bearer_token`",
        Some(Scheme::OAuth2) => "set it with `client_credentials` or `bearer_token`",
        Some(Scheme::Basic) => "set it with `basic_auth`",
        Some(Scheme::ApiKeyHeader(_) | Scheme::ApiKeyQuery(_) | Scheme::ApiKeyCookie(_)) => "set it with `api_key`",
        Some(Scheme::Unsupported(kind)) => {
            return write!(
                f,
                "`{name}` ({kind}: left to the transport; set `Credential::External` if the transport authenticates)"
            );
        }
        None => "a scheme the API does not declare",
    };
    write!(f, "`{name}` ({how})")
}

/// Why client credentials are invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EndpointError {
    RelativeUrl,
    InvalidUrl(url::ParseError),
    /// The URL is not one of http or https.
    UrlScheme,
    UserOrFragment,
    /// A parameter that the client sets itself.
    OwnParameter(String),
    /// Id and secret are not the value of a header.
    HeaderValue,
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RelativeUrl => f.write_str("the token URL is relative: use an absolute URL"),
            Self::InvalidUrl(error) => write!(f, "the token URL is invalid: {error}"),
            Self::UrlScheme => f.write_str("the token URL is not one of http or https"),
            Self::UserOrFragment => f.write_str("the token URL has a user or a fragment"),
            Self::OwnParameter(name) => write!(f, "the parameter `{name}` is set by the client itself"),
            Self::HeaderValue => f.write_str("failed to parse header value"),
        }
    }
}

impl std::error::Error for EndpointError {}
