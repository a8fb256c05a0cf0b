//! Which optional parameters and fields an example shows: those for which the document declares a value.
#![warn(clippy::wildcard_enum_match_arm)]

use std::cmp::Reverse;

use super::vocabulary;
use crate::ir::{Docs, ExampleValue, Field, Paging, Param, ParamLocation, Type};
use crate::name::{FieldName, Name};

/// Optional parameters of a call.
const MAX_PARAMS: usize = 3;
/// Optional fields of a struct.
const MAX_FIELDS: usize = 2;

/// A few optional parameters, in the order of the document.
pub(super) fn params<'p>(all: impl Iterator<Item = (&'p Param, &'p Name)>) -> Vec<(&'p Param, &'p Name)> {
    let ranked = all.filter_map(|(param, name)| {
        let rank = rank(&param.name, &param.ty, &param.docs)?;
        Some((rank + if param.docs.default.is_some() { 2 } else { 0 }, (param, name)))
    });
    let mut chosen = best(ranked.collect(), MAX_PARAMS);
    // Values of the document are worth showing. Of made-up values, one is enough.
    let is_documented = |param: &Param| param.docs.example.is_some() || param.docs.default.is_some();
    if chosen.iter().any(|(param, _)| is_documented(param)) {
        chosen.retain(|(param, _)| is_documented(param));
    } else {
        chosen.truncate(1);
    }
    chosen
}

/// The size of a page.
pub(super) fn page_size<'p>(
    all: impl Iterator<Item = (&'p Param, &'p Name)>,
    paging: Option<&Paging>,
) -> Vec<(&'p Param, &'p Name)> {
    let Some(paging) = paging else { return Vec::new() };
    let is_size = |param: &Param| param.location == ParamLocation::Query && param.name == paging.size;
    all.filter(|(param, _)| is_size(param)).collect()
}

/// A few optional fields: those in the example of the struct. If no field is required, also others with simple types.
pub(super) fn fields<'f>(
    all: impl Iterator<Item = (&'f Field, &'f FieldName)>,
    example: Option<&ExampleValue>,
    nothing_is_required: bool,
) -> Vec<(&'f Field, &'f FieldName)> {
    let ranked = all.filter(|(field, _)| !field.read_only && field.tag.is_none());
    let ranked = ranked.filter_map(|(field, name)| {
        let is_documented = example.is_some_and(|example| {
            example
                .member(&field.wire)
                .is_some_and(|value| *value != ExampleValue::NULL)
        });
        let rank = rank(&field.wire, &field.ty, &field.docs)?;
        match (is_documented, nothing_is_required) {
            (true, _) => Some((rank + 10, (field, name))),
            (false, true) => Some((rank, (field, name))),
            (false, false) => None,
        }
    });
    best(ranked.collect(), MAX_FIELDS)
}

/// How useful a parameter or a field is in an example. Nothing for a deprecated one.
fn rank(name: &str, ty: &Type, docs: &Docs) -> Option<usize> {
    if docs.deprecated {
        return None;
    }
    let plain = match ty {
        Type::File => 4,
        Type::String | Type::Bool | Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F64 => 2,
        Type::List(_) | Type::Map(_) | Type::Json | Type::JsonMap | Type::Option(_) | Type::Custom(_) => 0,
        Type::Formatted(_) | Type::Named(_) | Type::Boxed(_) => 1,
    };
    let known = if vocabulary::is_known(name) { 1 } else { 0 };
    Some(plain + known + if docs.example.is_some() { 3 } else { 0 })
}

/// The ones with the highest ranks, in their original order.
fn best<T>(ranked: Vec<(usize, T)>, most: usize) -> Vec<T> {
    let mut ranked: Vec<(usize, usize, T)> = ranked
        .into_iter()
        .enumerate()
        .map(|(at, (rank, item))| (rank, at, item))
        .collect();
    ranked.sort_by_key(|(rank, at, _)| (Reverse(*rank), *at));
    ranked.truncate(most);
    ranked.sort_by_key(|(_, at, _)| *at);
    ranked.into_iter().map(|(_, _, item)| item).collect()
}
