//! Tokens that are fetched: with OAuth 2 client credentials, and from sources of a program's own.

use crate::fake::{Fake, Step, response, status};
use crate::generated_shape::Client;
use crate::generated_shape::models::UpdateUserRequest;
use crate::{CANARY, USER};
use loopback::{Server, ServerResponse};
use oaspen_client::{
    AccessToken, Body, Bytes, ClientBuilder, ClientCredentials, Credential, ErrorKind, RetryPolicy, TokenFuture,
    TokenRequest, TokenSource, http,
};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::{Instant, advance, sleep, timeout};

const TOKEN_URL: &str = "https://login.example.com/oidc/token";

fn credentials() -> ClientCredentials {
    ClientCredentials::new(TOKEN_URL, "app", CANARY).parameter("resource", "https://x.example/api")
}

fn builder(fake: &Fake) -> ClientBuilder<Client> {
    Client::builder()
        .client_credentials(credentials())
        .retries(RetryPolicy::none())
        .service(fake.clone())
}

fn of(fake: &Fake) -> Client {
    builder(fake).build().unwrap()
}

fn is_token_request(request: &http::Request<Body>) -> bool {
    request.uri() == TOKEN_URL
}

/// The endpoint gives the tokens `t1`, `t2` and so on, good for an hour; the API takes what `takes` takes.
fn api(takes: impl Fn(&str) -> bool + Send + Sync + 'static) -> Fake {
    let tokens = AtomicUsize::new(0);
    Fake::new(move |_, request| {
        if is_token_request(request) {
            let number = tokens.fetch_add(1, Ordering::Relaxed) + 1;
            let body = format!(r#"{{"access_token":"t{number}","token_type":"Bearer","expires_in":3600}}"#);
            return Step::After(Duration::from_millis(20), Box::new(response(200, &[], &body)));
        }
        let token = request
            .headers()
            .get("authorization")
            .map_or("", |value| value.to_str().unwrap());
        if takes(token) {
            response(200, &[], USER)
        } else {
            status(401)
        }
    })
}

/// What was asked, in order: `token`, or the credential of a call.
fn log(fake: &Fake) -> Vec<String> {
    let seen = fake.seen.lock().unwrap();
    seen.iter()
        .map(|seen| {
            if is_token_request(&seen.request) {
                "token".to_owned()
            } else {
                seen.header("authorization").to_owned()
            }
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn the_token_is_fetched_once_and_kept() {
    let fake = api(|_| true);
    let client = of(&fake);
    client.users().get_user("u").await.unwrap();
    client.clone().users().get_user("u").await.unwrap();
    client.users().ban_user("u").await.unwrap();
    assert_eq!(
        log(&fake),
        ["token", "Bearer t1", "Bearer t1", ""],
        "and only where it is needed"
    );
    let seen = fake.seen.lock().unwrap();
    let request = &seen[0].request;
    assert_eq!(request.method(), "POST");
    assert_eq!(
        request.body().as_bytes(),
        Some(&b"grant_type=client_credentials&resource=https%3A%2F%2Fx.example%2Fapi"[..])
    );
    assert_eq!(seen[0].header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(seen[0].header("accept"), "application/json");
    assert!(seen[0].header("user-agent").contains(" oaspen-client/"));
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(seen[1].request.headers()["authorization"].is_sensitive());
}

#[tokio::test(start_paused = true)]
async fn a_token_is_replaced_shortly_before_its_end() {
    let fake = api(|_| true);
    let client = of(&fake);
    client.users().get_user("u").await.unwrap();
    advance(Duration::from_secs(3600 - 62)).await;
    client.users().get_user("u").await.unwrap();
    advance(Duration::from_secs(2)).await;
    client.users().get_user("u").await.unwrap();
    assert_eq!(log(&fake), ["token", "Bearer t1", "Bearer t1", "token", "Bearer t2"]);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_share_one_token_request() {
    let fake = api(|token| token != "Bearer t1");
    let client = of(&fake);
    let calls: Vec<_> = (0..1000)
        .map(|_| tokio::spawn(client.users().get_user("u").send()))
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().id, "u1");
    }
    let log = log(&fake);
    let count = |what: &str| log.iter().filter(|entry| *entry == what).count();
    // All are refused with the first token, and share the second one, too.
    assert_eq!(
        (count("Bearer t1"), count("Bearer t2"), count("token")),
        (1000, 1000, 2)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_on_several_threads_share_it_too() {
    let server = Server::start(|request| match request.target.as_str() {
        "/token" => ServerResponse::json(200, r#"{"access_token":"t1"}"#),
        _ => ServerResponse::json(200, USER),
    });
    let credentials = ClientCredentials::new(format!("{}/token", server.url()), "app", "secret");
    let client = Client::builder()
        .base_url(server.url())
        .client_credentials(credentials)
        .build()
        .unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| tokio::spawn(client.users().get_user("u").send()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let requests = server.requests();
    assert_eq!(requests.iter().filter(|request| request.target == "/token").count(), 1);
    assert_eq!(requests[0].header("authorization"), Some("Basic YXBwOnNlY3JldA=="));
    assert_eq!(requests[0].text(), "grant_type=client_credentials");
    assert_eq!(requests.len(), 21);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_and_the_call_repeated() {
    let fake = api(|token| token == "Bearer t2");
    let client = of(&fake);
    // Whatever its method: the server did not act on it.
    let update = UpdateUserRequest::new().with_username("n");
    client.users().update_user("u", update).await.unwrap();
    assert_eq!(log(&fake), ["token", "Bearer t1", "token", "Bearer t2"]);
    {
        let seen = fake.seen.lock().unwrap();
        assert_eq!(seen[1].request.body().as_bytes(), seen[3].request.body().as_bytes());
        assert!(!seen[3].request.body().as_bytes().unwrap().is_empty());
    }
    let fake = api(|_| false);
    let error = of(&fake).users().get_user("u").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 401)
    );
    assert_eq!(log(&fake), ["token", "Bearer t1", "token", "Bearer t2"]);
}

#[tokio::test(start_paused = true)]
async fn the_try_for_another_token_is_not_one_of_the_policy() {
    let fake = Fake::new(|at, request| match at {
        _ if is_token_request(request) => response(200, &[], r#"{"access_token":"t"}"#),
        1 => status(401),
        3 | 4 => status(503),
        _ => response(200, &[], USER),
    });
    let numbers = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&numbers);
    let client = builder(&fake)
        .retries(RetryPolicy::new().jitter(false))
        .on_attempt(move |attempt| told.lock().unwrap().push((attempt.number(), attempt.delay())))
        .build()
        .unwrap();
    client.users().get_user("u").await.unwrap();
    let ms = |ms| Some(Duration::from_millis(ms));
    assert_eq!(
        *numbers.lock().unwrap(),
        [(1, ms(0)), (2, ms(500)), (3, ms(1000)), (4, None)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_fixed_token_is_not_tried_twice() {
    let fake = api(|_| false);
    let client = Client::builder()
        .bearer_token("t")
        .service(fake.clone())
        .build()
        .unwrap();
    client.users().get_user("u").await.unwrap_err();
    let call = of(&fake).users().get_user("u").header("authorization", "Bearer mine");
    call.await.unwrap_err();
    assert_eq!(log(&fake), ["Bearer t", "Bearer mine"]);
}

#[tokio::test(start_paused = true)]
async fn another_origin_refuses_nothing_of_ours() {
    let fake = Fake::new(|_, request| match request.uri().host() {
        Some("login.example.com") => response(200, &[], r#"{"access_token":"t1"}"#),
        Some("api.example.com") => response(302, &[("location", "https://storage.example/x")], ""),
        _ => status(401),
    });
    let error = of(&fake).files().download("f").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(log(&fake), ["token", "Bearer t1", ""]);
}

#[tokio::test(start_paused = true)]
async fn a_redirect_within_the_origin_takes_the_token_along() {
    let fake = Fake::new(|at, request| match request.uri().path() {
        _ if is_token_request(request) && at == 0 => response(200, &[], r#"{"access_token":"t1"}"#),
        _ if is_token_request(request) => response(200, &[], r#"{"access_token":"t2"}"#),
        "/moved" if request.headers()["authorization"] == "Bearer t1" => status(401),
        "/moved" => response(200, &[], USER),
        _ => response(307, &[("location", "/moved")], ""),
    });
    of(&fake).users().get_user("u").await.unwrap();
    assert_eq!(
        log(&fake),
        ["token", "Bearer t1", "Bearer t1", "token", "Bearer t2", "Bearer t2"]
    );
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_does_not_take_the_token_from_the_others() {
    let fake = api(|_| true);
    let client = of(&fake);
    let first = tokio::spawn(client.users().get_user("u").send());
    sleep(Duration::from_millis(5)).await;
    let second = tokio::spawn(client.users().get_user("u").send());
    sleep(Duration::from_millis(5)).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(log(&fake), ["token", "Bearer t1"]);

    // It ends with the last waiting call, and the next call starts another one.
    let fake = Fake::new(|at, request| match at {
        0 => Step::Hang,
        _ if is_token_request(request) => response(200, &[], r#"{"access_token":"t1"}"#),
        _ => response(200, &[], USER),
    });
    let client = of(&fake);
    let call = client.users().get_user("u").send();
    timeout(Duration::from_secs(1), call).await.unwrap_err();
    client.users().get_user("u").await.unwrap();
    assert_eq!(log(&fake), ["token", "token", "Bearer t1"]);
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_token_counts_for_the_deadline() {
    let fake = Fake::new(|_, _| Step::Hang);
    let client = of(&fake);
    let started = Instant::now();
    let error = client
        .users()
        .get_user("u")
        .timeout(Duration::from_secs(2))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert!(error.to_string().contains("while it waited for a token"), "{error}");
    assert_eq!(started.elapsed(), Duration::from_secs(2));
    // A silent endpoint does not block a call without a timeout forever.
    let error = client.users().get_user("u").timeout(Duration::MAX).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(started.elapsed(), Duration::from_secs(32));
}

#[tokio::test(start_paused = true)]
async fn errors_of_the_endpoint_name_the_scheme_and_no_secret() {
    let refusal = format!(r#"{{"error":"invalid_client","error_description":"bad secret {CANARY}"}}"#);
    type Respond = fn(&str) -> Step;
    let steps: [(Respond, &str); 6] = [
        (
            |body| response(401, &[], body),
            "responded with 401 Unauthorized: invalid_client: bad secret (..)",
        ),
        (
            |_| response(302, &[("location", "https://evil.example/")], ""),
            "responded with 302 Found",
        ),
        (|_| response(200, &[], "canary-7f3a"), "is not a JSON object"),
        (
            |_| response(200, &[], r#"{"token":"canary-7f3a"}"#),
            "has no `access_token`",
        ),
        (|_| Step::Break, "the request could not be sent"),
        (
            |_| response(200, &[], &"x".repeat(65 * 1024)),
            "larger than the limit of 65536 bytes",
        ),
    ];
    for (step, expected_text) in steps {
        let body = refusal.clone();
        let fake = Fake::new(move |_, _| step(&body));
        let error = of(&fake).users().get_user("u").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert_eq!((error.status(), fake.count()), (None, 1));
        let text = error.to_string();
        assert!(
            text.starts_with("GetUser (GET /users/{user_id}): no token for `bearerAuth`: "),
            "{text}"
        );
        assert!(text.contains(expected_text), "{text}");
        let text = super::secrets::chain(&error);
        assert!(!text.contains(CANARY), "{text}");
    }
}

/// The limit of a token applies, whatever the call has.
#[tokio::test(start_paused = true)]
async fn a_token_endpoint_whose_body_does_not_end_names_its_limit() {
    let fake = Fake::new(|_, _| {
        let pieces = futures_util::stream::pending::<Result<http_body::Frame<Bytes>, std::io::Error>>();
        let body = http_body_util::StreamBody::new(pieces);
        Step::Respond(http::Response::new(Body::wrap(body)))
    });
    let client = builder(&fake).timeout(None).build().unwrap();
    let start = Instant::now();
    let error = client.users().get_user("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(start.elapsed().as_secs(), 30);
    let text = super::secrets::chain(&error);
    assert!(text.contains("no response came within 30s"), "{text}");
    assert!(!text.contains("sets another limit"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn all_waiting_calls_get_the_error_of_the_token() {
    let fake = Fake::new(|_, _| Step::After(Duration::from_millis(20), Box::new(status(400))));
    let client = of(&fake);
    let calls: Vec<_> = (0..100)
        .map(|_| tokio::spawn(client.users().get_user("u").send()))
        .collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("the token endpoint responded with 400 Bad Request"),
            "{error}"
        );
        assert!(!error.is_retryable());
    }
    assert_eq!(fake.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_busy_endpoint_is_tried_again() {
    for step in [|| status(503), || Step::Break] {
        let fake = Fake::new(move |at, request| match at {
            0 | 1 => step(),
            _ if is_token_request(request) => response(200, &[], r#"{"access_token":"t1"}"#),
            _ => response(200, &[], USER),
        });
        let client = builder(&fake).retries(RetryPolicy::new()).build().unwrap();
        client.users().get_user("u").await.unwrap();
        assert_eq!(log(&fake), ["token", "token", "token", "Bearer t1"]);
    }
    let fake = Fake::new(|_, _| status(503));
    let error = of(&fake).users().get_user("u").await.unwrap_err();
    assert!(error.is_retryable(), "a busy endpoint is retryable");
    let fake = Fake::new(|_, _| status(400));
    let client = builder(&fake).retries(RetryPolicy::new()).build().unwrap();
    client.users().get_user("u").await.unwrap_err();
    assert_eq!(fake.count(), 1);
}

/// The schemes a source was asked for, and whether their last token was refused.
type Asked = Arc<Mutex<Vec<(String, bool)>>>;

/// Gives numbered tokens and notes what it is asked.
struct Numbers {
    life: Option<Duration>,
    asked: Asked,
}

impl TokenSource for Numbers {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let number = {
                let mut asked = self.asked.lock().unwrap();
                asked.push((request.scheme().to_owned(), request.is_refused()));
                asked.len()
            };
            sleep(Duration::from_millis(1)).await;
            if number == 9 {
                return Err("the vault is sealed".into());
            }
            let token = AccessToken::new(format!("n{number}"));
            Ok(match self.life {
                Some(life) => token.expires_in(life),
                None => token,
            })
        })
    }
}

fn source(fake: &Fake, life: Option<Duration>) -> (Client, Asked) {
    let asked = Asked::default();
    let numbers = Numbers {
        life,
        asked: Arc::clone(&asked),
    };
    let client = Client::builder()
        .credential("bearerAuth", &Credential::token_source(numbers))
        .service(fake.clone())
        .build()
        .unwrap();
    (client, asked)
}

#[tokio::test(start_paused = true)]
async fn a_source_is_called_when_its_token_expires() {
    let fake = api(|_| true);
    let (client, _) = source(&fake, None);
    for _ in 0..2 {
        client.users().get_user("u").await.unwrap();
    }
    assert_eq!(log(&fake), ["Bearer n1", "Bearer n2"]);
    let fake = api(|_| true);
    let (client, _) = source(&fake, Some(Duration::from_secs(100)));
    for _ in 0..3 {
        client.users().get_user("u").await.unwrap();
        advance(Duration::from_secs(46)).await;
    }
    assert_eq!(log(&fake), ["Bearer n1", "Bearer n1", "Bearer n2"]);
}

#[tokio::test(start_paused = true)]
async fn a_source_learns_of_refusals_and_its_errors_are_kept() {
    let fake = api(|token| token != "Bearer n1");
    let (client, asked) = source(&fake, Some(Duration::from_secs(60)));
    client.users().get_user("u").await.unwrap();
    let scheme = "bearerAuth".to_owned();
    assert_eq!(
        *asked.lock().unwrap(),
        [(scheme.clone(), false), (scheme.clone(), true)]
    );
    asked.lock().unwrap().resize(8, (scheme, false));
    advance(Duration::from_secs(60)).await;
    let error = client.users().get_user("u").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GetUser (GET /users/{user_id}): no token for `bearerAuth`: the token source failed"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is sealed");
}

#[test]
fn a_token_needs_no_runtime_where_the_transport_needs_none() {
    use std::future::Future as _;
    use std::task::{Context, Poll, Waker};
    let fake = Fake::new(|_, request| {
        if is_token_request(request) {
            response(200, &[], r#"{"access_token":"t1","expires_in":60}"#)
        } else {
            response(200, &[], USER)
        }
    });
    let client = builder(&fake).timeout(None).build().unwrap();
    let call = std::pin::pin!(client.users().get_user("u").send());
    let done = call.poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(done, Poll::Ready(Ok(_))));
}
