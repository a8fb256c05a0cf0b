//! What changes on disk, as data.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use super::owner::Owner;
use crate::config::LOCK_MARK;

/// Whether changes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write them.
    Write,
    /// Only find them.
    Check,
}

/// One file that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path.
    pub path: PathBuf,
    /// The content on disk; `None` for a new file.
    pub old: Option<String>,
    /// The new content; `None` for a file that is no longer generated.
    pub new: Option<String>,
}

/// The changes that were written, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or different.
    pub changes: Vec<Change>,
    /// The number of files without changes.
    pub unchanged: usize,
    /// The paths of all files that are generated, whether they change or not. One that was edited and is left alone is none.
    pub generated: Vec<PathBuf>,
}

impl Report {
    /// Adds those of other files.
    pub(crate) fn extend(&mut self, other: Self) {
        self.changes.extend(other.changes);
        self.unchanged += other.unchanged;
        self.generated.extend(other.generated);
    }

    /// The number of files that are new or changed.
    pub fn written(&self) -> usize {
        self.changes.iter().filter(|change| change.new.is_some()).count()
    }

    /// The number of files that are removed.
    pub fn removed(&self) -> usize {
        self.changes.iter().filter(|change| change.new.is_none()).count()
    }
}

/// A failure, with its path.
#[derive(Debug)]
pub(crate) struct WriteError {
    pub path: PathBuf,
    pub reason: WriteErrorReason,
}

/// Why a file is not written.
#[derive(Debug)]
pub(crate) enum WriteErrorReason {
    /// There is a file at its path that oaspen did not write.
    Foreign,
    /// A file has the name of a folder of the client.
    FileAsFolder,
    /// The folder has the client of another document.
    Owned(Option<Owner>),
    /// A client with this first file writes a folder that the client would write, too.
    Overlaps(PathBuf, Owner),
    /// The folder has pages of the reference of another document with this title.
    Pages(String),
    /// The path leads out of the output folder.
    Outside,
    /// A folder of the path is a symbolic link.
    Link,
    /// The output folder is a URL.
    Url,
    Io(std::io::Error),
}

impl WriteErrorReason {
    /// Whether something else has the path of a file or a folder of the client.
    pub(crate) fn is_in_the_way(&self) -> bool {
        match self {
            Self::Foreign | Self::FileAsFolder | Self::Link => true,
            Self::Io(error) => error.kind() == std::io::ErrorKind::IsADirectory,
            Self::Owned(_) | Self::Overlaps(..) | Self::Pages(_) | Self::Outside | Self::Url => false,
        }
    }
}

impl fmt::Display for WriteErrorReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => f.write_str("there is a file that was not written by oaspen"),
            Self::FileAsFolder => f.write_str("this is a file, and the client has a folder of this name"),
            Self::Owned(Some(owner)) if owner.title.trim().is_empty() => write!(
                f,
                "this folder has the client `{}` of another document, which has no title: this one has too few of its operations",
                owner.name
            ),
            Self::Owned(Some(owner)) => write!(
                f,
                "this folder has the client `{}` of another document, \"{}\": this one has too few of its operations",
                owner.name, owner.title
            ),
            Self::Owned(None) => f.write_str("the names.lock in this folder is that of another document"),
            Self::Overlaps(first, owner) => write!(
                f,
                "one of the folders of this client is one of the client `{}`, whose first file is `{}`",
                owner.name,
                first.display()
            ),
            Self::Pages(title) => write!(
                f,
                "this folder has the reference of another document, \"{title}\"; if this document replaces it, delete its README.md"
            ),
            Self::Outside => f.write_str("this path leads out of the output folder"),
            Self::Url => f.write_str("it is a URL, and oaspen opens no network connection; name a folder"),
            Self::Link => f.write_str(
                "this folder is a symbolic link, and what is written below it would be outside of the output folder: \
                 replace it by a folder",
            ),
            Self::Io(error) => error.fmt(f),
        }
    }
}

pub(super) fn failed(path: &Path, error: std::io::Error) -> WriteError {
    WriteError {
        path: path.to_path_buf(),
        reason: WriteErrorReason::Io(error),
    }
}

/// The folders that do not exist yet, outer ones first.
pub(super) fn missing_folders(changes: &[Change]) -> BTreeSet<PathBuf> {
    let files = changes.iter().filter(|change| change.new.is_some());
    let folders: BTreeSet<&Path> = files.filter_map(|change| change.path.parent()).collect();
    let folders: BTreeSet<&Path> = folders.into_iter().flat_map(Path::ancestors).collect();
    let missing = folders
        .into_iter()
        .filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    missing.map(Path::to_path_buf).collect()
}

/// Whether a file is the lock of a client.
pub(super) fn is_lock(path: &str) -> bool {
    path.ends_with("names.lock")
}

/// Whether a file was generated by oaspen.
pub(crate) fn is_generated(relative: &str, text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    let is_lock = is_lock(relative) && first.starts_with(LOCK_MARK);
    is_lock || first.contains("@generated by oaspen")
}

/// Whether a file that users may edit is as oaspen wrote it.
pub(super) fn is_unedited(relative: &str, text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    let is_lock = is_lock(relative) && first.starts_with(LOCK_MARK);
    is_lock || first.contains("@generated by oaspen. Edit freely")
}
