//! The header field `Retry-After`.

use crate::responses::{Reply, Server, Value, run};
use crate::target::{Part, Target, join};
use oaspen_client::RetryPolicy;
use oaspen_client::http::HeaderValue;
use std::time::Duration;

pub(super) const TARGET: Target = Target {
    name: "retry_after",
    parts: &[Part::Bytes(DATES), Part::Bytes(WORDS)],
    seeds,
    check,
    memory_mib: 16,
};

const DATES: &[&str] = &[
    "Sat, 31 Jan 2026 12:00:00 GMT",
    "Saturday, 31-Jan-26 12:00:00 GMT",
    "Sat Jan 31 12:00:00 2026",
];

const WORDS: &[&str] = &[
    "0",
    "1",
    "60",
    "61",
    "-1",
    "1.5",
    "99999999999999999999",
    "+1",
    " ",
    "GMT",
    "UTC",
    "Sat, 31 Jan 2026 12:00:30 GMT",
    "Fri, 31 Dec 9999 23:59:60 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "-0001",
    "é",
];

/// The longest wait that the policy accepts.
const MOST: Duration = Duration::from_secs(60);

fn seeds() -> Vec<Vec<u8>> {
    let date = DATES[0];
    WORDS.iter().map(|value| join(&[date, value])).collect()
}

/// A call waits exactly as long as a number requests, and never longer than the policy allows.
fn check(parts: &[&[u8]]) {
    let is_sent = |bytes: &[u8]| HeaderValue::from_bytes(bytes).is_ok();
    if !is_sent(parts[0]) || !is_sent(parts[1]) {
        return;
    }
    let (date, value) = (parts[0].to_vec(), parts[1].to_vec());
    let text = String::from_utf8_lossy(value.trim_ascii()).into_owned();
    let server = Server::new(move |index, _| match index {
        0 => Reply::new(503, b"application/json", b"{}")
            .header("retry-after", &value)
            .header("date", &date),
        _ => Reply::new(200, b"application/json", b"{}"),
    });
    let policy = RetryPolicy::new()
        .base_delay(Duration::ZERO)
        .jitter(false)
        .max_retry_after(MOST);
    let client = server
        .builder()
        .retries(policy)
        .timeout(None)
        .build()
        .expect("a client");
    let result = run(async { Value::of(&client).await.map_err(|error| error.to_string()) });
    let sent = server.sent();
    let [first, rest @ ..] = sent.as_slice() else {
        panic!("nothing was sent: {result:?}")
    };
    let wait = rest.first().map(|second| second.at - first.at);
    assert!(wait.is_none_or(|wait| wait <= MOST), "a wait of {wait:?}");
    let number = text.as_str();
    if let (Ok(seconds), true) = (number.parse::<u64>(), number.bytes().all(|byte| byte.is_ascii_digit())) {
        let wanted = Duration::from_secs(seconds);
        assert_eq!(wait, (wanted <= MOST).then_some(wanted), "{text:?}");
    }
}
