//! The files of one of two versions: on disk, or of a revision.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use oaspen::{Diagnostics, File, Input, Layout, Project, ProjectClient, Settings, Sources, Version, read_file};

use super::problem::Problem;
use crate::cli::git::{GitError, Kind, Repository, Revision};

/// Where files are read. Paths are relative to the working folder.
#[derive(Clone, Debug)]
pub(in crate::cli) enum Files {
    Disk,
    Revision(Repository, Arc<Revision>),
}

impl Files {
    /// The files of a revision of the repository that a folder is in.
    pub(super) fn of(revision: &str, folder: &Path) -> Result<Self, GitError> {
        let repository = Repository::of(folder)?;
        let revision = Revision::open(&repository, revision)?;
        Ok(Self::Revision(repository, Arc::new(revision)))
    }

    /// How a path is shown.
    pub(in crate::cli) fn label(&self, path: &Path) -> String {
        match self {
            Self::Disk => path.display().to_string(),
            Self::Revision(repository, revision) => match repository.relative(path) {
                Ok(path) => revision.label(&path),
                Err(_) => format!("git:{}:{}", revision.name(), path.display()),
            },
        }
    }

    /// The text of a file, or `None` if there is none.
    pub(in crate::cli) fn text(&self, path: &Path) -> Result<Option<String>, Problem> {
        match self {
            Self::Disk => match read_file(path).map_err(std::io::Error::from) {
                Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
                Err(error) if is_missing(&error) => Ok(None),
                Err(error) => Err(Problem::Io {
                    path: path.to_path_buf(),
                    error,
                }),
            },
            Self::Revision(repository, revision) => Ok(revision.text(&repository.relative(path)?)?),
        }
    }

    /// Whether a path is a file or a folder. `None` if there is nothing.
    pub(super) fn kind(&self, path: &Path) -> Result<Option<Kind>, Problem> {
        match self {
            Self::Disk => Ok(match std::fs::metadata(path) {
                Ok(found) if found.is_dir() => Some(Kind::Folder),
                Ok(_) => Some(Kind::File),
                Err(_) => None,
            }),
            Self::Revision(repository, revision) => Ok(revision.kind(&repository.relative(path)?)?),
        }
    }

    /// The names in a folder, in order.
    pub(super) fn names(&self, folder: &Path) -> Result<Vec<(String, Kind)>, Problem> {
        let Self::Revision(repository, revision) = self else {
            return Ok(on_disk(folder));
        };
        Ok(revision.names(&repository.relative(folder)?)?)
    }

    /// A document, and its settings with the paths that belong to it.
    pub(super) fn input(&self, path: &Path, settings: &mut Settings) -> Result<Input, Problem> {
        let Self::Revision(repository, revision) = self else {
            return Ok(Input::Path(path.to_path_buf()));
        };
        if let Some(root) = &mut settings.root {
            *root = PathBuf::from(repository.relative(root)?);
        }
        Ok(Input::Stored {
            store: Arc::clone(revision) as _,
            path: PathBuf::from(repository.relative(path)?),
        })
    }

    /// The configuration, or `None` if there is none.
    pub(in crate::cli) fn project(&self, config: &Path) -> Result<Option<Project>, Problem> {
        let Some(text) = self.text(config)? else {
            return Ok(None);
        };
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let project = Project::parse(config, &text, &mut sources, &mut diagnostics);
        if let (Some(name), Self::Revision(..)) = (config.file_name(), self) {
            let label = PathBuf::from(self.label(config));
            sources.insert(&name.to_string_lossy(), label, text);
        }
        match project {
            Some(project) => Ok(Some(project)),
            None => Err(Problem::Configuration(Box::new((diagnostics, sources)))),
        }
    }

    /// A version of a client. `None` if there is no document.
    pub(in crate::cli) fn version(&self, client: &ProjectClient<'_>) -> Result<Option<Version>, Problem> {
        if self.kind(client.spec)? != Some(Kind::File) {
            return Ok(None);
        }
        // Warnings are not what a comparison is about.
        let mut settings = Settings {
            strict: false,
            ..client.settings.clone()
        };
        let input = self.input(client.spec, &mut settings)?;
        Ok(Some(Version {
            label: self.label(client.spec),
            input,
            settings,
            lock: self.text(&client.lock())?,
            files: self.generated(client)?,
        }))
    }

    /// The generated code of a client. `None` if there is none.
    fn generated(&self, client: &ProjectClient<'_>) -> Result<Option<Vec<File>>, Problem> {
        let mut files = Vec::new();
        if client.settings.layout == Layout::File {
            let stem = oaspen::client_name(Path::new(&format!("{}.rs", client.settings.name)));
            self.add(client, &format!("{stem}.rs"), &mut files)?;
        } else {
            self.add_folder(client, "", &mut files)?;
        }
        Ok((!files.is_empty()).then_some(files))
    }

    fn add_folder(&self, client: &ProjectClient<'_>, below: &str, files: &mut Vec<File>) -> Result<(), Problem> {
        let names = self.names(&client.out.join(below))?;
        let is_lock = |name: &str| name == "names.lock" || name.ends_with(".names.lock");
        if !below.is_empty() && names.iter().any(|(name, _)| is_lock(name)) {
            // It belongs to another client.
            return Ok(());
        }
        for (name, kind) in names {
            let path = if below.is_empty() {
                name.clone()
            } else {
                format!("{below}/{name}")
            };
            match kind {
                Kind::Folder if name != "target" && !name.starts_with('.') => self.add_folder(client, &path, files)?,
                Kind::File if name.ends_with(".rs") => self.add(client, &path, files)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn add(&self, client: &ProjectClient<'_>, path: &str, files: &mut Vec<File>) -> Result<(), Problem> {
        let text = self.text(&client.out.join(path))?;
        let generated = text.filter(|text| {
            text.lines()
                .next()
                .is_some_and(|line| line.contains("@generated by oaspen"))
        });
        files.extend(generated.map(|text| File {
            path: path.to_owned(),
            text,
        }));
        Ok(())
    }
}

fn on_disk(folder: &Path) -> Vec<(String, Kind)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<(String, Kind)> = entries
        .map(|entry| {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let kind = if is_folder { Kind::Folder } else { Kind::File };
            (entry.file_name().to_string_lossy().into_owned(), kind)
        })
        .collect();
    names.sort_by(|one, other| one.0.cmp(&other.0));
    names
}

fn is_missing(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
