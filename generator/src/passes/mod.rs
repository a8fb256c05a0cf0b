//! IR to IR: each pass does one thing, and running it twice changes nothing.

pub(crate) mod boxing;
mod cyclic_unions;
mod dedupe;
mod prune;
mod usage;

use std::collections::BTreeSet;

use crate::diag::Diagnostics;
use crate::ir::{Api, Shape, Type};

/// What the passes need to know from outside the IR.
#[derive(Debug, Default)]
pub(crate) struct Context {
    /// Pointers that own a name in the lock: a shared type stays with its owner.
    pub owners: BTreeSet<String>,
    /// Pointers of fields whose three states the lock keeps.
    pub patches: BTreeSet<String>,
}

/// Runs every pass.
pub(crate) fn run(mut api: Api, context: &Context, diagnostics: &mut Diagnostics) -> Api {
    cyclic_unions::cut(&mut api, diagnostics);
    // Before sharing too, so that no type is named after a place that does not exist any more.
    prune::unreachable(&mut api);
    dedupe::share(&mut api, &context.owners);
    prune::unreachable(&mut api);
    boxing::break_cycles(&mut api);
    usage::propagate(&mut api, &context.patches);
    api
}

/// Visits every type that a definition mentions.
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

fn for_each_type_mut(shape: &mut Shape, visit: &mut dyn FnMut(&mut Type)) {
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

/// Visits every type that an operation mentions, and says whether it is sent.
fn for_each_operation_type(api: &mut Api, visit: &mut dyn FnMut(&mut Type, bool)) {
    for operation in &mut api.operations {
        operation.params.iter_mut().for_each(|param| visit(&mut param.ty, true));
        operation.body.iter_mut().for_each(|body| visit(&mut body.ty, true));
        operation
            .paging
            .iter_mut()
            .for_each(|paging| visit(&mut paging.item, false));
        let series = [&mut operation.events, &mut operation.json_lines];
        series
            .into_iter()
            .flatten()
            .for_each(|series| visit(&mut series.ty, false));
        for answers in [&mut operation.success, &mut operation.error] {
            answers
                .rows
                .iter_mut()
                .filter_map(|row| row.ty.as_mut())
                .for_each(|ty| visit(ty, false));
            if let crate::ir::AnswerType::One(ty) = &mut answers.ty {
                visit(ty, false);
            }
        }
    }
}
