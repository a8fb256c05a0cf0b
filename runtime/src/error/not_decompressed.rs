//! Bodies that cannot be decompressed: their bytes do not have the format of the content encoding.

use std::error::Error as StdError;
use std::{fmt, io};

/// The body of a response cannot be decompressed. An end that comes too early is none of these: the connection may have broken.
#[derive(Debug)]
pub(crate) struct NotDecompressed(String);

impl NotDecompressed {
    /// The problem that an error of the built-in transport reports. Errors of connections are not its direct causes.
    pub(crate) fn of(error: &(dyn StdError + Send + Sync + 'static)) -> Option<Self> {
        let cause = error.downcast_ref::<reqwest::Error>()?.source()?;
        let text = cause.to_string();
        let is_invalid = match cause.downcast_ref::<io::Error>() {
            Some(io) => io.kind() != io::ErrorKind::UnexpectedEof,
            None => text == "there are extra bytes after body has been decompressed",
        };
        is_invalid.then_some(Self(text))
    }
}

impl fmt::Display for NotDecompressed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body cannot be decompressed: {}", self.0)
    }
}

impl StdError for NotDecompressed {}
