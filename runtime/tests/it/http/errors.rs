//! What errors carry, by status and by what is wrong with the response.

use crate::generated_shape::Client;
use crate::generated_shape::Error;
use crate::generated_shape::api::users::UpdateUserError;
use crate::generated_shape::models::{ClerkErrors, UpdateUserRequest};
use crate::{CANARY, USER, client};
use loopback::{Server, ServerResponse};
use oaspen_client::ErrorKind;
use std::error::Error as _;

const ERRORS: &str = r#"{"errors":[{"code":"not_found","message":"gone"}]}"#;

#[tokio::test]
async fn typed_by_status() {
    let server = Server::responding(ServerResponse::new(
        422,
        &[("content-type", "application/json"), ("X-Request-Id", "req-1")],
        ERRORS,
    ));
    let client = client(&server);
    let error = client.users().get_user_list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().unwrap(), 422);
    assert_eq!(error.error_body().unwrap().errors[0].code, "not_found");
    assert_eq!(error.raw_body().unwrap(), ERRORS.as_bytes());
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(error.operation(), "GetUserList");
    assert_eq!(error.endpoint(), "GET /users");
    assert_eq!(error.headers()["content-type"], "application/json");
    assert!(!error.is_retryable());
    assert_eq!(
        error.to_string(),
        format!("GetUserList (GET /users): 422 Unprocessable Entity (request id req-1): {ERRORS}")
    );

    let error = client
        .users()
        .update_user("u", UpdateUserRequest::new())
        .await
        .unwrap_err();
    assert!(
        matches!(error.error_body(), Some(UpdateUserError::UnprocessableEntity(errors)) if errors.errors.len() == 1)
    );
}

#[tokio::test]
async fn typed_by_default_range_and_variant() {
    let server = Server::start(|request| match request.method.as_str() {
        "GET" => ServerResponse::json(418, ERRORS),
        _ if request.target.ends_with("bad") => ServerResponse::empty(400),
        _ => ServerResponse::new(503, &[("content-type", "text/plain")], "later"),
    });
    let users = client(&server).users();
    assert!(users.get_user("u").await.unwrap_err().error_body().is_some(), "4XX");
    let update = |id: &str| users.update_user(id, UpdateUserRequest::new());
    assert_eq!(
        update("bad").await.unwrap_err().into_error_body().unwrap(),
        UpdateUserError::BadRequest
    );
    let error = update("u").await.unwrap_err();
    assert_eq!(error.error_body(), Some(&UpdateUserError::Default("later".to_owned())));
    assert!(error.is_retryable());
}

#[tokio::test]
async fn undeclared_and_untypable_errors_keep_their_body() {
    let server = Server::start(|request| match request.target.as_str() {
        "/v1/users/html" => ServerResponse::new(404, &[("content-type", "text/html")], "<h1>Not\n Found</h1>"),
        "/v1/users/empty" => ServerResponse::empty(404),
        "/v1/users/wrong" => ServerResponse::json(404, r#"{"errors":[{"code":5}]}"#),
        "/v1/users/cut" => ServerResponse::raw("HTTP/1.1 404 NF\r\ncontent-length: 100\r\n\r\npart"),
        _ => ServerResponse::new(500, &[("Logto-Core-Request-Id", "l1")], r#"{"message":"x"}"#),
    });
    let users = client(&server).users();
    for (id, body, path) in [
        ("html", "<h1>Not\n Found</h1>", Some("")),
        ("empty", "", Some("")),
        ("wrong", r#"{"errors":[{"code":5}]}"#, Some("/errors/0/code")),
        ("cut", "part", None),
    ] {
        let error = users.get_user(id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Status, "{id}");
        assert_eq!(error.status().unwrap(), 404);
        assert!(error.error_body().is_none());
        assert_eq!(error.raw_body().unwrap(), body.as_bytes());
        assert_eq!(error.decode_path(), path);
        assert!(error.source().is_some(), "{id}");
        assert!(!error.to_string().contains('\n'));
    }
    let error = users.get_user("u").await.unwrap_err();
    assert_eq!((error.kind(), error.request_id()), (ErrorKind::Status, Some("l1")));
    assert!(error.error_body().is_none() && error.source().is_none());
    assert_eq!(error.raw_body().unwrap(), r#"{"message":"x"}"#.as_bytes());
    assert!(error.is_retryable());
}

#[tokio::test]
async fn nothing_declared() {
    let server = Server::start(|request| match request.method.as_str() {
        "DELETE" => ServerResponse::new(202, &[], "anything"),
        _ => ServerResponse::empty(401),
    });
    let users = client(&server).users();
    users.delete_user("u").await.unwrap();
    let error = users.ban_user("u").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 401)
    );
}

#[tokio::test]
async fn success_bodies_that_do_not_fit() {
    let server = Server::start(|request| match request.target.as_str() {
        "/v1/users/null" => ServerResponse::json(200, r#"{"id":null,"username":null,"created_at":1}"#),
        "/v1/users/cut" => ServerResponse::json(200, r#"{"id":"u1","#),
        "/v1/users/empty" => ServerResponse::json(200, ""),
        "/v1/users/204" => ServerResponse::empty(204),
        "/v1/users/text" => ServerResponse::new(200, &[("content-type", "text/plain; charset=utf-8")], "OK"),
        "/v1/users/bom" => ServerResponse::json(200, format!("\u{FEFF}{USER}")),
        _ => ServerResponse::json(202, "[]"),
    });
    let users = client(&server).users();
    for (id, kind, path, expected_text) in [
        ("null", ErrorKind::Decode, Some("/id"), "expected string, found null"),
        (
            "cut",
            ErrorKind::Decode,
            None,
            "200 OK, but the body (application/json) does not fit",
        ),
        ("empty", ErrorKind::Decode, Some(""), "empty body"),
        ("204", ErrorKind::UnexpectedStatus, None, "204 No Content"),
        ("text", ErrorKind::Decode, Some(""), "(text/plain; charset=utf-8)"),
        ("202", ErrorKind::UnexpectedStatus, None, "202 Accepted"),
    ] {
        let error = users.get_user(id).await.unwrap_err();
        let text = error.to_string();
        assert_eq!(error.kind(), kind, "{id}: {text}");
        assert!(text.contains(expected_text), "{id}: {text}");
        assert!(
            path.is_none() || error.decode_path() == path,
            "{id}: {:?}",
            error.decode_path()
        );
        assert!(!error.is_retryable());
    }
    let error = users.get_user("text").await.unwrap_err();
    assert!(error.to_string().contains("`OK`"), "{error}");
    assert_eq!(error.raw_body().unwrap(), "OK");
    assert_eq!(users.get_user("bom").await.unwrap().id, "u1");
}

#[tokio::test]
async fn a_path_into_a_list() {
    let server = Server::responding(ServerResponse::json(
        200,
        format!("[{USER},{{\"id\":7,\"username\":null,\"created_at\":1}}]"),
    ));
    let error = client(&server).users().get_user_list().await.unwrap_err();
    assert_eq!(error.decode_path(), Some("/1/id"));
    assert_eq!(
        error.source().unwrap().to_string(),
        "/1/id: expected string, found number"
    );
}

#[tokio::test]
async fn lenient_clients_report_and_go_on() {
    use std::sync::{Arc, Mutex};
    let server = Server::responding(ServerResponse::json(200, r#"{"id":"u","username":5,"created_at":1}"#));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let client = crate::generated_shape::Client::builder()
        .base_url(server.url())
        .bearer_token("t")
        .lenient(move |issue| sink.lock().unwrap().push(issue.to_string()))
        .build()
        .unwrap();
    assert_eq!(client.users().get_user("u").await.unwrap().username, None);
    assert_eq!(
        *seen.lock().unwrap(),
        ["GetUser (GET /users/{user_id}): /username: left out: expected string, found number"]
    );
}

#[tokio::test]
async fn calls_of_different_errors_mix() {
    async fn both(client: &crate::generated_shape::Client) -> Result<(), Error> {
        client.users().ban_user("u").await?;
        client.users().get_user("u").await?;
        Ok(())
    }
    let server = Server::start(|request| match request.method.as_str() {
        "POST" => ServerResponse::empty(200),
        _ => ServerResponse::json(404, ERRORS),
    });
    let error = both(&client(&server)).await.unwrap_err();
    assert_eq!(error.operation(), "GetUser");
    assert_eq!(error.downcast_ref::<ClerkErrors>().unwrap().errors[0].code, "not_found");
    assert!(error.downcast_ref::<UpdateUserError>().is_none());
    assert!(error.downcast::<ClerkErrors>().is_ok());
}

#[tokio::test]
async fn connection_refused() {
    // A port below 1024 that nothing serves; a port that was just closed may still accept connections.
    let client = Client::builder()
        .base_url("http://127.0.0.1:1")
        .bearer_token(CANARY)
        .build()
        .unwrap();
    let error = client.users().get_user("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.is_retryable());
    assert!(error.to_string().contains("could not connect: "), "{error}");
    assert!(error.source().is_some());
}

#[tokio::test]
async fn responses_that_are_not_http() {
    for bytes in ["", "HTTP/1.1 banana\r\n\r\n", "hello\r\n\r\n"] {
        let server = Server::responding(ServerResponse::raw(bytes));
        let error = client(&server).users().get_user("u").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{bytes:?}");
    }
}
