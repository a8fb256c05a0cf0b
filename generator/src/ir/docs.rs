//! Descriptions.

use super::literal::ExampleValue;
use crate::text;

/// Description, and the facts that are told beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Docs {
    pub title: String,
    pub text: String,
    /// Facts such as a default or bounds, one sentence each.
    pub notes: Vec<String>,
    /// A value that the document gives as an example.
    pub example: Option<ExampleValue>,
    pub default: Option<ExampleValue>,
    pub deprecated: bool,
}

impl Docs {
    /// The first sentence of the text, in one line.
    pub(crate) fn first_sentence(&self) -> String {
        text::first_sentence(&self.text)
    }
}
