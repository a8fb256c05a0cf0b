//! The clients in a folder.

use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk};
use super::owner::Owner;
use super::target::Target;
use crate::config::Layout;
use crate::outcome::Continuity;

/// The files of a folder that may be the first one of a client with this name, in any layout.
pub(super) fn roots(client: &str) -> [String; 3] {
    ["mod.rs".to_owned(), "src/lib.rs".to_owned(), format!("{client}.rs")]
}

/// The first files of clients in a folder, with their owners. A single file is also written beside the files of other
/// clients.
fn owners(folder: &Path, layout: Layout, client: &str, disk: &dyn Disk) -> Vec<(PathBuf, Owner)> {
    let mut found = Vec::new();
    for root in roots(client) {
        let path = folder.join(root);
        // What cannot be read is reported when it is written.
        let text = disk.read(&path).unwrap_or_default();
        if let Some(owner) = text.as_deref().and_then(Owner::of)
            && (layout != Layout::File || owner.name == client)
        {
            found.push((path, owner));
        }
    }
    found
}

/// Whether a folder has the client with this name, in any layout.
pub(crate) fn has_client_of(folder: &Path, client: &str) -> bool {
    !owners(folder, Layout::File, client, &RealDisk).is_empty()
}

/// Whether a folder has a package or a module of the client with this name.
pub(crate) fn has_folder_of(folder: &Path, client: &str) -> bool {
    let found = owners(folder, Layout::File, client, &RealDisk);
    found.iter().any(|(path, _)| !path.ends_with(format!("{client}.rs")))
}

/// The folders below that of a client that only this client writes.
pub(super) fn written_below(layout: Layout) -> &'static [&'static str] {
    match layout {
        Layout::Crate => &["src", "src/api", "src/models"],
        Layout::Module => &["api", "models"],
        Layout::File => &[],
    }
}

/// Whether a folder below that of a client is one that the client writes, or is in one of them.
pub(crate) fn is_written_below(layout: Layout, below: &Path) -> bool {
    // A user may have other modules in the `src` of a package.
    let deeper = below.starts_with("src") && below.components().count() > 1;
    let owned = written_below(layout).iter().filter(|owned| !deeper || **owned != "src");
    owned.into_iter().any(|owned| below.starts_with(owned))
}

/// A client that writes a folder which another client writes, too: one in a folder around this one, or one below it. Its first
/// file, and its owner.
pub(super) fn overlapping(folder: &Path, layout: Layout, disk: &dyn Disk) -> Option<(PathBuf, Owner)> {
    if layout == Layout::File {
        return None;
    }
    let first_files = [(Layout::Module, "mod.rs"), (Layout::Crate, "src/lib.rs")];
    let owner = |path: PathBuf| {
        let text = disk.read(&path).unwrap_or_default()?;
        Some((path, Owner::of(&text)?))
    };
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let around = absolute.ancestors().skip(1).find_map(|outer| {
        let below = absolute.strip_prefix(outer).ok()?;
        let mut clients = first_files
            .iter()
            .filter(|(layout, _)| is_written_below(*layout, below));
        clients.find_map(|(_, file)| owner(outer.join(file)))
    });
    let below = || {
        let inner = written_below(layout).iter().map(|inner| folder.join(inner));
        let mut files = inner.flat_map(|inner| first_files.map(|(_, file)| inner.join(file)));
        files.find_map(owner)
    };
    around.or_else(below)
}

/// The client of another document in the folder, if there is one, and its first file.
pub(super) fn other(target: &Target<'_>, new: &Owner, disk: &dyn Disk) -> Option<(PathBuf, Option<Owner>)> {
    let Continuity { has_lock, kept, .. } = target.continuity;
    let found = owners(target.folder, target.layout, &new.name, disk);
    if found.is_empty() && has_lock && kept == 0 {
        return Some((target.folder.to_path_buf(), None));
    }
    let is_continued = |old: &Owner| old.is_continued_by(new, target.continuity, target.is_configured);
    let other = found.into_iter().find(|(_, old)| !is_continued(old));
    other.map(|(path, owner)| (path, Some(owner)))
}
