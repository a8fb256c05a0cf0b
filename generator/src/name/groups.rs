//! The files of a tag that has too many operations for one.
//!
//! Such a tag has a folder with one file per group of operations. The rule has to leave every operation where it is when
//! others are added or removed:
//!
//! - The group of an operation follows from its own path alone ([`by_path`]).
//! - `names.lock` has the group of every operation of a divided tag. The group of before is kept, also where the rule
//!   would choose another one, and a tag that was divided once stays divided.

use std::collections::{BTreeMap, BTreeSet};

use super::lock::{LockKind, Session};
use super::names::{Name, OperationGroup, TagName};
use super::{ident, reserved};
use crate::ir::{Api, Operation, PathPart, ResponseSet};

/// The lines that one file of operations may have, by estimate.
const MAX_LINES: usize = 850;

/// The group of the operations on what the tag itself is named after: `users` in the folder `users`.
const OWN: &str = "base";

/// The groups of each tag; none for a tag with one file.
pub(super) fn assign(api: &Api, tags: &[TagName], lock: &mut Session<'_>) -> Vec<Vec<OperationGroup>> {
    let modules = tags.iter().map(|tag| tag.module.as_str()).enumerate();
    modules.map(|(tag, module)| of_tag(api, tag, module, lock)).collect()
}

fn of_tag(api: &Api, tag: usize, module: &str, lock: &mut Session<'_>) -> Vec<OperationGroup> {
    let operations = || {
        api.operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| operation.tag == tag)
    };
    let lines: usize = operations().map(|(_, operation)| lines(operation)).sum();
    let was_divided = operations().any(|(_, operation)| lock.knows(&operation.origin, LockKind::Group));
    if lines <= MAX_LINES && !was_divided {
        return Vec::new();
    }
    let mut groups: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (index, operation) in operations() {
        let known = lock.decided(&operation.origin, LockKind::Group);
        let known = known.filter(|name| ident::snake(name) == *name && !reserved::is_module(name));
        let group = known.unwrap_or_else(|| by_path(operation));
        // Clippy objects to a module that has the name of the one around it.
        let group = if group == module { OWN.to_owned() } else { group };
        groups.entry(group).or_default().insert(index);
    }
    if groups.len() < 2 {
        return Vec::new();
    }
    let mut list = Vec::new();
    for (group, operations) in groups {
        for operation in operations.iter().filter_map(|index| api.operations.get(*index)) {
            lock.record(&operation.origin, LockKind::Group, &group);
        }
        list.push(OperationGroup {
            module: Name(group),
            operations,
        });
    }
    list
}

/// The first fixed segment behind the first parameter: `branches` of `/repos/{owner}/{repo}/branches/{branch}`. Of a path
/// without one, the last segment before the parameter: `repos` of `/repos/{owner}/{repo}`.
fn by_path(operation: &Operation) -> String {
    let is_param = |part: &PathPart| matches!(part, PathPart::Param(_));
    let first_param = operation
        .parts
        .iter()
        .position(is_param)
        .unwrap_or(operation.parts.len());
    let (before, after) = operation.parts.split_at(first_param);
    let segment = segments(after).next().or_else(|| segments(before).last());
    let name = ident::snake(segment.unwrap_or("root"));
    if reserved::is_module(&name) {
        format!("{name}_api")
    } else {
        name
    }
}

fn segments(parts: &[PathPart]) -> impl Iterator<Item = &str> {
    let texts = parts.iter().filter_map(|part| match part {
        PathPart::Text(text) => Some(text.as_str()),
        PathPart::Param(_) => None,
    });
    texts
        .flat_map(|text| text.split('/'))
        .filter(|segment| !segment.is_empty())
}

/// About how many lines the code of an operation has: its method, its call with the setters, and its table.
fn lines(operation: &Operation) -> usize {
    const COLUMNS: usize = 80;
    let setters = operation.params.iter().filter(|param| !param.required);
    let setters: usize = setters.map(|param| 7 + param.docs.text.len() / COLUMNS).sum();
    let statuses = |answers: &ResponseSet| answers.rows.len();
    33 + operation.docs.text.len() / COLUMNS + setters + statuses(&operation.success) + statuses(&operation.error)
}

#[cfg(test)]
mod tests {
    use super::segments;
    use crate::ir::PathPart;

    #[test]
    fn segments_are_the_fixed_words_of_a_path() {
        let parts = [
            PathPart::Text("/repos/".to_owned()),
            PathPart::Param("owner".to_owned()),
            PathPart::Text("/branches".to_owned()),
        ];
        assert_eq!(segments(&parts).collect::<Vec<_>>(), ["repos", "branches"]);
    }
}
