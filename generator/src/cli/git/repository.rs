//! A repository with a working tree.

use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::GitError;

/// What git would take from the environment of a hook or of a diff driver: the repository is the one of a folder.
const VARIABLES: [&str; 5] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_LITERAL_PATHSPECS",
];

/// A repository, by the root of its working tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository that a folder is in. The folder itself may exist only in other revisions.
    pub(in crate::cli) fn of(folder: &Path) -> Result<Self, GitError> {
        let folder = existing(folder);
        let text = output(git(&folder).args(["rev-parse", "--show-toplevel"])).map_err(|error| match error {
            GitError::Failed(text) if text.contains("not a git repository") => GitError::NoRepository(folder.clone()),
            error => error,
        })?;
        let root = PathBuf::from(text.trim_end_matches(['\n', '\r']));
        Ok(Self {
            root: root.canonicalize().unwrap_or(root),
        })
    }

    /// The root of the working tree.
    pub(in crate::cli) fn root(&self) -> &Path {
        &self.root
    }

    /// The path below the root, with `/`.
    pub(in crate::cli) fn relative(&self, path: &Path) -> Result<String, GitError> {
        let absolute = normalized(path);
        let below = absolute.strip_prefix(&self.root).map_err(|_| GitError::Outside {
            path: path.to_path_buf(),
            root: self.root.clone(),
        })?;
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
        Ok(parts.collect::<Vec<_>>().join("/"))
    }

    /// The id of the files of a revision.
    pub(super) fn tree(&self, revision: &str) -> Result<String, GitError> {
        if let Some(why) = problem(revision) {
            let text = format!("git:{revision}:");
            return Err(GitError::Malformed { text, why });
        }
        let wanted = format!("{revision}^{{tree}}");
        let found = output(git(&self.root).args(["rev-parse", "--verify", "--quiet", &wanted]));
        let id = match found {
            Ok(text) => text.trim().to_owned(),
            Err(GitError::Failed(_)) => String::new(),
            Err(error) => return Err(error),
        };
        if id.len() >= 40 && id.chars().all(|c| c.is_ascii_hexdigit()) {
            return Ok(id);
        }
        let shallow = output(git(&self.root).args(["rev-parse", "--is-shallow-repository"]));
        Err(GitError::NoRevision {
            revision: revision.to_owned(),
            is_shallow: shallow.is_ok_and(|text| text.trim() == "true"),
        })
    }

    /// A process that prints objects by their ids.
    pub(super) fn objects(&self) -> Command {
        let mut command = git(&self.root);
        command
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command
    }
}

/// Why a text cannot be a revision. Git would read some of them as options.
fn problem(revision: &str) -> Option<&'static str> {
    match revision.chars().next() {
        None => Some("the revision is empty"),
        Some('-') => Some("a revision does not begin with `-`"),
        _ => revision
            .contains(|c: char| c.is_control())
            .then_some("a revision has no control characters"),
    }
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null());
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    command
}

fn output(command: &mut Command) -> Result<String, GitError> {
    let output = command.output().map_err(GitError::NoGit)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(GitError::Failed(text))
}

/// The innermost folder of a path that exists.
fn existing(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let found = absolute.ancestors().find(|folder| folder.is_dir());
    found.unwrap_or(&absolute).to_path_buf()
}

/// An absolute path without `..` and without links in its folders. The file itself may be a link, or not exist.
fn normalized(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut result = PathBuf::new();
    let mut parts = absolute.components().peekable();
    while let Some(part) = parts.next() {
        match part {
            Component::ParentDir => drop(result.pop()),
            part => result.push(part),
        }
        if parts.peek().is_some()
            && let Ok(real) = result.canonicalize()
        {
            result = real;
        }
    }
    result
}
