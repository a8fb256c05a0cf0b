//! The files of a tag that has too many operations for one.
//!
//! Such a tag has a folder with one file per group of operations. No operation may move to another file because others
//! are added or removed:
//!
//! - The group of an operation depends on its own path only ([`by_path`]), and an operation keeps its group in the lock.
//! - Whether a tag has groups is decided once, when the tag is new. Afterwards the lock decides: a tag with a group in the
//!   lock keeps its folder, and any other tag in the lock keeps its file, however long it becomes and whichever operations
//!   come to it from other tags. To decide again, delete the lines of the tag from `names.lock`.

use std::collections::{BTreeMap, BTreeSet};

use super::lock::{LockKind, Session};
use super::names::{Name, OperationGroup, TagName};
use super::{ident, module_names, reserved};
use crate::ir::{Api, Operation, PathPart, ResponseSet, tag_key};
use crate::pointer::Pointer;

/// The maximum length of a file of operations, in estimated lines.
const MAX_LINES: usize = 850;

/// The group of operations whose group would have the name of the tag.
const OWN: &str = "base";

/// The groups of each tag; none for a tag with one file.
pub(super) fn assign(
    api: &Api,
    tags: &[TagName],
    by_tag: &[Vec<usize>],
    lock: &mut Session<'_>,
) -> Vec<Vec<OperationGroup>> {
    let modules = tags.iter().map(|tag| tag.module.as_str());
    let tags = api.tags.iter().zip(modules).zip(by_tag);
    let groups = tags.map(|((tag, module), operations)| {
        let key = tag_key(&tag.name);
        of_tag(api, operations, module, &key, lock)
    });
    groups.collect()
}

fn of_tag(api: &Api, indices: &[usize], module: &str, key: &Pointer, lock: &mut Session<'_>) -> Vec<OperationGroup> {
    let operations = || {
        let indices = indices.iter();
        indices.filter_map(|index| Some((*index, api.operations.get(*index)?)))
    };
    let lines: usize = operations().map(|(_, operation)| lines(operation)).sum();
    // Not those of its operations: one may come from another tag.
    let has_groups = lock.knows(key, LockKind::Group);
    let is_new = !lock.knows(key, LockKind::Tag);
    let is_long = is_new && lines > MAX_LINES;
    if !is_long && !has_groups {
        return Vec::new();
    }
    let mut groups: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (index, operation) in operations() {
        let known = lock.decided(&operation.key, LockKind::Group);
        let known = known.filter(|name| module_names::is_file(name));
        let group = known.unwrap_or_else(|| by_path(operation));
        // Clippy rejects a module with the name of its parent.
        let group = if group == module { OWN.to_owned() } else { group };
        groups.entry(group).or_default().insert(index);
    }
    if groups.len() < 2 && !has_groups {
        return Vec::new();
    }
    lock.record(key, LockKind::Group, module);
    let mut list = Vec::new();
    for (group, operations) in groups {
        for operation in operations.iter().filter_map(|index| api.operations.get(*index)) {
            lock.record(&operation.key, LockKind::Group, &group);
        }
        list.push(OperationGroup {
            module: Name(group),
            operations,
        });
    }
    list
}

/// The first fixed segment after the first parameter: `branches` of `/repos/{owner}/{repo}/branches/{branch}`. If there is
/// none, the last segment before the parameter: `repos` of `/repos/{owner}/{repo}`.
fn by_path(operation: &Operation) -> String {
    let is_param = |part: &PathPart| matches!(part, PathPart::Param(_));
    let first_param = operation
        .parts
        .iter()
        .position(is_param)
        .unwrap_or(operation.parts.len());
    let (before, after) = operation.parts.split_at(first_param);
    let segment = segments(after).next().or_else(|| segments(before).last());
    let name = ident::file(segment.unwrap_or("root"));
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

/// An estimate of the length of the generated code: the method, the call with its setters, and the table.
fn lines(operation: &Operation) -> usize {
    const COLUMNS: usize = 80;
    let setters = operation.params.iter().filter(|param| !param.required);
    let setters: usize = setters.map(|param| 7 + param.docs.text.len() / COLUMNS).sum();
    let statuses = |responses: &ResponseSet| responses.rows.len();
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
