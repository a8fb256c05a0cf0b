//! The paths of the document, and the pointers that identify their operations.

use std::collections::BTreeMap;

use super::error::ResolveError;
use super::resolver::Resolver;
use crate::pointer::Pointer;

/// A path of the document.
pub(crate) struct DeclaredPath {
    pub path: String,
    /// The path item, or why there is none.
    pub item: Result<Pointer, ResolveError>,
    /// Identifies the path item. Its pointer, unless several paths refer to it.
    pub key: Pointer,
}

/// Every path, in the order of the document.
pub(crate) fn all_paths(resolver: Resolver<'_>) -> Vec<DeclaredPath> {
    let paths = Pointer::root().child("paths");
    let keys = resolver.members(&paths).into_iter().flat_map(|map| map.keys());
    let mut list: Vec<DeclaredPath> = keys
        .filter(|path| !path.starts_with("x-"))
        .map(|path| {
            let own = paths.child(path);
            let item = resolver.definition(&own);
            DeclaredPath {
                path: path.clone(),
                key: item.as_ref().cloned().unwrap_or(own),
                item,
            }
        })
        .collect();
    let mut uses: BTreeMap<Pointer, usize> = BTreeMap::new();
    list.iter()
        .for_each(|one| *uses.entry(one.key.clone()).or_default() += 1);
    for one in &mut list {
        if uses.get(&one.key).is_some_and(|uses| *uses > 1) {
            one.key = paths.child(&one.path);
        }
    }
    list
}
