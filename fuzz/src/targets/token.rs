//! The response of a token endpoint.

use crate::choices::Choices;
use crate::generated::assert_visible;
use crate::names::JSON;
use crate::responses::{Pages, Reply, Server, run};
use crate::target::{Part, Target, join};
use oaspen_client::{ClientCredentials, PagedCall as _};
use std::error::Error as _;

pub(super) const TARGET: Target = Target {
    name: "token",
    parts: &[Part::Choices, Part::Bytes(WORDS)],
    seeds,
    check,
    memory_mib: 16,
};

const WORDS: &[&str] = &[
    "{\"access_token\":\"",
    "\"token_type\":\"bearer\"",
    "\"expires_in\":",
    "3600",
    "\"3600\"",
    "-1",
    "1e300",
    "1e999",
    "0.5",
    "null",
    "\"error\":\"invalid_client\"",
    "\"error_description\":\"",
    SECRET,
    "\"",
    "}",
    "{",
    "\\u0000",
    "\\n",
    "\u{e9}",
];

const TOKEN_URL: &str = "https://login.example.com/token";

const SECRET: &str = "canary-51c2";

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        r#"{"access_token":"t1","token_type":"Bearer","expires_in":3600}"#,
        r#"{"access_token":"t1","token_type":"bearer","expires_in":"0.5","scope":"all"}"#,
        r#"{"access_token":"t1"}"#,
        r#"{"error":"invalid_client","error_description":"canary-51c2 is wrong"}"#,
        "<html>",
    ];
    let mut list: Vec<Vec<u8>> = texts.map(|text| join(&[&b""[..], text.as_bytes()])).to_vec();
    list.extend(JSON.iter().map(|text| join(&[&b"\x01"[..], text.as_bytes()])));
    list
}

/// A token is sent as it was received and only to the API, and neither it nor the secret is in an error.
fn check(parts: &[&[u8]]) {
    let mut choices = Choices::new(parts[0]);
    let status = choices.one(&[200, 400, 401, 500, 204, 302]);
    let refusal = choices.one(&[200, 401, 403]);
    let body = parts[1].to_vec();
    let server = Server::new(move |index, request| {
        if request.uri() == TOKEN_URL {
            return Reply::new(status, b"application/json", &body);
        }
        // At first the API may refuse a token.
        Reply::new(if index < 2 { refusal } else { 200 }, b"application/json", b"[]")
    });
    let credentials = ClientCredentials::new(TOKEN_URL, "app", SECRET);
    let client = server
        .builder()
        .client_credentials(credentials)
        .build()
        .expect("a client");
    let call = || run(async { Pages::of(&client).pages().next().await });
    let (first, second) = (call(), call());
    let response = serde_json::from_slice::<serde_json::Value>(parts[1]).unwrap_or_default();
    let token = response.get("access_token").and_then(|token| token.as_str());
    for result in [&first, &second] {
        let Some(Err(error)) = result else { continue };
        let source = error.source().map(ToString::to_string).unwrap_or_default();
        assert_visible(&error.to_string());
        assert_visible(&source);
        let text = format!("{error} {error:?} {source}");
        assert!(!text.contains(SECRET), "{text}");
        // Short ones are words of every message.
        let is_secret =
            token.is_some_and(|token| token.len() > 16 && token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert!(!is_secret || !token.is_some_and(|token| text.contains(token)), "{text}");
    }
    for sent in server.sent() {
        let authorization = sent
            .request
            .headers()
            .get("authorization")
            .map(|value| value.as_bytes().to_vec());
        if sent.request.uri() == TOKEN_URL {
            assert!(authorization.is_some_and(|value| value.starts_with(b"Basic ")));
        } else {
            let expected = token.map(|token| format!("Bearer {token}").into_bytes());
            assert!(
                matches!(status, 200 | 204) && authorization == expected,
                "{authorization:?} {expected:?}"
            );
        }
    }
}
