//! What an operation is called, before names are chosen.

use std::collections::BTreeMap;

use super::ident;
use crate::ir::{Api, Operation, PathPart};

/// The `operationId` of each operation, or its method and path.
pub(super) fn ids(api: &Api) -> Vec<String> {
    let ids = api.operations.iter();
    let ids: Vec<String> = ids
        .map(|op| op.id.clone().unwrap_or_else(|| method_and_path(op)))
        .collect();
    let functions: Vec<Option<&str>> = api.operations.iter().map(function).collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for (id, function) in ids.iter().zip(&functions) {
        *uses.entry(ident::snake(function.unwrap_or(id))).or_default() += 1;
    }
    let chosen = ids.iter().zip(&functions).map(|(id, function)| match function {
        Some(name) if uses.get(&ident::snake(name)) == Some(&1) => (*name).to_owned(),
        _ => id.clone(),
    });
    chosen.collect()
}

/// The name of the function in an `operationId` that repeats path and method, as FastAPI makes them: `read_item` of
/// `read_item_items__item_id__get`.
fn function(operation: &Operation) -> Option<&str> {
    let id = operation.id.as_deref()?;
    let mut path = operation.path.as_str();
    loop {
        let words: String = path
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '_' })
            .collect();
        let suffix = format!("{words}_{}", operation.method.to_lowercase());
        if let Some(name) = id.strip_suffix(&suffix) {
            return Some(name.trim_end_matches('_')).filter(|name| !name.is_empty());
        }
        // The application may be mounted below a path. One segment alone can be part of the name.
        let (_, rest) = path.strip_prefix('/')?.split_once('/')?;
        path = path.get(path.len() - rest.len() - 1..).filter(|_| rest.contains('/'))?;
    }
}

/// `get users by user id`.
pub(super) fn method_and_path(operation: &Operation) -> String {
    let mut words = vec![operation.method.to_lowercase()];
    for part in &operation.parts {
        match part {
            PathPart::Text(text) => words.extend(text.split('/').filter(|word| !word.is_empty()).map(str::to_owned)),
            PathPart::Param(name) => words.push(format!("by {name}")),
        }
    }
    words.join(" ")
}
