//! A description as a part of a line, such as an item of a list. Blocks cannot be there: a list inside of it would end the item.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::plain;
use super::writer::{HARD_SPACE, Writer, cleaned, is_inline};
use crate::text::{OTHER_FULL_STOPS, first_sentence, sentence_ends};

/// Items that are shown of a list, and the characters after which no further item is shown.
const MAX_ITEMS: usize = 6;
const MAX_CHARS: usize = 200;

/// The first sentence of a description, and the items of the list that it introduces: `One of: the number; the name`.
pub(crate) fn brief(text: &str) -> String {
    if text.is_empty() || plain::is_plain(text) && !text.starts_with("- ") {
        return first_sentence(text);
    }
    let blocks = blocks(text);
    let is_text = |block: &&Block| !block.is_heading;
    let body: Vec<&Block> = blocks.iter().filter(is_text).collect();
    match body.as_slice() {
        [] => blocks
            .first()
            .map(|heading| first_sentence_of(&heading.text).to_owned())
            .unwrap_or_default(),
        [first, rest @ ..] => with_items(first, rest),
    }
}

/// A paragraph, an item, a heading or a line of code, as Markdown in one line.
#[derive(Debug, Default)]
struct Block {
    text: String,
    is_item: bool,
    /// Whether it is in an item, after its first block.
    continues_item: bool,
    is_heading: bool,
}

/// The first sentence of a line of Markdown. None ends inside of code, emphasis or a link.
fn first_sentence_of(text: &str) -> &str {
    let mut whole: Vec<Range<usize>> = Vec::new();
    if text.contains(['`', '*', '_', '[']) {
        let is_whole = |event: &Event<'_>| {
            matches!(
                event,
                Event::Code(_) | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. })
            )
        };
        let events = Parser::new(text).into_offset_iter();
        whole.extend(events.filter(|(event, _)| is_whole(event)).map(|(_, range)| range));
    }
    let is_outside = |end: &usize| !whole.iter().any(|range| range.start < *end && *end < range.end);
    let end = sentence_ends(text).find(is_outside);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn with_items(first: &Block, rest: &[&Block]) -> String {
    let sentence = first_sentence_of(&first.text);
    let introduces = sentence.len() == first.text.len() && !sentence.ends_with(['.', '!', '?']);
    let list = rest.iter().take_while(|block| block.is_item || block.continues_item);
    let items: Vec<&&Block> = list.filter(|block| block.is_item).collect();
    if items.is_empty() || !(introduces || first.is_item) {
        return sentence.to_owned();
    }
    let separator = if first.is_item { "; " } else { ": " };
    let mut line = without_stop(sentence).to_owned();
    for (at, item) in items.into_iter().enumerate() {
        line.push_str(if at == 0 { separator } else { "; " });
        if at == MAX_ITEMS || line.chars().count() > MAX_CHARS {
            line.push_str("...");
            break;
        }
        line.push_str(without_stop(first_sentence_of(&item.text)));
    }
    line
}

fn without_stop(text: &str) -> &str {
    let short = text.trim_end_matches(['.', ',', ';', ':', '：', '；', '，']);
    let short = short.trim_end_matches(OTHER_FULL_STOPS);
    // `&amp;` is one sign.
    match short.strip_suffix("&amp") {
        Some(_) => text.get(..short.len() + 1).unwrap_or(text),
        None => short.trim_end(),
    }
}

/// The blocks of a description in their order.
fn blocks(text: &str) -> Vec<Block> {
    let clean = cleaned(text);
    let mut pieces = Pieces::default();
    for event in Parser::new_ext(&clean, Options::ENABLE_TABLES) {
        pieces.event(event);
    }
    pieces.end_block();
    pieces.done
}

#[derive(Default)]
struct Pieces {
    writer: Writer,
    /// The kind of the block that is being read.
    block: Block,
    /// How many items it is in.
    depth: usize,
    done: Vec<Block>,
}

impl Pieces {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.end_block();
                self.writer.code = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => {
                let code = self.writer.code.take().unwrap_or_default();
                for line in code.lines().filter(|line| !line.trim().is_empty()) {
                    self.writer.inline_code(line.trim_end());
                    self.end_block();
                }
            }
            Event::Start(Tag::Item) => {
                self.end_block();
                self.depth += 1;
                self.block.is_item = true;
            }
            Event::End(TagEnd::Item) => {
                self.end_block();
                self.depth = self.depth.saturating_sub(1);
            }
            Event::Start(Tag::Heading { .. }) => {
                self.end_block();
                self.block.is_heading = true;
            }
            Event::End(TagEnd::TableCell) => self.writer.inline.push_str(" / "),
            Event::Start(
                Tag::Paragraph | Tag::HtmlBlock | Tag::BlockQuote(_) | Tag::Table(_) | Tag::TableRow | Tag::List(_),
            )
            | Event::End(
                TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::TableRow,
            )
            | Event::HardBreak
            | Event::Rule => self.end_block(),
            event if is_inline(&event) => self.writer.event(event),
            _ => {}
        }
    }

    /// Ends a block that has text. An item or a heading without text begins later.
    fn end_block(&mut self) {
        let inline = std::mem::take(&mut self.writer.inline).replace(HARD_SPACE, " ");
        let words: Vec<&str> = inline.split_whitespace().collect();
        let text = words.join(" ");
        let text = text.trim_end_matches(" /");
        if !text.is_empty() {
            let kind = std::mem::take(&mut self.block);
            self.done.push(Block {
                text: text.to_owned(),
                continues_item: self.depth > 0 && !kind.is_item,
                ..kind
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn blocks_become_a_part_of_a_line() {
        for (text, expected) in [
            ("One. Two.", "One."),
            (
                "One of\n- the number\n- the name.\n\n> not both",
                "One of: the number; the name",
            ),
            (
                "One of <ul><li>the number</li><li>the name</li></ul> or",
                "One of: the number; the name",
            ),
            ("What to find:\n\n1. a\n2. b\n\nMore.", "What to find: a; b"),
            ("Says it. Values:\n- a\n- b", "Says it."),
            ("Says it.\n\n- a\n- b", "Says it."),
            ("- not there\n- gone", "not there; gone"),
            ("# Title\n\n- One. Two", "One."),
            ("# Title", "Title"),
            ("> quoted\n> text", "quoted text"),
            ("a<br>- b<br>- c", "a: b; c"),
            ("<p>One</p><pre>code</pre>", "One"),
            ("```\nlet x = 1;\ny\n```", "`let x = 1;`"),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "a / b"),
            ("- `a. b` c. d\n- `e`", "`a. b` c; `e`"),
            // No sentence ends inside of code, emphasis or a link.
            ("*One. Two* x. y", "*One. Two* x."),
            ("[One. two](https://a.example) x", "[One. two](https://a.example) x"),
            ("`` a. b`c `` d. e", "``a. b`c`` d."),
            ("\\` `a. b` c. d", "\\` `a. b` c."),
            // An item has several paragraphs.
            ("One of:\n\n- a\n\n  more\n\n- b\n- c\n\nmore", "One of: a; b; c"),
            ("One of:\n- black &\n- white &;", "One of: black &amp;; white &amp;"),
            ("质量：\n- 一。二\n- 三", "质量: 一; 三"),
            ("", ""),
        ] {
            assert_eq!(brief(text), expected, "{text}");
        }
    }

    #[test]
    fn long_lists_are_cut() {
        let list = |item: &str| format!("One of:\n{}", format!("- {item}\n").repeat(20));
        assert_eq!(brief(&list("a")), "One of: a; a; a; a; a; a; ...");
        assert_eq!(brief(&list(&"a".repeat(150))).matches("; ").count(), 2);
    }
}
