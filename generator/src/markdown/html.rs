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
                let after = text.get(range.end..).unwrap_or_default();
                page.html(text.get(range.clone()).unwrap_or_default(), after);
                done = range.end;
            }
            _ => {}
        }
    }
    page.text.push_str(text.get(done..).unwrap_or_default());
    page.text
}

/// Lists inside of each other; the items of deeper ones belong to the last of these.
const MAX_LISTS: usize = 12;

/// The converted text so far.
#[derive(Default)]
struct Page {
    text: String,
    /// The address of the link that is open.
    link: Option<String>,
    /// In a table, whose rows are lines.
    in_table: bool,
    /// The open lists: the number of the next item, if items are numbered, and the columns before further blocks of an item.
    lists: Vec<(Option<u64>, usize)>,
}

impl Page {
    /// Writes a piece of HTML with its tags converted, except in code. `after` follows it.
    fn html(&mut self, html: &str, after: &str) {
        let mut rest = html;
        while let Some(at) = rest.find(['<', '`']) {
            let (before, from) = rest.split_at(at);
            self.text.push_str(before);
            let end = if from.starts_with('`') { '`' } else { '>' };
            let length = from.get(1..).and_then(|inside| inside.find(end)).map_or(1, |at| at + 2);
            let (piece, next) = from.split_at(length);
            let tag = piece.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
            let following = if next.trim().is_empty() { after } else { next };
            if !tag.is_some_and(|tag| self.tag(tag) || self.is_around_paragraphs(tag, following)) {
                self.text.push_str(piece);
            }
            rest = next;
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
        match (name.as_str(), is_end) {
            ("ul" | "ol", _) => self.list(&name, is_end),
            ("li", false) => self.item(),
            _ => {
                let Some(text) = markdown(&name, is_end) else {
                    return false;
                };
                self.mark(text);
            }
        }
        true
    }

    /// Writes Markdown. A block inside of an item is indented, and the first one is beside its marker.
    fn mark(&mut self, text: &str) {
        if self.in_table && text.contains('\n') {
            self.text.push(' ');
        } else if !text.contains('\n') {
            self.text.push_str(text);
        } else if !self.is_after_marker() {
            let (breaks, rest) = text.split_at(text.rfind('\n').map_or(0, |at| at + 1));
            self.text.push_str(breaks);
            self.text.push_str(&" ".repeat(self.indentation()));
            self.text.push_str(rest);
        }
    }

    /// Whether the last thing written is the marker of an item.
    fn is_after_marker(&self) -> bool {
        let line = self.text.rsplit('\n').next().unwrap_or_default().trim();
        let number = line.strip_suffix('.').unwrap_or_default();
        !self.lists.is_empty()
            && (line == "-" || !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The columns before the text of the items that are open.
    fn indentation(&self) -> usize {
        self.lists.iter().map(|(_, width)| width).sum()
    }

    fn list(&mut self, name: &str, is_end: bool) {
        if self.in_table {
            self.text.push(' ');
        } else if is_end {
            self.lists.pop();
            self.text.push_str("\n\n");
            self.text.push_str(&" ".repeat(self.indentation()));
        } else {
            self.text.push_str("\n\n");
            if self.lists.len() < MAX_LISTS {
                self.lists.push(((name == "ol").then_some(1), 0));
            }
        }
    }

    fn item(&mut self) {
        if self.in_table {
            self.text.push(' ');
            return;
        }
        let mut list = self.lists.pop().unwrap_or((None, 0));
        let marker = match &mut list.0 {
            Some(number) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            None => "- ".to_owned(),
        };
        self.text.push('\n');
        self.text.push_str(&" ".repeat(self.indentation()));
        self.text.push_str(&marker);
        // Spaces of the document may follow the marker, and Markdown allows up to three more than the text of the item has.
        list.1 = marker.len() + 2;
        self.lists.push(list);
    }

    /// Whether an unknown tag is around paragraphs, as `<note>` is: it is left out.
    fn is_around_paragraphs(&self, tag: &str, after: &str) -> bool {
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        match tag.strip_prefix('/') {
            Some(name) => is_name(name) && self.text.trim_end_matches(' ').ends_with("\n\n"),
            None => is_name(tag) && after.trim_start().starts_with("<p>"),
        }
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
        ("p" | "div" | "dl" | "dt" | "table" | "tr" | "hr" | "blockquote" | "pre", _)
        | ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => "\n\n",
        ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => "\n\n#### ",
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
            (
                "<ul> <li> <p>a</p> <p>b</p> </li> <li> <p>c</p> </li> </ul> d",
                "- a\n\n  b\n- c\n\nd",
            ),
            ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"),
            ("<p>a</p> <note> <p>b</p> </note> <p>c</p>", "a\n\nb\n\nc"),
            ("a <note> b </note>", "a \\<note\\> b \\</note\\>"),
            ("<li>a</li><li>b</li>", "- a\n- b"),
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
