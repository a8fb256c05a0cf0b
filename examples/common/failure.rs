//! Errors of the programs and their exit codes.

use super::terminal::printable;
use oaspen_client::{Error, ErrorBody, ErrorKind, TokenError};
use std::error::Error as _;
use std::fmt;
use std::io;

/// The exit codes, for `--help`.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  success
  1  the API refused the request, or its response could not be decoded
  2  wrong usage: arguments, or environment variables that are missing or wrong
  3  the user does not exist
  4  the credentials were refused
  5  no connection, timeout, too many requests; try again later
  130  interrupted";

#[derive(Debug)]
pub enum Failure {
    Usage(String),
    NoSuchUser(String),
    Call(Error),
    /// A response that is not what the program reads.
    Response(String),
    Io(io::Error),
    /// Ctrl-C.
    Interrupted,
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
                _ if error.is_retryable() || error.kind() == ErrorKind::Transport => 5,
                _ if error.kind() == ErrorKind::Auth => token_code(error),
                _ => 1,
            },
            Self::Response(_) | Self::Io(_) => 1,
            Self::Interrupted => 130,
        }
    }

    /// Prints the error: the messages of the API that `api_messages` finds in the response, and the call that failed.
    /// Without messages, what is known of the cause. Returns the exit code.
    pub fn report(&self, err: &mut dyn io::Write, api_messages: fn(&Error) -> Vec<String>) -> u8 {
        if self.is_closed_pipe() {
            return 0;
        }
        let lines = match self {
            Self::Call(error) => described(error, api_messages(error)),
            _ => vec![self.to_string()],
        };
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

/// The lines that describe a failed call.
fn described(error: &Error, mut messages: Vec<String>) -> Vec<String> {
    if let Some(status) = error.status().filter(|_| !messages.is_empty()) {
        let request = error
            .request_id()
            .map(|id| format!(", request {id}"))
            .unwrap_or_default();
        messages.push(format!("{} from {}{request}", status.as_u16(), error.endpoint()));
        return messages;
    }
    messages.push(error.to_string());
    // The others only name the layers that returned the last one.
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    let last = causes.last().map(ToString::to_string);
    messages.extend(last.filter(|text| !messages.iter().any(|line| line.contains(text))));
    messages
}

/// What the token endpoint responded, if the call failed for that.
pub fn token_error(error: &Error) -> Option<&TokenError> {
    error.source()?.downcast_ref()
}

/// The exit code if there is no token: the credentials were refused, or the address or a parameter is wrong.
fn token_code(error: &Error) -> u8 {
    let Some(token) = token_error(error) else {
        return 4;
    };
    match (token.code(), token.status().map(|status| status.as_u16())) {
        (_, None) => 5,
        (Some("invalid_client" | "unauthorized_client" | "access_denied"), _) | (None, Some(401 | 403)) => 4,
        _ => 2,
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) => f.write_str(text),
            Self::NoSuchUser(user) => write!(f, "there is no user {user}"),
            Self::Call(error) => write!(f, "{error}"),
            Self::Response(text) => f.write_str(text),
            Self::Io(error) => write!(f, "{error}"),
            Self::Interrupted => f.write_str("interrupted"),
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
