//! `oaspen diff`: the clients of a configuration in two versions.

use std::path::{Path, PathBuf};

use oaspen::{Accepted, Input, Project, ProjectClient, Version};
use serde_json::{Value, json};

use super::files::Files;
use super::package;
use super::problem::Problem;
use crate::cli::args::{DiffArgs, ReportArgs};

/// Two versions of one client.
#[derive(Debug)]
pub(in crate::cli) struct Pair {
    pub(in crate::cli) old: Version,
    pub(in crate::cli) new: Version,
    pub(in crate::cli) accepted: Vec<Accepted>,
    /// The old version of its package.
    pub(in crate::cli) version: Option<String>,
}

/// What is compared, and what is only in one of the versions.
#[derive(Debug, Default)]
pub(in crate::cli) struct Pairs {
    pub(in crate::cli) pairs: Vec<Pair>,
    pub(in crate::cli) notes: Vec<Note>,
}

/// A client that cannot be compared, because one version does not have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Note {
    /// The client is not in the old version.
    NewClient { client: String },
    /// The client is in both versions, its document is not in the old one.
    NewDocument { client: String, document: String },
    /// The client is not in the new version.
    Removed { client: String },
}

impl Note {
    pub(in crate::cli) fn text(&self) -> String {
        match self {
            Self::NewClient { client } => format!("{client}: a new client; there is nothing to compare it with"),
            Self::NewDocument { client, document } => {
                format!("{client}: `{document}` does not exist; there is nothing to compare with")
            }
            Self::Removed { client } => format!("{client}: this client was removed"),
        }
    }

    pub(in crate::cli) fn json(&self) -> Value {
        let (client, kind) = match self {
            Self::NewClient { client } => (client, "new-client"),
            Self::NewDocument { client, .. } => (client, "new-document"),
            Self::Removed { client } => (client, "removed"),
        };
        json!({ "client": client, "kind": kind, "message": self.text() })
    }
}

/// The path of the configuration.
pub(in crate::cli) fn config(named: Option<&Path>) -> PathBuf {
    named.map_or_else(|| PathBuf::from("oaspen.toml"), Path::to_path_buf)
}

/// Every selected client in both versions.
pub(super) fn pairs(options: &DiffArgs) -> Result<Pairs, Problem> {
    let config = config(options.config.as_deref());
    let folder = config.parent().unwrap_or(Path::new(""));
    let new_files = match &options.new {
        Some(revision) => Files::of(revision, folder)?,
        None => Files::Disk,
    };
    let new = new_files.project(&config)?.ok_or_else(|| {
        let label = new_files.label(&config);
        Problem::Usage(format!(
            "there is no `{label}`; name two documents, `oaspen diff OLD NEW`, or begin with `oaspen init SPEC`"
        ))
    })?;
    let old_files = Files::of(options.old.as_deref().unwrap_or("HEAD"), folder)?;
    let old = old_files.project(&config)?;
    let old_clients: Vec<ProjectClient<'_>> = old.iter().flat_map(Project::entries).collect();
    let is_selected = |name: &str| options.only.is_empty() || options.only.iter().any(|only| only == name);
    check_names(&options.only, &new, &old_clients)?;

    let mut found = Pairs::default();
    let mut matched: Vec<&str> = Vec::new();
    for client in new.entries() {
        let before = counterpart(&client, &old_clients, &new);
        matched.extend(before.map(|before| before.settings.name.as_str()));
        if is_selected(&client.settings.name) {
            found.add(&client, &new_files, before, &old_files)?;
        }
    }
    for client in &old_clients {
        let name = client.settings.name.as_str();
        if !matched.contains(&name) && is_selected(name) {
            found.notes.push(Note::Removed {
                client: name.to_owned(),
            });
        }
    }
    Ok(found)
}

impl Pairs {
    /// A report does not replace a file that was read for it.
    pub(in crate::cli) fn check_report_file(&self, options: &ReportArgs, others: &[&Path]) -> Result<(), Problem> {
        let Some(file) = options.out.as_deref() else {
            return Ok(());
        };
        let Ok(real) = file.canonicalize() else {
            return Ok(());
        };
        let versions = self.pairs.iter().flat_map(|pair| [&pair.old, &pair.new]);
        let documents = versions.filter_map(|version| match &version.input {
            Input::Path(path) => Some(path.as_path()),
            _ => None,
        });
        let mut read = documents.chain(others.iter().copied());
        let what = if read.any(|path| path.canonicalize().is_ok_and(|path| path == real)) {
            "is one of the files that are compared"
        } else if is_of_a_client(&real) {
            "is a file of a client"
        } else {
            return Ok(());
        };
        let shown = file.display();
        Err(Problem::Usage(format!(
            "`{shown}` {what}; name another file for the report"
        )))
    }

    fn add(
        &mut self,
        client: &ProjectClient<'_>,
        files: &Files,
        old: Option<&ProjectClient<'_>>,
        old_files: &Files,
    ) -> Result<(), Problem> {
        let name = client.settings.name.clone();
        let Some(old) = old else {
            self.notes.push(Note::NewClient { client: name });
            return Ok(());
        };
        let after = files.version(client)?.ok_or_else(|| Problem::Io {
            path: client.spec.to_path_buf(),
            error: std::io::ErrorKind::NotFound.into(),
        })?;
        let Some(before) = old_files.version(old)? else {
            self.notes.push(Note::NewDocument {
                client: name,
                document: old_files.label(old.spec),
            });
            return Ok(());
        };
        self.pairs.push(Pair {
            old: before,
            new: after,
            accepted: client.accepted.to_vec(),
            version: package::version(old_files, old)?,
        });
        Ok(())
    }
}

/// The old version of a client: the client of this name, or one that is gone and has the same folder or document.
fn counterpart<'o, 'p>(
    client: &ProjectClient<'_>,
    old: &'o [ProjectClient<'p>],
    new: &Project,
) -> Option<&'o ProjectClient<'p>> {
    let is_gone = |one: &&ProjectClient<'_>| !new.clients().any(|name| name == one.settings.name);
    let mut same = old.iter().filter(|one| one.settings.name == client.settings.name);
    let mut renamed = old
        .iter()
        .filter(is_gone)
        .filter(|one| one.out == client.out || one.spec == client.spec);
    same.next().or_else(|| renamed.next())
}

fn check_names(only: &[String], new: &Project, old: &[ProjectClient<'_>]) -> Result<(), Problem> {
    let mut known: Vec<&str> = new.clients().collect();
    known.extend(old.iter().map(|client| client.settings.name.as_str()));
    known.sort_unstable();
    known.dedup();
    match only.iter().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(unknown(name, &known)),
        None => Ok(()),
    }
}

/// A client of a configuration, by its name.
pub(in crate::cli) fn client<'p>(project: &'p Project, name: &str) -> Result<ProjectClient<'p>, Problem> {
    let known: Vec<&str> = project.clients().collect();
    let found = project.entries().find(|client| client.settings.name == name);
    found.ok_or_else(|| unknown(name, &known))
}

fn unknown(name: &str, known: &[&str]) -> Problem {
    Problem::UnknownClient {
        name: name.to_owned(),
        known: known.iter().map(|name| format!("`{name}`")).collect(),
    }
}

/// Whether a file is generated code, a page of a reference, or a `names.lock`: their first lines have a mark.
fn is_of_a_client(path: &Path) -> bool {
    let text = oaspen::read_text(path).unwrap_or_default();
    let first = text.lines().next().unwrap_or_default();
    ["@generated by oaspen", "Names chosen by oaspen"]
        .iter()
        .any(|mark| first.contains(mark))
}
