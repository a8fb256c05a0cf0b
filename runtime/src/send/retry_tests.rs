#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

fn headers(retry_after: &str, date: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(RETRY_AFTER, retry_after.parse().unwrap());
    if !date.is_empty() {
        headers.insert(DATE, date.parse().unwrap());
    }
    headers
}

#[test]
fn retry_after_in_both_forms() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (value, sent, wait) in [
        ("0", "", Some(0)),
        (" 120 ", "", Some(120)),
        ("Sun, 06 Nov 1994 08:50:07 GMT", date, Some(30)),
        ("Mon, 07 Nov 1994 08:49:37 GMT", date, Some(86_400)),
        ("Sun, 06 Nov 1994 08:49:07 GMT", date, Some(0)),
        (date, "", Some(0)),
        (date, "yesterday", Some(0)),
        ("soon", "", None),
        ("-1", "", None),
        ("1.5", "", None),
        ("", "", None),
    ] {
        let found = retry_after(&headers(value, sent));
        assert_eq!(found, wait.map(Duration::from_secs), "{value:?} {sent:?}");
    }
    let endless = headers("99999999999999999999999", "");
    assert_eq!(retry_after(&endless), Some(Duration::MAX));
    let later = retry_after(&headers("Fri, 31 Dec 2100 23:59:59 GMT", "")).unwrap();
    assert!(later > Duration::from_secs(86_400), "counted from the clock: {later:?}");
}

#[test]
fn what_may_be_repeated() {
    let none = HeaderMap::new();
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        assert_eq!(Repeat::of(method, &none, false), Repeat::Always, "{method}");
    }
    let mut keyed = HeaderMap::new();
    keyed.insert(IDEMPOTENCY_KEY, "k".parse().unwrap());
    for method in ["POST", "PATCH", "QUERY"] {
        assert_eq!(Repeat::of(method, &none, false), Repeat::Never, "{method}");
        assert_eq!(Repeat::of(method, &none, true), Repeat::Refused, "{method}");
        assert_eq!(Repeat::of(method, &keyed, false), Repeat::Always, "{method}");
    }
    let broken = ErrorInner::new(ErrorKind::Transport, "");
    let unsent = ErrorInner::new(ErrorKind::Transport, "").unsent();
    let responded = ErrorInner::new(ErrorKind::Status, "");
    for (repeat, expected) in [
        (Repeat::Never, [false, false, false]),
        (Repeat::Refused, [false, true, false]),
        (Repeat::Always, [true, true, false]),
    ] {
        assert_eq!(
            [&broken, &unsent, &responded].map(|error| repeat.covers(error)),
            expected
        );
    }
}
