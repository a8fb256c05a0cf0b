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
}
