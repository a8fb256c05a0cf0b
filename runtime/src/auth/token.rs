//! Tokens that a program fetches itself.

use crate::auth::refusal::TokenError;
use crate::auth::secret::Secret;
use crate::auth::shared_error::SharedError;
use crate::base::BoxError;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Why there is no token: the result of all calls that waited for it.
pub(crate) struct NoToken {
    pub(crate) message: String,
    pub(crate) source: Option<SharedError>,
    /// What the token endpoint responded.
    pub(crate) refusal: Option<TokenError>,
    /// Whether a later attempt may succeed.
    pub(crate) transient: bool,
}

impl NoToken {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
            refusal: None,
            transient: false,
        }
    }
}

/// The future of a token: `Send` except on wasm.
#[cfg(not(target_arch = "wasm32"))]
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, BoxError>> + Send + 'a>>;

/// The future of a token.
#[cfg(target_arch = "wasm32")]
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, BoxError>> + 'a>>;

/// A source of tokens for a `bearer` or `oauth2` scheme, when neither a fixed token nor
/// [`ClientCredentials`](crate::ClientCredentials) suffices: a vault, a sidecar, a session of your own.
///
/// Calls that need a token at the same time share one request for it, and dropping one call does not cancel it for
/// the others. When the API refuses a token with 401, another one is requested, once for each call.
///
/// ```
/// use oaspen_client::{AccessToken, Credential, TokenFuture, TokenRequest, TokenSource};
/// use std::time::Duration;
///
/// struct Vault;
///
/// impl Vault {
///     async fn read(&self, path: &str, fresh: bool) -> std::io::Result<String> {
///         # let _ = fresh;
///         Ok(format!("token of {path}"))
///     }
/// }
///
/// impl TokenSource for Vault {
///     fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
///         Box::pin(async move {
///             let token = self.read(request.scheme(), request.is_refused()).await?;
///             Ok(AccessToken::new(token).expires_in(Duration::from_secs(600)))
///         })
///     }
/// }
///
/// let credential = Credential::token_source(Vault);
/// # drop(credential);
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// Returns a token.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a>;
}

/// The request to a [`TokenSource`].
#[derive(Clone, Copy, Debug)]
pub struct TokenRequest<'a> {
    pub(crate) scheme: &'a str,
    pub(crate) refused: bool,
}

impl TokenRequest<'_> {
    /// The security scheme that the token is for.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.scheme
    }

    /// Whether the API refused the last token with 401, so that a stored one cannot be used.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.refused
    }
}

/// A token, and how long it may be used.
///
/// ```
/// use oaspen_client::AccessToken;
/// let token = AccessToken::new("secret").expires_in(std::time::Duration::from_secs(3600));
/// assert!(!format!("{token:?}").contains("secret"));
/// ```
#[derive(Clone, Debug)]
pub struct AccessToken {
    pub(crate) token: Secret,
    pub(crate) life: Life,
}

/// How long a token is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    Unknown,
    For(Duration),
    UntilRefused,
}

impl AccessToken {
    /// A token that is not kept: the next call requests another one from the source.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            token: token.into(),
            life: Life::Unknown,
        }
    }

    /// Keeps the token until shortly before this time is over: a tenth of it, a minute at most.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.life = Life::For(time);
        self
    }

    /// Keeps the token until the API refuses it with 401.
    #[must_use]
    pub fn until_refused(mut self) -> Self {
        self.life = Life::UntilRefused;
        self
    }
}
