//! Files that others wrote: only regular ones, and only as much of them as the limit allows.

use std::fmt;
use std::io::{self, Read as _};
use std::path::Path;

/// The maximum size of one file of a document, in bytes.
pub const MAX_FILE_SIZE: u64 = 256 * 1024 * 1024;

/// Why a file is not read.
#[derive(Debug)]
pub enum FileError {
    /// It does not exist, or the system does not allow it.
    Io(io::Error),
    /// It is a folder.
    Folder,
    /// It is a pipe or a device, which may have no end.
    NotRegular,
    /// It has more than [`MAX_FILE_SIZE`].
    TooLarge,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Folder => f.write_str("it is a folder, not a file"),
            Self::NotRegular => f.write_str("it is a pipe or a device, not a regular file"),
            Self::TooLarge => f.write_str("it has more than 256 MiB, which is the limit"),
        }
    }
}

impl std::error::Error for FileError {}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<FileError> for io::Error {
    fn from(error: FileError) -> Self {
        let kind = match &error {
            FileError::Io(_) => io::ErrorKind::Other,
            FileError::Folder => io::ErrorKind::IsADirectory,
            FileError::NotRegular => io::ErrorKind::InvalidInput,
            FileError::TooLarge => io::ErrorKind::FileTooLarge,
        };
        match error {
            FileError::Io(error) => error,
            other => Self::new(kind, other),
        }
    }
}

/// The bytes of a regular file.
///
/// # Errors
///
/// Returns an error for folders, pipes and devices, and for files that are too large.
pub fn read_file(path: &Path) -> Result<Vec<u8>, FileError> {
    let found = std::fs::metadata(path)?;
    if found.is_dir() {
        return Err(FileError::Folder);
    }
    // Reading a pipe or a device may never end.
    if !found.is_file() {
        return Err(FileError::NotRegular);
    }
    if found.len() > MAX_FILE_SIZE {
        return Err(FileError::TooLarge);
    }
    let mut bytes = Vec::new();
    // The file may have grown, and some have no size before they are read.
    std::fs::File::open(path)?
        .take(MAX_FILE_SIZE + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_SIZE {
        return Err(FileError::TooLarge);
    }
    Ok(bytes)
}

/// The text of a regular file.
///
/// # Errors
///
/// As those of [`read_file`], and for what is not UTF-8.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    let bytes = read_file(path)?;
    let not_text = |_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8");
    String::from_utf8(bytes).map_err(not_text)
}
