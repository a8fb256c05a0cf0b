//! From `securitySchemes` to the bytes on the wire: each kind of credential, the requirements of operations, and
//! the error for a missing credential, before anything is sent.

use loopback::{Request, Server, ServerResponse};
use oaspen_client::{
    AccessToken, ClientBuilder, ClientCredentials, Credential, Error, ErrorKind, RetryPolicy, TokenFuture,
    TokenRequest, TokenSource,
};
use snapshots::{security_and_or_optional as combined, security_schemes as schemes};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

fn to<C>(builder: ClientBuilder<C>, server: &Server) -> ClientBuilder<C> {
    builder.base_url(server.url()).retries(RetryPolicy::none())
}

fn calls(server: &Server, with: fn(ClientBuilder<schemes::Client>) -> ClientBuilder<schemes::Client>) -> Calls {
    with(to(schemes::Client::builder(), server)).build().unwrap().calls()
}

type Calls = schemes::api::calls::Calls;

/// The three places a credential may be in.
fn sent(request: &Request) -> (Option<&str>, Option<&str>, &str) {
    (
        request.header("authorization"),
        request.header("cookie"),
        &request.target,
    )
}

#[tokio::test]
async fn a_bearer_token_goes_into_its_header() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::empty(204));
    calls(&server, |to| to.bearer_token("b64.token~+/="))
        .ask_bearer()
        .await?;
    assert_eq!(sent(&server.last()), (Some("Bearer b64.token~+/="), None, "/bearer"));
    Ok(())
}

#[tokio::test]
async fn user_and_password_are_basic() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::empty(204));
    calls(&server, |to| to.basic_auth("Aladdin", "open sesame"))
        .ask_basic()
        .await?;
    let basic = Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert_eq!(sent(&server.last()), (basic, None, "/basic"));
    // Of a password, everything after the first colon is part; letters beyond ASCII go as UTF-8.
    calls(&server, |to| to.basic_auth("ü", "a:b")).ask_basic().await?;
    assert_eq!(sent(&server.last()), (Some("Basic w7w6YTpi"), None, "/basic"));
    Ok(())
}

#[tokio::test]
async fn api_keys_go_where_the_document_says() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::empty(204));
    let calls = calls(&server, |to| {
        to.api_key("header-key", "h e")
            .api_key("query_key", "a+b&c=d")
            .api_key("cookieKey", "c/d==")
    });
    calls.ask_header().await?;
    assert_eq!(sent(&server.last()), (None, None, "/header"));
    assert_eq!(server.last().header("x-key"), Some("h e"));
    calls.ask_query().await?;
    assert_eq!(sent(&server.last()), (None, None, "/query?key=a%2Bb%26c%3Dd"));
    assert_eq!(server.last().header("x-key"), None, "only what the operation requires");
    calls.ask_cookie().await?;
    assert_eq!(sent(&server.last()), (None, Some("session=c/d=="), "/cookie"));
    Ok(())
}

#[tokio::test]
async fn an_operation_can_require_three_credentials() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::empty(204));
    let all = calls(&server, |to| {
        to.basic_auth("u", "p")
            .api_key("query_key", "q")
            .api_key("cookieKey", "c")
    });
    all.ask_three().await?;
    assert_eq!(
        sent(&server.last()),
        (Some("Basic dTpw"), Some("session=c"), "/three?key=q")
    );
    Ok(())
}

#[tokio::test]
async fn the_transport_may_provide_a_scheme() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::empty(204));
    let error = calls(&server, |to| to).ask_digest().await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`digest` (http digest: left to the transport"),
        "{error}"
    );
    assert!(server.requests().is_empty());
    let external = calls(&server, |to| to.credential("digest", &Credential::External));
    external.ask_digest().await?;
    assert_eq!(sent(&server.last()), (None, None, "/digest"));
    Ok(())
}

#[tokio::test]
async fn a_missing_credential_fails_before_anything_is_sent() {
    let server = Server::responding(ServerResponse::empty(204));
    let bare = calls(&server, |to| to);
    let some = calls(&server, |to| to.api_key("query_key", "canary"));
    let refused = [
        (bare.ask_bearer().await, "`bearer` (set it with `bearer_token`)"),
        (bare.ask_basic().await, "`basic` (set it with `basic_auth`)"),
        (bare.ask_header().await, "`header-key` (set it with `api_key`)"),
        (bare.ask_query().await, "`query_key` (set it with `api_key`)"),
        (bare.ask_cookie().await, "`cookieKey` (set it with `api_key`)"),
        (
            bare.ask_machine().await,
            "`machine` (set it with `client_credentials` or `bearer_token`)",
        ),
        (
            some.ask_three().await,
            "`basic` (set it with `basic_auth`) and `cookieKey` (set it with `api_key`)",
        ),
    ];
    for (outcome, lacks) in refused {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        let text = error.to_string();
        assert!(text.contains(&format!("no credential for {lacks};")), "{text}");
        assert!(!text.contains("canary"));
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn operations_have_requirements_of_their_own() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::empty(204));
    let client = |builder: ClientBuilder<combined::Client>| to(builder, &server).build().unwrap();
    let key = client(combined::Client::builder().api_key("key", "k"));
    let token = client(combined::Client::builder().bearer_token("t"));
    let both = client(combined::Client::builder().bearer_token("t").api_key("key", "k"));
    let last = || {
        let request = server.last();
        let header = |name| request.header(name).unwrap_or("-").to_owned();
        format!("{} {} {}", request.target, header("authorization"), header("x-key"))
    };
    both.inherited().inherited().await?;
    assert_eq!(last(), "/inherited Bearer t -");
    both.replaced().replaced().await?;
    assert_eq!(last(), "/replaced - k");
    both.both().both().await?;
    assert_eq!(last(), "/both Bearer t k");
    // Either will do, the first one in the document is taken.
    both.either().either().await?;
    assert_eq!(last(), "/either Bearer t -");
    key.either().either().await?;
    assert_eq!(last(), "/either - k");
    // None is needed, but one that is there is sent; where none is asked for, it is not.
    token.optional().optional().await?;
    assert_eq!(last(), "/optional Bearer t -");
    key.optional().optional().await?;
    assert_eq!(last(), "/optional - -");
    both.none().none().await?;
    assert_eq!(last(), "/none - -");
    let sent = server.requests().len();
    for error in [
        key.inherited().inherited().await.unwrap_err(),
        key.both().both().await.unwrap_err(),
        token.both().both().await.unwrap_err(),
        token.replaced().replaced().await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Auth);
    }
    assert_eq!(server.requests().len(), sent);
    Ok(())
}

/// An endpoint that issues the tokens t1, t2 and so on, and an API that accepts only the second one.
fn machine() -> Server {
    let tokens = AtomicUsize::new(0);
    Server::start(move |request| match request.target.as_str() {
        "/oidc/token" => {
            let number = tokens.fetch_add(1, Ordering::Relaxed) + 1;
            let token = format!(r#"{{"access_token":"t{number}","token_type":"Bearer","expires_in":3600}}"#);
            ServerResponse::json(200, token)
        }
        _ if request.header("authorization") == Some("Bearer t2") => ServerResponse::empty(204),
        _ => ServerResponse::empty(401),
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn client_credentials_are_fetched_once_and_replaced_when_they_are_refused() -> Result<(), Error> {
    let server = machine();
    let credentials = ClientCredentials::new(format!("{}/oidc/token", server.url()), "app", "secret").scope("all");
    let client = to(schemes::Client::builder(), &server)
        .client_credentials(credentials)
        .build()?;
    let together: Vec<_> = (0..20)
        .map(|_| tokio::spawn(client.calls().ask_machine().send()))
        .collect();
    for call in together {
        call.await.unwrap()?;
    }
    // The token is for all schemes that take one.
    client.calls().ask_openid().await?;
    client.calls().ask_bearer().await?;
    let requests = server.requests();
    let tokens: Vec<_> = requests
        .iter()
        .filter(|request| request.target == "/oidc/token")
        .collect();
    assert_eq!(tokens.len(), 2, "one for all, and one for all who were refused");
    assert_eq!(tokens[0].text(), "grant_type=client_credentials&scope=all");
    assert_eq!(tokens[0].header("authorization"), Some("Basic YXBwOnNlY3JldA=="));
    Ok(())
}

/// Issues the tokens v1, v2 and so on.
struct Vault(AtomicUsize);

impl TokenSource for Vault {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            if request.scheme() == "openid" {
                return Err("the vault knows no openid".into());
            }
            let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
            Ok(AccessToken::new(format!("v{number}")).expires_in(Duration::from_secs(600)))
        })
    }
}

#[tokio::test]
async fn tokens_may_come_from_a_custom_source() -> Result<(), Error> {
    let server = Server::start(|request| match request.header("authorization") {
        Some("Bearer v1") => ServerResponse::empty(401),
        _ => ServerResponse::empty(204),
    });
    let vault = || Credential::token_source(Vault(AtomicUsize::new(0)));
    let client = to(schemes::Client::builder(), &server)
        .credential("machine", &vault())
        .credential("openid", &vault())
        .build()?;
    client.calls().ask_machine().await?;
    client.calls().ask_machine().await?;
    let requests = server.requests();
    let tokens: Vec<_> = requests
        .iter()
        .filter_map(|request| request.header("authorization"))
        .collect();
    assert_eq!(tokens, ["Bearer v1", "Bearer v2", "Bearer v2"]);
    let error = client.calls().ask_openid().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(
        error
            .to_string()
            .contains("no token for `openid`: the token source failed"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 3);
    Ok(())
}
