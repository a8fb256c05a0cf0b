//! List items and quotes around a text.

/// A list item or a quote around the text. The default has no marker.
#[derive(Default)]
pub(super) struct Container {
    /// What lines begin with.
    pub start: String,
    /// What the next line begins with instead, if it is the first one of an item.
    pub marker: Option<String>,
}

impl Container {
    pub(super) fn quote() -> Self {
        Self {
            start: "> ".to_owned(),
            marker: None,
        }
    }

    pub(super) fn item(marker: String) -> Self {
        Self {
            start: " ".repeat(marker.len()),
            marker: Some(marker),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

    use super::super::writer::parsed;

    fn text(markdown: &str) -> String {
        parsed(markdown).join("\n")
    }

    #[test]
    fn items_and_quotes_in_items_keep_their_markers() {
        assert_eq!(text("- > a\n  > b\n\n  c"), "- > a b\n\n  c");
        assert_eq!(text("- a\n\n  b\n- c\n\n  - d\n\n  e"), "- a\n\n  b\n- c\n  - d\n\n  e");
        assert_eq!(text("- - - a"), "- - - a");
        assert_eq!(text("1. 1. - a\n      - b"), "1. 1. - a\n      - b");
        assert_eq!(text("> - > a"), "> - > a");
        // Right below a paragraph, 10 begins no list.
        assert_eq!(text("- a\n\n    10) b"), "- a\n\n  10. b");
        assert_eq!(
            text("- > ````\n  > ```\n  > panic!()\n  > ```\n  > ````"),
            "- > ````text\n  > ```\n  > panic!()\n  > ```\n  > ````"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is nested: rustdoc runs code blocks of Rust, and HTML is live in its pages.
        #[test]
        fn nothing_that_is_written_is_code_of_rust_or_html(
            pieces in prop::collection::vec(prop::sample::select(NESTED.to_vec()), 0..24),
        ) {
            let written = text(&pieces.concat());
            for event in Parser::new_ext(&written, Options::ENABLE_TABLES) {
                let is_harmless = match &event {
                    Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => &**language == "text",
                    Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) | Event::Html(_) | Event::InlineHtml(_) => false,
                    _ => true,
                };
                prop_assert!(is_harmless, "{event:?} in\n{written}\nof\n{:?}", pieces.concat());
            }
        }
    }

    const NESTED: [&str; 24] = [
        "- ",
        "* ",
        "+ ",
        "1. ",
        "10) ",
        "> ",
        "  ",
        "    ",
        "     ",
        "\n",
        "\n",
        "\n\n",
        "\n  ",
        "\n> ",
        "\n  > ",
        "\n    ",
        "```",
        "````",
        "~~~",
        "a",
        "b();",
        "<b>",
        "| a | b |\n|---|---|\n",
        "# ",
    ];
}
