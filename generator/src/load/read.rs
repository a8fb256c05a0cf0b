//! One file of a document, from disk to text.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

use super::input::Input;
use crate::diag::{Code, Position, codes};
use crate::files::{FileError, read_file};
use crate::text::similar;

pub(super) fn text_of(
    input: &Input,
    file: &str,
    path: &Path,
    root: &Path,
    read_paths: &mut Vec<PathBuf>,
) -> Result<String, ReadError> {
    match (input, file.is_empty()) {
        (Input::Text { text, .. }, true) => Ok(text.clone()),
        (Input::Text { .. }, false) => {
            let message = format!("`{file}` is another file, but this document was not read from a file");
            Err(refused(&codes::REF_OUTSIDE, message))
        }
        (Input::Stored { store, .. }, is_main) => {
            let root = (!is_main).then_some(root);
            let bytes = store.read(path, root);
            let bytes = bytes.map_err(|error| unreadable(path_code(is_main), &store.shown(path), &error))?;
            text(bytes, path_code(is_main), &store.shown(path))
        }
        (Input::Path(_), is_main) => {
            read_paths.push(path.to_path_buf());
            read(path, root, is_main)
        }
    }
}

/// Why a file cannot be used.
pub(super) struct ReadError {
    pub code: &'static Code,
    pub message: String,
    /// What to do, if it is not what is to be done about any file.
    pub help: Option<Cow<'static, str>>,
    /// Another file, whose name is similar.
    pub similar: Option<String>,
    /// For a file that is not text: what can be decoded of it, and the position where that ends.
    pub decoded: Option<(String, Position)>,
}

/// The code of a file that cannot be read.
fn path_code(is_main: bool) -> &'static Code {
    if is_main {
        &codes::UNREADABLE
    } else {
        &codes::DANGLING_REF
    }
}

fn unreadable(code: &'static Code, shown: &Path, error: &std::io::Error) -> ReadError {
    if error.kind() == std::io::ErrorKind::NotFound {
        return missing(code, shown);
    }
    refused(code, format!("cannot read `{}`: {error}", shown.display()))
}

/// A file that is not there. A URL and `-` are no files.
fn missing(code: &'static Code, shown: &Path) -> ReadError {
    let name = shown.display().to_string();
    let error = |reason: &str| refused(code, format!("cannot read `{name}`: {reason}"));
    let help = |text: String| Some(Cow::Owned(text));
    if let Some((_, file)) = name.split_once(":/").filter(|(scheme, _)| is_scheme(scheme)) {
        let path = file.split(['?', '#']).next().unwrap_or_default();
        let file = path.rsplit('/').next().filter(|file| !file.is_empty());
        let file = file.unwrap_or("openapi.yaml");
        // In quotes, because a query has characters with a meaning in a shell.
        let is_safe = name.chars().all(|c| c.is_ascii_graphic() && c != '\'' && c != '`');
        return ReadError {
            help: help(match is_safe {
                true => format!("download it, for example with `curl --fail -o '{file}' '{name}'`, and pass `{file}`"),
                false => "download it, and pass the file".to_owned(),
            }),
            ..error("it is a URL, and oaspen opens no network connection")
        };
    }
    if name == "-" {
        return ReadError {
            help: help("write the document to a file, and pass its name".to_owned()),
            ..error("standard input is not read, because references and names belong to a file")
        };
    }
    ReadError {
        similar: sibling(shown),
        help: help("check the name and the folder".to_owned()),
        ..error("there is no such file")
    }
}

fn is_scheme(text: &str) -> bool {
    ["http", "https", "file", "ftp"].contains(&text)
}

/// A file in the same folder whose name is similar.
fn sibling(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let found = similar(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(path.with_file_name(found).display().to_string())
}

fn text(bytes: Vec<u8>, code: &'static Code, shown: &Path) -> Result<String, ReadError> {
    decode(bytes).map_err(|error| ReadError {
        code,
        message: format!("cannot read `{}`: {error}", shown.display()),
        help: Some(Cow::Borrowed("save the document as UTF-8")),
        similar: None,
        decoded: error.decoded(),
    })
}

fn read(path: &Path, root: &Path, is_main: bool) -> Result<String, ReadError> {
    let code = path_code(is_main);
    let unreadable = |error: &std::io::Error| unreadable(code, path, error);
    if !is_main {
        let real = path.canonicalize().map_err(|e| unreadable(&e))?;
        let folder = if root.as_os_str().is_empty() {
            Path::new(".")
        } else {
            root
        };
        let folder = folder.canonicalize().map_err(|e| unreadable(&e))?;
        if !real.starts_with(&folder) {
            let message = format!("`{}` is outside the folder `{}`", path.display(), root.display());
            return Err(refused(&codes::REF_OUTSIDE, message));
        }
    }
    let bytes = read_file(path).map_err(|error| match error {
        FileError::Io(error) => unreadable(&error),
        FileError::Folder => ReadError {
            help: Some(Cow::Borrowed(
                "name the main document in it: the file that begins with `openapi`",
            )),
            ..refused(code, format!("`{}` is a folder, not a document", path.display()))
        },
        FileError::NotRegular => refused(
            code,
            format!(
                "`{}` is a pipe or a device, not a regular file: write the document to a file",
                path.display()
            ),
        ),
        FileError::TooLarge => refused(
            &codes::TOO_LARGE,
            format!("`{}` has more than 256 MiB, which is the limit", path.display()),
        ),
    })?;
    text(bytes, code, path)
}

fn refused(code: &'static Code, message: String) -> ReadError {
    ReadError {
        code,
        message,
        help: None,
        similar: None,
        decoded: None,
    }
}

/// Why bytes are not a text.
#[derive(Debug)]
enum DecodeError {
    /// With the text as far as it can be decoded, and the position where that ends.
    Utf8 {
        text: String,
        position: Position,
    },
    Utf16(std::string::FromUtf16Error),
}

impl DecodeError {
    fn decoded(self) -> Option<(String, Position)> {
        match self {
            Self::Utf8 { text, position } => Some((text, position)),
            Self::Utf16(_) => None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf8 { .. } => f.write_str("this is not UTF-8"),
            Self::Utf16(error) => error.fmt(f),
        }
    }
}

/// UTF-8 with or without a byte order mark, or UTF-16 with one.
fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec()),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, DecodeError> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let before = text.get(..good).unwrap_or("");
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        let position = Position {
            line: before.matches('\n').count() + 1,
            column,
        };
        DecodeError::Utf8 { text, position }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok().map(unit))
        .collect();
    String::from_utf16(&units).map_err(DecodeError::Utf16)
}
