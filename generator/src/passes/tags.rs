//! The modules of operations: an operation stays in the one of the lock, so that its method stays where callers find it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Tag};
use crate::text::code;

/// `modules`: the module of each operation in the lock, by key. `names`: the tags of modules.
pub(super) fn keep(
    api: &mut Api,
    modules: &BTreeMap<String, String>,
    names: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) {
    let mut is_changed = false;
    // Of two tags with one name, the first one counts.
    let of_names = api.tags.iter().enumerate().rev();
    let mut of_names: HashMap<String, usize> = of_names.map(|(index, tag)| (tag.name.clone(), index)).collect();
    for operation in &mut api.operations {
        let module = modules.get(operation.key.as_str());
        let Some((module, name)) = module.and_then(|module| Some((module, names.get(module)?))) else {
            continue;
        };
        let known = of_names.get(name).copied();
        if known == Some(operation.tag) {
            continue;
        }
        let now = api
            .tags
            .get(operation.tag)
            .map(|tag| code(&tag.name))
            .unwrap_or_default();
        let message = format!("the tag is {now} now; the method stays in `client.{module}()`");
        diagnostics.add(&codes::KEPT_MODULE, &operation.origin, message);
        operation.tag = known.unwrap_or(api.tags.len());
        if known.is_none() {
            of_names.insert(name.clone(), api.tags.len());
            api.tags.push(Tag {
                name: name.clone(),
                ..Tag::default()
            });
        }
        is_changed = true;
    }
    if is_changed {
        sort(api);
    }
}

/// Restores the order of the tags, without those that have no operation any more.
fn sort(api: &mut Api) {
    let used: BTreeSet<usize> = api.operations.iter().map(|operation| operation.tag).collect();
    let mut order: Vec<usize> = used.into_iter().filter(|index| *index < api.tags.len()).collect();
    order.sort_by_key(|index| api.tags.get(*index).map(|tag| tag.name.clone()));
    let places: HashMap<usize, usize> = order.iter().enumerate().map(|(at, index)| (*index, at)).collect();
    for operation in &mut api.operations {
        if let Some(at) = places.get(&operation.tag) {
            operation.tag = *at;
        }
    }
    api.tags = order.iter().filter_map(|index| api.tags.get(*index).cloned()).collect();
}
