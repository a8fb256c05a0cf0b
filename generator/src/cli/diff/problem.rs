//! Why versions cannot be compared.

use std::fmt;
use std::path::{Path, PathBuf};

use oaspen::{Diagnostics, Severity, Sources, Unreadable, cannot_read, similar_file};
use serde_json::{Value, json};

use crate::cli::git::GitError;
use crate::cli::json;
use crate::cli::terminal::Terminal;

#[derive(Debug)]
pub(in crate::cli) enum Problem {
    Git(GitError),
    Io {
        path: PathBuf,
        error: std::io::Error,
    },
    Write {
        path: PathBuf,
        error: std::io::Error,
    },
    /// A folder without a document.
    NoDocument {
        folder: String,
    },
    /// A folder with several documents, of which none is the main one.
    SeveralDocuments {
        folder: String,
        names: Vec<String>,
    },
    UnknownClient {
        name: String,
        known: Vec<String>,
    },
    /// Options that do not fit.
    Usage(String),
    /// The configuration of one of the versions.
    Configuration(Box<(Diagnostics, Sources)>),
    /// One of the documents.
    Unreadable(Box<Unreadable>),
}

impl From<GitError> for Problem {
    fn from(error: GitError) -> Self {
        Self::Git(error)
    }
}

impl From<Box<Unreadable>> for Problem {
    fn from(unreadable: Box<Unreadable>) -> Self {
        Self::Unreadable(unreadable)
    }
}

/// Why a file cannot be read, and what to do, in one sentence.
pub(in crate::cli) fn unreadable(path: &Path, error: &std::io::Error) -> String {
    let (message, missing) = cannot_read(path, error);
    let Some(missing) = missing else { return message };
    let meant = missing.is_misspelled.then(|| similar_file(path)).flatten();
    let advice = meant.map_or(missing.help, |meant| format!("did you mean `{meant}`?"));
    format!("{message}; {advice}")
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Git(error) => error.fmt(f),
            Self::Io { path, error } => f.write_str(&unreadable(path, error)),
            Self::Write { path, error } => write!(f, "cannot write `{}`: {error}", path.display()),
            Self::NoDocument { folder } => write!(
                f,
                "there is no OpenAPI document in the folder `{folder}`: no YAML or JSON file in it has `openapi` or `swagger`"
            ),
            Self::SeveralDocuments { folder, names } => write!(
                f,
                "the folder `{folder}` has several documents: {}; name one of them",
                names.join(", ")
            ),
            Self::UnknownClient { name, known } => {
                write!(
                    f,
                    "there is no client `{name}` in the configuration; it has {}",
                    known.join(", ")
                )
            }
            Self::Usage(text) => f.write_str(text),
            Self::Configuration(..) => f.write_str("the configuration cannot be used"),
            Self::Unreadable(unreadable) => write!(f, "`{}` cannot be read as a client", unreadable.label),
        }
    }
}

impl Problem {
    /// Prints the errors, or one object for all of them.
    pub(in crate::cli) fn show_all(problems: &[Self], command: &str, terminal: &Terminal) {
        if terminal.json() {
            let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let found: Vec<Value> = problems.iter().flat_map(Self::findings).collect();
            let error = messages.join("\n");
            terminal.json_object(&json!({ "command": command, "exit": 2, "error": error, "diagnostics": found }));
            return;
        }
        for problem in problems {
            if let Some((diagnostics, sources)) = problem.diagnostics() {
                terminal.findings(diagnostics, sources, Severity::Error);
            }
            terminal.error(&problem.to_string());
        }
    }

    fn diagnostics(&self) -> Option<(&Diagnostics, &Sources)> {
        match self {
            Self::Configuration(found) => Some((&found.0, &found.1)),
            Self::Unreadable(unreadable) => Some((&unreadable.diagnostics, &unreadable.sources)),
            _ => None,
        }
    }

    fn findings(&self) -> Vec<Value> {
        let found = self
            .diagnostics()
            .map(|(list, sources)| json::diagnostics(list, sources));
        match found {
            Some(Value::Array(found)) => found,
            _ => Vec::new(),
        }
    }
}
