//! What the operations of each tag need.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeSet;

use super::api::Api;
use super::operations::{Operation, ResponseType};
use super::ty::{Type, TypeId};
use super::visit::{for_each_type, for_each_type_of};

/// The types that the operations of each tag send and receive, without the types inside of these.
pub(crate) fn types_of_tags(api: &Api) -> Vec<BTreeSet<TypeId>> {
    let mut found = vec![BTreeSet::new(); api.tags.len()];
    for operation in &api.operations {
        let Some(types) = found.get_mut(operation.tag) else {
            continue;
        };
        for_each_named(operation, &mut |ty| ty.for_each_id(&mut |id| types.extend([id])));
    }
    found
}

/// The types that the definition of each type names.
pub(crate) fn types_in_types(api: &Api) -> Vec<BTreeSet<TypeId>> {
    let inside = api.types.iter().map(|def| {
        let mut types = BTreeSet::new();
        for_each_type(&def.shape, &mut |ty| ty.for_each_id(&mut |id| types.extend([id])));
        types
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
