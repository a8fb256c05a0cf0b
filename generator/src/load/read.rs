//! One file of a document, from disk to text.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

use super::input::Input;
use super::missing::cannot_read;
use crate::diag::{Code, Position, codes};
use crate::files::{FileError, read_file};

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
    /// Whether another file may be meant, whose name is similar.
    pub is_misspelled: bool,
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
    let (message, missing) = cannot_read(shown, error);
    ReadError {
        is_misspelled: missing.as_ref().is_some_and(|missing| missing.is_misspelled),
        help: missing.map(|missing| Cow::Owned(missing.help)),
        ..refused(code, message)
    }
}

fn text(bytes: Vec<u8>, code: &'static Code, shown: &Path) -> Result<String, ReadError> {
    decode(bytes).map_err(|error| ReadError {
        code,
        message: format!("cannot read `{}`: {error}", shown.display()),
        help: Some(Cow::Borrowed("save the document as UTF-8")),
        is_misspelled: false,
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
        FileError::TooLarge(mib) => refused(
            &codes::TOO_LARGE,
            format!("`{}` has more than {mib} MiB, which is the limit", path.display()),
        ),
    })?;
    text(bytes, code, path)
}

fn refused(code: &'static Code, message: String) -> ReadError {
    ReadError {
        code,
        message,
        help: None,
        is_misspelled: false,
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
