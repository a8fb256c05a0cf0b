//! Setting up a client.

use crate::auth::credential::Credential;
use crate::auth::credentials::Credentials;
use crate::auth::oauth2::ClientCredentials;
use crate::auth::secret::Secret;
use crate::auth::token::TokenSource;
use crate::builder::error::SettingError;
use crate::call::header::header;
use crate::client::{Client, ClientInner};
use crate::codec::options::{LenientPolicy, TimesWithoutOffset};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::error::typed::Error;
use crate::params::server::ServerOptions;
use crate::policy::attempt::{Attempt, AttemptHook};
use crate::policy::redirect::RedirectPolicy;
use crate::policy::retry::{Jitter, RetryPolicy};
use crate::table::api::Api;
use crate::table::lenient::{DecodeSettings, LenientHook, LenientIssue};
use crate::transport::handle::TransportHandle;
use crate::transport::reqwest::Configure;
use crate::transport::traits::Transport;
use http::header::{HeaderMap, HeaderValue, USER_AGENT};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

/// The largest body of a response, unless set otherwise: 32 MiB.
const MAX_RESPONSE_BYTES: usize = 32 * 1024 * 1024;

const TIMEOUT: Duration = Duration::from_secs(30);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Puts a layer around a transport.
type Wrap = dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync;

/// Sets up a client `C`; every generated client has a `builder()` that starts one.
///
/// [`build`](Self::build) reports invalid settings.
///
/// ```
/// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #     servers: ["https://api.example.com/v1"], schemes: { "token": bearer } } }
/// # #[derive(Clone, Debug)]
/// # pub struct Client { inner: oaspen_client::Client }
/// # impl Client { pub fn builder() -> oaspen_client::ClientBuilder<Self> { oaspen_client::ClientBuilder::new(&API) } }
/// # impl From<oaspen_client::Client> for Client { fn from(inner: oaspen_client::Client) -> Self { Self { inner } } }
/// use std::time::Duration;
///
/// let client = Client::builder()
///     .base_url("http://127.0.0.1:3000/api")
///     .bearer_token("secret")
///     .timeout(Duration::from_secs(5))
///     .build()?;
/// # assert_eq!(client.inner.base_url(), "http://127.0.0.1:3000/api");
/// # Ok::<(), oaspen_client::Error>(())
/// ```
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<C> {
    api: &'static Api,
    pub(super) servers: ServerOptions,
    credentials: Credentials,
    headers: HeaderMap,
    timeout: Option<Duration>,
    pub(super) connect_timeout: Option<Duration>,
    max_response_bytes: usize,
    redirects: RedirectPolicy,
    retry: RetryPolicy,
    on_attempt: Option<AttemptHook>,
    decode: DecodeSettings,
    strict_status: bool,
    pub(super) wire: Option<TransportHandle>,
    pub(super) layers: Vec<Arc<Wrap>>,
    pub(super) configure: Option<Arc<Configure>>,
    /// The first of them.
    problem: Option<Box<SettingError>>,
    client: PhantomData<fn() -> C>,
}

impl<C> Clone for ClientBuilder<C> {
    fn clone(&self) -> Self {
        Self {
            api: self.api,
            servers: self.servers.clone(),
            credentials: self.credentials.clone(),
            headers: self.headers.clone(),
            timeout: self.timeout,
            connect_timeout: self.connect_timeout,
            max_response_bytes: self.max_response_bytes,
            redirects: self.redirects,
            retry: self.retry,
            on_attempt: self.on_attempt.clone(),
            decode: self.decode.clone(),
            strict_status: self.strict_status,
            wire: self.wire.clone(),
            layers: self.layers.clone(),
            configure: self.configure.clone(),
            problem: self.problem.clone(),
            client: PhantomData,
        }
    }
}

/// Without credentials, the values of headers, and a base URL that is not checked yet.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("credentials", &self.credentials)
            .field("headers", &self.headers.keys())
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("redirects", &self.redirects)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl<C> ClientBuilder<C> {
    /// Starts with the settings of an API: its first server, no credentials.
    pub fn new(api: &'static Api) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, user_agent(api));
        Self {
            api,
            servers: ServerOptions::default(),
            credentials: Credentials::default(),
            headers,
            timeout: Some(TIMEOUT),
            connect_timeout: Some(CONNECT_TIMEOUT),
            max_response_bytes: MAX_RESPONSE_BYTES,
            redirects: RedirectPolicy::default(),
            retry: RetryPolicy::default(),
            on_attempt: None,
            decode: DecodeSettings::default(),
            strict_status: false,
            wire: None,
            layers: Vec::new(),
            configure: None,
            problem: None,
            client: PhantomData,
        }
    }

    fn check(mut self, result: Result<(), impl Into<SettingError>>) -> Self {
        if let Err(problem) = result {
            self.problem.get_or_insert_with(|| Box::new(problem.into()));
        }
        self
    }

    /// Sets the address that paths are appended to, instead of one of the API's servers.
    ///
    /// This replaces the servers of single operations too, so that a client for tests reaches no
    /// other; see [`operation_server`](Self::operation_server). Where such a server differs from the API's in its
    /// path alone, the path changes in the same way.
    ///
    /// The path of the declared server is replaced too: [`origin`](Self::origin) keeps it.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.servers.base_url = Some(url.as_ref().to_owned());
        self.servers.origin = None;
        self
    }

    /// Sets scheme, host and port, and keeps the path of the API's server: for a relative server such as `/api/v1`, or
    /// for another installation. Servers of single operations are replaced as by [`base_url`](Self::base_url): an
    /// operation whose server has another origin goes to the chosen one, below the path of the API's server.
    /// So no request, and no credential, goes to an origin that only the document names. To send such an operation to
    /// its declared server, with the client's credentials, name that server in
    /// [`operation_server`](Self::operation_server). Without `origin` and `base_url`, the declared servers are used, and
    /// credentials go to them.
    ///
    /// ```
    /// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
    /// #     servers: ["/api/v1"], schemes: {} } }
    /// # use oaspen_client::{Client, ClientBuilder};
    /// let client: Client = ClientBuilder::new(&API).origin("https://example.com").build()?;
    /// assert_eq!(client.base_url(), "https://example.com/api/v1");
    /// # Ok::<(), oaspen_client::Error>(())
    /// ```
    pub fn origin(mut self, origin: impl AsRef<str>) -> Self {
        self.servers.origin = Some(origin.as_ref().to_owned());
        self.servers.base_url = None;
        self
    }

    /// Chooses one of the API's servers by its index in the description, from 0.
    pub fn server(mut self, index: usize) -> Self {
        self.servers.chosen = Some(index);
        self.servers.base_url = None;
        self
    }

    /// Sets a variable in the addresses of the API's servers: a region, the name of a tenant.
    ///
    /// A value that the API does not list, or one that would lead to another host, is an error.
    ///
    /// ```
    /// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
    /// #     servers: { "https://{region}.example.com" { "region": ["eu", "us"] } }, schemes: {} } }
    /// # use oaspen_client::{Client, ClientBuilder};
    /// let client: Client = ClientBuilder::new(&API).server_variable("region", "us").build()?;
    /// assert_eq!(client.base_url(), "https://us.example.com");
    /// # Ok::<(), oaspen_client::Error>(())
    /// ```
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.servers.variables.retain(|(known, _)| *known != name);
        self.servers.variables.push((name, value.into()));
        self
    }

    /// Replaces a server that some operations have of their own. `declared` is written as in the description.
    pub fn operation_server(mut self, declared: impl Into<String>, url: impl Into<String>) -> Self {
        let declared = declared.into();
        self.servers.operation_overrides.retain(|(known, _)| *known != declared);
        self.servers.operation_overrides.push((declared, url.into()));
        self
    }

    /// Sets the token of all bearer and OAuth 2 schemes. [`Credential`] has an example of each kind.
    pub fn bearer_token(mut self, token: impl Into<Secret>) -> Self {
        let result = self.credentials.set_token(self.api, &Credential::token(token));
        self.check(result)
    }

    /// Fetches the tokens of all bearer and OAuth 2 schemes with OAuth 2 client credentials.
    ///
    /// ```
    /// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
    /// #     servers: ["https://api.example.com"], schemes: { "app": oauth2 } } }
    /// # use oaspen_client::{Client, ClientBuilder};
    /// use oaspen_client::ClientCredentials;
    ///
    /// let credentials = ClientCredentials::new("https://login.example.com/token", "app-id", "app-secret");
    /// let client: Client = ClientBuilder::new(&API)
    ///     .client_credentials(credentials.scope("users:read"))
    ///     .build()?;
    /// # Ok::<(), oaspen_client::Error>(())
    /// ```
    pub fn client_credentials(mut self, credentials: ClientCredentials) -> Self {
        let credential = Credential::client_credentials(credentials);
        let result = self.credentials.set_token(self.api, &credential);
        self.check(result)
    }

    /// Gets the tokens of all bearer and OAuth 2 schemes from a source of your own: see [`TokenSource`].
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        let result = self.credentials.set_token(self.api, &Credential::token_source(source));
        self.check(result)
    }

    /// Sets user and password of all basic schemes.
    pub fn basic_auth(mut self, user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        let result = self.credentials.set_basic(self.api, &Credential::basic(user, password));
        self.check(result)
    }

    /// Sets the key of an API key scheme; the API declares whether it is sent in a header, the query or a cookie.
    pub fn api_key(self, scheme: &str, key: impl Into<Secret>) -> Self {
        self.credential(scheme, &Credential::api_key(key))
    }

    /// Sets the credential of a scheme. Clients from clones of this builder share the tokens it fetches.
    ///
    /// Of the alternatives that an operation has, the first one is sent whose credentials are all set. Where there is none,
    /// the call fails with [`ErrorKind::Auth`] and names the schemes that are missing; nothing is sent.
    pub fn credential(mut self, scheme: &str, credential: &Credential) -> Self {
        let result = self.credentials.set(self.api, scheme, credential);
        self.check(result)
    }

    /// Sends calls without the credentials that they declare: for a server that needs none, such as a local one. Credentials
    /// that were set before are dropped. Those that are set afterwards are sent by the operations that declare them.
    ///
    /// ```
    /// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
    /// #     servers: ["https://api.example.com"], schemes: { "key": api_key header "X-Key" } } }
    /// # use oaspen_client::{Client, ClientBuilder};
    /// let client: Client = ClientBuilder::new(&API)
    ///     .base_url("http://127.0.0.1:2379")
    ///     .without_credentials()
    ///     .build()?;
    /// # Ok::<(), oaspen_client::Error>(())
    /// ```
    pub fn without_credentials(mut self) -> Self {
        self.credentials = Credentials::none();
        self
    }

    /// Sets the time a whole call may take, including attempts, redirects and the body; `None` for no limit. Default: 30 s.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// Sets the time connecting may take; `None` for no separate limit. Default: 10 s.
    /// Does not apply to a transport of your own.
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.connect_timeout = timeout.into();
        self
    }

    /// Sets the `User-Agent`. By default it has the name of the client, the version of the API and the version of
    /// this library: `petstore/1.0.2 oaspen-client/0.1.0`.
    pub fn user_agent(self, user_agent: impl AsRef<str>) -> Self {
        self.default_header("user-agent", user_agent)
    }

    /// Sets a header that every request carries, unless the call sets it.
    pub fn default_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let result = header(name.as_ref(), value.as_ref()).map(|(name, value)| {
            self.headers.insert(name, value);
        });
        self.check(result)
    }

    /// Sets the largest body of a response, in decoded bytes. Default: 32 MiB.
    pub fn max_response_bytes(mut self, max: usize) -> Self {
        self.max_response_bytes = max;
        self
    }

    /// Sets which redirects are followed.
    pub fn redirects(mut self, policy: RedirectPolicy) -> Self {
        self.redirects = policy;
        self
    }

    /// Sets how often calls are sent. Default: [`RetryPolicy::new`], up to three times where repeating a
    /// call is safe (GET, HEAD, PUT, DELETE, or with an idempotency key); [`RetryPolicy::none`] for once.
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Calls `hook` after every attempt of every call, for logs and metrics.
    ///
    /// ```
    /// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
    /// #     servers: ["https://api.example.com"], schemes: {} } }
    /// # use oaspen_client::{Client, ClientBuilder};
    /// let client: Client = ClientBuilder::new(&API)
    ///     .on_attempt(|attempt| {
    ///         if let Some(delay) = attempt.delay() {
    ///             eprintln!("{}: again in {delay:?}", attempt.operation_id());
    ///         }
    ///     })
    ///     .build()?;
    /// # Ok::<(), oaspen_client::Error>(())
    /// ```
    pub fn on_attempt(mut self, hook: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        self.on_attempt = Some(AttemptHook(Arc::new(hook)));
        self
    }

    /// Decodes leniently: everything that fits is kept, and each value that does not is reported to `hook`, with its path,
    /// what was done and its JSON. By default, such a value is an error of the call.
    ///
    /// An optional member that does not fit is `None`, a bad element of a list or map is left out, a required list or map
    /// that is null or missing is empty: `docs/tolerance.md` has all rules. A required member of another type that
    /// does not fit is an error of the nearest optional member or element around it; see
    /// [`lenient_policy`](Self::lenient_policy).
    ///
    /// ```
    /// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
    /// #     servers: ["https://api.example.com"], schemes: {} } }
    /// # use oaspen_client::{Client, ClientBuilder};
    /// let client: Client = ClientBuilder::new(&API)
    ///     .lenient(|issue| eprintln!("{issue}"))
    ///     .build()?;
    /// # Ok::<(), oaspen_client::Error>(())
    /// ```
    pub fn lenient(mut self, hook: impl Fn(&LenientIssue<'_>) + Send + Sync + 'static) -> Self {
        self.decode.lenient.get_or_insert_default();
        self.decode.hook = Some(LenientHook(Arc::new(hook)));
        self
    }

    /// Decodes leniently, as [`lenient`](Self::lenient), by a policy. Without a hook nothing is reported.
    pub fn lenient_policy(mut self, policy: LenientPolicy) -> Self {
        self.decode.lenient = Some(policy);
        self
    }

    /// Sets what a date and time without an offset is, where the document declares an instant. Default:
    /// [`TimesWithoutOffset::Utc`] if decoding is lenient, else [`TimesWithoutOffset::Error`].
    pub fn times_without_offset(mut self, times: TimesWithoutOffset) -> Self {
        self.decode.times = Some(times);
        self
    }

    /// Sets whether only the statuses that the document declares are successes. Default: `false`.
    ///
    /// Otherwise a response of another 2xx status is read as the declared success if its media type and its body
    /// fit that one and no other: many servers respond with 201 where 200 is declared. [`Response::status`] has the
    /// status. If the body does not fit, the error is [`ErrorKind::UnexpectedStatus`].
    ///
    /// [`Response::status`]: crate::Response::status
    pub fn strict_status(mut self, strict: bool) -> Self {
        self.strict_status = strict;
        self
    }

    /// Sets whether null for a list or a map is a value that does not fit. Default: `false`.
    ///
    /// Otherwise it is an empty one: servers written in Go send null for an empty list. A member that may be null or absent
    /// is `None`, and null does not change which branch of a union is used. [`lenient`](Self::lenient) reports it.
    pub fn strict_null(mut self, strict: bool) -> Self {
        self.decode.strict.null = strict;
        self
    }

    /// Sets whether required members are read by their exact names only. Default: `false`.
    ///
    /// Otherwise a required member that is missing is read from the only undeclared member whose name differs in
    /// case only (ASCII letters: `ID` for `Id`). It is not in `extra` then, and is written by its declared name.
    /// [`lenient`](Self::lenient) reports it.
    pub fn strict_names(mut self, strict: bool) -> Self {
        self.decode.strict.names = strict;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    /// A setting is wrong: a base URL that is not one, a credential the API has no scheme for, a header
    /// that cannot be sent; or TLS cannot be set up.
    pub fn build(self) -> Result<C, Error>
    where
        C: From<Client>,
    {
        Ok(C::from(self.build_inner()?))
    }

    fn build_inner(self) -> Result<Client, Box<ErrorInner>> {
        let fail = |problem: &dyn fmt::Display| ErrorInner::new(ErrorKind::Build, problem.to_string());
        if let Some(problem) = self.problem {
            return Err(fail(&problem));
        }
        let bases = self.servers.resolve(self.api).map_err(|error| fail(&error))?;
        let wire = self.connect(bases.base.is_https())?;
        let mut credentials = self.credentials;
        if wire.is_fake {
            credentials.allow_none();
        }
        Ok(Client::from(ClientInner {
            api: self.api,
            bases,
            credentials,
            headers: self.headers,
            timeout: self.timeout,
            max_response_bytes: self.max_response_bytes,
            redirects: self.redirects,
            retry: self.retry,
            jitter: Jitter::new(),
            on_attempt: self.on_attempt,
            decode: self.decode,
            strict_status: self.strict_status,
            wire,
        }))
    }
}

/// `demo/v1 oaspen-client/0.1.0`. Name and version come from the document: other characters than those of a token
/// become `-`.
fn user_agent(api: &Api) -> HeaderValue {
    const RUNTIME: &str = concat!("oaspen-client/", env!("CARGO_PKG_VERSION"));
    let token = |text: &str| -> String {
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let text = text.trim().chars().take(64);
        text.map(|c| if is_token(c) { c } else { '-' }).collect()
    };
    let product = match (token(api.name), token(api.version)) {
        (name, _) if name.is_empty() => RUNTIME.to_owned(),
        (name, version) if version.is_empty() => format!("{name} {RUNTIME}"),
        (name, version) => format!("{name}/{version} {RUNTIME}"),
    };
    HeaderValue::from_str(&product).unwrap_or_else(|_| HeaderValue::from_static(RUNTIME))
}
