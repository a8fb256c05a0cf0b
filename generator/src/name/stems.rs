//! What the methods and calls of operations are named after.

use std::collections::BTreeMap;

use super::singular::singular;
use super::{ident, reserved};
use crate::ir::Api;

/// A word that frameworks add to the tag: `UsersController_findAll`.
const CONTROLLER: &str = "controller";

/// For each operation its id without the tag, if the rest is a name that no other operation of the tag has:
/// `add_assignees` of `issues/add-assignees`, as it is called by `client.issues().add_assignees()`.
pub(super) fn of_operations(api: &Api, ids: &[String]) -> Vec<String> {
    let rests: Vec<Option<String>> = api
        .operations
        .iter()
        .zip(ids)
        .map(|(operation, id)| {
            let tag = api.tags.get(operation.tag)?;
            without_tag(&ident::snake(id), &ident::snake(&tag.name)).map(str::to_owned)
        })
        .collect();
    let mut uses: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for ((operation, id), rest) in api.operations.iter().zip(ids).zip(&rests) {
        let name = rest.clone().unwrap_or_else(|| ident::snake(id));
        *uses.entry((operation.tag, name)).or_default() += 1;
    }
    let stems = api.operations.iter().zip(ids).zip(rests);
    stems
        .map(|((operation, id), rest)| {
            let is_free = |rest: &String| uses.get(&(operation.tag, rest.clone())) == Some(&1);
            rest.filter(is_free).unwrap_or_else(|| id.clone())
        })
        .collect()
}

fn without_tag<'n>(name: &'n str, tag: &str) -> Option<&'n str> {
    let after = |word: &str| name.strip_prefix(word)?.strip_prefix('_');
    let rest = after(tag).or_else(|| after(&singular(tag)?))?;
    let of_controller = rest.strip_prefix(CONTROLLER).and_then(|rest| rest.strip_prefix('_'));
    let rest = of_controller.unwrap_or(rest);
    let is_name = !rest.starts_with(|c: char| c.is_numeric()) && !reserved::is_handle_method(rest);
    is_name.then_some(rest).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::without_tag;

    #[test]
    fn a_tag_is_not_repeated() {
        for (name, tag, rest) in [
            ("issues_add_assignees", "issues", Some("add_assignees")),
            ("users_controller_find_all", "users", Some("find_all")),
            ("user_controller_find_all", "users", Some("find_all")),
            ("issues", "issues", None),
            ("issuesadd", "issues", None),
            ("get_issues", "issues", None),
            ("users_2fa", "users", None),
            ("users_new", "users", None),
        ] {
            assert_eq!(without_tag(name, tag), rest, "{name}");
        }
    }
}
