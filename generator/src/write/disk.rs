//! The operations on a disk, as a trait so that tests can use one that fails.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::owner::Owner;
use crate::files::{FileError, read_file};

/// What the names of temporary files begin with.
pub(super) const TEMPORARY: &str = ".oaspen-tmp-";

pub(crate) trait Disk {
    /// The text of a file, with the line ends that oaspen writes, or `None` if it does not exist.
    fn read(&self, path: &Path) -> io::Result<Option<String>>;
    /// Every file below a folder, except those of other tools and other clients.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
    /// Writes a text to a temporary file next to its target.
    fn stage(&self, path: &Path, text: &str) -> io::Result<TempPath>;
    /// Moves a temporary file to its target.
    fn replace(&self, temporary: TempPath, path: &Path) -> io::Result<()>;
    /// Removes a file, and the folders around it that are empty then.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The disk of this machine.
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Option<String>> {
        match read_file(path) {
            Ok(bytes) => {
                // What this wrote is UTF-8, and is checked several times as fast as other bytes are replaced.
                let text = String::from_utf8(bytes)
                    .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
                // Git may check files out with other line ends.
                Ok(Some(match text.as_bytes().contains(&b'\r') {
                    true => text.replace("\r\n", "\n"),
                    false => text,
                }))
            }
            Err(FileError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        listed(folder, &has_client)
    }

    fn stage(&self, path: &Path, text: &str) -> io::Result<TempPath> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = match temporary(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::fs::create_dir_all(folder)?;
                temporary(folder)?
            }
            file => file?,
        };
        file.write_all(text.as_bytes())?;
        Ok(file.into_temp_path())
    }

    fn replace(&self, temporary: TempPath, path: &Path) -> io::Result<()> {
        temporary.persist(path).map_err(|error| error.error)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match std::fs::remove_file(path) {
            // Another process was faster.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => done?,
        }
        // Removing a folder fails if it is not empty, which is intended.
        let mut folders = path.ancestors().skip(1);
        while folders.next().is_some_and(|folder| std::fs::remove_dir(folder).is_ok()) {}
        Ok(())
    }
}

/// The first folder of a relative path that is a link: what is written below it would be in another folder.
pub(super) fn linked_folder(folder: &Path, relative: &Path) -> Option<PathBuf> {
    let mut here = folder.to_path_buf();
    for part in relative.parent().into_iter().flat_map(Path::components) {
        here.push(part);
        if std::fs::symlink_metadata(&here).is_ok_and(|found| found.is_symlink()) {
            return Some(here);
        }
    }
    None
}

/// The file that has the name of a folder around this path.
pub(super) fn file_as_folder(path: &Path) -> Option<PathBuf> {
    let mut around = path.ancestors().skip(1).take_while(|folder| !folder.is_dir());
    around.find(|folder| folder.is_file()).map(Path::to_path_buf)
}

/// Whether a folder has a client: its lock (`names.lock`, or `petstore.names.lock` of a single file), or its first file.
fn has_client(folder: &Path) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let has_lock = entries
        .map(|entry| entry.file_name())
        .any(|name| name == "names.lock" || name.to_string_lossy().ends_with(".names.lock"));
    let is_first = |name: &str| {
        read_file(&folder.join(name)).is_ok_and(|bytes| Owner::of(&String::from_utf8_lossy(&bytes)).is_some())
    };
    has_lock || is_first("mod.rs") || is_first("src/lib.rs")
}

/// Every file below a folder, without hidden folders, build folders, and folders that are owned by another client.
fn listed(folder: &Path, is_owned: &dyn Fn(&Path) -> bool) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let kind = entry.file_type()?;
            let is_foreign = || name == "target" || name.to_string_lossy().starts_with('.') || is_owned(&entry.path());
            if kind.is_dir() && !is_foreign() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    Ok(files)
}

/// The disk of this machine. A folder belongs to another client if its file with this name starts with this text.
pub(crate) struct Beside(pub &'static str, pub &'static str);

impl Disk for Beside {
    fn read(&self, path: &Path) -> io::Result<Option<String>> {
        RealDisk.read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let Self(name, text) = *self;
        let begins = |path: &Path| read_file(path).is_ok_and(|found| found.starts_with(text.as_bytes()));
        listed(folder, &|folder| begins(&folder.join(name)))
    }

    fn stage(&self, path: &Path, text: &str) -> io::Result<TempPath> {
        RealDisk.stage(path, text)
    }

    fn replace(&self, temporary: TempPath, path: &Path) -> io::Result<()> {
        RealDisk.replace(temporary, path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
}

/// A new temporary file. Those of the library are private, and source files are as private as the user's other files.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
