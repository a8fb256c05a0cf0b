//! HTML in descriptions, converted to Markdown. Tags without a counterpart are kept, and escaped like any text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A description with its HTML converted to Markdown. Code is not changed.
pub(super) fn to_markdown(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut page = Page::default();
    let mut done = 0;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(_)) => page.in_table = true,
            Event::End(TagEnd::Table) => page.in_table = false,
            Event::Html(_) | Event::InlineHtml(_) if range.start >= done => {
                page.text.push_str(text.get(done..range.start).unwrap_or_default());
                page.html(text.get(range.clone()).unwrap_or_default());
                done = range.end;
            }
            _ => {}
        }
    }
    page.text.push_str(text.get(done..).unwrap_or_default());
    page.text
}

/// The converted text so far.
#[derive(Default)]
struct Page {
    text: String,
    /// The address of the link that is open.
    link: Option<String>,
    /// In a table, whose rows are lines.
    in_table: bool,
}

impl Page {
    /// Writes a piece of HTML with its tags converted, except in code.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find(['<', '`']) {
            let (before, from) = rest.split_at(at);
            self.text.push_str(before);
            let end = if from.starts_with('`') { '`' } else { '>' };
            let length = from.get(1..).and_then(|inside| inside.find(end)).map_or(1, |at| at + 2);
            let (piece, after) = from.split_at(length);
            let tag = piece.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
            if !tag.is_some_and(|tag| self.tag(tag)) {
                self.text.push_str(piece);
            }
            rest = after;
        }
        self.text.push_str(rest);
    }

    /// Writes the Markdown of a tag without angle brackets; `false` if it has none.
    fn tag(&mut self, tag: &str) -> bool {
        let is_end = tag.starts_with('/');
        let bare = tag.trim_matches('/').trim();
        let name = bare.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        if name == "a" {
            return self.anchor(bare, is_end);
        }
        let Some(text) = markdown(&name, is_end) else {
            return false;
        };
        let would_end_row = self.in_table && text.contains('\n');
        self.text.push_str(if would_end_row { " " } else { text });
        true
    }

    fn anchor(&mut self, tag: &str, is_end: bool) -> bool {
        if is_end {
            let Some(url) = self.link.take() else { return false };
            self.text.push_str(&format!("]({url})"));
        } else {
            let Some(url) = address(tag) else { return false };
            self.link = Some(url);
            self.text.push('[');
        }
        true
    }
}

/// The Markdown of a tag with this name.
fn markdown(name: &str, is_end: bool) -> Option<&'static str> {
    Some(match (name, is_end) {
        ("br", _) => "  \n",
        ("p" | "div" | "ul" | "ol" | "dl" | "dt" | "table" | "tr" | "hr" | "blockquote" | "pre", _)
        | ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => "\n\n",
        ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => "\n\n#### ",
        ("li", false) => "\n- ",
        ("code" | "tt", _) => "`",
        ("td" | "th" | "dd", _) => " ",
        // Emphasis is dropped: if spaces are inside the tags, Markdown would show its asterisks.
        ("li", true)
        | ("b" | "strong" | "i" | "em" | "u" | "span" | "font" | "small" | "center" | "tbody" | "thead", _) => "",
        _ => return None,
    })
}

/// The address of a link, if Markdown can express it.
fn address(tag: &str) -> Option<String> {
    let (_, after) = tag.split_once("href=")?;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let url = after.strip_prefix(quote)?.split(quote).next()?.trim();
    let is_plain = !url.is_empty() && !url.contains(|c: char| c.is_whitespace() || "<>()[]\\`".contains(c));
    is_plain.then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::markdown::lines;
    use crate::markdown::writer::cleaned;

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
            (
                "See <a href='https://x.example/a '>it</a>",
                "See [it](https://x.example/a)",
            ),
            ("See <a href=\"javascript:a\">it</a>", "See it"),
            ("`<br>` stays, <token> too", "`<br>` stays, \\<token\\> too"),
            ("```\n<li>x</li>\n```", "```text\n<li>x</li>\n```"),
            ("a < b > c <", "a \\< b \\> c \\<"),
            ("See <a href=x>it</a>", "See \\<a href=x\\>it\\</a\\>"),
            (
                "| a | b |\n|---|---|\n| one<br>two | <p>x</p> |",
                "| a | b |\n|---|---|\n| one two | x |",
            ),
        ] {
            assert_eq!(lines(html).join("\n"), expected, "{html}");
        }
    }

    #[test]
    fn signs_in_a_row_stay_bounded() {
        let text = cleaned(&"<code>".repeat(500));
        assert!(!text.contains(&"`".repeat(13)), "{text}");
    }
}
