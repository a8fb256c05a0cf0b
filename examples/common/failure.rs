//! Errors of the programs and their exit codes.

use super::terminal::printable;
use oaspen_client::{Error, ErrorBody, ErrorKind};
use std::error::Error as _;
use std::fmt;
use std::io;

/// The exit codes, for `--help`.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  the API refused the request, or its response could not be decoded
  2  wrong usage: arguments or environment
  3  the user does not exist
  4  the credentials are missing or were refused
  5  temporary failure: no connection, timeout, too many requests; try again later";

#[derive(Debug)]
pub enum Failure {
    Usage(String),
    NoSuchUser(String),
    Call(Error),
    Io(io::Error),
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::NoSuchUser(_) => 3,
            Self::Call(error) => match error.status().map(|status| status.as_u16()) {
                _ if error.kind() == ErrorKind::Build => 2,
                Some(401 | 403) => 4,
                Some(404) => 3,
                _ if error.is_retryable() => 5,
                _ if error.kind() == ErrorKind::Auth => 4,
                _ => 1,
            },
            Self::Io(_) => 1,
        }
    }

    /// Prints the error: first the messages of the API that `api_messages` finds in the response, then the failed
    /// call and its causes. Returns the exit code.
    pub fn report(&self, err: &mut dyn io::Write, api_messages: fn(&Error) -> Vec<String>) -> u8 {
        if self.is_closed_pipe() {
            return 0;
        }
        let mut lines = Vec::new();
        if let Self::Call(error) = self {
            lines = api_messages(error);
        }
        lines.push(self.to_string());
        if let Self::Call(error) = self {
            let mut cause = error.source();
            while let Some(error) = cause {
                lines.push(error.to_string());
                cause = error.source();
            }
        }
        for (at, line) in lines.iter().enumerate() {
            let lead = if at == 0 { "error:" } else { "      " };
            // If stderr cannot be written, only the exit code is left.
            let _ = writeln!(err, "{lead} {}", printable(line));
        }
        self.code()
    }

    /// Whether the reader of the output has closed the pipe, as in `list | head -1`.
    fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) => f.write_str(text),
            Self::NoSuchUser(user) => write!(f, "there is no user {user}"),
            Self::Call(error) => write!(f, "{error}"),
            Self::Io(error) => write!(f, "{error}"),
        }
    }
}

/// Errors of all calls convert with `?`, whatever error body the operation declares.
impl<E: ErrorBody> From<Error<E>> for Failure {
    fn from(error: Error<E>) -> Self {
        Self::Call(error.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
