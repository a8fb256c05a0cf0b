//! The part of a body that a message shows.

/// Most characters of a body that a message repeats.
const EXCERPT: usize = 200;

/// The start of a body, on one line.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let head = body.get(..EXCERPT * 4).unwrap_or(body);
    let text = String::from_utf8_lossy(head);
    let mut out = String::new();
    let mut space = false;
    let mut count = 0;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || is_bidi(c) {
            space = !out.is_empty();
            continue;
        }
        if count >= EXCERPT {
            out.push('…');
            return out;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
            count += 1;
        }
        out.push(c);
        count += 1;
    }
    if head.len() < body.len() {
        out.push('…');
    }
    out
}

/// Characters that change the direction of the text around them.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
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
}
