//! Streamed responses, declared headers and several media types: generated clients against a server.

use loopback::{Server, ServerResponse};
use oaspen_client::{Error, ErrorKind, Json, ReconnectPolicy};
use snapshots::event_streams::api::chat::Chat;
use snapshots::event_streams::models::CreateChatRequest;
use snapshots::response_headers::api::users::Users;

type TestResult = Result<(), Box<dyn std::error::Error>>;

fn responding(media_type: &str, body: &str) -> Server {
    Server::responding(ServerResponse::new(200, &[("content-type", media_type)], body))
}

macro_rules! client {
    ($case:ident, $server:expr) => {
        snapshots::$case::Client::builder().base_url($server.url()).build()?
    };
}

#[tokio::test]
async fn a_chat_is_awaited_or_streamed() -> TestResult {
    let server = Server::start(|request| match request.header("accept") {
        Some("text/event-stream") => ServerResponse::chunked(
            200,
            &[("content-type", "text/event-stream")],
            &[
                b"data: {\"delta\":\"h\xC3",
                b"\xA9\"}\n",
                b"\ndata: {\"delta\":\"!\"}\n\ndata: [DO",
                b"NE]\n\n",
            ],
        ),
        _ => ServerResponse::json(200, r#"{"text":"hé!"}"#),
    });
    let chat: Chat = client!(event_streams, server).chat();
    let body = || CreateChatRequest::new().with_stream(true);
    assert_eq!(chat.create_chat(body()).await?.text, "hé!");
    let mut text = String::new();
    let mut events = chat.create_chat(body()).events();
    while let Some(event) = events.next().await {
        text.push_str(&event?.data.delta);
    }
    assert_eq!(text, "hé!");
    assert_eq!(server.last().text(), r#"{"stream":true}"#);
    Ok(())
}

#[tokio::test]
async fn events_have_the_declared_type() -> TestResult {
    let server = responding("text/event-stream", "event: add\ndata: {\"message\":\"m\"}\n\n");
    let client = client!(event_streams, server);
    let notice = client.log().list_notices().events().next().await.ok_or("no event")??;
    assert_eq!(
        (notice.event.as_deref(), notice.data.message.as_deref()),
        (Some("add"), Some("m"))
    );
    let text = client.log().read_raw().events().next().await.ok_or("no event")??;
    assert_eq!(text.json::<Json>()?["message"], "m");
    assert_eq!(
        client.log().read_log().await?,
        "event: add\ndata: {\"message\":\"m\"}\n\n"
    );
    let server = responding("text/event-stream", "data: {\"price\":1.5,\"was\":null}\n\n");
    let client = client!(event_streams_described, server);
    let events = client.prices().watch_prices().events();
    let price = events
        .reconnect(ReconnectPolicy::none())
        .next()
        .await
        .ok_or("no event")??;
    assert_eq!(price.data.price, 1.5);
    Ok(())
}

#[tokio::test]
async fn lines_have_the_declared_type() -> TestResult {
    let server = responding("application/x-ndjson", "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":7}");
    let export = client!(json_lines, server).export();
    let mut users = export.users().json_lines();
    let mut ids = Vec::new();
    let failed: Error = loop {
        match users.next().await.ok_or("no error")? {
            Ok(user) => ids.push(user.id),
            Err(error) => break error.into(),
        }
    };
    assert_eq!(ids, ["a", "b"]);
    assert_eq!((failed.kind(), failed.decode_path()), (ErrorKind::Decode, Some("/id")));
    assert!(failed.to_string().contains("line 3 does not fit: /id: "), "{failed}");
    assert_eq!(export.users().await?.len(), server_body_length(&server));
    let server = responding("application/geo+json-seq", "\u{1E}{\n}\n\u{1E}{}\n");
    let mut shapes = client!(json_lines, server).export().shapes().json_lines();
    assert!(shapes.next().await.is_some_and(|shape| shape.is_ok()));
    assert!(shapes.next().await.is_some_and(|shape| shape.is_ok()));
    assert!(shapes.next().await.is_none());
    assert_eq!(server.last().header("accept"), Some("application/geo+json-seq"));
    Ok(())
}

fn server_body_length(server: &Server) -> usize {
    assert_eq!(server.last().header("accept"), Some("application/x-ndjson"));
    "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":7}".len()
}

#[tokio::test]
async fn headers_have_the_declared_type() -> TestResult {
    let head = [
        ("content-type", "application/json"),
        ("total-number", "12"),
        ("x-tags", "a,b"),
        ("x-ratio", "0.5"),
        ("x-cached", "true"),
        ("x-until", "2026-11-25T00:00:00Z"),
        ("x-meta", r#"{"a":[1]}"#),
        ("x-limits", "left=3"),
    ];
    let server = Server::responding(ServerResponse::new(200, &head, "[]"));
    let users: Users = client!(response_headers, server).users();
    let reply = users.list_users().send_with_response().await?;
    assert_eq!(reply.header(Users::TOTAL_NUMBER)?, Some(12));
    assert_eq!(reply.header(Users::TOTAL_NUMBER_STRING)?.as_deref(), Some("12"));
    assert_eq!(reply.header(Users::X_TAGS)?, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(
        (reply.header(Users::X_RATIO)?, reply.header(Users::X_CACHED)?),
        (Some(0.5), Some(true))
    );
    assert_eq!(
        reply.header(Users::X_UNTIL)?.map(|until| until.as_second()),
        Some(1_795_564_800)
    );
    assert_eq!(reply.header(Users::X_META)?.map(|meta| meta["a"][0] == 1), Some(true));
    assert_eq!(reply.header(Users::X_LIMITS)?.as_deref(), Some("left=3"));
    assert_eq!(reply.header(Users::LINK)?, None);
    let server = Server::responding(ServerResponse::new(429, &[("retry-after", "7")], ""));
    let users = client!(response_headers, server).users();
    let error = users
        .get_user("u")
        .retry(oaspen_client::RetryPolicy::none())
        .await
        .err()
        .ok_or("no error")?;
    assert_eq!(error.header(Users::RETRY_AFTER)?, Some(7));
    Ok(())
}

#[tokio::test]
async fn accept_lists_all_media_types_of_the_same_kind() -> TestResult {
    let server = responding("text/plain; charset=utf-8", "a word");
    let media = client!(response_media_types, server).media();
    assert_eq!(media.get_word().await?, "a word");
    assert_eq!(
        server.last().header("accept"),
        Some("application/json, text/plain;q=0.9")
    );
    assert_eq!(media.get_table().await?, "a word");
    assert_eq!(media.get_picture().await?, "a word");
    assert_eq!(
        server.last().header("accept"),
        Some("image/png, image/jpeg;q=0.9, image/webp;q=0.8")
    );
    let server = responding("application/xml", "<thing/>");
    let error = client!(response_media_types, server)
        .media()
        .get_thing()
        .await
        .err()
        .ok_or("no error")?;
    assert!(
        error
            .to_string()
            .contains("the body (application/xml) does not fit, as it should be JSON"),
        "{error}"
    );
    let server = Server::responding(ServerResponse::new(400, &[("content-type", "text/plain")], "not so"));
    let error = client!(response_media_types, server)
        .media()
        .get_thing()
        .await
        .err()
        .ok_or("no error")?;
    assert_eq!(error.error_body().map(String::as_str), Some("not so"));
    Ok(())
}
