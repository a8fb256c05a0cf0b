//! Why a file of a revision cannot be read.

use std::fmt;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub(in crate::cli) enum GitError {
    /// The program `git` does not start.
    NoGit(std::io::Error),
    /// A folder is in no repository.
    NoRepository(PathBuf),
    /// A path is not below the root of the repository.
    Outside {
        path: PathBuf,
        root: PathBuf,
    },
    NoRevision {
        revision: String,
        is_shallow: bool,
    },
    /// The text after `git:` is not `REV:path`.
    Malformed {
        text: String,
        why: &'static str,
    },
    NoPath {
        revision: String,
        path: String,
    },
    /// A path that is a folder where a file is expected, or the other way round.
    WrongKind {
        revision: String,
        path: String,
        expected: &'static str,
    },
    Submodule {
        revision: String,
        path: String,
    },
    /// A symbolic link that leads out of the folder of the document, or to itself.
    Link {
        path: String,
        target: String,
    },
    TooLarge {
        path: String,
        mebibytes: u64,
    },
    /// What git printed.
    Failed(String),
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGit(error) if error.kind() == std::io::ErrorKind::NotFound => {
                f.write_str("the program `git` was not found; install it, or name two files")
            }
            Self::NoGit(error) => write!(f, "the program `git` does not start: {error}"),
            Self::NoRepository(folder) => write!(
                f,
                "`{}` is in no git repository; name two documents: `oaspen diff OLD NEW`",
                if folder.as_os_str().is_empty() {
                    Path::new(".")
                } else {
                    folder
                }
                .display()
            ),
            Self::Outside { path, root } => {
                write!(
                    f,
                    "`{}` is outside the git repository `{}`",
                    path.display(),
                    root.display()
                )
            }
            Self::NoRevision { revision, is_shallow } => {
                write!(f, "git has no revision `{revision}`")?;
                if *is_shallow {
                    f.write_str(
                        "; this clone is shallow: fetch more of its history, for example with \
                         `git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout",
                    )?;
                }
                Ok(())
            }
            Self::Malformed { text, why } => {
                write!(f, "`{text}` has not the form `git:REV:path`: {why}")
            }
            Self::NoPath { revision, path } => write!(f, "`{path}` is not in the revision `{revision}`"),
            Self::WrongKind {
                revision,
                path,
                expected,
            } => write!(f, "`{path}` in the revision `{revision}` is not a {expected}"),
            Self::Submodule { revision, path } => write!(
                f,
                "`{path}` is a submodule in the revision `{revision}`, so its files are not in this repository; run oaspen \
                 in the folder of the submodule"
            ),
            Self::Link { path, target } => write!(
                f,
                "the symbolic link `{path}` leads to `{target}`, out of the folder of the document"
            ),
            Self::TooLarge { path, mebibytes } => write!(f, "`{path}` has {mebibytes} MiB; the limit is 256"),
            Self::Failed(text) => write!(f, "git failed: {text}"),
        }
    }
}

impl From<GitError> for std::io::Error {
    fn from(error: GitError) -> Self {
        let kind = match error {
            GitError::NoPath { .. } => std::io::ErrorKind::NotFound,
            _ => std::io::ErrorKind::Other,
        };
        Self::new(kind, error.to_string())
    }
}
