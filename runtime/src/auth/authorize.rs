//! How a credential gets into a request.
//!
//! To add a scheme, for example a signature over the request: implement [`Authorize`] in a file of this room, and add a row
//! to `schemes.rs`, and a variant to `error.rs` if it can fail in a new way. Fetched tokens are the one kind of
//! credential that needs more, as fetching waits.

use crate::auth::error::CredentialError;
use crate::transport::outgoing::OutgoingRequest;
use http::HeaderValue;
use http::header::HeaderName;

/// A credential that is ready to be sent.
pub(crate) trait Authorize: Send + Sync {
    /// Adds the credential to a request whose method, URL and body are final. Called for each attempt of a call, after
    /// the credentials before it in the same alternative.
    ///
    /// # Errors
    /// The request cannot carry the credential.
    fn apply(&self, request: &mut OutgoingRequest) -> Result<(), CredentialError>;

    /// Adds the credential again after a redirect within the origin, which changed the URL and maybe the method. Headers
    /// are kept, so that only a credential that depends on the URL has something to do. It is not called after a redirect
    /// to another origin.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    fn apply_after_redirect(&self, _request: &mut OutgoingRequest) -> Result<(), CredentialError> {
        Ok(())
    }

    /// The header that it sets, and the value if that is always the same. Two credentials in one request must not set one
    /// header to different values.
    fn header(&self) -> Option<(&HeaderName, Option<&HeaderValue>)> {
        None
    }

    /// The texts to redact, in the form that is sent.
    fn secret(&self) -> Option<String>;
}
