//! `oaspen diff OLD NEW`: two documents, each a file, a folder, or `git:REV:path`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use oaspen::{Project, Settings, Version};

use super::files::Files;
use super::pairs::{Pair, Pairs};
use super::problem::Problem;
use crate::cli::args::DiffArgs;
use crate::cli::git::{GitError, Kind};

/// An option that a client has in the configuration instead.
fn option_of_settings(options: &DiffArgs) -> Option<&'static str> {
    let filters = oaspen::Filters::from(&options.filters);
    [
        ("`--time-crate`", options.time_crate.is_some()),
        ("`--root`", options.root.is_some()),
        ("the filters", filters.any()),
    ]
    .into_iter()
    .find_map(|(name, is_set)| is_set.then_some(name))
}

/// The versions of the two documents that the arguments name.
pub(super) fn pair(old: &OsStr, new: &OsStr, options: &DiffArgs) -> Result<Pairs, Problem> {
    let (old, new) = (Document::find(old)?, Document::find(new)?);
    let project = client_project(options)?;
    let client = match (&project, options.only.as_slice()) {
        (_, []) => None,
        (Some(project), [name]) => Some(super::pairs::client(project, name)?),
        _ => {
            let message = "with two documents, `--only` names one client, whose settings are used";
            return Err(Problem::Usage(message.to_owned()));
        }
    };
    if let Some(ignored) = client.as_ref().and_then(|_| option_of_settings(options)) {
        let message = format!("with `--only`, the settings are those of the client: remove {ignored}");
        return Err(Problem::Usage(message));
    }
    let settings = match &client {
        Some(client) => Settings {
            strict: false,
            limits: options.limits.over(client.settings.limits),
            ..client.settings.clone()
        },
        None => Settings {
            name: oaspen::client_name(&new.path),
            time_crate: options.time_crate.unwrap_or_default(),
            filters: (&options.filters).into(),
            root: options.root.clone(),
            limits: (&options.limits).into(),
            ..Settings::default()
        },
    };
    let lock = match &client {
        Some(client) => old.files.text(&client.lock())?,
        None => None,
    };
    let version = match &client {
        Some(client) => super::package::version(&old.files, client)?,
        None => None,
    };
    let pair = Pair {
        old: old.version(&settings, lock)?,
        new: new.version(&settings, None)?,
        accepted: client.map(|client| client.accepted.to_vec()).unwrap_or_default(),
        version,
    };
    Ok(Pairs {
        pairs: vec![pair],
        notes: Vec::new(),
    })
}

/// The configuration, if the arguments name a client of it.
fn client_project(options: &DiffArgs) -> Result<Option<Project>, Problem> {
    if options.only.is_empty() {
        return match &options.config {
            Some(_) => Err(Problem::Usage(
                "with two documents, `--config` needs `--only CLIENT`, whose settings are used".to_owned(),
            )),
            None => Ok(None),
        };
    }
    let config = super::pairs::config(options.config.as_deref());
    Files::Disk
        .project(&config)?
        .map(Some)
        .ok_or_else(|| Problem::Usage(format!("there is no `{}`, which `--only` needs", config.display())))
}

/// A document that an argument names.
struct Document {
    files: Files,
    path: PathBuf,
}

impl Document {
    fn find(argument: &OsStr) -> Result<Self, Problem> {
        let (files, path) = match argument.to_str().and_then(|text| text.strip_prefix("git:")) {
            Some(rest) => {
                let (revision, path) = split(rest)?;
                let files = match Files::of(revision, Path::new("")) {
                    Err(GitError::NoRepository(_)) => Files::of(revision, path.parent().unwrap_or(Path::new("")))?,
                    files => files?,
                };
                (files, path)
            }
            None => (Files::Disk, PathBuf::from(OsString::from(argument))),
        };
        let mut document = Self { files, path };
        match document.files.kind(&document.path)? {
            Some(Kind::Folder) => document.path = main_document(&document.files, &document.path)?,
            Some(_) => {}
            None => return Err(document.missing()),
        }
        Ok(document)
    }

    fn missing(&self) -> Problem {
        match &self.files {
            Files::Disk => Problem::Io {
                path: self.path.clone(),
                error: std::io::ErrorKind::NotFound.into(),
            },
            Files::Revision(_, revision) => Problem::Git(GitError::NoPath {
                revision: revision.name().to_owned(),
                path: self.path.display().to_string(),
            }),
        }
    }

    fn version(&self, settings: &Settings, lock: Option<String>) -> Result<Version, Problem> {
        let mut settings = settings.clone();
        let input = self.files.input(&self.path, &mut settings)?;
        Ok(Version {
            label: self.files.label(&self.path),
            input,
            settings,
            lock,
            files: None,
        })
    }
}

/// The revision and the path of `REV:path`. A colon in braces belongs to the revision: `main@{12:00}`.
pub(super) fn split(text: &str) -> Result<(&str, PathBuf), GitError> {
    let malformed = |why| GitError::Malformed {
        text: format!("git:{text}"),
        why,
    };
    let mut depth = 0_usize;
    let colon = text.char_indices().find_map(|(at, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    });
    let (revision, path) = colon
        .and_then(|at| text.split_at_checked(at))
        .ok_or_else(|| malformed("there is no path"))?;
    if revision.is_empty() {
        return Err(malformed("the revision is empty; `HEAD` is the last commit"));
    }
    let path = path.trim_start_matches(':');
    if path.is_empty() {
        return Err(malformed("the path is empty; `.` is the working folder"));
    }
    if path.contains('\0') {
        return Err(malformed("the path has a null character"));
    }
    Ok((revision, PathBuf::from(path)))
}

/// The document of a folder: the only one, or the one that is named `openapi` or `swagger`.
pub(in crate::cli) fn main_document(files: &Files, folder: &Path) -> Result<PathBuf, Problem> {
    let mut names = Vec::new();
    for (name, kind) in files.names(folder)? {
        let is_data = Path::new(&name).extension().is_some_and(|end| {
            ["yaml", "yml", "json"]
                .iter()
                .any(|known| end.eq_ignore_ascii_case(known))
        });
        if is_data && kind != Kind::Folder && is_document(&files.text(&folder.join(&name))?.unwrap_or_default()) {
            names.push(name);
        }
    }
    let is_main = |name: &&String| {
        let stem = Path::new(name.as_str()).file_stem().unwrap_or_default();
        stem == "openapi" || stem == "swagger"
    };
    let mut main = names.iter().filter(is_main);
    match (names.as_slice(), main.next(), main.next()) {
        ([], ..) => Err(Problem::NoDocument {
            folder: files.label(folder),
        }),
        ([name], ..) => Ok(folder.join(name)),
        (_, Some(name), None) => Ok(folder.join(name)),
        _ => Err(Problem::SeveralDocuments {
            folder: files.label(folder),
            names,
        }),
    }
}

/// Whether a text seems to be a main document, and not a part of one.
fn is_document(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let is_key = |line: &str| {
        ["openapi", "swagger"].iter().any(|key| {
            let rest = ["\"", "'", ""]
                .iter()
                .find_map(|quote| line.strip_prefix(&format!("{quote}{key}{quote}")));
            rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    };
    if text.trim_start().starts_with('{') {
        let mut words = text.split(['{', ',']).map(str::trim_start);
        return words.any(is_key);
    }
    text.lines().any(is_key)
}

#[cfg(test)]
mod tests {
    use super::{is_document, split};

    #[test]
    fn a_revision_ends_at_the_first_colon_outside_of_braces() {
        let parts = |text: &str| split(text).ok().map(|(rev, path)| format!("{rev} {}", path.display()));
        assert_eq!(parts("HEAD:a/b.yaml").as_deref(), Some("HEAD a/b.yaml"));
        assert_eq!(
            parts("main@{1 day ago 12:00}:a.yaml").as_deref(),
            Some("main@{1 day ago 12:00} a.yaml")
        );
        assert_eq!(parts("HEAD:a:b.yaml").as_deref(), Some("HEAD a:b.yaml"));
        assert_eq!(parts("HEAD"), None);
        assert_eq!(parts("HEAD:"), None);
        assert_eq!(parts(":a.yaml"), None);
    }

    #[test]
    fn documents_have_a_version() {
        assert!(is_document("# x\nopenapi: 3.0.3\n") && is_document("{\"info\": {}, \"swagger\" : \"2.0\"}"));
        assert!(!is_document("type: object\nproperties:\n  openapi: {}\n") && !is_document("[]"));
    }
}
