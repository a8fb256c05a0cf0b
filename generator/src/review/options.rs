//! What a report contains, and in which format it is written.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReviewFormat {
    /// For a terminal.
    Text,
    /// For a comment of a pull request: always below 65,536 characters.
    Markdown,
    /// For programs. Its schema is `docs/diff.schema.json`.
    Json,
    /// One page for a browser, with everything in it.
    Html,
    /// SARIF 2.1.0, which hosts show beside the lines of the document.
    Sarif,
    /// Workflow commands of GitHub Actions: `::error file=..,line=..::..`.
    Annotations,
    /// An entry for a changelog.
    Changelog,
}

/// Options of a report.
#[derive(Clone, Debug, Default)]
pub struct ReviewOptions {
    /// The current version of each client, by its name: the report suggests the next one.
    pub versions: BTreeMap<String, String>,
    /// What precedes the path of a file of the new version in links, with the slash:
    /// `https://example.com/owner/repository/blob/REV/`. Without it, Markdown and HTML have no links.
    pub link: Option<String>,
    /// The same for the old version.
    pub old_link: Option<String>,
    /// Folders: the paths of files below one of them are written relative to it. The first one that fits is used.
    pub roots: Vec<PathBuf>,
    /// Accepted fingerprints that belong to no change, by the name of the client.
    pub stale: BTreeMap<String, Vec<String>>,
    /// List every change: also those after the first 20, additions and documentation.
    pub all: bool,
    /// Color text for a terminal.
    pub color: bool,
    /// The columns of the terminal: longer lines of text are wrapped between words.
    pub width: Option<usize>,
    /// The exit code of the command, for JSON.
    pub exit: u8,
}
