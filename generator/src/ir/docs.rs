//! Descriptions.

use super::limits::Limits;
use super::literal::ExampleValue;
use crate::text;

/// The documentation of a part of the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Docs {
    pub title: String,
    pub text: String,
    /// Constraints such as a default or bounds, one sentence each.
    pub notes: Vec<String>,
    /// The constraints themselves.
    pub limits: Limits,
    /// The example of the document.
    pub example: Option<ExampleValue>,
    /// A number of all examples of the document, the same for any order of members. 0 without examples.
    pub examples: u64,
    pub default: Option<ExampleValue>,
    pub deprecated: bool,
}

impl Docs {
    /// The first sentence of the text, in one line.
    pub(crate) fn first_sentence(&self) -> String {
        text::first_sentence(&self.text)
    }

    /// Title or first sentence without a full stop, if it is short enough for a sentence of the generator and does not begin with a
    /// marker of Markdown, which would apply to the whole sentence.
    pub(crate) fn headline(&self) -> Option<String> {
        const MAX_CHARS: usize = 80;
        let title = self.title.trim();
        let text = if title.is_empty() {
            self.first_sentence()
        } else {
            text::first_sentence(title)
        };
        if begins_with_marker(&text) {
            return None;
        }
        let text = text.trim_end_matches(['.', ':', '!']).trim_end();
        let is_usable = !text.is_empty() && text.chars().count() <= MAX_CHARS;
        is_usable.then(|| text.to_owned())
    }
}

/// Whether a text is a quote, a numbered item, a heading or a fence.
fn begins_with_marker(text: &str) -> bool {
    let after_number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = after_number.len() < text.len() && after_number.starts_with(['.', ')']);
    is_item || ["> ", "# ", "``", "~~~"].iter().any(|marker| text.starts_with(marker))
}

#[cfg(test)]
mod tests {
    use super::Docs;

    #[test]
    fn a_headline_begins_with_no_marker() {
        let headline = |title: &str| {
            let docs = Docs {
                title: title.to_owned(),
                ..Docs::default()
            };
            docs.headline()
        };
        for title in ["1. First step", "1) First", "> quoted", "```rust", "~~~", ""] {
            assert_eq!(headline(title), None, "{title}");
        }
        for title in ["List pets", "2FA status", "`GET` a pet", "404 pages", "404"] {
            assert_eq!(headline(title).as_deref(), Some(title));
        }
    }
}
