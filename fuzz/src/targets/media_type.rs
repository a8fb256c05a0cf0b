//! The header field `Content-Type`, and bodies in any encoding.

use crate::generated::assert_visible;
use crate::responses::{Reply, Server, Text, Value, Word, run};
use crate::target::{Part, Target, join};
use oaspen_client::Error;

pub(super) const TARGET: Target = Target {
    name: "media_type",
    parts: &[Part::Choices, Part::Bytes(WORDS), Part::Bytes(crate::names::JSON)],
    seeds,
    check,
    memory_mib: 16,
};

const WORDS: &[&str] = &[
    "application/json",
    "text/plain",
    "text/html",
    "application/problem+json",
    "; charset=utf-8",
    ";charset=\"latin1\"",
    "; charset=utf-16",
    ";charset=utf-16be",
    "; CHARSET = 'x'",
    "application/octet-stream",
    "*/*",
    "/",
    ";",
    ",",
    "=",
    "\"",
    "\u{e9}",
];

fn seeds() -> Vec<Vec<u8>> {
    let pairs: [(&str, &[u8]); 8] = [
        ("application/json; charset=utf-8", b"{\"a\": \"\xc3\xa9\"}"),
        ("text/plain; charset=iso-8859-1", b"\xe9\x80"),
        ("text/plain; charset=utf-16", b"\xff\xfea\x00\x3d\xd8\x00\xde"),
        ("application/json", b"\xfe\xff\x00[\x00]"),
        ("text/plain", b"\xef\xbb\xbfabc\xff"),
        ("application/problem+json", b"{\"title\": \"no\", \"detail\": \"x\"}"),
        ("text/html; charset=nothing", b"<html>"),
        ("", b"\"a\""),
    ];
    pairs
        .map(|(media_type, body)| join(&[&b"\x01"[..], media_type.as_bytes(), body]))
        .to_vec()
}

/// Every response is a value or an error, the same each time; what errors repeat of it is visible and short.
fn check(parts: &[&[u8]]) {
    const MAX_MESSAGE: usize = 4096;
    const STATUSES: [u16; 6] = [200, 201, 404, 503, 302, 204];
    let status = STATUSES[usize::from(parts[0].first().copied().unwrap_or_default()) % STATUSES.len()];
    let client = Server::of(Reply::new(status, parts[1], parts[2])).client();
    let shown = |error: &dyn Shown| {
        let text = error.text();
        assert_visible(&text);
        assert!(text.len() < MAX_MESSAGE, "{} bytes: {text}", text.len());
        text
    };
    let results = || {
        run(async {
            [
                Text::of(&client).await.map_err(|error| shown(&error)),
                Word::of(&client).await.map_err(|error| shown(&error)),
                Value::of(&client)
                    .await
                    .map(|value| value.to_string())
                    .map_err(|error| shown(&error)),
            ]
        })
    };
    let found = results();
    assert_eq!(found, results());
    let is_plain = parts[1] == b"text/plain" && status == 200 && !parts[2].contains(&0);
    if let (Ok(text), true, false) = (
        std::str::from_utf8(parts[2]),
        is_plain,
        parts[2].starts_with(b"\xef\xbb\xbf"),
    ) {
        assert_eq!(found[0].as_deref(), Ok(text));
    }
}

/// What people see of an error.
trait Shown {
    fn text(&self) -> String;
}

impl<E> Shown for Error<E> {
    fn text(&self) -> String {
        self.to_string()
    }
}
