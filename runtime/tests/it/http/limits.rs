//! Sizes and times.

use crate::client;
use crate::generated_shape::Client;
use loopback::{Server, ServerResponse};
use oaspen_client::ErrorKind;
use std::time::{Duration, Instant};

const SHORT: Duration = Duration::from_millis(100);

fn limited(server: &Server, max: usize) -> Client {
    Client::builder()
        .base_url(server.url())
        .bearer_token("t")
        .max_response_bytes(max)
        .build()
        .unwrap()
}

#[tokio::test]
async fn bodies_over_the_limit() {
    let text = "x".repeat(1000);
    let sized = Server::responding(ServerResponse::new(200, &[], &text));
    let chunked = Server::responding(ServerResponse::chunked(
        200,
        &[],
        &[&[b'x'; 400], &[b'x'; 400], &[b'x'; 200]],
    ));
    for server in [&sized, &chunked] {
        let error = limited(server, 999).users().whoami().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
        assert!(
            error.to_string().contains("larger than the limit of 999 bytes"),
            "{error}"
        );
        assert_eq!(error.status().unwrap(), 200);
        assert!(!error.is_retryable());
        assert_eq!(limited(server, 1000).users().whoami().await.unwrap(), text);
        assert_eq!(
            limited(server, 10)
                .users()
                .whoami()
                .max_response_bytes(1000)
                .await
                .unwrap(),
            text
        );
        let raw = limited(server, 999).users().whoami().send_raw().await.unwrap();
        assert_eq!(raw.bytes().await.unwrap_err().kind(), ErrorKind::BodyTooLarge);
    }
}

#[tokio::test]
async fn a_length_over_the_limit_is_refused_unread() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n";
    let server = Server::responding(ServerResponse::raw(head).then_hang());
    let error = limited(&server, 1000).users().whoami().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
}

#[tokio::test]
async fn errors_over_the_limit_are_still_api_errors() {
    let server = Server::responding(ServerResponse::new(500, &[], "y".repeat(1000)));
    let error = limited(&server, 10).users().whoami().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.raw_body().unwrap(), "yyyyyyyyyy");
}

/// 8 MiB of `0` in few bytes: what a server can make of a small response.
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let mut bombs: Vec<(&str, Vec<u8>)> = Vec::new();
    #[cfg(feature = "gzip")]
    bombs.push(("gzip", {
        use std::io::Write as _;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&vec![b'0'; 8 << 20]).unwrap();
        encoder.finish().unwrap()
    }));
    #[cfg(feature = "brotli")]
    bombs.push((
        "br",
        vec![155, 255, 255, 127, 248, 37, 96, 226, 177, 64, 32, 247, 254, 15],
    ));
    #[cfg(feature = "zstd")]
    bombs.push(("zstd", {
        // A frame with a window of 128 KiB, of 64 blocks that each repeat one byte 128 Ki times.
        let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38];
        for block in 0..64_u32 {
            let head = (0x2_0000 << 3) | (1 << 1) | u32::from(block == 63);
            frame.extend_from_slice(&head.to_le_bytes()[..3]);
            frame.push(b'0');
        }
        frame
    }));
    bombs
}

#[tokio::test]
async fn compressed_responses() {
    for (encoding, bomb) in bombs() {
        assert!(bomb.len() < 20_000);
        let server = Server::responding(ServerResponse::new(200, &[("content-encoding", encoding)], &bomb));
        let client = limited(&server, 1 << 20);
        let error = client.users().whoami().await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::BodyTooLarge,
            "the limit counts decoded bytes: {encoding}"
        );
        assert_eq!(error.raw_body().unwrap().len(), 1 << 20);
        let text = limited(&server, 8 << 20).users().whoami().await.unwrap();
        assert!(
            text.len() == 8 << 20 && text.bytes().all(|byte| byte == b'0'),
            "{encoding}"
        );
        let asked = server.last();
        assert!(asked.header("accept-encoding").unwrap().contains(encoding));
        // Half a frame is no response.
        let cut = Server::responding(ServerResponse::new(
            200,
            &[("content-encoding", encoding)],
            &bomb[..bomb.len() / 2],
        ));
        let error = limited(&cut, 8 << 20).users().whoami().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{encoding}");
    }
}

#[tokio::test]
async fn slow_servers() {
    let silent = Server::responding(ServerResponse::hang());
    let half = Server::responding(ServerResponse::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf").then_hang());
    for (server, expected_text) in [(&silent, "before a response came"), (&half, "while the body was read")] {
        let started = Instant::now();
        let error = client(server).users().whoami().timeout(SHORT).await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(5));
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.is_timeout() && error.is_retryable());
        assert!(error.to_string().contains(expected_text), "{error}");
        let builder = Client::builder().base_url(server.url()).timeout(SHORT);
        assert!(
            builder
                .build()
                .unwrap()
                .users()
                .whoami()
                .await
                .unwrap_err()
                .is_timeout()
        );
    }
    let error = client(&half)
        .users()
        .whoami()
        .timeout(SHORT)
        .send_raw()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test]
async fn a_slow_error_body_is_still_an_api_error() {
    let server =
        Server::responding(ServerResponse::raw("HTTP/1.1 503 No\r\ncontent-length: 9\r\n\r\nhalf").then_hang());
    let error = client(&server).users().whoami().timeout(SHORT).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 503)
    );
    assert_eq!(error.raw_body().unwrap(), "half");
}

#[tokio::test]
async fn redirects_share_one_deadline() {
    let server = Server::start(|request| match request.target.as_str() {
        "/v1/me" => ServerResponse::redirect(302, "/slow"),
        _ => ServerResponse::hang(),
    });
    let error = client(&server).users().whoami().timeout(SHORT).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_body() {
    for bytes in [
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ] {
        let server = Server::responding(ServerResponse::raw(bytes));
        let error = client(&server).users().whoami().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.raw_body().unwrap(), "half");
        assert_eq!(error.status().unwrap(), 200);
    }
}

#[tokio::test]
async fn no_timeout_at_all() {
    let server = Server::responding(ServerResponse::new(200, &[], "me"));
    assert_eq!(
        client(&server)
            .users()
            .whoami()
            .timeout(Duration::from_secs(u64::MAX))
            .await
            .unwrap(),
        "me"
    );
    assert_eq!(
        client(&server).users().whoami().timeout(Duration::MAX).await.unwrap(),
        "me"
    );
}

/// The files of the runtime, one after the other.
fn sources(folder: &std::path::Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text.push_str(&sources(&path));
        } else {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
    text
}

#[test]
fn the_page_about_limits_has_settings_and_messages_of_the_runtime() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(folder.join("../docs/limits.md")).unwrap();
    let sources = sources(&folder.join("src"));
    // The rest is about the generator.
    let (page, _) = page.split_once("\n## Documents\n").unwrap();
    let rows = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| limit"));
    let mut settings = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        if let [_, _, setting, _] = cells[..] {
            let name = setting.split('`').nth(1).unwrap().rsplit("::").next().unwrap();
            let is_setting = |receiver: &str| sources.contains(&format!("fn {name}({receiver}"));
            assert!(
                ["self", "mut self", "\n        mut self"].into_iter().any(is_setting),
                "{row}"
            );
            settings += 1;
        }
        for message in row.split('"').skip(1).step_by(2) {
            assert!(sources.contains(message) || message == "truncated", "{message}");
        }
    }
    assert!(settings > 12, "{settings}");
}
