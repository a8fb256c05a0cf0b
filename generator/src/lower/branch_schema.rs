//! What is known of the branches of a union that names are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexSet;

use super::profile::Tags;
use crate::ir::Literal;
use crate::pointer::Pointer;
use crate::resolve::{Schema, SchemaType};

/// Texts of one branch that are counted for all branches. More are kept, because many unions may refer to one schema.
const MAX_COUNTED: usize = 64;

/// A branch of a union.
pub(super) struct Described<'b> {
    pub at: &'b Pointer,
    pub target: Pointer,
    pub known: Rc<BranchSchema>,
}

/// What is known of the schema of a branch.
pub(super) struct BranchSchema {
    pub schema: Rc<Schema>,
    /// The names of its properties in the document, whatever the configuration has for requests and responses.
    pub names: IndexSet<String>,
    /// Those of the schema that are required.
    pub required: Vec<String>,
    /// The members with a closed list of values.
    pub tags: Rc<Tags>,
    /// A text for each of them and its values, that no other one has.
    pub identities: IndexSet<String>,
    /// Everything that the branch could be called.
    pub words: Arc<BTreeSet<String>>,
}

impl Described<'_> {
    pub(super) fn is_inline(&self) -> bool {
        self.target == *self.at
    }
}

/// Which texts only one of some branches has.
pub(super) struct Uses<'b> {
    counts: BTreeMap<&'b str, usize>,
    /// The texts of large schemas that branches refer to.
    large: Vec<&'b IndexSet<String>>,
}

impl<'b> Uses<'b> {
    pub(super) fn of(branches: &'b [Described<'_>], texts: impl Fn(&'b BranchSchema) -> &'b IndexSet<String>) -> Self {
        let mut uses = Self {
            counts: BTreeMap::new(),
            large: Vec::new(),
        };
        for branch in branches {
            let texts = texts(&branch.known);
            if texts.len() > MAX_COUNTED && !branch.is_inline() {
                uses.large.push(texts);
                continue;
            }
            for text in texts {
                *uses.counts.entry(text).or_default() += 1;
            }
        }
        uses
    }

    /// Whether only one branch has the text, which an inline branch has.
    pub(super) fn is_only(&self, text: &str) -> bool {
        self.counts.get(text) == Some(&1) && !self.large.iter().any(|texts| texts.contains(text))
    }
}

pub(super) fn kind_word(kind: SchemaType) -> &'static str {
    match kind {
        SchemaType::String => "string",
        SchemaType::Integer => "integer",
        SchemaType::Number => "number",
        SchemaType::Boolean => "boolean",
        SchemaType::Array => "array",
        SchemaType::Object => "object",
    }
}

/// A text is a name; other constants are numbered by their member.
pub(super) fn constant_word(key: &str, value: &Literal) -> String {
    match value {
        Literal::String(text) if text.is_empty() => "empty".to_owned(),
        Literal::String(text) => text.clone(),
        Literal::Null | Literal::Bool(_) | Literal::Integer(_) | Literal::Unsigned(_) | Literal::Float(_) => {
            format!("{key} {value}")
        }
    }
}
