//! The part of a body that a message shows.

use crate::codec::hidden::is_hidden;
use serde_json::{Map, Value};

/// Most characters of a body that a message repeats.
const EXCERPT: usize = 200;

/// Most characters of the members that explain an error.
const EXPLANATION: usize = 1000;

/// Most characters of an origin or a scheme that a message repeats: a host name has 253 at most.
const ORIGIN: usize = 300;

/// How much of a body is read for an excerpt.
pub(crate) const READ: usize = 16 * 1024;

/// Members that explain an error, the most useful one first.
const EXPLAINING: [&str; 11] = [
    "message",
    "error",
    "error_description",
    "title",
    "detail",
    "details",
    "errors",
    "reason",
    "description",
    "code",
    "error_code",
];

/// What a message shows of a body, on one line: all of a short one, the members of a JSON object that explain the error,
/// else the start.
pub(crate) fn excerpt(body: &[u8]) -> String {
    if body.len() > EXCERPT
        && body.len() <= READ
        && let Ok(Value::Object(object)) = serde_json::from_slice(body)
    {
        return members(&object);
    }
    let head = body.get(..EXCERPT * 4).unwrap_or(body);
    let (mut out, is_cut) = line(&String::from_utf8_lossy(head), EXCERPT);
    if !is_cut && head.len() < body.len() {
        out.push('…');
    }
    out
}

/// Whole members as far as they fit, those that explain the error first.
fn members(object: &Map<String, Value>) -> String {
    let explaining = EXPLAINING.iter().filter_map(|name| object.get_key_value(*name));
    let others = object.iter().filter(|(name, _)| !EXPLAINING.contains(&name.as_str()));
    let all = explaining
        .map(|member| (member, EXPLANATION))
        .chain(others.map(|member| (member, EXCERPT)));
    let mut out = String::from("{");
    let mut left_out = false;
    for ((name, value), limit) in all {
        let room = limit.saturating_sub(out.chars().count());
        let (text, is_cut) = line(&format!("{}:{value}", Value::from(name.as_str())), room);
        if is_cut && limit == EXCERPT {
            left_out = true;
            continue;
        }
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str(&text);
        left_out |= is_cut;
        if is_cut {
            break;
        }
    }
    out.push_str(match (left_out, out.ends_with('…')) {
        (true, true) | (false, _) => "}",
        (true, false) => ",…}",
    });
    out
}

/// What a message shows of an origin or a scheme that a server named.
pub(crate) fn origin(text: &str) -> String {
    line(text, ORIGIN).0
}

/// A text on one line, and whether it was cut.
fn line(text: &str, limit: usize) -> (String, bool) {
    let mut out = String::new();
    let mut space = false;
    let mut count = 0;
    for c in text.chars() {
        if c.is_whitespace() || is_hidden(c) {
            space = !out.is_empty();
            continue;
        }
        if count >= limit {
            out.push('…');
            return (out, true);
        }
        if std::mem::take(&mut space) {
            out.push(' ');
            count += 1;
        }
        out.push(c);
        count += 1;
    }
    (out, false)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_short_single_lines() {
        assert_eq!(excerpt(b"  a\r\n\t b \x1b[31m"), "a b [31m");
        let long = excerpt("ü".repeat(5000).as_bytes());
        assert_eq!(long.chars().count(), EXCERPT + 1);
        assert!(long.ends_with('…'));
        assert_eq!(excerpt("a\u{202E}b".as_bytes()), "a b");
        assert_eq!(excerpt("a\u{FEFF}b\u{200B}c\u{E0041}".as_bytes()), "a b c");
        assert_eq!(
            excerpt("a\u{AD}b\u{3164}c\u{206F}\u{2764}\u{FE0F}".as_bytes()),
            "a b c \u{2764}\u{FE0F}"
        );
    }

    #[test]
    fn an_object_is_cut_between_members() {
        let long = "x".repeat(150);
        let body = format!(
            r#"{{"a":"{long}","b":"{long}","message":"No.","details":"{}"}}"#,
            "d".repeat(300)
        );
        let shown = excerpt(body.as_bytes());
        assert!(
            shown.starts_with(&format!(r#"{{"message":"No.","details":"{}""#, "d".repeat(300))),
            "{shown}"
        );
        assert!(shown.ends_with(r#"",…}"#) && !shown.contains("xx"), "{shown}");
        // Short bodies are shown as they are, and members that fit are complete.
        assert_eq!(excerpt(br#"{ "b": 1,  "a": 2 }"#), r#"{ "b": 1, "a": 2 }"#);
        let shown = excerpt(format!(r#"{{"a":"{long}","b":"{long}"}}"#).as_bytes());
        assert_eq!(shown, format!(r#"{{"a":"{long}",…}}"#));
        // Details are limited too.
        let shown = excerpt(format!(r#"{{"details":"{}"}}"#, "d\\n".repeat(4000)).as_bytes());
        assert!(shown.chars().count() < 1010 && shown.ends_with("…}"), "{shown}");
        let huge = excerpt(format!(r#"{{"details":"{}"}}"#, "d".repeat(20_000)).as_bytes());
        assert_eq!(huge.chars().count(), EXCERPT + 1);
    }
}
