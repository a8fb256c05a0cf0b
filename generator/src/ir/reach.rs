//! What the operations of each tag need.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeSet;

use super::api::Api;
use super::operations::{Operation, ResponseType};
use super::ty::{Type, TypeId};
use super::visit::{for_each_type, for_each_type_of};

/// What the code of something names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needs {
    pub types: BTreeSet<TypeId>,
    /// Types of the configuration, which may name models as well.
    pub paths: BTreeSet<String>,
}

impl Needs {
    fn add(&mut self, ty: &Type) {
        ty.for_each_id(&mut |id| self.types.extend([id]));
        ty.for_each_path(&mut |path| self.paths.extend([path.to_owned()]));
    }
}

/// What the operations of each tag send and receive, without what is inside of these types.
pub(crate) fn needs_of_tags(api: &Api) -> Vec<Needs> {
    let mut found = vec![Needs::default(); api.tags.len()];
    for operation in &api.operations {
        let Some(needs) = found.get_mut(operation.tag) else {
            continue;
        };
        for_each_named(operation, &mut |ty| needs.add(ty));
    }
    found
}

/// What the definition of each type names.
pub(crate) fn needs_of_types(api: &Api) -> Vec<Needs> {
    let inside = api.types.iter().map(|def| {
        let mut needs = Needs::default();
        for_each_type(&def.shape, &mut |ty| needs.add(ty));
        needs
    });
    inside.collect()
}

/// Visits every type that the code of an operation names.
fn for_each_named(operation: &Operation, visit: &mut dyn FnMut(&Type)) {
    for_each_type_of(operation, visit);
    operation.paging.iter().for_each(|paging| visit(&paging.item));
    let sides = [&operation.success, &operation.error];
    let headers = sides
        .into_iter()
        .flat_map(|side| &side.rows)
        .flat_map(|row| &row.headers);
    headers
        .filter_map(|header| header.value.as_ref())
        .for_each(|(_, ty)| visit(ty));
    for side in sides {
        if let ResponseType::One(ty) = &side.ty {
            visit(ty);
        }
    }
}
