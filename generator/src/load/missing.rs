//! Files that are not there: what was probably meant.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::text::{similar, url};

/// The files of a folder that are compared with a name.
const MAX_FILES: usize = 5_000;

/// Why a file is not there, and what to do.
#[derive(Clone, Debug)]
pub struct MissingFile {
    reason: &'static str,
    /// What to do.
    pub help: String,
    /// Whether a file with a similar name may be meant.
    pub is_misspelled: bool,
}

impl MissingFile {
    /// What is known of a file that could not be opened. A URL and `-` are no files. `None` after another error.
    fn of(path: &Path, error: &Error) -> Option<Self> {
        let name = path.display().to_string();
        if let Some(url) = url(path) {
            return Some(Self {
                reason: "it is a URL, and oaspen opens no network connection",
                help: download(url),
                is_misspelled: false,
            });
        }
        if error.kind() != ErrorKind::NotFound {
            return None;
        }
        Some(if name == "-" {
            Self {
                reason: "standard input is not read, because references and names belong to a file",
                help: "write the document to a file, and pass its name".to_owned(),
                is_misspelled: false,
            }
        } else {
            Self {
                reason: "there is no such file",
                help: "check the name and the folder".to_owned(),
                is_misspelled: true,
            }
        })
    }
}

/// What to do with a URL.
fn download(url: &str) -> String {
    if url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:")) {
        return "pass the path instead of the URL".to_owned();
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    // In quotes, because a query has characters with a meaning in a shell. Braces and brackets have one for curl.
    let is_safe = url.chars().all(|c| c.is_ascii_graphic() && !"'`{}[]".contains(c));
    // Other names could replace a file of another kind.
    let is_document = file.starts_with(|c: char| c.is_ascii_alphanumeric())
        && [".json", ".yaml", ".yml"].iter().any(|end| file.ends_with(end));
    if is_safe && is_document {
        format!("download it, for example with `curl --fail --location -o '{file}' '{url}'`, and pass `{file}`")
    } else {
        "download it, and pass the file".to_owned()
    }
}

/// Why a file cannot be read, and what is known of it if it is not there.
///
/// ```
/// # use std::io::{Error, ErrorKind};
/// # use std::path::Path;
/// let (message, missing) = oaspen::cannot_read(Path::new("https://a.example/b.yaml"), &Error::from(ErrorKind::NotFound));
/// assert!(message.ends_with("it is a URL, and oaspen opens no network connection"));
/// assert!(missing.is_some_and(|missing| missing.help.contains("-o 'b.yaml'")));
/// ```
pub fn cannot_read(path: &Path, error: &Error) -> (String, Option<MissingFile>) {
    let shown = path.display();
    match MissingFile::of(path, error) {
        Some(missing) => (format!("cannot read `{shown}`: {}", missing.reason), Some(missing)),
        None => (format!("cannot read `{shown}`: {error}"), None),
    }
}

/// A file in the same folder whose name is similar. It reads the folder.
pub fn similar_file(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut names: Vec<String> = entries
        .take(MAX_FILES)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let wanted = path.file_name()?.to_str()?;
    // A link that leads nowhere has the name itself.
    let others = names.iter().map(String::as_str).filter(|name| *name != wanted);
    let found = similar(wanted, others)?;
    Some(path.with_file_name(found).display().to_string())
}
