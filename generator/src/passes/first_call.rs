//! The operation that a front page shows: the first one that a new user of the client would call.

use crate::ir::{Api, Operation, ResponseType, Type};

/// Chooses it.
pub(super) fn choose(api: &mut Api) {
    let ranked = api.operations.iter().enumerate();
    let best = ranked.min_by_key(|(_, operation)| (rank(operation), operation.key.to_string()));
    api.first_call = best.map(|(index, _)| index);
}

/// Smaller is better: a current operation that only reads, returns something to look at, and needs few arguments.
fn rank(operation: &Operation) -> (bool, bool, bool, usize, bool, usize) {
    let is_stream = operation.events.is_some() || operation.json_lines.is_some();
    let required = operation.params.iter().filter(|param| param.required).count();
    let body = usize::from(operation.body.as_ref().is_some_and(|body| body.required));
    let is_model = matches!(
        &operation.success.ty,
        ResponseType::One(Type::List(_) | Type::Named(_) | Type::Boxed(_))
    );
    (
        operation.docs.deprecated,
        operation.method != "GET",
        is_stream || operation.success.ty == ResponseType::Nothing,
        required + body,
        !is_model && operation.paging.is_none(),
        operation.path.len(),
    )
}
