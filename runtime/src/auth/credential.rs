//! A credential for one security scheme.

use crate::auth::oauth2::ClientCredentials;
use crate::auth::secret::Secret;
use crate::auth::token::TokenSource;
use std::fmt;
use std::sync::Arc;

/// A credential for one security scheme. See [`ClientBuilder::credential`](crate::ClientBuilder::credential).
///
/// The comments show the shorter method of the builder, which sets the credential of all schemes of its kind.
///
/// ```
/// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #     servers: ["https://api.example.com"], schemes: { "user": bearer, "login": basic,
/// #     "headerKey": api_key header "X-Key", "queryKey": api_key query "key", "cookieKey": api_key cookie "sid",
/// #     "machine": oauth2, "vault": bearer, "cert": unsupported "mutualTLS" } } }
/// # use oaspen_client::{Client, ClientBuilder};
/// use oaspen_client::{AccessToken, ClientCredentials, Credential, TokenFuture, TokenRequest, TokenSource};
///
/// /// A token that another process keeps fresh.
/// struct Sidecar;
///
/// impl TokenSource for Sidecar {
///     fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
///         Box::pin(async { Ok(AccessToken::new(std::fs::read_to_string("/run/token")?)) })
///     }
/// }
///
/// let machine = ClientCredentials::new("https://login.example.com/token", "app-id", "app-secret");
/// let client: Client = ClientBuilder::new(&API)
///     .credential("user", &Credential::token("t"))                       // bearer_token("t")
///     .credential("login", &Credential::basic("name", "password"))       // basic_auth("name", "password")
///     .credential("headerKey", &Credential::api_key("k1"))               // api_key("headerKey", "k1")
///     .credential("queryKey", &Credential::api_key("k2"))                // api_key("queryKey", "k2")
///     .credential("cookieKey", &Credential::api_key("k3"))               // api_key("cookieKey", "k3")
///     .credential("machine", &Credential::client_credentials(machine))   // client_credentials(machine)
///     .credential("vault", &Credential::token_source(Sidecar))           // token_source(Sidecar)
///     .credential("cert", &Credential::External)                         // the transport shows a certificate
///     .build()?;
/// assert_eq!(format!("{:?}", Credential::basic("name", "password")), "Credential::Basic(..)");
/// # Ok::<(), oaspen_client::Error>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum Credential {
    /// A token for a `bearer` or `oauth2` scheme.
    Token(Secret),
    /// User and password for a `basic` scheme.
    Basic(Secret, Secret),
    /// The value of an `apiKey` scheme.
    ApiKey(Secret),
    /// Tokens for a `bearer` or `oauth2` scheme, fetched with OAuth 2 client credentials.
    ClientCredentials(ClientCredentials),
    /// Tokens for a `bearer` or `oauth2` scheme, from a source of your own.
    Source(Arc<dyn TokenSource>),
    /// The transport authenticates: a client certificate, a signing layer.
    External,
}

impl Credential {
    /// A token for a `bearer` or `oauth2` scheme.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::Token(token.into())
    }

    /// User and password for a `basic` scheme.
    pub fn basic(user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        Self::Basic(user.into(), password.into())
    }

    /// The value of an `apiKey` scheme.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self::ApiKey(key.into())
    }

    /// Tokens for a `bearer` or `oauth2` scheme, fetched with OAuth 2 client credentials.
    pub fn client_credentials(credentials: ClientCredentials) -> Self {
        Self::ClientCredentials(credentials)
    }

    /// Tokens for a `bearer` or `oauth2` scheme, from a source of your own.
    pub fn token_source(source: impl TokenSource) -> Self {
        Self::Source(Arc::new(source))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token(_) => "Credential::Token(..)",
            Self::Basic(..) => "Credential::Basic(..)",
            Self::ApiKey(_) => "Credential::ApiKey(..)",
            Self::ClientCredentials(_) => "Credential::ClientCredentials(..)",
            Self::Source(_) => "Credential::Source(..)",
            Self::External => "Credential::External",
        })
    }
}
