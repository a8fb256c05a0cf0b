//! Addresses that no later attempt would reach, and errors that name each cause once.

use crate::generated_shape::Client;
use loopback::{Server, ServerResponse};
use oaspen_client::{ClientBuilder, ClientCredentials, Error, ErrorKind, RetryPolicy, TokenError};
use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The error of a call, and how often it was sent.
async fn failure(builder: ClientBuilder<Client>) -> (Error, usize) {
    let attempts = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&attempts);
    let client = builder
        .retries(RetryPolicy::new().max_attempts(5))
        .on_attempt(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        })
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    let error = client.users().get_user("u").await.unwrap_err();
    (error.into(), attempts.load(Ordering::Relaxed))
}

fn at(url: &str) -> ClientBuilder<Client> {
    Client::builder().base_url(url).bearer_token("t")
}

/// The texts of an error and its causes; none may repeat what one before it contains.
#[track_caller]
fn chain(error: &Error) -> Vec<String> {
    let mut texts = vec![error.to_string()];
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        assert!(
            !texts.iter().any(|known| known.contains(&text)),
            "{text} is repeated: {texts:?}"
        );
        texts.push(text);
        source = cause.source();
    }
    texts
}

#[tokio::test]
async fn a_host_that_does_not_resolve_is_tried_once() {
    let (error, attempts) = failure(at("http://no-such-host.invalid")).await;
    assert_eq!(
        (error.kind(), attempts, error.is_retryable()),
        (ErrorKind::Transport, 1, false)
    );
    assert!(chain(&error)[0].contains("the host cannot be resolved"), "{error}");
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_server_without_tls_is_tried_once() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        // What a server that speaks HTTP alone makes of a TLS handshake.
        while let Ok((mut stream, _)) = listener.accept() {
            let _ = std::io::Write::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
        }
    });
    let (error, attempts) = failure(at(&url)).await;
    assert_eq!(
        (error.kind(), attempts, error.is_retryable()),
        (ErrorKind::Transport, 1, false)
    );
    assert!(chain(&error)[0].contains("TLS cannot be established"), "{error}");
}

#[tokio::test]
async fn a_port_of_tls_is_tried_once() {
    // The alert of a TLS server that received something else.
    let server = Server::responding(ServerResponse::raw(b"\x15\x03\x01\x00\x02\x02\x46".to_vec()));
    let (error, attempts) = failure(at(&server.url())).await;
    assert_eq!((error.kind(), attempts), (ErrorKind::Transport, 1));
    assert!(chain(&error)[0].contains("does not respond with HTTP"), "{error}");
}

#[tokio::test]
async fn a_refused_connection_is_tried_again() {
    let (error, attempts) = failure(at("http://127.0.0.1:1")).await;
    assert_eq!((attempts, error.is_retryable()), (5, true));
    let texts = chain(&error);
    assert!(texts[0].contains("could not connect: ") && texts.len() > 1, "{texts:?}");
}

fn with_token(url: &str) -> ClientBuilder<Client> {
    let credentials = ClientCredentials::new(url, "id", "s3cret");
    Client::builder()
        .base_url("http://127.0.0.1:1")
        .client_credentials(credentials)
}

#[tokio::test]
async fn a_token_endpoint_is_not_asked_again_where_that_is_of_no_use() {
    let (error, attempts) = failure(with_token("http://no-such-host.invalid/token")).await;
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Auth, false));
    assert!(attempts <= 1, "{attempts}");
    let texts = chain(&error);
    assert!(texts[1].contains("check the token URL"), "{texts:?}");
    // One that may come back is.
    let (error, _) = failure(with_token("http://127.0.0.1:1/token")).await;
    assert!(error.is_retryable());
    chain(&error);
}

#[tokio::test]
async fn a_refusal_of_the_token_endpoint_names_what_to_check() {
    for (status, body, code, hint) in [
        (404, "Not Found", None, "no token endpoint is at this URL"),
        (405, "", None, "check the token URL"),
        (
            401,
            r#"{"error":"invalid_client"}"#,
            Some("invalid_client"),
            "client secret is wrong",
        ),
        (
            400,
            r#"{"error":"invalid_target"}"#,
            Some("invalid_target"),
            "check the parameter `resource`",
        ),
        (
            400,
            r#"{"error":"invalid_scope"}"#,
            Some("invalid_scope"),
            "check `scope`",
        ),
        (400, r#"{"error":"s3cret"}"#, None, "refused"),
    ] {
        let server = Server::responding(ServerResponse::new(status, &[], body));
        let (error, _) = failure(with_token(&server.url())).await;
        let texts = chain(&error);
        let token = error
            .source()
            .and_then(|source| source.downcast_ref::<TokenError>())
            .unwrap();
        assert_eq!(token.status().map(|known| known.as_u16()), Some(status));
        assert_eq!(token.code(), code);
        assert!(texts[1].contains(hint), "{texts:?}");
        assert!(!format!("{texts:?}{error:?}").contains("s3cret"));
    }
}
