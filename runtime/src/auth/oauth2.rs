//! OAuth 2 client credentials (RFC 6749, section 4.4).

use crate::auth::error::EndpointError;
use crate::auth::refusal::TokenError;
use crate::auth::secret::Secret;
use crate::auth::shared_error::SharedError;
use crate::auth::token::{AccessToken, NoToken};
use crate::base::deadline::{Deadline, Elapsed, can_wait};
use crate::body::request::Body;
use crate::error::excerpt::excerpt;
use crate::error::failure::{Broken, Failure, read, transport_error};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::error::redact::without;
use crate::table::status::is_transient;
use crate::transport::traits::Transport;
use base64::Engine as _;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;
use std::fmt;
use std::time::Duration;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

/// The largest response of a token endpoint that is read.
const MAX_RESPONSE: usize = 64 * 1024;

/// The time limit of a token request. Each waiting call also has its own deadline.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Credentials of a client for the token endpoint of an API: the OAuth 2 grant `client_credentials`.
///
/// The token is fetched when a call first needs it, through the transport of the calls. It is kept until
/// shortly before it expires, and fetched again when the API responds with 401; that call is then repeated once. Calls
/// that need it at the same time share one request.
///
/// ```
/// use oaspen_client::ClientCredentials;
/// // The Management API of Logto requires the resource that a token is for.
/// let credentials = ClientCredentials::new("https://tenant.logto.app/oidc/token", "app-id", "app-secret")
///     .scope("all")
///     .parameter("resource", "https://tenant.logto.app/api");
/// assert!(!format!("{credentials:?}").contains("app-secret"));
/// ```
#[derive(Clone)]
pub struct ClientCredentials {
    token_url: String,
    client_id: String,
    client_secret: Secret,
    scopes: Vec<String>,
    parameters: Vec<(String, Secret)>,
    in_body: bool,
}

impl ClientCredentials {
    /// Credentials that are sent to the endpoint in a `Basic` header.
    pub fn new(token_url: impl Into<String>, client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            token_url: token_url.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            scopes: Vec::new(),
            parameters: Vec::new(),
            in_body: false,
        }
    }

    /// Adds a scope to request.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a parameter to the form that is sent: `resource`, `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends id and secret in the form, for endpoints that do not take a `Basic` header.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    fn form(&self) -> String {
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        if !self.scopes.is_empty() {
            form.append_pair("scope", &self.scopes.join(" "));
        }
        for (name, value) in &self.parameters {
            form.append_pair(name, value.expose());
        }
        if self.in_body {
            form.append_pair("client_id", &self.client_id);
            form.append_pair("client_secret", self.client_secret.expose());
        }
        form.finish()
    }

    /// `Basic` with both parts encoded as in a form, as the standard has it.
    fn basic(&self) -> Result<HeaderValue, EndpointError> {
        let pair = format!("{}:{}", encoded(&self.client_id), encoded(self.client_secret.expose()));
        let text = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair));
        let mut value = HeaderValue::from_str(&text).map_err(|_| EndpointError::HeaderValue)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// A text as in a form.
fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// Without any content: ids and URLs are not shown either.
impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientCredentials(..)")
    }
}

/// A token endpoint and what is sent to it.
pub(crate) struct Endpoint {
    url: Url,
    headers: HeaderMap,
    form: String,
    /// The secrets to remove from a response of the endpoint, in each form that is sent.
    secrets: Vec<String>,
}

impl Endpoint {
    /// Checks the credentials. Problems do not repeat them.
    pub(crate) fn new(credentials: &ClientCredentials) -> Result<Self, EndpointError> {
        let url = Url::parse(&credentials.token_url).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => EndpointError::RelativeUrl,
            error => EndpointError::InvalidUrl(error),
        })?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(EndpointError::UrlScheme);
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(EndpointError::UserOrFragment);
        }
        let own = ["grant_type", "scope", "client_id", "client_secret"];
        if let Some((name, _)) = credentials.parameters.iter().find(|(name, _)| own.contains(&&**name)) {
            return Err(EndpointError::OwnParameter(name.clone()));
        }
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, content_type);
        let given = credentials.parameters.iter().map(|(_, value)| value);
        let given = given.chain([&credentials.client_secret]).map(Secret::expose);
        let mut secrets: Vec<String> = given.flat_map(|secret| [secret.to_owned(), encoded(secret)]).collect();
        if !credentials.in_body {
            let basic = credentials.basic()?;
            secrets.extend(
                basic
                    .to_str()
                    .ok()
                    .and_then(|text| text.strip_prefix("Basic "))
                    .map(str::to_owned),
            );
            headers.insert(AUTHORIZATION, basic);
        }
        Ok(Self {
            url,
            headers,
            form: credentials.form(),
            secrets,
        })
    }

    /// Requests a token. Redirects are not followed: they would send the secret to another URL.
    pub(crate) async fn fetch(
        &self,
        transport: &dyn Transport,
        agent: Option<HeaderValue>,
    ) -> Result<AccessToken, NoToken> {
        let deadline = Deadline::after(can_wait().then_some(TIMEOUT));
        let request = self
            .request(agent)
            .map_err(|error| NoToken::new(format!("its request could not be built: {error}")))?;
        let response = match deadline.race(transport.send(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(no_token(transport_error(error), TokenError::unreached)),
            Err(Elapsed) => {
                return Err(no_token(too_late(), TokenError::unreached));
            }
        };
        let (parts, mut body) = response.into_parts();
        let (body, broken) = read(&mut body, MAX_RESPONSE, deadline).await;
        if parts.status.is_success() {
            let failure = match broken {
                None => return token(&body),
                Some(Broken::TooLarge(limit)) => {
                    let problem = format!("its response is larger than the limit of {limit} bytes");
                    ErrorInner::new(ErrorKind::BodyTooLarge, problem)
                }
                Some(Broken::Timeout) => too_late(),
                Some(broken) => broken.into_error(),
            };
            return Err(no_token(failure, |source| TokenError::unread(parts.status, source)));
        }
        let response: Value = serde_json::from_slice(&body).unwrap_or_default();
        let code = response.get("error").and_then(Value::as_str);
        let code = code.filter(|code| without(code, &self.secrets).is_none());
        Err(NoToken {
            transient: is_transient(parts.status.as_u16()),
            refusal: Some(TokenError::refused(parts.status, code)),
            ..NoToken::new(self.refusal(parts.status, &response))
        })
    }

    fn request(&self, agent: Option<HeaderValue>) -> Result<http::Request<Body>, http::Error> {
        let mut request = http::Request::builder()
            .method(Method::POST)
            .uri(self.url.as_str())
            .body(Body::from(self.form.clone()))?;
        *request.headers_mut() = self.headers.clone();
        if let Some(agent) = agent {
            request.headers_mut().insert(USER_AGENT, agent);
        }
        #[cfg(target_arch = "wasm32")]
        request
            .extensions_mut()
            .insert(crate::transport::traits::BrowserTimeout(TIMEOUT));
        Ok(request)
    }

    /// The reason of a refusal: the status, and the members that the standard defines for it.
    fn refusal(&self, status: StatusCode, response: &Value) -> String {
        let mut message = format!("the token endpoint responded with {status}");
        for member in ["error", "error_description"] {
            let Some(text) = response.get(member).and_then(Value::as_str) else {
                continue;
            };
            message.push_str(": ");
            let hidden = without(text, &self.secrets);
            message.push_str(&excerpt(hidden.as_deref().unwrap_or(text).as_bytes()));
        }
        message
    }
}

/// No response came, or it could not be read.
/// The error of a token endpoint that did not respond, or whose response did not end.
fn too_late() -> Failure {
    ErrorInner::new(ErrorKind::Timeout, format!("no response came within {TIMEOUT:?}"))
}

fn no_token(failure: Failure, refusal: impl FnOnce(Option<SharedError>) -> TokenError) -> NoToken {
    let transient = failure.is_retryable();
    let message = format!("the token endpoint did not return one: {}", failure.message());
    let source = failure.into_source().map(SharedError::from);
    NoToken {
        transient,
        refusal: Some(refusal(source)),
        ..NoToken::new(message)
    }
}

/// Reads the response of a success. Nothing of it is repeated: it may be the token.
fn token(body: &[u8]) -> Result<AccessToken, NoToken> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let Ok(Value::Object(response)) = serde_json::from_slice(body) else {
        return Err(NoToken::new("the response of the token endpoint is not a JSON object"));
    };
    let kind = response.get("token_type").and_then(Value::as_str).unwrap_or("bearer");
    if !kind.eq_ignore_ascii_case("bearer") {
        return Err(NoToken::new(
            "the token endpoint returned a token of another type than `Bearer`",
        ));
    }
    let token = match response.get("access_token").and_then(Value::as_str) {
        Some(token) if !token.is_empty() => AccessToken::new(token),
        _ => return Err(NoToken::new("the response of the token endpoint has no `access_token`")),
    };
    // Some endpoints write the number as a string, some with a fraction.
    let seconds = match response.get("expires_in") {
        Some(Value::String(text)) => text.parse().ok(),
        Some(Value::Number(number)) => number.as_f64(),
        _ => None,
    };
    Ok(match seconds.map(Duration::try_from_secs_f64) {
        Some(Ok(time)) => token.expires_in(time),
        _ => token.until_refused(),
    })
}

#[cfg(test)]
#[path = "oauth2_tests.rs"]
mod tests;
