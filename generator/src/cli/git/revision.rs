//! The files of one revision.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use oaspen::Store;

use super::error::GitError;
use super::objects::Objects;
use super::repository::Repository;

/// How many links one path may have.
const MAX_LINKS: usize = 16;

/// The files of a revision. Paths are relative to the root of the repository, with `/`.
#[derive(Debug)]
pub(in crate::cli) struct Revision {
    name: String,
    /// The root of the repository.
    top: PathBuf,
    read: Mutex<Read>,
}

#[derive(Debug)]
struct Read {
    objects: Objects,
    root: String,
    folders: BTreeMap<String, Folder>,
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Kind {
    File,
    Folder,
    Link,
    Submodule,
}

#[derive(Clone, Debug)]
struct Entry {
    kind: Kind,
    id: String,
}

type Folder = BTreeMap<String, Entry>;

impl Revision {
    pub(in crate::cli) fn open(repository: &Repository, name: &str) -> Result<Self, GitError> {
        let root = repository.tree(name)?;
        Ok(Self {
            name: name.to_owned(),
            top: repository.root().to_path_buf(),
            read: Mutex::new(Read {
                objects: Objects::of(repository)?,
                root,
                folders: BTreeMap::new(),
            }),
        })
    }

    /// What the user wrote.
    pub(in crate::cli) fn name(&self) -> &str {
        &self.name
    }

    /// `git:REV:path`, with the path from the working folder.
    pub(in crate::cli) fn label(&self, path: &str) -> String {
        format!("git:{}:{}", self.name, from_here(&self.top.join(path)))
    }

    /// What a path names, with links followed. `None` if there is nothing.
    pub(in crate::cli) fn kind(&self, path: &str) -> Result<Option<Kind>, GitError> {
        match self.resolve(path, None) {
            Ok((_, entry)) => Ok(Some(entry.kind)),
            Err(GitError::NoPath { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The content of a file; with `root`, only if no link leads out of that folder.
    pub(in crate::cli) fn bytes(&self, path: &str, root: Option<&str>) -> Result<Vec<u8>, GitError> {
        let (real, entry) = self.resolve(path, root)?;
        if entry.kind != Kind::File {
            return Err(GitError::WrongKind {
                revision: self.name.clone(),
                path: path.to_owned(),
                expected: "file",
            });
        }
        self.read().objects.read(&entry.id, &real)
    }

    /// The text of a file, or `None` if there is no such file.
    pub(in crate::cli) fn text(&self, path: &str) -> Result<Option<String>, GitError> {
        match self.bytes(path, None) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(GitError::NoPath { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The names in a folder; none if there is no such folder.
    pub(in crate::cli) fn names(&self, folder: &str) -> Result<Vec<(String, Kind)>, GitError> {
        let (real, entry) = match self.resolve(folder, None) {
            Ok(found) => found,
            Err(GitError::NoPath { .. }) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        if entry.kind != Kind::Folder {
            return Ok(Vec::new());
        }
        let found = self.read().folder(&entry.id, &real)?;
        Ok(found.into_iter().map(|(name, entry)| (name, entry.kind)).collect())
    }

    fn read(&self) -> std::sync::MutexGuard<'_, Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Walks down from the root, and follows links as the disk does.
    fn resolve(&self, path: &str, root: Option<&str>) -> Result<(String, Entry), GitError> {
        let mut read = self.read();
        let top = Entry {
            kind: Kind::Folder,
            id: read.root.clone(),
        };
        let mut waiting: Vec<String> = parts(path).into_iter().rev().collect();
        let mut found: Vec<(String, Entry)> = Vec::new();
        let mut links = 0;
        while let Some(part) = waiting.pop() {
            if part == ".." {
                if found.pop().is_none() {
                    return Err(GitError::Link {
                        path: path.to_owned(),
                        target: "..".to_owned(),
                    });
                }
                continue;
            }
            let folder = found.last().map_or(&top, |(_, entry)| entry).clone();
            let at = joined(&found);
            let entry = match folder.kind {
                Kind::Folder => read.folder(&folder.id, &at)?.get(&part).cloned(),
                Kind::Submodule => return Err(self.submodule(at)),
                Kind::File | Kind::Link => None,
            };
            let entry = entry.ok_or_else(|| GitError::NoPath {
                revision: self.name.clone(),
                path: path.to_owned(),
            })?;
            if entry.kind != Kind::Link {
                found.push((part, entry));
                continue;
            }
            let shown = if at.is_empty() { part } else { format!("{at}/{part}") };
            let target = String::from_utf8_lossy(&read.objects.read(&entry.id, &shown)?).into_owned();
            links += 1;
            if links > MAX_LINKS || target.starts_with('/') {
                return Err(GitError::Link { path: shown, target });
            }
            waiting.extend(parts(&target).into_iter().rev());
        }
        let real = joined(&found);
        let is_inside = |root: &str| root.is_empty() || real == root || real.starts_with(&format!("{root}/"));
        if links > 0 && root.is_some_and(|root| !is_inside(root)) {
            let path = path.to_owned();
            return Err(GitError::Link { path, target: real });
        }
        match found.pop() {
            Some((_, entry)) if entry.kind == Kind::Submodule => Err(self.submodule(real)),
            Some((_, entry)) => Ok((real, entry)),
            None => Ok((real, top)),
        }
    }

    fn submodule(&self, path: String) -> GitError {
        GitError::Submodule {
            revision: self.name.clone(),
            path,
        }
    }
}

impl Read {
    fn folder(&mut self, id: &str, path: &str) -> Result<Folder, GitError> {
        if let Some(known) = self.folders.get(id) {
            return Ok(known.clone());
        }
        let bytes = self.objects.read(id, path)?;
        let folder = entries(&bytes, id.len() / 2);
        self.folders.insert(id.to_owned(), folder.clone());
        Ok(folder)
    }
}

impl Store for Revision {
    fn read(&self, path: &Path, root: Option<&Path>) -> io::Result<Vec<u8>> {
        let root = root.map(slashed);
        Ok(self.bytes(&slashed(path), root.as_deref())?)
    }

    fn shown(&self, path: &Path) -> PathBuf {
        PathBuf::from(self.label(&slashed(path)))
    }
}

/// The entries of a tree object: a mode, a name, and the bytes of an id.
fn entries(mut bytes: &[u8], id_size: usize) -> Folder {
    let mut folder = Folder::new();
    while let Some(end) = bytes.iter().position(|byte| *byte == 0) {
        let (head, rest) = bytes.split_at(end);
        let Some((id, next)) = rest.get(1..).and_then(|rest| rest.split_at_checked(id_size)) else {
            break;
        };
        let head = String::from_utf8_lossy(head);
        if let Some((mode, name)) = head.split_once(' ') {
            let kind = match mode {
                "40000" => Kind::Folder,
                "120000" => Kind::Link,
                "160000" => Kind::Submodule,
                _ => Kind::File,
            };
            let id = id.iter().map(|byte| format!("{byte:02x}")).collect();
            folder.insert(name.to_owned(), Entry { kind, id });
        }
        bytes = next;
    }
    folder
}

fn parts(path: &str) -> Vec<String> {
    let parts = path.split('/').filter(|part| !part.is_empty() && *part != ".");
    parts.map(str::to_owned).collect()
}

fn joined(found: &[(String, Entry)]) -> String {
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    names.join("/")
}

fn slashed(path: &Path) -> String {
    let parts = path.components().map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// An absolute path as seen from the working folder.
fn from_here(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|folder| folder.canonicalize());
    let Ok(here) = here else {
        return path.display().to_string();
    };
    let shared = path
        .components()
        .zip(here.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = here.components().skip(shared).map(|_| "..".to_owned());
    let down = path.components().skip(shared);
    let down = down.map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}
