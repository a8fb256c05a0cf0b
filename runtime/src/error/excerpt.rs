//! The part of a body that a message shows.

use crate::codec::decoder::Decoder;
use crate::codec::json;

/// Most characters of a body that a message repeats.
const EXCERPT: usize = 200;
/// Most characters of the members that explain an error.
const DETAILS: usize = 1000;
/// The largest body whose members are looked at.
pub(crate) const READABLE: usize = 64 * 1024;

/// A body on one line. A long one is cut: a JSON object or list at a member, with the members that explain an error
/// before all others, any other body after its first characters.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let (line, is_whole) = one_line(body, EXCERPT);
    if is_whole || body.len() > READABLE {
        return line;
    }
    let text = std::str::from_utf8(body).ok();
    text.and_then(|text| members(text.trim(), DETAILS)).unwrap_or(line)
}

/// The first characters of a text on one line, and whether they are all.
fn one_line(body: &[u8], most: usize) -> (String, bool) {
    let head = body.get(..most.saturating_mul(4)).unwrap_or(body);
    let text = String::from_utf8_lossy(head);
    let mut out = String::new();
    let mut space = false;
    let mut count = 0;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || is_bidi(c) {
            space = !out.is_empty();
            continue;
        }
        if count >= most {
            out.push('…');
            return (out, false);
        }
        if std::mem::take(&mut space) {
            out.push(' ');
            count += 1;
        }
        out.push(c);
        count += 1;
    }
    let is_whole = head.len() == body.len();
    if !is_whole {
        out.push('…');
    }
    (out, is_whole)
}

/// Characters that change the direction of the text around them.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A JSON value with at most about so many characters. `None` if it cannot be cut at a member.
fn members(text: &str, room: usize) -> Option<String> {
    match text.as_bytes().first()? {
        b'{' => object(text, room),
        b'[' => list(text, room),
        _ => None,
    }
}

/// A value with at most about so many characters.
fn fit(text: &str, room: usize) -> String {
    let (line, is_whole) = one_line(text.as_bytes(), room);
    if is_whole {
        return line;
    }
    members(text, room).unwrap_or(line)
}

/// Members that explain an error come first, then the others in their order, as long as there is room.
fn object(text: &str, room: usize) -> Option<String> {
    let mut d = Decoder::new(text.as_bytes());
    let mut members: Vec<(String, &str)> = Vec::new();
    let mut key = d.begin_object().ok()?;
    while let Some(name) = key {
        members.push((name, d.raw().ok()?));
        key = d.next_key().ok()?;
    }
    let mut shown: Vec<Option<String>> = members.iter().map(|_| None).collect();
    let mut left = room;
    for is_detail in [true, false] {
        if !is_detail {
            left = left.min(EXCERPT);
        }
        for ((name, value), shown) in members.iter().zip(&mut shown) {
            if explains(name) != is_detail {
                continue;
            }
            let name = String::from_utf8(json::to_vec(name)).ok()?;
            let space = left.saturating_sub(name.chars().count() + 2);
            let is_cut = is_detail && space > 0;
            let value = if is_cut {
                fit(value, space)
            } else {
                one_line(value.as_bytes(), space).0
            };
            if is_cut || value.chars().count() <= space {
                let (member, _) = one_line(format!("{name}:{value}").as_bytes(), usize::MAX / 8);
                left = left.saturating_sub(member.chars().count() + 1);
                *shown = Some(member);
            }
        }
    }
    let is_whole = shown.iter().all(Option::is_some);
    let shown: Vec<String> = shown.into_iter().flatten().collect();
    match (shown.is_empty(), is_whole) {
        (true, _) => None,
        (false, true) => Some(format!("{{{}}}", shown.join(","))),
        (false, false) => Some(format!("{{{},…}}", shown.join(","))),
    }
}

/// The first items, as long as there is room.
fn list(text: &str, room: usize) -> Option<String> {
    let mut d = Decoder::new(text.as_bytes());
    let mut items: Vec<String> = Vec::new();
    let mut left = room;
    let mut more = d.begin_array().ok()?;
    while more {
        if left == 0 {
            items.push("…".to_owned());
            break;
        }
        let item = fit(d.raw().ok()?, left);
        left = left.saturating_sub(item.chars().count() + 1);
        items.push(item);
        more = d.next_element().ok()?;
    }
    Some(format!("[{}]", items.join(",")))
}

/// Whether a member of an error usually explains it.
fn explains(name: &str) -> bool {
    const NAMES: [&str; 20] = [
        "cause",
        "causes",
        "description",
        "detail",
        "details",
        "error",
        "errordescription",
        "errormessage",
        "errors",
        "fielderrors",
        "invalidparams",
        "issues",
        "longmessage",
        "message",
        "messages",
        "msg",
        "problems",
        "reason",
        "title",
        "violations",
    ];
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    NAMES.contains(&plain.as_str())
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
    }

    #[test]
    fn a_long_object_is_cut_at_a_member_and_explains_the_error() {
        let trace = "x".repeat(500);
        let body = format!(
            "{{\n \"trace\": \"{trace}\", \"code\": 7,\n \"details\": [{{\"field\": \"name\", \"issue\": \"too long\"}}], \
             \"message\": \"Wrong\"}}"
        );
        assert_eq!(
            excerpt(body.as_bytes()),
            "{\"code\":7,\"details\":[{\"field\": \"name\", \"issue\": \"too long\"}],\"message\":\"Wrong\",…}"
        );
    }

    #[test]
    fn details_are_whole_up_to_a_bound() {
        let details = "d".repeat(700);
        let body = format!("{{\"meta\":{{\"id\":1}},\"error\":{{\"details\":\"{details}\",\"trace\":\"{details}\"}}}}");
        let expected = format!("{{\"meta\":{{\"id\":1}},\"error\":{{\"details\":\"{details}\",…}}}}");
        assert_eq!(excerpt(body.as_bytes()), expected);
        let items: Vec<String> = (0..500).map(|n| format!("{{\"n\":{n}}}")).collect();
        let shown = excerpt(format!("{{\"errors\":[{}]}}", items.join(",")).as_bytes());
        assert!(
            shown.starts_with("{\"errors\":[{\"n\":0},{\"n\":1},") && shown.ends_with(",…]}"),
            "{shown}"
        );
        assert!(shown.chars().count() < DETAILS + 40, "{}", shown.chars().count());
    }

    #[test]
    fn what_has_no_short_member_or_is_not_json_is_cut_after_its_first_characters() {
        for body in [
            format!("{{\"html\":\"{}\"}}", "h".repeat(900)),
            format!("{{\"message\":\"m\", {}", "broken".repeat(90)),
            format!("<html>{}</html>", "p".repeat(900)),
            format!("{{\"message\":\"m\",\"x\":\"{}\"}}", "x".repeat(READABLE)),
        ] {
            let shown = excerpt(body.as_bytes());
            assert_eq!(shown.chars().count(), EXCERPT + 1, "{shown}");
        }
    }

    #[test]
    fn a_member_cannot_break_the_line() {
        let body = format!("{{\"message\":\"a\u{202E}\\n\",\n\n\"x\":\"{}\"}}", "x".repeat(900));
        assert_eq!(excerpt(body.as_bytes()), "{\"message\":\"a \\n\",…}");
    }
}
