//! Markdown, parsed and written again in lines.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::container::Container;
use super::html::to_markdown;
use crate::text::is_unsafe_char;

/// Columns of text in a doc comment.
pub(super) const WIDTH: usize = 96;
/// Maximum number of characters of one description.
pub(super) const MAX_LENGTH: usize = 6000;
/// Maximum nesting of lists and quotes; deeper ones lose their markers.
const MAX_DEPTH: usize = 12;
/// Maximum number of equal Markdown characters in a row: parsing time grows with their number.
pub(super) const MAX_RUN: usize = 12;
/// Placeholder for a space at which lines are not broken.
pub(super) const HARD_SPACE: char = '\u{0}';

/// The lines of a doc comment, without `///`.
pub(super) fn parsed(text: &str) -> Vec<String> {
    let clean = cleaned(text);
    let mut writer = Writer::default();
    for event in Parser::new_ext(&clean, Options::ENABLE_TABLES) {
        writer.event(event);
    }
    writer.finish()
}

/// A description of bounded length, without hidden characters, with its HTML as Markdown.
pub(super) fn cleaned(text: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace('\t', " ");
    let shown = plain.chars().take(MAX_LENGTH);
    let mut out = runs_bounded(shown.filter(|c| *c == '\n' || !is_unsafe_char(*c)));
    if plain.chars().nth(MAX_LENGTH).is_some() {
        out.push_str(" ...");
    }
    // Converted tags in a row may be Markdown characters in a row.
    runs_bounded(to_markdown(&out).chars())
}

fn runs_bounded(text: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    let (mut last, mut run) = (' ', 0);
    for c in text {
        run = if c == last { run + 1 } else { 1 };
        last = c;
        if run <= MAX_RUN || !"`[]*_~>#".contains(c) {
            out.push(c);
        }
    }
    out
}

/// Whether an event is a part of a line, and no block.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. }),
        Event::End(tag) => matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link),
        Event::HardBreak | Event::Rule | Event::TaskListMarker(_) => false,
        Event::Text(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::SoftBreak => true,
        Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => true,
    }
}

#[derive(Default)]
pub(super) struct Writer {
    lines: Vec<String>,
    /// The paragraph that is being written.
    pub inline: String,
    /// The start of every line: the indentation of list items and the markers of quotes.
    prefix: Vec<Container>,
    lists: Vec<Option<u64>>,
    pub code: Option<String>,
    /// Destinations of the open links; `None` if only the text is kept.
    links: Vec<Option<String>>,
    /// Inside a table: the number of cells so far.
    columns: Option<usize>,
    /// Whether the current list is tight, so that items follow without an empty line.
    tight: bool,
}

impl Writer {
    /// A writer inside a cell of a table, where the signs that end a cell are escaped.
    pub(super) fn in_cell() -> Self {
        Self {
            columns: Some(0),
            ..Self::default()
        }
    }

    pub(super) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(code) => self.inline_code(&code),
            Event::Html(html) | Event::InlineHtml(html) => self.text(&html),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => self.text(&text),
            Event::SoftBreak => self.inline.push(' '),
            Event::HardBreak => self.paragraph(),
            Event::Rule => self.block(),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.separate_block(),
            Tag::Heading { .. } => {
                self.separate_block();
                self.inline.push_str("**");
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.push(Container::quote());
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.block();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                self.paragraph();
                if self.lists.is_empty() {
                    self.block();
                } else if !matches!(first, None | Some(1)) {
                    // Another number right below a paragraph is a part of it.
                    self.empty_line();
                }
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Table(_) => {
                self.separate_block();
                self.columns = Some(0);
            }
            Tag::TableCell => self.inline.push_str("| "),
            Tag::Emphasis => self.inline.push('*'),
            Tag::Strong => self.inline.push_str("**"),
            Tag::Link { dest_url, .. } => {
                let is_safe = ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| dest_url.starts_with(scheme));
                let is_plain =
                    !dest_url.contains(|c: char| c.is_whitespace() || is_unsafe_char(c) || "<>()[]\\`\"|".contains(c));
                let open = is_safe && is_plain && self.links.is_empty();
                if open {
                    self.inline.push('[');
                }
                self.links.push(open.then(|| dest_url.into_string()));
            }
            _ => {}
        }
    }

    /// Opens a container. One that is nested too deeply has no marker.
    fn push(&mut self, container: Container) {
        let is_shown = self.prefix.len() < MAX_DEPTH;
        self.prefix
            .push(if is_shown { container } else { Container::default() });
    }

    fn item(&mut self) {
        self.paragraph();
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}. ");
                *number = number.saturating_add(1);
                marker
            }
            _ => "- ".to_owned(),
        };
        self.push(Container::item(marker));
        self.tight = true;
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.paragraph(),
            TagEnd::Heading(_) => {
                self.inline.push_str("**");
                self.paragraph();
            }
            TagEnd::BlockQuote(_) => {
                self.paragraph();
                self.prefix.pop();
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::List(_) => {
                self.paragraph();
                self.lists.pop();
                self.tight = !self.lists.is_empty();
            }
            TagEnd::Item => {
                self.paragraph();
                self.prefix.pop();
                self.tight = true;
            }
            TagEnd::TableCell => {
                self.inline.push(' ');
                self.columns = self.columns.map(|count| count + 1);
            }
            TagEnd::TableHead => {
                let columns = self.columns.unwrap_or(1);
                self.table_row();
                let start = self.line_start();
                self.lines.push(format!("{start}{}|", "|---".repeat(columns)));
            }
            TagEnd::TableRow => self.table_row(),
            TagEnd::Table => self.columns = None,
            TagEnd::Emphasis => self.inline.push('*'),
            TagEnd::Strong => self.inline.push_str("**"),
            TagEnd::Link => {
                if let Some(Some(url)) = self.links.pop() {
                    self.inline.push_str(&format!("]({url})"));
                }
            }
            _ => {}
        }
    }

    /// Ends the current block and adds an empty line: without it, the next one would continue a paragraph.
    fn separate_block(&mut self) {
        self.paragraph();
        self.empty_line();
    }

    /// Ends the current block and adds an empty line, except in a tight list.
    fn block(&mut self) {
        self.paragraph();
        if !self.tight || self.lists.is_empty() {
            self.empty_line();
        }
    }

    /// Separates the next block from a line before it, unless it begins on the line of a marker.
    fn empty_line(&mut self) {
        let is_begun = self.prefix.iter().any(|container| container.marker.is_some());
        if !is_begun && self.lines.last().is_some_and(|line| !line.is_empty()) {
            // Without the markers of the quotes, the line would end them.
            let last_quote = self
                .prefix
                .iter()
                .rposition(|container| container.start.starts_with('>'));
            let containers = self.prefix.iter().take(last_quote.map_or(0, |at| at + 1));
            let start: String = containers.map(|container| container.start.as_str()).collect();
            self.lines.push(start.trim_end().to_owned());
        }
    }

    fn line_start(&mut self) -> String {
        let mut line = String::new();
        for container in &mut self.prefix {
            match container.marker.take() {
                Some(marker) => line.push_str(&marker),
                None => line.push_str(&container.start),
            }
        }
        line
    }

    /// Writes the collected text, broken into lines.
    fn paragraph(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        let mut line = String::new();
        let mut start = None;
        for word in inline.split(' ').filter(|word| !word.is_empty()) {
            let begin = start.get_or_insert_with(|| self.line_start()).chars().count();
            if !line.is_empty() && begin + line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.push_line(start.take(), &mut line);
                start = Some(self.line_start());
            }
            if line.is_empty() {
                line.push_str(&line_start_escaped(word));
            } else {
                line.push(' ');
                line.push_str(word);
            }
        }
        if !line.is_empty() {
            self.push_line(start, &mut line);
        }
    }

    fn push_line(&mut self, start: Option<String>, line: &mut String) {
        let text = std::mem::take(line).replace(HARD_SPACE, " ");
        self.lines
            .push(format!("{}{}", start.unwrap_or_default(), text).trim_end().to_owned());
    }

    fn text(&mut self, text: &str) {
        for (index, word) in text.split(|c: char| c.is_whitespace()).enumerate() {
            if index > 0 {
                self.inline.push(' ');
            }
            let is_url = (word.starts_with("http://") || word.starts_with("https://")) && self.links.is_empty();
            let end = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?', '\'', '"']);
            let is_harmful = |c: char| is_unsafe_char(c) || matches!(c, '<' | '>' | '[' | ']' | '`' | '\\' | '|');
            if is_url && !end.contains(is_harmful) {
                self.inline
                    .push_str(&format!("<{end}>{}", escaped(word.get(end.len()..).unwrap_or(""))));
            } else {
                self.inline.push_str(
                    &escaped(word)
                        .replace("http://", "http\\://")
                        .replace("https://", "https\\://"),
                );
            }
        }
    }

    pub(super) fn inline_code(&mut self, code: &str) {
        let flat: String = code
            .chars()
            .map(|c| if c.is_whitespace() { HARD_SPACE } else { c })
            .collect();
        let flat = if self.columns.is_some() {
            flat.replace('|', "\\|")
        } else {
            flat
        };
        let longest = flat.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let pad = if flat.starts_with('`') || flat.ends_with('`') {
            "\u{0}"
        } else {
            ""
        };
        self.inline.push_str(&format!("{fence}{pad}{flat}{pad}{fence}"));
    }

    fn code_block(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        let start = self.line_start();
        self.lines.push(format!("{start}{fence}text"));
        // The marker of an item was used.
        let start = self.line_start();
        for line in code.lines() {
            self.lines.push(format!("{start}{line}").trim_end().to_owned());
        }
        self.lines.push(format!("{start}{fence}"));
    }

    /// A table row is always one line.
    fn table_row(&mut self) {
        let row = std::mem::take(&mut self.inline);
        let start = self.line_start();
        self.lines.push(format!("{start}{}|", row.replace(HARD_SPACE, " ")));
    }

    fn finish(mut self) -> Vec<String> {
        self.paragraph();
        while self.lines.last().is_some_and(|line| line.trim().is_empty()) {
            self.lines.pop();
        }
        let blank = self.lines.iter().take_while(|line| line.trim().is_empty()).count();
        self.lines.drain(..blank);
        self.lines
    }
}

/// A word with its Markdown characters escaped, and without the hidden characters that a reference such as `&#x202e;` means.
fn escaped(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    let mut before = ' ';
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.next() {
        let inside_word = before.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '[' | ']' | '<' | '>' | '`' | '\\' | '*' | '~' | '|' => {
                out.push('\\');
                out.push(c);
            }
            '_' if !inside_word => out.push_str("\\_"),
            '&' => out.push_str("&amp;"),
            c if is_unsafe_char(c) => continue,
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// A word at the start of a line, escaped so that it does not start a heading, a list or a rule.
pub(super) fn line_start_escaped(word: &str) -> String {
    if word.starts_with(['#', '+', '=']) || (word.starts_with('-') && !word.starts_with("-\u{0}")) {
        return format!("\\{word}");
    }
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && word.chars().nth(digits).is_some_and(|c| c == '.' || c == ')') && word.len() == digits + 1 {
        let (number, mark) = word.split_at(digits);
        return format!("{number}\\{mark}");
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::parsed as lines;

    fn text(markdown: &str) -> String {
        lines(markdown).join("\n")
    }

    #[test]
    fn code_blocks_are_never_doctests() {
        assert_eq!(text("a\n\n```\nlet x;\n```\n"), "a\n\n```text\nlet x;\n```");
        assert_eq!(text("a\n\n    indented();\n"), "a\n\n```text\nindented();\n```");
        assert_eq!(text("~~~rust\n```\nx\n```\n~~~"), "````text\n```\nx\n```\n````");
        assert_eq!(
            text("- item\n\n  ```rust\n  x\n  ```\n"),
            "- item\n  ```text\n  x\n  ```"
        );
    }

    #[test]
    fn html_brackets_and_hidden_characters_are_harmless() {
        assert_eq!(text("a <x>x</x> [link] `[ok]`"), "a \\<x\\>x\\</x\\> \\[link\\] `[ok]`");
        assert_eq!(text("<script>`x`</script>"), "\\<script\\>\\`x\\`\\</script\\>");
        assert_eq!(text("a\u{202e}b\u{0}c"), "abc");
        assert_eq!(text("a&#x202e;b&lrm;&#xE0041;&#1;&#x200b;c"), "abc");
        assert_eq!(text("https://a.example/&#x202e;b"), "<https://a.example/>b");
        assert_eq!(
            text("[x](javascript:alert) [y](https://example.com)"),
            "x [y](https://example.com)"
        );
        assert_eq!(text("see https://example.com/a_b."), "see <https://example.com/a_b>.");
    }

    #[test]
    fn lists_stay_lists() {
        assert_eq!(
            text("Values:\n\n- one\n- two\n  - three\n\nend"),
            "Values:\n\n- one\n- two\n  - three\n\nend"
        );
        assert_eq!(text("1. a\n2. b"), "1. a\n2. b");
    }

    #[test]
    fn tables_stay_tables() {
        assert_eq!(
            text("| a | b |\n|---|---|\n| `x\\|y` | [z] |"),
            "| a | b |\n|---|---|\n| `x\\|y` | \\[z\\] |"
        );
        assert_eq!(text("| a |\n|---|\n| 1 |\n\nend"), "| a |\n|---|\n| 1 |\n\nend");
    }

    #[test]
    fn long_paragraphs_are_wrapped_without_new_meaning() {
        let long = format!("{} - x", "word ".repeat(19));
        let out = lines(&long);
        assert!(out.iter().all(|line| line.chars().count() <= 98), "{out:?}");
        assert!(!out.iter().any(|line| line.starts_with("- ")), "{out:?}");
    }
}
