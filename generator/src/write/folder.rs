//! The clients in a folder.

use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk};
use super::owner::{Continuity, Owner};
use crate::config::Layout;
use crate::format::HEADER;

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

/// Removes the single files of clients that have no lock, except one: those that a build script wrote to its folder earlier. An
/// include of one would compile although it is not generated any more.
pub(crate) fn remove_other_files(folder: &Path, kept: &Path) -> std::io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        let is_other = path != kept && path.extension().is_some_and(|ending| ending == "rs") && path.is_file();
        if !is_other || path.with_extension("names.lock").exists() {
            continue;
        }
        let text = RealDisk.read(&path)?.unwrap_or_default();
        if text.starts_with(HEADER) && Owner::of(&text).is_some() {
            RealDisk.remove(&path)?;
        }
    }
    Ok(())
}

/// The client of another document in the folder, if there is one, and its first file.
pub(super) fn other(
    folder: &Path,
    layout: Layout,
    new: &Owner,
    continuity: Continuity,
    disk: &dyn Disk,
) -> Option<(PathBuf, Option<Owner>)> {
    let found = owners(folder, layout, &new.name, disk);
    if found.is_empty() && continuity.locked > 0 && continuity.found == 0 {
        return Some((folder.to_path_buf(), None));
    }
    let other = found.into_iter().find(|(_, old)| !continuity.continues(old, new));
    other.map(|(path, owner)| (path, Some(owner)))
}
