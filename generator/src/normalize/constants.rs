//! The constants of the branches of a union, which become one enum.

use std::collections::HashMap;

use super::expect::{Files, resolved};
use crate::load::Node;
use crate::pointer::Pointer;

/// The levels of unions in unions whose constants are counted.
const MAX_UNIONS: usize = 8;

/// The constants of a schema that is an enum, a scalar, or a union of these. `None` if it is anything else.
pub(super) fn constants(
    known: &mut HashMap<Pointer, Option<Constants>>,
    files: &Files,
    at: &Pointer,
    depth: usize,
) -> Option<Constants> {
    let (found, here) = resolved(files, at.as_str())?;
    if let Some(known) = known.get(&here) {
        return *known;
    }
    // One that contains itself is nothing of these.
    known.insert(here.clone(), None);
    let list = |key: &str| found.get(key).and_then(Node::as_array);
    let branches = [("oneOf", list("oneOf")), ("anyOf", list("anyOf"))];
    let types = found.get("type").map(list_or_one).unwrap_or_default();
    let values = list("enum")
        .map(Vec::as_slice)
        .or(found.get("const").map(std::slice::from_ref));
    let constants = if let Some(values) = values {
        Some(Constants::new(types, values))
    } else if branches.iter().any(|(_, list)| list.is_some()) && depth < MAX_UNIONS {
        let all = branches.into_iter().flat_map(|(key, list)| {
            let at = here.child(key);
            (0..list.map_or(0, Vec::len)).map(move |index| at.index(index))
        });
        let mut sum = Some(Constants::default());
        for branch in all {
            sum = sum
                .zip(constants(known, files, &branch, depth + 1))
                .map(|(one, other)| one.and(other));
        }
        sum
    } else {
        let is_joined = |kind: &Node| matches!(kind.as_str(), Some("string" | "integer" | "null"));
        let is_scalar = !types.is_empty() && types.iter().all(is_joined);
        is_scalar.then(|| Constants::new(types, &[]))
    };
    known.insert(here, constants);
    constants
}

/// How many constants a schema has, and of which types.
#[derive(Clone, Copy, Default)]
pub(super) struct Constants {
    pub count: u64,
    pub has_texts: bool,
    pub has_others: bool,
}

impl Constants {
    /// Values have the declared type.
    fn new(types: &[Node], values: &[Node]) -> Self {
        let mut declared = types.iter().filter_map(Node::as_str).filter(|kind| *kind != "null");
        let is_text = match declared.next() {
            Some(kind) => kind == "string",
            None => values.first().is_some_and(Node::is_string),
        };
        let is_nothing = values
            .iter()
            .chain(types)
            .all(|one| one.is_null() || one.as_str() == Some("null"));
        Self {
            count: values.len() as u64,
            has_texts: is_text && !is_nothing,
            has_others: !is_text && !is_nothing,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            has_texts: self.has_texts || other.has_texts,
            has_others: self.has_others || other.has_others,
        }
    }
}

/// Whether a schema has no other value than null.
pub(super) fn is_null(schema: &Node) -> bool {
    let types = schema.get("type").map(list_or_one).unwrap_or_default();
    let values = schema
        .get("enum")
        .and_then(Node::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let are_null = types.iter().all(|kind| kind.as_str() == Some("null")) && values.iter().all(Node::is_null);
    are_null && !(types.is_empty() && values.is_empty())
}

/// `type` is a list, or one.
fn list_or_one(types: &Node) -> &[Node] {
    types.as_array().map_or(std::slice::from_ref(types), Vec::as_slice)
}
