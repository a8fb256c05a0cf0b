//! Walks over the types that definitions and operations use.
#![warn(clippy::wildcard_enum_match_arm)]

use super::api::Api;
use super::operations::{Operation, ResponseType};
use super::ty::Type;
use super::types::Shape;

/// Visits every type that a definition uses.
pub(crate) fn for_each_type(shape: &Shape, visit: &mut dyn FnMut(&Type)) {
    match shape {
        Shape::Struct(s) | Shape::Multipart(s) => {
            s.fields.iter().for_each(|field| visit(&field.ty));
            s.extra.iter().for_each(visit);
        }
        Shape::Union(union) => union.variants.iter().for_each(|variant| visit(&variant.ty)),
        Shape::Alias(ty) => visit(ty),
        Shape::Enum(_) => {}
    }
}

pub(crate) fn for_each_type_mut(shape: &mut Shape, visit: &mut dyn FnMut(&mut Type)) {
    match shape {
        Shape::Struct(s) | Shape::Multipart(s) => {
            s.fields.iter_mut().for_each(|field| visit(&mut field.ty));
            s.extra.iter_mut().for_each(visit);
        }
        Shape::Union(union) => union.variants.iter_mut().for_each(|variant| visit(&mut variant.ty)),
        Shape::Alias(ty) => visit(ty),
        Shape::Enum(_) => {}
    }
}

/// Visits every type that an operation uses. The flag is true for types in requests.
pub(crate) fn for_each_operation_type(api: &mut Api, visit: &mut dyn FnMut(&mut Type, bool)) {
    for operation in &mut api.operations {
        operation.params.iter_mut().for_each(|param| visit(&mut param.ty, true));
        let bodies = operation.body.iter_mut().chain(&mut operation.other_bodies);
        bodies.for_each(|body| visit(&mut body.ty, true));
        operation
            .paging
            .iter_mut()
            .for_each(|paging| visit(&mut paging.item, false));
        let series = [&mut operation.events, &mut operation.json_lines];
        series
            .into_iter()
            .flatten()
            .for_each(|series| visit(&mut series.ty, false));
        for responses in [&mut operation.success, &mut operation.error] {
            responses
                .rows
                .iter_mut()
                .filter_map(|row| row.ty.as_mut())
                .for_each(|ty| visit(ty, false));
            if let ResponseType::One(ty) = &mut responses.ty {
                visit(ty, false);
            }
        }
    }
}

/// Visits every type that one operation sends or receives.
pub(crate) fn for_each_type_of(operation: &Operation, visit: &mut dyn FnMut(&Type)) {
    operation.params.iter().for_each(|param| visit(&param.ty));
    operation.bodies().for_each(|body| visit(&body.ty));
    let series = operation.events.iter().chain(&operation.json_lines);
    series.for_each(|series| visit(&series.ty));
    let rows = operation.success.rows.iter().chain(&operation.error.rows);
    rows.filter_map(|row| row.ty.as_ref()).for_each(visit);
}
