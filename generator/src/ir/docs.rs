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

    /// Title or first sentence without a full stop, if it is short enough for a sentence of the generator.
    pub(crate) fn headline(&self) -> Option<String> {
        const MAX_CHARS: usize = 80;
        let title = self.title.trim();
        let text = if title.is_empty() {
            self.first_sentence()
        } else {
            text::first_sentence(title)
        };
        let text = text.trim_end_matches(['.', ':', '!']).trim_end();
        (!text.is_empty() && text.chars().count() <= MAX_CHARS).then(|| text.to_owned())
    }
}
