//! Everything that goes wrong, for all 41 operations.

use crate::wire::operations::{ID, Operation, all};
use crate::wire::support::{Clients, Failed, NOBODY, Stage, assert_error, failed};
use loopback::ServerResponse;
use oaspen_client::ErrorKind;
use std::time::{Duration, Instant};

/// A body of Clerk's errors.
const CLERK_ERRORS: &str = r#"{"errors":[{"message":"no","long_message":"not at all","code":"resource_not_found","meta":{"param":"x"},"clerk_trace_id":"trace_1"}],"meta":{"k":1}}"#;
/// A body of Logto's errors, which no spec describes.
const LOGTO_ERROR: &str =
    r#"{"code":"guard.invalid_input","message":"The request body is invalid.","data":{"issues":[]},"details":"x"}"#;

fn error_body(row: &Operation) -> &'static str {
    if row.api == "clerk" { CLERK_ERRORS } else { LOGTO_ERROR }
}

/// Whether the API declares a body for this status.
fn has_typed_body(row: &Operation, status: u16) -> bool {
    let only_500 = matches!(row.id, "VerifyPassword" | "VerifyTOTP");
    row.api == "clerk" && row.documented().statuses.contains(&status) && (!only_500 || status == 500)
}

/// Checks what all errors of a status have in common.
#[track_caller]
fn check_status(row: &Operation, failed: &Failed, status: u16, body: &str) {
    assert_error(&failed.error, ErrorKind::Status, row.id);
    assert_eq!(failed.status(), status, "{}", row.id);
    assert_eq!(failed.raw(), body, "{} {status}: the body is kept", row.id);
    let known = row.documented();
    assert_eq!(failed.error.endpoint(), format!("{} {}", known.method, known.path));
    assert!(
        failed.error.to_string().contains(&status.to_string()),
        "{}",
        failed.error
    );
    let retryable = matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504);
    assert_eq!(failed.error.is_retryable(), retryable, "{} {status}", row.id);
    assert!(!failed.error.is_timeout());
}

#[tokio::test]
async fn every_documented_error_status() {
    let stage = Stage::json("");
    let clients = stage.clients();
    let mut seen = 0;
    for row in all() {
        let body = error_body(row);
        for status in row.documented().statuses.into_iter().filter(|status| *status >= 400) {
            let headers = [
                ("content-type", "application/json"),
                ("x-request-id", "req_1"),
                ("retry-after", "3"),
            ];
            stage.answer(ServerResponse::new(status, &headers, body));
            let failed = failed((row.call)(&clients, ID).await, row.id);
            check_status(row, &failed, status, body);
            assert_eq!(failed.error.request_id(), Some("req_1"), "{}", row.id);
            assert_eq!(failed.error.headers()["retry-after"], "3", "{}", row.id);
            match row.api {
                "clerk" if has_typed_body(row, status) => {
                    let typed = failed
                        .api
                        .unwrap_or_else(|| panic!("{} {status}: no typed body", row.id));
                    assert!(typed.contains(r#"code: "resource_not_found""#), "{typed}");
                    assert!(typed.contains(r#"clerk_trace_id: Some("trace_1")"#), "{typed}");
                }
                "clerk" => assert_eq!(failed.api, None, "{} {status}", row.id),
                _ => assert_eq!(failed.api.as_deref(), Some("()"), "{} {status}", row.id),
            }
            assert_eq!(failed.error.decode_path(), None);
            seen += 1;
        }
    }
    let known: usize = all()
        .map(|row| {
            row.documented()
                .statuses
                .iter()
                .filter(|status| **status >= 400)
                .count()
        })
        .sum();
    assert_eq!(seen, known);
    assert_eq!(seen, 140);
}

/// Statuses no document lists, with bodies of no declared type.
#[tokio::test]
async fn every_undocumented_error_status() {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all() {
        let known = row.documented().statuses;
        for status in [400, 404, 418, 429, 500, 503, 599]
            .into_iter()
            .filter(|status| !known.contains(status))
        {
            for body in ["", "Not Found", r#"{"message":"Internal server error."}"#] {
                stage.answer(ServerResponse::new(
                    status,
                    &[("content-type", "text/plain; charset=utf-8")],
                    body,
                ));
                let failed = failed((row.call)(&clients, ID).await, row.id);
                check_status(row, &failed, status, body);
                assert_eq!(failed.api, None, "{} {status}", row.id);
            }
        }
    }
}

/// A documented status whose body is not what is declared stays what it is: an error of that status.
#[tokio::test]
async fn an_undecodable_error_body_keeps_the_status() {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all() {
        for status in row.documented().statuses.into_iter().filter(|status| *status >= 400) {
            for body in [
                "",
                "<html>502</html>",
                r#"{"message":"no errors here"}"#,
                r#"{"errors":[{"code":1}]}"#,
                "[",
                "\0",
            ] {
                stage.answer(ServerResponse::new(status, &[("content-type", "text/html")], body));
                let failed = failed((row.call)(&clients, ID).await, row.id);
                check_status(row, &failed, status, body);
                if row.api == "clerk" {
                    assert_eq!(failed.api, None, "{} {status} {body}", row.id);
                    let source = std::error::Error::source(&failed.error);
                    assert_eq!(
                        source.is_some(),
                        has_typed_body(row, status),
                        "{} {status} {body}",
                        row.id
                    );
                }
            }
        }
    }
}

/// A 2xx that is not declared is the declared success if its body fits, unless the client is strict. A 3xx is neither a
/// success nor an error of the API.
#[tokio::test]
async fn every_unexpected_success_status() {
    let stage = Stage::json("");
    let clients = stage.clients();
    let strict = Clients {
        clerk: stage.clerk_builder().strict_status(true).build().unwrap().users(),
        logto: stage.logto_builder().strict_status(true).build().unwrap().users(),
    };
    for row in all().filter(|row| row.has_json()) {
        stage.answer(ServerResponse::json(200, row.answer));
        let expected = (row.call)(&clients, ID).await.ok().unwrap();
        for status in [202, 206, 304] {
            let (response, body, clients) = if status == 304 {
                (ServerResponse::empty(304), "", &clients)
            } else {
                (ServerResponse::json(status, row.answer), row.answer, &strict)
            };
            stage.answer(response);
            let failed = failed((row.call)(clients, ID).await, row.id);
            assert_error(&failed.error, ErrorKind::UnexpectedStatus, row.id);
            assert_eq!(failed.status(), status, "{}", row.id);
            assert_eq!(failed.raw(), body, "{}", row.id);
        }
        stage.answer(ServerResponse::json(202, row.answer));
        assert_eq!((row.call)(&clients, ID).await.ok(), Some(expected), "{}", row.id);
    }
}

#[tokio::test]
async fn every_malformed_body() {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all().filter(|row| row.has_json()) {
        let answer = row.answer.trim_end();
        let cut = &answer[..answer.len() - 1];
        let trailing = format!("{}x", row.answer);
        for body in [
            cut,
            &trailing,
            "<!doctype html><p>hello",
            "nul",
            "\"text\"",
            "\u{1}",
            "1",
        ] {
            stage.answer(ServerResponse::json(row.success(), body));
            let outcome = (row.call)(&clients, ID).await;
            let takes_any = ["CreateUserMfaVerification", "ReplaceUserRoles"].contains(&row.id);
            if takes_any && matches!(body, "1" | "\"text\"") {
                // A union keeps any JSON that it does not know, and a body without a schema is any JSON.
                assert!(outcome.is_ok(), "{body}");
                continue;
            }
            let failed = failed(outcome, row.id);
            assert_error(&failed.error, ErrorKind::Decode, row.id);
            assert_eq!(failed.status(), row.success(), "{}", row.id);
            assert_eq!(failed.raw(), body, "{}: the body is kept", row.id);
            assert!(failed.error.decode_path().is_some(), "{}", row.id);
            let source = std::error::Error::source(&failed.error).expect("why it could not be decoded");
            assert!(source.is::<oaspen_client::DecodeError>(), "{source:?}");
            assert!(!failed.error.is_retryable());
        }
    }
}

#[tokio::test]
async fn every_empty_body() {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all().filter(|row| row.has_json()) {
        for body in ["", " \r\n", "\u{FEFF}"] {
            stage.answer(ServerResponse::json(row.success(), body));
            let outcome = (row.call)(&clients, ID).await;
            if row.id == "ReplaceUserRoles" && body.is_empty() {
                // The document declares nothing about this body, so nothing at all is null.
                assert!(outcome.is_ok());
                continue;
            }
            let failed = failed(outcome, row.id);
            assert_error(&failed.error, ErrorKind::Decode, row.id);
            assert_eq!(failed.error.decode_path(), Some(""), "{}", row.id);
            assert!(failed.error.to_string().contains("empty body"), "{}", failed.error);
        }
    }
}

/// The server reads the request and sends nothing. All calls run at once, so this takes one timeout.
#[tokio::test]
async fn every_slow_server() {
    let stage = Stage::new(ServerResponse::hang());
    let timeout = Duration::from_millis(150);
    let clerk = stage.clerk_builder().timeout(timeout).build().unwrap();
    let logto = stage.logto_builder().timeout(timeout).build().unwrap();
    let clients = Clients {
        clerk: clerk.users(),
        logto: logto.users(),
    };
    let start = Instant::now();
    let calls: Vec<_> = all()
        .map(|row| (row.id, tokio::spawn((row.call)(&clients, ID))))
        .collect();
    for (id, call) in calls {
        let failed = failed(call.await.unwrap(), id);
        assert_error(&failed.error, ErrorKind::Timeout, id);
        assert!(failed.error.is_timeout() && failed.error.is_retryable());
        assert_eq!(failed.status(), 0);
    }
    assert!(start.elapsed() >= timeout, "{:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

/// The head of the response arrives at once, the end of its body never. On a busy machine the head may be
/// late as well: those calls are made again with more time.
#[tokio::test]
async fn every_slow_body() {
    let stage =
        Stage::new(ServerResponse::raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec()).then_hang());
    let mut rows: Vec<_> = all().filter(|row| row.has_json()).collect();
    for milliseconds in [100, 300, 1000, 3000] {
        let timeout = Duration::from_millis(milliseconds);
        let clerk = stage.clerk_builder().timeout(timeout).build().unwrap();
        let logto = stage.logto_builder().timeout(timeout).build().unwrap();
        let clients = Clients {
            clerk: clerk.users(),
            logto: logto.users(),
        };
        let calls: Vec<_> = rows
            .drain(..)
            .map(|row| (row, tokio::spawn((row.call)(&clients, ID))))
            .collect();
        for (row, call) in calls {
            let failed = failed(call.await.unwrap(), row.id);
            assert_error(&failed.error, ErrorKind::Timeout, row.id);
            if failed.status() != 200 {
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return;
        }
    }
    let late: Vec<_> = rows.iter().map(|row| row.id).collect();
    panic!("the status came in time, the error does not have it: {late:?}");
}

#[tokio::test]
async fn every_body_over_the_limit() {
    let stage = Stage::json("");
    let clerk = stage.clerk_builder().max_response_bytes(64).build().unwrap();
    let logto = stage.logto_builder().max_response_bytes(64).build().unwrap();
    let clients = Clients {
        clerk: clerk.users(),
        logto: logto.users(),
    };
    let spaces = " ".repeat(65);
    for row in all() {
        // One byte too many, with and without a declared length.
        let chunks: [&[u8]; 3] = [&spaces.as_bytes()[..40], &spaces.as_bytes()[40..], b" "];
        for reply in [
            ServerResponse::new(row.success(), &[], &spaces),
            ServerResponse::chunked(row.success(), &[], &chunks),
        ] {
            if row.success() == 204 {
                continue;
            }
            stage.answer(reply);
            let outcome = (row.call)(&clients, ID).await;
            if !row.has_json() {
                // A body that is not wanted is not read either.
                assert!(outcome.is_ok(), "{}: {outcome:?}", row.id);
                continue;
            }
            let failed = failed(outcome, row.id);
            assert_error(&failed.error, ErrorKind::BodyTooLarge, row.id);
            assert_eq!(failed.status(), row.success(), "{}", row.id);
            assert!(failed.raw().len() <= 64, "{}", row.id);
        }
        // An error stays an error of its status; its body is cut.
        stage.answer(ServerResponse::new(404, &[], &spaces));
        let failed = failed((row.call)(&clients, ID).await, row.id);
        assert_error(&failed.error, ErrorKind::Status, row.id);
        assert_eq!(failed.status(), 404);
        assert_eq!(failed.raw(), &spaces[..64], "{}", row.id);
    }
}

#[tokio::test]
async fn a_body_as_large_as_the_limit_is_read() {
    let stage = Stage::json("");
    for row in all().filter(|row| row.has_json()) {
        let limit = row.answer.len();
        let clerk = stage.clerk_builder().max_response_bytes(limit).build().unwrap();
        let logto = stage.logto_builder().max_response_bytes(limit).build().unwrap();
        let clients = Clients {
            clerk: clerk.users(),
            logto: logto.users(),
        };
        stage.answer(row.reply());
        let outcome = (row.call)(&clients, ID).await;
        assert!(outcome.is_ok(), "{}: {outcome:?}", row.id);
    }
}

#[tokio::test]
async fn every_connection_closed_mid_body() {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all().filter(|row| row.has_json()) {
        let fixed = format!("HTTP/1.1 {} OK\r\ncontent-length: 100\r\n\r\n{{\"id\":", row.success());
        let chunked = format!(
            "HTTP/1.1 {} OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n{{\"id\":\r\n",
            row.success()
        );
        for reply in [fixed, chunked] {
            stage.answer(ServerResponse::raw(reply));
            let failed = failed((row.call)(&clients, ID).await, row.id);
            assert_error(&failed.error, ErrorKind::Transport, row.id);
            assert_eq!(failed.status(), row.success(), "{}", row.id);
            assert!(failed.error.is_retryable());
        }
        stage.answer(ServerResponse::raw(
            b"HTTP/1.1 404 Gone\r\ncontent-length: 100\r\n\r\n{\"errors\"".to_vec(),
        ));
        let failed = failed((row.call)(&clients, ID).await, row.id);
        assert_error(&failed.error, ErrorKind::Status, row.id);
        assert_eq!(failed.status(), 404);
        assert_eq!(failed.raw(), "{\"errors\"", "{}: what came of the body is kept", row.id);
    }
}

#[tokio::test]
async fn every_response_that_is_not_http() {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all() {
        stage.answer(ServerResponse::raw(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()));
        let failed = failed((row.call)(&clients, ID).await, row.id);
        assert_error(&failed.error, ErrorKind::Transport, row.id);
        assert_eq!(failed.status(), 0);
    }
}

#[tokio::test]
async fn every_unreachable_server() {
    let stage = Stage::json("");
    let url = NOBODY;
    let clerk = stage.clerk_builder().base_url(url).build().unwrap();
    let logto = stage.logto_builder().base_url(url).build().unwrap();
    let clients = Clients {
        clerk: clerk.users(),
        logto: logto.users(),
    };
    for row in all() {
        let failed = failed((row.call)(&clients, ID).await, row.id);
        assert_error(&failed.error, ErrorKind::Transport, row.id);
        assert!(
            failed.error.to_string().contains("could not connect"),
            "{}",
            failed.error
        );
        assert!(failed.error.is_retryable() && !failed.error.is_timeout());
    }
}

/// Compressed bodies are read, and the limit applies to the decoded bytes.
#[tokio::test]
async fn compressed_answers_count_decoded() {
    let headers = [("content-type", "application/json"), ("content-encoding", "gzip")];
    let stage = Stage::new(ServerResponse::new(200, &headers, include_bytes!("user.json.gz")));
    let user = stage.clerk().get_user("u").await.unwrap();
    assert_eq!(stage.last().header("accept-encoding"), Some("gzip"));
    assert_eq!(user.id.as_deref(), Some("user_zip"));
    // Two kilobytes that become two megabytes.
    let bomb = include_bytes!("spaces.gz");
    assert!(bomb.len() < 4096);
    stage.answer(ServerResponse::new(200, &headers, bomb));
    let error = stage
        .clerk()
        .get_user("u")
        .max_response_bytes(1 << 20)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    stage.clerk().get_user("u").await.unwrap();
    stage.answer(ServerResponse::new(404, &headers, bomb));
    let error = stage.clerk().get_user("u").max_response_bytes(1000).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.raw_body().unwrap().len()),
        (ErrorKind::Status, 1000)
    );
    stage.answer(ServerResponse::new(200, &headers, "{}"));
    let error = stage.clerk().get_user("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "not gzip at all: {error:?}");
}

/// Old servers and interim responses: everything that HTTP allows is read.
#[tokio::test]
async fn unusual_but_valid_responses() {
    let answers = [
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"id\":\"x\"}",
        "HTTP/1.0 200 OK\r\n\r\n{\"id\":\"x\"}",
        "HTTP/1.1 200 \r\nContent-Type:application/json\r\nconnection: close\r\n\r\n{\"id\":\"x\"}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;ext=1\r\n{\"id\"\r\n5\r\n:\"x\"}\r\n0\r\nx-trailer: 1\r\n\r\n",
    ];
    for answer in answers {
        let stage = Stage::new(ServerResponse::raw(answer));
        let user = stage
            .clerk()
            .get_user("u")
            .await
            .unwrap_or_else(|error| panic!("{answer:?}: {error:?}"));
        assert_eq!(user.id.as_deref(), Some("x"));
    }
}
