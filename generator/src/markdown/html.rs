//! HTML in descriptions, as far as Markdown has a word for it. What it has none for stays, and is escaped like any text.

use pulldown_cmark::{Event, Options, Parser};

/// A description with the HTML of it as Markdown. Code is left alone.
pub(super) fn to_markdown(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut done = 0;
    let mut link = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        if !matches!(event, Event::Html(_) | Event::InlineHtml(_)) || range.start < done {
            continue;
        }
        out.push_str(text.get(done..range.start).unwrap_or_default());
        tags(text.get(range.clone()).unwrap_or_default(), &mut link, &mut out);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Writes a piece of HTML with its tags replaced, save for those in code.
fn tags(html: &str, link: &mut Option<String>, out: &mut String) {
    let mut rest = html;
    while let Some(at) = rest.find(['<', '`']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = if from.starts_with('`') { '`' } else { '>' };
        let length = from.get(1..).and_then(|inside| inside.find(end)).map_or(1, |at| at + 2);
        let (piece, after) = from.split_at(length);
        let tag = piece.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
        match tag.and_then(|tag| markdown(tag, link)) {
            Some(text) => out.push_str(&text),
            None => out.push_str(piece),
        }
        rest = after;
    }
    out.push_str(rest);
}

/// What stands for a tag, which comes without its angle brackets.
fn markdown(tag: &str, link: &mut Option<String>) -> Option<String> {
    let is_end = tag.starts_with('/');
    let bare = tag.trim_matches('/').trim();
    let name = bare.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let text = match (name.as_str(), is_end) {
        ("br", _) => "  \n",
        ("p" | "div" | "ul" | "ol" | "dl" | "dt" | "table" | "tr" | "hr" | "blockquote" | "pre", _)
        | ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => "\n\n",
        ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => "\n\n#### ",
        ("li", false) => "\n- ",
        ("code" | "tt", _) => "`",
        ("td" | "th" | "dd", _) => " ",
        ("a", false) => {
            *link = Some(address(bare)?);
            "["
        }
        ("a", true) => return Some(link.take().map_or_else(String::new, |url| format!("]({url})"))),
        // Emphasis is dropped: with spaces on the wrong side of it, Markdown shows its marks.
        ("li", true)
        | ("b" | "strong" | "i" | "em" | "u" | "span" | "font" | "small" | "center" | "tbody" | "thead", _) => "",
        _ => return None,
    };
    Some(text.to_owned())
}

/// The address of a link that Markdown can carry.
fn address(tag: &str) -> Option<String> {
    let (_, after) = tag.split_once("href=")?;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let url = after.trim_start_matches(quote).split(quote).next()?;
    let is_plain = !url.is_empty() && !url.contains(|c: char| c.is_whitespace() || "<>()[]\\`".contains(c));
    is_plain.then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::lines;

    #[test]
    fn html_becomes_markdown() {
        for (html, expected) in [
            ("One<br>two<br/>three", "One\ntwo\nthree"),
            ("<p>One</p><p>two</p>", "One\n\ntwo"),
            (
                "In:<ul><li>`zoomIn` - slow</li><li><b>zoomOut </b>- fast</li></ul>",
                "In:\n\n- `zoomIn` - slow\n- zoomOut - fast",
            ),
            ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nrest", "- a\n- b\n\nrest"),
            ("<h2>Search</h2>For <code>a_b</code>", "**Search**\n\nFor `a_b`"),
            (
                "See <a href=\"https://x.example/a\">the docs</a>.",
                "See [the docs](https://x.example/a).",
            ),
            ("See <a href=\"javascript:a\">it</a>", "See it"),
            ("`<br>` stays, <token> too", "`<br>` stays, \\<token\\> too"),
            ("```\n<li>x</li>\n```", "```text\n<li>x</li>\n```"),
            ("a < b > c <", "a \\< b \\> c \\<"),
        ] {
            assert_eq!(lines(html).join("\n"), expected, "{html}");
        }
    }
}
