//! The public items of which files of a client differ, where the document that they were generated from is not known.

use std::collections::BTreeSet;

use super::code::breaks;
use super::report::BrokenItem;
use super::surface::Surface;
use crate::format::File;
use crate::manifest::features_of_tags;

/// How the public items of two sets of files differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ItemChanges {
    /// Items that code can no longer use in the same way. Of an item that is gone, its members are not listed.
    pub broken: Vec<BrokenItem>,
    /// The paths of new items, without their members.
    pub added: Vec<String>,
}

/// Compares the public items of files and the features of packages, by paths from the root of the client: of all files, or
/// only of those that changed.
///
/// ```
/// let file = |text: &str| oaspen::File { path: "src/models/pet.rs".into(), text: text.into() };
/// let old = file("pub struct Pet { pub name: String }");
/// let new = file("pub struct Pet { pub name: i64, pub age: u8 }");
/// let changes = oaspen::item_changes(&[old], &[new]);
/// assert_eq!(changes.broken[0].path, "models::Pet::name");
/// assert_eq!(changes.added, ["models::Pet::age"]);
/// ```
pub fn item_changes(old: &[File], new: &[File]) -> ItemChanges {
    let (before, after) = (features(old), features(new));
    let (old, new) = Surface::of_both(old, new);
    let mut broken = breaks(&old, &new);
    let gone: BTreeSet<String> = broken
        .iter()
        .filter(|item| item.after.is_none())
        .map(|item| item.path.clone())
        .collect();
    broken.retain(|item| !is_inside(&item.path, |owner| gone.contains(owner)));
    let is_new = |path: &str| new.items.contains_key(path) && !old.items.contains_key(path);
    let added = new.items.keys().filter(|path| is_new(path) && !is_inside(path, is_new));
    let (gone, new) = (before.difference(&after), after.difference(&before));
    broken.extend(gone.map(|path| BrokenItem {
        path: path.clone(),
        before: "feature".to_owned(),
        after: None,
    }));
    ItemChanges {
        broken,
        added: added.chain(new).cloned().collect(),
    }
}

/// The features of a package, as items.
fn features(files: &[File]) -> BTreeSet<String> {
    let manifest = files.iter().filter(|file| file.path == "Cargo.toml");
    let names = manifest.flat_map(|file| features_of_tags(&file.text));
    names.map(|name| format!("features.{name}")).collect()
}

/// Whether an item is inside of one of a kind.
fn is_inside(path: &str, is_owner: impl Fn(&str) -> bool) -> bool {
    path.rmatch_indices("::")
        .any(|(at, _)| path.get(..at).is_some_and(&is_owner))
}
