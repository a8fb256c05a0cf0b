//! Responses in chunks, declared headers, and the media types of responses.

use crate::generated_shape::api::streams::Streams;
use crate::scripted::{Piece, Scripted, response, text};
use loopback::{Server, ServerResponse};
use oaspen_client::{ErrorKind, Json};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn json_lines_over_a_socket() {
    let lines = ["[1,2]\r", "", "[3]", "[4,\"x\"]", "[5]"].join("\n");
    let server = Server::responding(ServerResponse::new(
        200,
        &[("content-type", "application/x-ndjson")],
        lines,
    ));
    let mut lines = crate::client(&server).streams().export().json_lines();
    assert_eq!(lines.next().await.unwrap().unwrap(), [1, 2]);
    assert_eq!(lines.next().await.unwrap().unwrap(), [3]);
    let error = lines.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("/1")));
    let expected_text = "line 4 does not fit: /1: expected integer, found string";
    assert!(error.to_string().contains(expected_text), "{error}");
    assert_eq!(error.raw_body().unwrap(), "[4,\"x\"]");
    assert_eq!(lines.next().await.unwrap().unwrap(), [5]);
    assert!(lines.next().await.is_none());
    assert!(lines.next().await.is_none());
    assert_eq!(server.last().header("accept"), Some("application/x-ndjson"));
}

#[tokio::test(start_paused = true)]
async fn json_lines_are_split_however_they_are_sent() {
    let pieces = [text("\u{1E}[1,\n2]\n\u{1E}[3"), Piece::Wait(120 * SECOND), text("]\n")];
    let server = Scripted::new([response(200, "application/json-seq", pieces)]);
    let mut lines = server.client().streams().export().json_lines();
    assert_eq!(lines.next().await.unwrap().unwrap(), [1, 2]);
    assert_eq!(lines.next().await.unwrap().unwrap(), [3]);
    assert!(lines.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn json_lines_that_break_stall_or_are_too_long() {
    let client = |pieces: Vec<Piece>| Scripted::new([response(200, "", pieces)]).client();
    let broken = client(vec![text("[1]\n[2"), Piece::Break]);
    let mut lines = broken.streams().export().json_lines();
    assert_eq!(lines.next().await.unwrap().unwrap(), [1]);
    assert_eq!(lines.next().await.unwrap().unwrap_err().kind(), ErrorKind::Transport);
    assert!(lines.next().await.is_none(), "half a line is no value");
    let silent = client(vec![text("[1]\n[2"), Piece::Wait(9 * SECOND), text("]")]);
    let mut lines = silent.streams().export().json_lines().idle_timeout(3 * SECOND);
    assert_eq!(lines.next().await.unwrap().unwrap(), [1]);
    assert!(lines.next().await.unwrap().unwrap_err().is_timeout());
    let long = client(vec![text("[1]\n[2, 3, 4]\n")]);
    let mut lines = long.streams().export().max_response_bytes(5).json_lines();
    assert_eq!(lines.next().await.unwrap().unwrap(), [1]);
    let error = lines.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("a line is larger than the limit of 5 bytes"),
        "{error}"
    );
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn json_lines_of_a_page_are_refused() {
    let server = Scripted::new([response(200, "text/html", [text("<html>")])]);
    let error = server
        .client()
        .streams()
        .export()
        .json_lines()
        .next()
        .await
        .unwrap()
        .unwrap_err();
    let expected_text = "the response is `text/html` and not `application/x-ndjson`";
    assert!(error.to_string().contains(expected_text), "{error}");
}

#[tokio::test]
async fn downloads_are_checked_then_streamed() {
    let body = "x".repeat(100_000);
    let head = [("content-type", "Application/PDF; x=y"), ("total-number", "7")];
    let server = Server::responding(ServerResponse::new(200, &head, &body));
    let call = || {
        crate::client(&server)
            .streams()
            .export()
            .max_response_bytes(10)
            .send_streamed()
    };
    let response = call().await.unwrap();
    assert_eq!(response.content_length(), Some(100_000));
    assert_eq!(response.media_type().as_deref(), Some("application/pdf"));
    assert_eq!(response.header(Streams::TOTAL_NUMBER).unwrap(), Some(7));
    let mut out = Vec::new();
    assert_eq!(response.write_to(&mut out).await.unwrap(), 100_000);
    assert_eq!(out, body.as_bytes());
    let mut out = std::io::Cursor::new(Vec::new());
    assert_eq!(call().await.unwrap().write_to_async(&mut out).await.unwrap(), 100_000);
    assert_eq!(out.into_inner(), body.as_bytes());
    // What is read as a whole is bounded as ever.
    assert_eq!(
        call().await.unwrap().bytes().await.unwrap_err().kind(),
        ErrorKind::BodyTooLarge
    );
}

#[tokio::test]
async fn a_download_that_is_refused_has_the_typed_error_of_its_call() {
    let refusal = r#"{"errors":[{"code":"gone","message":"Gone"}]}"#;
    let server = Server::responding(ServerResponse::json(404, refusal));
    let error = crate::client(&server)
        .streams()
        .export()
        .send_streamed()
        .await
        .unwrap_err();
    assert_eq!(error.error_body().unwrap().errors[0].code, "gone");
    assert_eq!(error.raw_body().unwrap(), refusal);
}

#[tokio::test]
async fn a_download_that_is_cut_off_fails() {
    let server = Server::responding(ServerResponse::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"));
    let response = crate::client(&server).streams().export().send_streamed().await.unwrap();
    let mut out = Vec::new();
    assert_eq!(
        response.write_to(&mut out).await.unwrap_err().kind(),
        ErrorKind::Transport
    );
    assert_eq!(out, b"half");
}

#[tokio::test]
async fn a_download_that_cannot_be_written_fails() {
    let server = Server::responding(ServerResponse::new(200, &[], "four"));
    let response = crate::client(&server).streams().export().send_streamed().await.unwrap();
    let mut full = [0_u8; 2];
    let error = response.write_to(&mut full.as_mut_slice()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Write);
    assert!(!error.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn a_download_may_take_long_and_not_stall() {
    let slow = [
        text("a"),
        Piece::Wait(2 * SECOND),
        text("b"),
        Piece::Wait(2 * SECOND),
        text("c"),
    ];
    let server = Scripted::new([response(200, "", slow)]);
    let call = || server.client().streams().export().timeout(3 * SECOND).send_streamed();
    assert_eq!(call().await.unwrap().text().await.unwrap(), "abc");
    let response = call().await.unwrap().idle_timeout(SECOND);
    let error = response.write_to(&mut Vec::new()).await.unwrap_err();
    assert!(error.is_timeout());
    assert!(error.to_string().contains("no data arrived for 1s"), "{error}");
    assert!(
        call()
            .await
            .unwrap()
            .idle_timeout(SECOND)
            .bytes()
            .await
            .unwrap_err()
            .is_timeout()
    );
}

#[tokio::test]
async fn an_error_of_a_text_has_its_response() {
    let server = Server::responding(ServerResponse::new(200, &[("x-request-id", "r1")], b"a\xFF"));
    let response = crate::client(&server).streams().export().send_streamed().await.unwrap();
    let error = response.text().await.unwrap_err();
    assert_eq!((error.kind(), error.request_id()), (ErrorKind::Decode, Some("r1")));
    assert_eq!(error.raw_body().unwrap(), b"a\xFF".as_slice());
    assert!(error.to_string().contains("the text is not UTF-8"), "{error}");
}

#[tokio::test]
async fn response_headers_are_typed() {
    let head = [("total-number", "42"), ("x-tags", "a, b"), ("x-tags", "c")];
    let server = Server::responding(ServerResponse::new(200, &head, "\"x\""));
    let reply = crate::client(&server)
        .streams()
        .word()
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(reply.header(Streams::TOTAL_NUMBER).unwrap(), Some(42));
    assert_eq!(reply.header(Streams::TAGS).unwrap().unwrap(), ["a", "b", "c"]);
    let server = Server::responding(ServerResponse::new(500, &[("total-number", "many")], ""));
    let error = crate::client(&server).streams().word().await.unwrap_err();
    assert_eq!(error.header(Streams::TAGS).unwrap(), None);
    let decode_error = error.header(Streams::TOTAL_NUMBER).unwrap_err();
    assert_eq!(
        decode_error.to_string(),
        "the header `Total-Number` does not fit: expected integer"
    );
}

#[tokio::test]
async fn a_text_is_read_by_the_media_type_of_the_response() {
    for (media_type, body, expected) in [
        ("application/json", "\"a \\\"b\\\"\"", "a \"b\""),
        ("application/vnd.x+json; charset=utf-8", "\"a\"", "a"),
        ("text/plain; charset=utf-8", "\"a\"", "\"a\""),
        ("text/plain", "just text", "just text"),
    ] {
        let server = Server::responding(ServerResponse::new(200, &[("content-type", media_type)], body));
        assert_eq!(
            crate::client(&server).streams().word().await.unwrap(),
            expected,
            "{media_type}"
        );
    }
    let server = Server::responding(ServerResponse::new(200, &[], "\"a\""));
    assert_eq!(crate::client(&server).streams().word().await.unwrap(), "a");
}

#[tokio::test]
async fn json_is_read_with_any_media_type_and_html_is_named() {
    let reply = |media_type: &'static str, body| {
        Server::responding(ServerResponse::new(200, &[("content-type", media_type)], body))
    };
    for media_type in [
        "application/vnd.acme.v3+json",
        "text/plain",
        "application/problem+json; x=y",
        "",
    ] {
        let server = reply(media_type, "{}");
        crate::client(&server).streams().chat(Json::Null).await.unwrap();
    }
    let server = reply("text/html; charset=utf-8", "<html>");
    let error = crate::client(&server).streams().chat(Json::Null).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let expected_text = "200 OK, but the body (text/html; charset=utf-8) does not fit, as it should be JSON: ";
    assert!(error.to_string().contains(expected_text), "{error}");
    // Nothing at all is null, whatever the media type: the document declares nothing about the body.
    let server = Server::responding(ServerResponse::new(200, &[("content-type", "application/json")], ""));
    assert_eq!(
        crate::client(&server).streams().chat(Json::Null).await.unwrap(),
        Json::Null
    );
    let server = Server::responding(ServerResponse::new(200, &[("content-type", "application/json")], " "));
    let error = crate::client(&server).streams().chat(Json::Null).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the body (application/json) does not fit: empty body"),
        "{error}"
    );
}
