//! Texts of documents in Markdown and HTML: shown as they are, and never markup, a mention or a link.

use super::words::line;

/// The longest sentence.
const MAX_PROSE: usize = 600;

/// A text as inline code of at most `max` characters; nothing if the text is empty. Hosts look for mentions, issues and
/// addresses only outside of code.
pub(super) fn code(text: &str, max: usize) -> String {
    let text = line(text, max);
    if text.is_empty() {
        return text;
    }
    if !text.contains(['`', '|', '\\']) {
        return format!("`{text}`");
    }
    let mut encoded = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // Between letters, a full stop or a colon may be part of an address.
        let is_inside = chars.peek().is_some_and(|next| !next.is_whitespace());
        if c.is_ascii_punctuation() && !"\"'(),;-".contains(c) && (is_inside || !".:".contains(c)) {
            encoded.push_str(&format!("&#{};", u32::from(c)));
        } else {
            encoded.push(c);
        }
    }
    format!("<code>{encoded}</code>")
}

/// Sentences in Markdown. Code between backticks stays code, and words with other signs become code.
pub(super) fn prose(text: &str) -> String {
    let text = line(text, MAX_PROSE);
    if text.matches('`').count() % 2 == 1 {
        return code(&text, MAX_PROSE);
    }
    let mut found = String::new();
    for (index, piece) in text.split('`').enumerate() {
        if index % 2 == 1 {
            found.push_str(&code(piece, MAX_PROSE));
            continue;
        }
        for (at, word) in piece.split(' ').enumerate() {
            if at > 0 {
                found.push(' ');
            }
            if is_plain(word) {
                found.push_str(word);
            } else {
                found.push_str(&code(word, MAX_PROSE));
            }
        }
    }
    found
}

/// Whether a word has no meaning in Markdown and is no reference that a host would link.
fn is_plain(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '\'']);
    let word = word.trim_end_matches(['.', ',', ';', ':', '?', ')', '\'']);
    // The number of a commit.
    let is_hexadecimal = word.len() >= 7 && word.chars().all(|c| c.is_ascii_hexdigit());
    let mut parts = word.split(['-', '\'']);
    let is_compound = word.contains(['-', '\'']);
    !is_hexadecimal
        && parts.all(|part| {
            part.chars().all(|c| {
                if is_compound {
                    c.is_alphabetic()
                } else {
                    c.is_alphanumeric()
                }
            })
        })
}

/// A text in HTML, also as the value of an attribute.
pub(super) fn html(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => found.push_str("&amp;"),
            '<' => found.push_str("&lt;"),
            '>' => found.push_str("&gt;"),
            '"' => found.push_str("&quot;"),
            '\'' => found.push_str("&#39;"),
            c => found.push(c),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{code, html, prose};

    #[test]
    fn inline_code_is_not_ended_by_its_text() {
        assert_eq!(code("a::b<C>", 99), "`a::b<C>`");
        assert_eq!(code("a`b|c\\", 99), "<code>a&#96;b&#124;c&#92;</code>");
        assert_eq!(
            code("It's `5`. See www.x.example", 99),
            "<code>It's &#96;5&#96;. See www&#46;x&#46;example</code>"
        );
        assert_eq!(code(" \n", 99), "");
    }

    #[test]
    fn sentences_have_no_markup_and_no_references() {
        assert_eq!(
            prose("Write `reply.amount`, then deploy it."),
            "Write `reply.amount`, then deploy it."
        );
        assert_eq!(
            prose("ask @user about #1, GH-1 and 1a2b3c4d"),
            "ask `@user` about `#1,` `GH-1` and `1a2b3c4d`"
        );
        assert_eq!(prose("**a** <b> www.x.example"), "`**a**` `<b>` `www.x.example`");
        assert_eq!(prose("don't re-use (one), two"), "don't re-use (one), two");
        assert_eq!(prose("one ` two"), "<code>one &#96; two</code>");
        assert_eq!(prose("`` `@x` ``"), " `@x` ");
    }

    #[test]
    fn html_has_no_markup() {
        assert_eq!(html("<a b='c'>&\""), "&lt;a b=&#39;c&#39;&gt;&amp;&quot;");
    }
}
