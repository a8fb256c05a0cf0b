//! The whole client, and the keys of its types in `names.lock`.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::{BTreeMap, HashMap};

use super::operations::{Header, Operation, Scheme};
use super::server::Server;
use super::ty::{Type, TypeId};
use super::types::{Base, Shape, TypeDef};
use crate::pointer::Pointer;

/// A whole client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Api {
    pub title: String,
    pub version: String,
    pub description: String,
    pub servers: Vec<Server>,
    pub schemes: Vec<Scheme>,
    /// Tags in the order of their names; operations refer to them by index.
    pub tags: Vec<Tag>,
    /// Every type, addressed by [`TypeId`].
    pub types: Vec<TypeDef>,
    pub operations: Vec<Operation>,
    /// The operation that a front page shows. Decided by a pass.
    pub first_call: Option<usize>,
    /// The security schemes for which the example of a client has credentials. Decided by a pass.
    pub usual_schemes: Vec<String>,
    /// Whether times without an offset are in UTC.
    pub times_in_utc: bool,
    /// The version of the tables that the client needs. Decided by a pass.
    pub table_version: u32,
}

/// The key of a tag in `names.lock`.
pub(crate) fn tag_key(name: &str) -> Pointer {
    Pointer::root().child("tags").child(name)
}

/// Why operations are in one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grouped {
    /// They have the tag.
    ByTag,
    /// They have no tag, and the segment in their paths.
    BySegment,
    /// They have neither, or another tag than before.
    #[default]
    Otherwise,
}

/// A group of operations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tag {
    /// As the document writes it.
    pub name: String,
    pub grouped: Grouped,
    pub description: String,
    /// The operation with which its page shows how a failure is handled. Decided by a pass.
    pub shown_call: Option<usize>,
    /// The security schemes for which the client on its page has credentials. Decided by a pass.
    pub usual_schemes: Vec<String>,
}

impl Api {
    /// The key of a type in `names.lock`: like its pointer, but without indices, so that a new element of a list changes
    /// no name.
    pub(crate) fn lock_key(&self, def: &TypeDef) -> Pointer {
        let chain = self.owners(def);
        let mut key = self.root_key(def);
        for role in chain.iter().rev().flat_map(|def| &def.hint.roles) {
            key = role.key_below(&key);
        }
        key
    }

    /// The key of the component or the operation that a type belongs to.
    pub(crate) fn root_key(&self, def: &TypeDef) -> Pointer {
        let chain = self.owners(def);
        match chain.last().map(|def| &def.hint.base) {
            Some(Base::Component { key, .. }) => key.clone(),
            Some(Base::Operation(index)) => self
                .operations
                .get(*index)
                .map_or_else(Pointer::root, |op| op.key.clone()),
            _ => def.origin.clone(),
        }
    }

    /// A type, the type that it is named after, and so on.
    pub(crate) fn owners<'a>(&'a self, def: &'a TypeDef) -> Vec<&'a TypeDef> {
        let mut chain = vec![def];
        while let Some(Base::Type(owner)) = chain.last().map(|def| &def.hint.base) {
            match self.get(*owner) {
                Some(owner) if chain.len() < 1000 => chain.push(owner),
                _ => break,
            }
        }
        chain
    }

    /// The first security scheme of each name.
    pub(crate) fn schemes_by_name(&self) -> HashMap<&str, &Scheme> {
        let schemes = self.schemes.iter().rev();
        schemes.map(|scheme| (scheme.name.as_str(), scheme)).collect()
    }

    /// The indices of the operations of each tag.
    pub(crate) fn operations_by_tag(&self) -> Vec<Vec<usize>> {
        let mut lists = vec![Vec::new(); self.tags.len()];
        for (index, operation) in self.operations.iter().enumerate() {
            if let Some(list) = lists.get_mut(operation.tag) {
                list.push(index);
            }
        }
        lists
    }

    /// The response headers that these operations declare: each name once per type, sorted by name and type.
    pub(crate) fn headers_of(&self, operations: &[usize]) -> Vec<&Header> {
        let mut found: BTreeMap<(String, String), &Header> = BTreeMap::new();
        for operation in operations.iter().filter_map(|index| self.operations.get(*index)) {
            let rows = operation.success.rows.iter().chain(&operation.error.rows);
            for header in rows.flat_map(|row| &row.headers) {
                if let Some(value) = &header.value {
                    let known = found
                        .entry((header.name.to_ascii_lowercase(), format!("{value:?}")))
                        .or_insert(header);
                    // Of equal headers, one with a description is kept.
                    if known.docs.is_empty() {
                        *known = header;
                    }
                }
            }
        }
        found.into_values().collect()
    }

    /// The type that an alias names, however many aliases are in between.
    pub(crate) fn behind_aliases<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        // A cycle of aliases has no end; lowering makes none.
        for _ in 0..self.types.len() {
            let Type::Named(id) = ty else { break };
            let Some(Shape::Alias(inner)) = self.get(*id).map(|def| &def.shape) else {
                break;
            };
            ty = inner;
        }
        ty
    }

    pub(crate) fn get(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }
}
