//! A server: `tests/servers/NAME/server.toml`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::folders;

/// How a server is installed and started. In all texts `{port}`, `{port2}`, `{folder}` and `{installed}` are replaced.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Server {
    #[serde(skip)]
    pub name: String,
    pub install: Install,
    /// Commands before the start, in the folder of the server.
    #[serde(default)]
    pub prepare: Vec<Vec<String>>,
    /// The command that runs the server.
    pub start: Vec<String>,
    /// A path that has a response below 500 as soon as the server is ready.
    pub ready: String,
    /// The document: the path at the server if it starts with `/`, otherwise a file of the folder of documents.
    pub document: String,
    /// The path of the API at the server.
    #[serde(default)]
    pub base: String,
    /// The calls, if they are those of another server: a path below `tests/servers`.
    calls: Option<String>,
    /// Seconds that the start may take.
    #[serde(default = "a_minute")]
    pub patience: u64,
    /// Files in the folder of the server.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Environment variables of the server, its preparation and its calls.
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
}

/// Packages by name, for each registry.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Install {
    #[serde(default)]
    pub debian: Vec<String>,
    #[serde(default)]
    pub python: Vec<String>,
    #[serde(default)]
    pub node: Vec<String>,
    /// Whether it needs Java.
    #[serde(default)]
    pub java: bool,
}

fn a_minute() -> u64 {
    60
}

impl Server {
    /// `calls.rs` of the server.
    pub(crate) fn calls(&self) -> PathBuf {
        match &self.calls {
            Some(path) => folders::servers().join(path),
            None => self.folder().join("calls.rs"),
        }
    }

    /// What `overrides.toml` adds to the configuration of the client.
    pub(crate) fn overrides(&self) -> Result<String, String> {
        let file = self.folder().join("overrides.toml");
        if file.is_file() {
            folders::read(&file)
        } else {
            Ok(String::new())
        }
    }

    fn folder(&self) -> PathBuf {
        folders::servers().join(&self.name)
    }
}

/// All servers, by name.
pub(crate) fn all() -> Result<Vec<Server>, String> {
    let folder = folders::servers();
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut names: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    names.retain(|path| path.join("server.toml").is_file());
    names.sort();
    names
        .iter()
        .map(|path| {
            let file = path.join("server.toml");
            let mut server: Server =
                toml::from_str(&folders::read(&file)?).map_err(|error| format!("{}: {error}", file.display()))?;
            server.name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok(server)
        })
        .collect()
}
