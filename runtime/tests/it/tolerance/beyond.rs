//! Responses that are more than their body: conditions, HEAD, redirects.

use super::*;
use oaspen_client::{CallExt as _, ErrorKind};

#[tokio::test]
async fn conditions_turn_a_304_into_none() {
    let server = Server::start(|request| match request.header("if-none-match") {
        Some("\"1\"") => ServerResponse::new(304, &[("etag", "\"1\""), ("content-length", "10")], ""),
        _ => ServerResponse::new(
            200,
            &[("etag", "\"1\""), ("content-type", "application/json")],
            r#"{"id":"a"}"#,
        ),
    });
    let client = builder(&server).build().unwrap();
    let call = || GetItem(Call::new(&client, &GET_ITEM));
    let first = call().send_if_changed().await.unwrap().unwrap();
    assert_eq!((first.status().as_u16(), first.body().id.as_str()), (200, "a"));
    let tag = first.headers()["etag"].to_str().unwrap();
    assert!(
        call()
            .header("If-None-Match", tag)
            .send_if_changed()
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        call()
            .header("If-None-Match", "\"0\"")
            .send_if_changed()
            .await
            .unwrap()
            .is_some()
    );
    // There is no value to return.
    let error = call().header("If-None-Match", tag).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 304);
    assert_eq!(error.headers()["etag"], "\"1\"");
    let (_server, other) = respond(ServerResponse::empty(304));
    let error = FindItem(Call::new(&other, &FIND_ITEM)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    assert!(
        error.to_string().contains("`send_if_changed` returns `None`"),
        "{error}"
    );
    let raw = call().header("If-None-Match", tag).send_raw().await.unwrap();
    assert_eq!(raw.status(), 304);
    // Other statuses are what they always are.
    let (_server, client) = respond(ServerResponse::json(404, "\"no\""));
    let error = GetItem(Call::new(&client, &GET_ITEM))
        .send_if_changed()
        .await
        .unwrap_err();
    assert_eq!(error.error_body().unwrap(), "no");
}

#[tokio::test]
async fn a_declared_304_is_a_success_without_a_body() {
    let (_server, client) = respond(ServerResponse::empty(304));
    let start = || StartItem(Call::new(&client, &START_ITEM));
    start().await.unwrap();
    start().strict_status(true).await.unwrap();
    assert_eq!(start().send_with_response().await.unwrap().status(), 304);
    assert!(start().send_if_changed().await.unwrap().is_none());
}

#[cfg(feature = "blocking")]
#[test]
fn a_304_is_none_in_a_blocking_call() {
    use oaspen_client::BlockingCall as _;
    let (_server, client) = respond(ServerResponse::empty(304));
    let call = GetItem(Call::new(&client, &GET_ITEM));
    assert!(call.send_if_changed_blocking().unwrap().is_none());
}

#[tokio::test]
async fn head_has_headers_and_no_body() {
    let head = ServerResponse::raw(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4000000000\r\ncontent-type: application/json\r\n\r\n",
    );
    let (server, client) = respond(head);
    let response = LookAt(Call::new(&client, &LOOK_AT)).send_with_response().await.unwrap();
    assert_eq!(server.last().method, "HEAD");
    assert_eq!(response.headers()["content-length"], "4000000000");
    let head = ServerResponse::raw("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 9\r\n\r\n");
    let (_server, client) = respond(head);
    let error = LookAt(Call::new(&client, &LOOK_AT)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert!(
        LookAt(Call::new(&client, &LOOK_AT))
            .send_raw()
            .await
            .unwrap()
            .bytes()
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_download_by_redirect_gives_its_bytes() {
    let storage = Server::responding(ServerResponse::new(
        200,
        &[("content-type", "image/png")],
        b"\x89PNG".as_slice(),
    ));
    let server = Server::responding(ServerResponse::redirect(302, &format!("{}/there?sig=1", storage.url())));
    let client = builder(&server).bearer_token("t").build().unwrap();
    let call = || Download(Call::new(&client, &DOWNLOAD));
    assert_eq!(call().await.unwrap(), b"\x89PNG".as_slice());
    assert_eq!(server.last().header("authorization"), Some("Bearer t"));
    let request = storage.last();
    assert_eq!(
        (request.header("authorization"), request.target.as_str()),
        (None, "/there?sig=1")
    );
    assert_eq!(call().send_streamed().await.unwrap().media_type().unwrap(), "image/png");
}
