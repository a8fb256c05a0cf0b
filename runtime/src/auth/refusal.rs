//! Why a token endpoint issued no token.

use crate::auth::shared_error::SharedError;
use http::StatusCode;
use std::error::Error as StdError;
use std::fmt;

/// Why there is no token: the source of an error of kind [`ErrorKind::Auth`](crate::ErrorKind::Auth) after a request to
/// a token endpoint failed. Its text is what to check.
///
/// ```
/// use oaspen_client::{Error, TokenError};
/// use std::error::Error as _;
///
/// /// Whether id or secret of the client are wrong.
/// fn is_refused(error: &Error) -> bool {
///     let token = error.source().and_then(|source| source.downcast_ref::<TokenError>());
///     token.is_some_and(|token| token.code() == Some("invalid_client"))
/// }
/// ```
#[derive(Clone, Debug)]
pub struct TokenError {
    status: Option<StatusCode>,
    code: Option<String>,
    source: Option<SharedError>,
}

impl TokenError {
    /// The endpoint responded with an error.
    pub(crate) fn refused(status: StatusCode, code: Option<&str>) -> Self {
        // Codes are short and visible; anything else is not repeated.
        let is_code = |code: &&str| code.len() <= 64 && code.bytes().all(|b| b.is_ascii_graphic());
        Self {
            status: Some(status),
            code: code.filter(is_code).map(ToOwned::to_owned),
            source: None,
        }
    }

    /// A success that could not be read.
    pub(crate) fn unread(status: StatusCode, source: Option<SharedError>) -> Self {
        Self {
            status: Some(status),
            code: None,
            source,
        }
    }

    /// The endpoint did not respond.
    pub(crate) fn unreached(source: Option<SharedError>) -> Self {
        Self {
            status: None,
            code: None,
            source,
        }
    }

    /// The status of the response of the token endpoint; `None` if there was none.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The member `error` of the response (RFC 6749, section 5.2): `invalid_client`, `invalid_target`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.code(), self.status.map(|status| status.as_u16())) {
            (_, None) => "the token endpoint did not respond: check the token URL",
            (_, Some(200..=299)) => "the response of the token endpoint could not be read",
            (Some("invalid_client"), _) => {
                "the client id or the client secret is wrong, or the endpoint takes them in the body: see `in_body`"
            }
            (Some("unauthorized_client" | "unsupported_grant_type"), _) => {
                "the client may not use the grant `client_credentials`"
            }
            (Some("invalid_scope"), _) => "a scope is unknown, or the client may not request it: check `scope`",
            (Some("invalid_target"), _) => {
                "the resource is unknown, or the client may not request it: check the parameter `resource` or `audience`"
            }
            (Some("invalid_request"), _) => "a parameter is missing or wrong: check `parameter` and `scope`",
            (None, Some(404 | 405 | 410)) => "no token endpoint is at this URL: check the token URL",
            (_, Some(429 | 500..)) => "the token endpoint failed: try again later",
            (..) => "the token endpoint refused the request",
        })
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source as &(dyn StdError + 'static))
    }
}
