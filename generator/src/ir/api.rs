//! The whole client, and the pointers by which `names.lock` knows its types.

use std::collections::BTreeMap;

use super::operations::{Header, Operation, Scheme};
use super::server::Server;
use super::ty::{Type, TypeId};
use super::types::{Base, Role, Shape, TypeDef};
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
}

/// A group of operations.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// As the document writes it.
    pub name: String,
    pub description: String,
}

impl Api {
    /// The place that a type's name belongs to: like its pointer, but without indices, so that a
    /// newcomer in a list moves no name.
    pub(crate) fn place(&self, def: &TypeDef) -> Pointer {
        let mut chain = vec![def];
        while let Some(Base::Type(owner)) = chain.last().map(|def| &def.hint.base) {
            match self.get(*owner) {
                Some(owner) if chain.len() < 1000 => chain.push(owner),
                _ => break,
            }
        }
        let mut place = match chain.last().map(|def| (&def.hint.base, def)) {
            Some((Base::Component(_), def)) if def.hint.roles.is_empty() => def.origin.clone(),
            Some((Base::Component(name), _)) => Pointer::root().child("components").child(name),
            Some((Base::Operation(index), _)) => self
                .operations
                .get(*index)
                .map_or_else(Pointer::root, |op| op.origin.clone()),
            _ => def.origin.clone(),
        };
        for role in chain.iter().rev().flat_map(|def| &def.hint.roles) {
            place = match role {
                Role::Field(name) => place.child("properties").child(name),
                Role::Item => place.child("items"),
                Role::Value => place.child("additionalProperties"),
                Role::Branch(label) => place.child("oneOf").child(label),
                Role::Base => place.child("discriminator"),
                Role::Request => place.child("requestBody"),
                Role::Response(None) => place.child("response"),
                Role::Response(Some(status)) => place.child("responses").child(&status.to_string()),
                Role::Param(name) => place.child("parameters").child(name),
                Role::Event => place.child("event"),
                Role::Line => place.child("line"),
            };
        }
        place
    }

    /// The headers that the answers of a tag's operations declare: each name once for every type it is declared with,
    /// sorted by both.
    pub(crate) fn headers_of(&self, tag: usize) -> Vec<&Header> {
        let mut found: BTreeMap<(String, String), &Header> = BTreeMap::new();
        for operation in self.operations.iter().filter(|operation| operation.tag == tag) {
            let rows = operation.success.rows.iter().chain(&operation.error.rows);
            for header in rows.flat_map(|row| &row.headers) {
                if let Some(value) = &header.value {
                    let known = found
                        .entry((header.name.to_ascii_lowercase(), format!("{value:?}")))
                        .or_insert(header);
                    // A description is better than none.
                    if known.docs.is_empty() {
                        *known = header;
                    }
                }
            }
        }
        found.into_values().collect()
    }

    /// The type that an alias stands for, however many aliases are in between.
    pub(crate) fn behind_aliases<'t>(&'t self, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        // A cycle of aliases has no end; lowering makes none.
        for _ in 0..self.types.len() {
            match ty {
                Type::Named(id) => match self.get(*id).map(|def| &def.shape) {
                    Some(Shape::Alias(inner)) => ty = inner,
                    _ => break,
                },
                _ => break,
            }
        }
        ty
    }

    pub(crate) fn get(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }
}
