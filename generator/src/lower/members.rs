//! The members of an object schema, before they become a struct.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::TypeId;
use crate::pointer::Pointer;

/// What one object schema declares, with everything that it inherits.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// Name and pointer of each property; a later declaration of the same name replaces an earlier one.
    pub properties: Vec<(String, Pointer)>,
    pub required: Vec<String>,
    pub extra: Option<Extra>,
    /// Properties that several parts of an `allOf` describe as objects: the pointers of all descriptions.
    pub overlapping: BTreeMap<String, Vec<Pointer>>,
    /// The definitions that were merged already.
    pub seen: BTreeSet<Pointer>,
    /// The discriminators of its parents, each with the value that means this object.
    pub tags: Vec<(String, String)>,
    /// The type that inline types are named after, if not the struct itself.
    pub owner: Option<TypeId>,
}

/// The value of `additionalProperties`.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Extra {
    Any,
    Schema(Pointer),
    Forbidden,
}

/// How much a schema declares about a value.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Specificity {
    /// No more than its type, or which members are required.
    TypeOnly,
    /// Which members an object has.
    Members,
    /// Anything else.
    Other,
}
