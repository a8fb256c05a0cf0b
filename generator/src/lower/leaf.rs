//! The enums, constants and scalars that the branch of a union consists of.

use crate::ir::{EnumKind, EnumValue, Literal};
use crate::resolve::SchemaType;

/// The enums, constants and scalars that a branch consists of.
pub(super) struct Leaves {
    pub list: Vec<Leaf>,
    /// How many values they have.
    pub count: usize,
    /// The kind of all values. `None` if there are none.
    pub kind: Option<EnumKind>,
    /// The types of the scalars that are not enums.
    pub scalars: Vec<SchemaType>,
}

/// An enum, a constant or a scalar.
pub(super) struct Leaf {
    /// The type of a scalar that is not an enum.
    pub kind: Option<SchemaType>,
    pub values: Option<Vec<EnumValue>>,
    pub title: String,
    pub description: String,
    pub is_constant: bool,
    pub is_reference: bool,
}

impl Leaf {
    pub(super) fn scalar(kind: SchemaType) -> Self {
        Self {
            kind: Some(kind),
            values: None,
            title: String::new(),
            description: String::new(),
            is_constant: false,
            is_reference: false,
        }
    }

    pub(super) fn is_boolean(&self) -> bool {
        let mut values = self.values.iter().flatten();
        values.all(|value| matches!(value.value, Literal::Bool(_)))
    }
}
