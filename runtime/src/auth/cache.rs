//! The tokens of a scheme: cached while they are valid, fetched once for all waiting calls.

use crate::auth::authorize::Authorize;
use crate::auth::error::CredentialError;
use crate::auth::oauth2::{ClientCredentials, Endpoint};
#[cfg(not(target_arch = "wasm32"))]
use crate::auth::shared_future::SharedFuture;
use crate::auth::token::{AccessToken, Life, NoToken, TokenRequest, TokenSource};
use crate::base::{BoxFuture, lock};
use crate::error::failure::Failure;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::transport::outgoing::OutgoingRequest;
use crate::transport::traits::Transport;
use http::HeaderValue;
use http::header::{AUTHORIZATION, HeaderName};
#[cfg(not(target_arch = "wasm32"))]
use std::sync::Weak;
use std::sync::{Arc, Mutex};
#[cfg(not(target_arch = "wasm32"))]
use std::time::Duration;
#[cfg(not(target_arch = "wasm32"))]
use tokio::time::Instant;

/// How long before its end a token is replaced, at most.
#[cfg(not(target_arch = "wasm32"))]
const MARGIN: Duration = Duration::from_secs(60);

/// A token as it goes into requests.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) header: HeaderValue,
    /// Distinguishes it from earlier and later tokens.
    pub(crate) number: u64,
    #[cfg(not(target_arch = "wasm32"))]
    until: Option<Instant>,
}

impl Token {
    #[cfg(not(target_arch = "wasm32"))]
    fn is_good(&self) -> bool {
        self.until.is_none_or(|until| Instant::now() < until)
    }

    /// There is no clock: a token is valid until it is refused.
    #[cfg(target_arch = "wasm32")]
    fn is_good(&self) -> bool {
        true
    }
}

/// Where tokens come from.
pub(crate) enum Origin {
    Source(Arc<dyn TokenSource>),
    Endpoint(Box<Endpoint>),
}

impl Authorize for Token {
    /// Replaces a header that is there: the last token, where another one was fetched.
    fn apply(&self, request: &mut OutgoingRequest) -> Result<(), CredentialError> {
        request.headers.insert(AUTHORIZATION, self.header.clone());
        Ok(())
    }

    fn header(&self) -> Option<(&HeaderName, Option<&HeaderValue>)> {
        Some((&AUTHORIZATION, Some(&self.header)))
    }

    fn secret(&self) -> Option<String> {
        self.header.to_str().ok().map(str::to_owned)
    }
}

/// How tokens are fetched: through the transport of the calls, under their name.
#[derive(Clone, Copy)]
pub(crate) struct Fetch<'a> {
    pub(crate) transport: &'a Arc<dyn Transport>,
    pub(crate) user_agent: Option<&'a HeaderValue>,
}

type FetchResult = Result<Token, Arc<NoToken>>;

/// The tokens of a scheme, or of all schemes with the same source.
pub(crate) struct Tokens {
    /// The first of them.
    scheme: String,
    origin: Origin,
    state: Mutex<TokenState>,
}

#[derive(Default)]
struct TokenState {
    kept: Option<Token>,
    /// The header of the last one, valid or not.
    last: Option<HeaderValue>,
    /// Tokens so far.
    count: u64,
    /// Whether the last one was refused.
    refused: bool,
    /// Weak, so that the fetch is dropped with the last waiting call.
    #[cfg(not(target_arch = "wasm32"))]
    fetching: Weak<SharedFuture<FetchResult>>,
}

impl Tokens {
    pub(crate) fn from_source(scheme: &str, source: &Arc<dyn TokenSource>) -> Arc<Self> {
        Self::new(scheme, Origin::Source(Arc::clone(source)))
    }

    pub(crate) fn from_credentials(
        scheme: &str,
        credentials: &ClientCredentials,
    ) -> Result<Arc<Self>, CredentialError> {
        let endpoint = Endpoint::new(credentials).map_err(|error| CredentialError::Endpoint {
            scheme: scheme.to_owned(),
            error,
        })?;
        Ok(Self::new(scheme, Origin::Endpoint(Box::new(endpoint))))
    }

    fn new(scheme: &str, origin: Origin) -> Arc<Self> {
        Arc::new(Self {
            scheme: scheme.to_owned(),
            origin,
            state: Mutex::default(),
        })
    }

    /// A token other than the one with the refused number.
    pub(crate) async fn get(
        self: &Arc<Self>,
        scheme: &str,
        fetch: Fetch<'_>,
        refused: Option<u64>,
    ) -> Result<Token, Failure> {
        let outcome = match self.kept(refused) {
            Some(token) => Ok(token),
            None => self.join(fetch).await,
        };
        outcome.map_err(|why| {
            let message = format!("no token for `{scheme}`: {}", why.message);
            let mut failure = ErrorInner::new(ErrorKind::Auth, message);
            if let Some(refusal) = &why.refusal {
                failure = failure.source(refusal.clone());
            } else if let Some(source) = &why.source {
                failure = failure.source(source.clone());
            }
            if why.transient { failure.unsent() } else { failure }
        })
    }

    fn kept(&self, refused: Option<u64>) -> Option<Token> {
        if let Some(number) = refused {
            self.refuse(number);
        }
        lock(&self.state).kept.clone().filter(Token::is_good)
    }

    /// Discards a token that the API refused, unless it has been replaced.
    pub(crate) fn refuse(&self, number: u64) {
        let mut state = lock(&self.state);
        if number == state.count {
            state.kept = None;
            state.refused = true;
        }
    }

    /// The header of the last token.
    pub(crate) fn last(&self) -> Option<String> {
        lock(&self.state).last.as_ref()?.to_str().ok().map(str::to_owned)
    }

    /// Waits for the token that is being fetched, or fetches it.
    #[cfg(not(target_arch = "wasm32"))]
    async fn join(self: &Arc<Self>, fetch: Fetch<'_>) -> FetchResult {
        let fetching = {
            let mut state = lock(&self.state);
            // It may have come between two looks.
            if let Some(token) = state.kept.clone().filter(Token::is_good) {
                return Ok(token);
            }
            if let Some(fetching) = state.fetching.upgrade() {
                fetching
            } else {
                let fetching = SharedFuture::new(self.fetch(fetch, state.refused));
                state.fetching = Arc::downgrade(&fetching);
                fetching
            }
        };
        let lost = || Err(Arc::new(NoToken::new("the token source panicked")));
        fetching.join().await.unwrap_or_else(lost)
    }

    /// Fetches a token. Futures cannot be shared on wasm.
    #[cfg(target_arch = "wasm32")]
    async fn join(self: &Arc<Self>, fetch: Fetch<'_>) -> FetchResult {
        let refused = lock(&self.state).refused;
        self.fetch(fetch, refused).await
    }

    fn fetch(self: &Arc<Self>, with: Fetch<'_>, refused: bool) -> BoxFuture<FetchResult> {
        let tokens = Arc::clone(self);
        let transport = Arc::clone(with.transport);
        let agent = with.user_agent.cloned();
        Box::pin(async move {
            #[cfg(not(target_arch = "wasm32"))]
            let asked = Instant::now();
            let response = match &tokens.origin {
                Origin::Endpoint(endpoint) => endpoint.fetch(&*transport, agent).await,
                Origin::Source(source) => {
                    let scheme = &tokens.scheme;
                    let response = source.token(TokenRequest { scheme, refused }).await;
                    response.map_err(|error| NoToken {
                        source: Some(error.into()),
                        ..NoToken::new("the token source failed")
                    })
                }
            };
            let mut state = lock(&tokens.state);
            #[cfg(not(target_arch = "wasm32"))]
            {
                state.fetching = Weak::new();
            }
            let (header, life) = response.and_then(header).map_err(Arc::new)?;
            state.count += 1;
            let token = Token {
                header,
                number: state.count,
                #[cfg(not(target_arch = "wasm32"))]
                until: until(asked, life),
            };
            state.refused = false;
            state.last = Some(token.header.clone());
            state.kept = (life != Life::Unknown).then(|| token.clone());
            Ok(token)
        })
    }
}

fn header(token: AccessToken) -> Result<(HeaderValue, Life), NoToken> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.token.expose()))
        .map_err(|_| NoToken::new("it contains characters a header cannot carry"))?;
    value.set_sensitive(true);
    Ok((value, token.life))
}

/// When a token is to be replaced; `None`: when it is refused.
#[cfg(not(target_arch = "wasm32"))]
fn until(asked: Instant, life: Life) -> Option<Instant> {
    let Life::For(time) = life else { return None };
    asked.checked_add(time.saturating_sub(MARGIN.min(time / 10)))
}
