//! A description in a table cell, which is one line.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::writer::{HARD_SPACE, Writer, cleaned};

/// A line break in a cell; the only HTML that is written.
const BREAK: &str = "<br>";
/// The same while a cell is written. Descriptions have no control characters.
const MARK: char = '\u{1}';

/// A description in one line: paragraphs, items and lines of code are separated by `<br>`.
pub(crate) fn cell(text: &str) -> String {
    marked(text).replace(MARK, BREAK)
}

/// The same in doc comments, which have no HTML: nothing separates them.
pub(crate) fn plain_cell(text: &str) -> String {
    let words = marked(text).replace(MARK, " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn marked(text: &str) -> String {
    let clean = cleaned(text);
    let mut writer = Writer::in_cell();
    for event in Parser::new_ext(&clean, Options::ENABLE_TABLES) {
        cell_event(&mut writer, event);
    }
    let text = writer.inline.replace(HARD_SPACE, " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut line = words.join(" ");
    while let Some(rest) = line.strip_suffix(MARK) {
        line = rest.trim_end().to_owned();
    }
    line
}

fn cell_event(writer: &mut Writer, event: Event<'_>) {
    match event {
        Event::Start(Tag::CodeBlock(_)) => {
            line_end(writer);
            writer.code = Some(String::new());
        }
        Event::End(TagEnd::CodeBlock) => {
            let code = writer.code.take().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim().is_empty()) {
                writer.inline_code(line.trim_end());
                line_end(writer);
            }
        }
        Event::Start(Tag::Item) => {
            line_end(writer);
            writer.inline.push_str("• ");
        }
        Event::Start(Tag::Paragraph | Tag::HtmlBlock | Tag::BlockQuote(_) | Tag::Table(_) | Tag::List(_))
            if writer.inline.ends_with("• ") => {}
        Event::Start(Tag::Heading { .. }) => {
            line_end(writer);
            writer.inline.push_str("**");
        }
        Event::End(TagEnd::Heading(_)) => {
            writer.inline.push_str("**");
            line_end(writer);
        }
        Event::Start(Tag::Paragraph | Tag::HtmlBlock | Tag::BlockQuote(_) | Tag::Table(_) | Tag::List(_))
        | Event::End(TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::TableRow | TagEnd::TableHead | TagEnd::List(_))
        | Event::HardBreak
        | Event::Rule => line_end(writer),
        Event::End(TagEnd::TableCell) => writer.inline.push_str(" / "),
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. })
        | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link)
        | Event::Text(_)
        | Event::Code(_)
        | Event::Html(_)
        | Event::InlineHtml(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak => writer.event(event),
        _ => {}
    }
}

fn line_end(writer: &mut Writer) {
    let trimmed = writer.inline.trim_end();
    if !trimmed.is_empty() && !trimmed.ends_with(MARK) {
        writer.inline.extend([' ', MARK, ' ']);
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, plain_cell};

    #[test]
    fn a_cell_is_one_line_without_open_ends() {
        assert_eq!(cell("a\n\nb\nc"), "a <br> b c");
        assert_eq!(
            cell("Values:\n\n- one\n- two | three"),
            "Values: <br> • one <br> • two \\| three"
        );
        assert_eq!(cell("x\n\n```rust\nlet a = 1 | 2;\n```"), "x <br> `let a = 1 \\| 2;`");
        assert_eq!(cell("<x><script>"), "\\<x\\>\\<script\\>");
        assert_eq!(
            cell("`a|b` [x](javascript:y) https://e.com/a|b"),
            "`a\\|b` x https\\://e.com/a\\|b"
        );
        assert_eq!(cell(""), "");
        assert_eq!(plain_cell("a\n\n- b `<br>`\n- c | d"), "a • b `<br>` • c \\| d");
    }
}
