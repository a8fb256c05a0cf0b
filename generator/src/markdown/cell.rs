//! A description in a table cell, which is one line.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::writer::{HARD_SPACE, Writer, cleaned, is_inline};

/// A line break in a cell; the only HTML that is written.
const BREAK: &str = "<br>";
/// The same while a cell is written. Descriptions have no control characters.
const MARK: char = '\u{1}';
/// What separates the cells of a table of a description.
const BETWEEN_CELLS: &str = " / ";

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
    let mut cell = Cell::default();
    for event in Parser::new_ext(&clean, Options::ENABLE_TABLES) {
        cell.event(event);
    }
    let text = cell.writer.inline.replace(HARD_SPACE, " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut line = words.join(" ");
    while let Some(rest) = line.strip_suffix(MARK) {
        line = rest.trim_end().to_owned();
    }
    line
}

/// A cell that is being written.
struct Cell {
    writer: Writer,
    /// The number of the next item of each open list, if its items are numbered.
    lists: Vec<Option<u64>>,
    /// Whether the marker of an item was written last.
    is_after_marker: bool,
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            writer: Writer::in_cell(),
            lists: Vec::new(),
            is_after_marker: false,
        }
    }
}

impl Cell {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.begin_block();
                self.is_after_marker = false;
                self.writer.code = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => {
                let code = self.writer.code.take().unwrap_or_default();
                for line in code.lines().filter(|line| !line.trim().is_empty()) {
                    self.writer.inline_code(line.trim_end());
                    self.end_line();
                }
            }
            Event::Start(Tag::List(first)) => {
                self.begin_block();
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
                self.end_line();
            }
            Event::Start(Tag::Item) => self.item(),
            Event::Start(Tag::Heading { .. }) => {
                self.begin_block();
                self.is_after_marker = false;
                self.writer.inline.push_str("**");
            }
            Event::End(TagEnd::Heading(_)) => {
                self.writer.inline.push_str("**");
                self.end_line();
            }
            Event::Start(Tag::Paragraph | Tag::HtmlBlock | Tag::BlockQuote(_) | Tag::Table(_)) => self.begin_block(),
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                let row = self.writer.inline.trim_end_matches(BETWEEN_CELLS).len();
                self.writer.inline.truncate(row);
                self.end_line();
            }
            Event::End(TagEnd::Paragraph | TagEnd::HtmlBlock) | Event::HardBreak | Event::Rule => self.end_line(),
            Event::End(TagEnd::TableCell) => self.writer.inline.push_str(BETWEEN_CELLS),
            event if is_inline(&event) => {
                self.is_after_marker = false;
                self.writer.event(event);
            }
            _ => {}
        }
    }

    fn item(&mut self) {
        self.begin_block();
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}. ");
                *number = number.saturating_add(1);
                marker
            }
            _ => "• ".to_owned(),
        };
        self.writer.inline.push_str(&marker);
        self.is_after_marker = true;
    }

    /// Ends the line before a block, unless the block is the first one of an item.
    fn begin_block(&mut self) {
        if !self.is_after_marker {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let trimmed = self.writer.inline.trim_end();
        if !trimmed.is_empty() && !trimmed.ends_with(MARK) {
            self.writer.inline.extend([' ', MARK, ' ']);
        }
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
        assert_eq!(cell("1. one\n   - a\n2. two"), "1. one <br> • a <br> 2. two");
        assert_eq!(cell("| a | b |\n|---|---|\n| 1 | 2 |"), "a / b <br> 1 / 2");
        assert_eq!(cell("9) nine\n10) ten"), "9. nine <br> 10. ten");
        assert_eq!(
            cell("- # head\n- ```\n  x\n  ```\n- > q\n- - r"),
            "• **head** <br> • `x` <br> • q <br> • • r"
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
