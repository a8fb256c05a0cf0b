//! Responses that are not HTTP, are too large for the HTTP client, or break in a way that is named.

use crate::generated_shape::Client;
use loopback::{Server, ServerResponse};
use oaspen_client::{Error, ErrorKind, RetryPolicy};

async fn failure(response: impl Into<Vec<u8>>) -> Error {
    let server = Server::responding(ServerResponse::raw(response));
    let client = Client::builder().base_url(server.url()).bearer_token("t");
    let client = client.retries(RetryPolicy::none()).build().unwrap();
    client.users().whoami().await.unwrap_err().into()
}

#[tokio::test]
async fn a_head_that_is_too_large_names_the_setting() {
    let fields: String = (0..101).map(|number| format!("x-{number}: a\r\n")).collect();
    let long = format!("x: {}\r\n", "a".repeat(5_000_000));
    for fields in [fields.clone(), long] {
        let error = failure(format!("HTTP/1.1 200 OK\r\n{fields}\r\n")).await;
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.to_string().contains("`http1_max_headers`"), "{error}");
        assert!(!error.is_retryable());
    }
    let server = Server::responding(ServerResponse::raw(format!("HTTP/1.1 200 OK\r\n{fields}\r\ntext")));
    let builder = Client::builder().base_url(server.url()).bearer_token("t");
    let builder = builder.configure_http(|http| http.http1_max_headers(200));
    assert_eq!(builder.build().unwrap().users().whoami().await.unwrap(), "text");
}

#[tokio::test]
async fn a_head_that_is_not_http_is_named() {
    for (head, cause) in [
        ("HTTP/1.1 200 OK\r\nx y: z\r\n\r\n", "header"),
        ("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n", "content-length"),
        ("HTTP/1.1 099 OK\r\n\r\n", "status"),
        (
            "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
            "transfer-encoding",
        ),
    ] {
        let text = failure(head).await.to_string();
        assert!(
            text.contains("the response is not valid HTTP: ") && text.contains(cause),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_connection_that_ends_before_the_response() {
    for head in ["", "HTTP/1.1 20"] {
        let error = failure(head).await;
        assert!(
            error
                .to_string()
                .contains("the connection ended before a response came"),
            "{error}"
        );
        assert!(error.is_retryable());
    }
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn a_body_that_cannot_be_decompressed_is_not_a_broken_connection() {
    let error = failure("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\nplain text").await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("the body cannot be decompressed"), "{error}");
    assert!(!error.is_retryable());
    let error = failure("HTTP/1.1 500 No\r\ncontent-encoding: gzip\r\n\r\nplain text").await;
    assert_eq!(error.kind(), ErrorKind::Status);
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("the body cannot be decompressed"), "{cause}");
    // An end that comes too early is one of the connection.
    let error = failure(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08\0".as_slice()).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
}

/// The longest URL that the types of `http` hold.
const LONGEST: usize = 65_534;

#[tokio::test]
async fn a_url_that_is_too_long_is_an_error_of_its_own() {
    let server = Server::responding(ServerResponse::redirect(302, &format!("/{}", "a".repeat(LONGEST))));
    let builder = Client::builder().base_url(server.url()).bearer_token("t");
    let client = builder.build().unwrap();
    let error = client.users().whoami().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(error.to_string().contains("the limit of 65534"), "{error}");
    assert_eq!(server.requests().len(), 1);
    let error = client.users().get_user("u".repeat(LONGEST)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(error.to_string().contains("the limit of 65534"), "{error}");
    assert!(!error.is_retryable());
    assert_eq!(server.requests().len(), 1);
}
