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
    /// It has more MiB than these.
    TooLarge(u64),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Folder => f.write_str("it is a folder, not a file"),
            Self::NotRegular => f.write_str("it is a pipe or a device, not a regular file"),
            Self::TooLarge(mib) => write!(f, "it has more than {mib} MiB, which is the limit"),
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
            FileError::TooLarge(_) => io::ErrorKind::FileTooLarge,
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
    read_file_up_to(path, MAX_FILE_SIZE)
}

/// The same with another limit, in bytes.
///
/// # Errors
///
/// As those of [`read_file`].
pub fn read_file_up_to(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let too_large = || FileError::TooLarge(most >> 20);
    // Opening a device may do something, and opening a pipe waits.
    regular(&std::fs::metadata(path)?)?;
    let file = open(path)?;
    let found = file.metadata()?;
    // It may have been replaced.
    regular(&found)?;
    if found.len() > most {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // The file may have grown, and some have no size before they are read.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    Ok(bytes)
}

fn regular(found: &std::fs::Metadata) -> Result<(), FileError> {
    if found.is_dir() {
        return Err(FileError::Folder);
    }
    // Reading a pipe or a device may never end.
    if found.is_file() {
        Ok(())
    } else {
        Err(FileError::NotRegular)
    }
}

/// Some files of the system are regular ones and wait for content, such as `/proc/kmsg`: reading them is an error instead.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let nonblocking = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).map_err(io::Error::other)?;
    std::fs::OpenOptions::new()
        .read(true)
        .custom_flags(nonblocking)
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<std::fs::File> {
    std::fs::File::open(path)
}

/// The text of a regular file.
///
/// # Errors
///
/// As those of [`read_file`], and for what is not UTF-8.
pub fn read_text(path: &Path) -> io::Result<String> {
    let bytes = read_file(path)?;
    let not_text = |_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8");
    String::from_utf8(bytes).map_err(not_text)
}
