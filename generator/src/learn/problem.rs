//! Why a recording cannot be read.

use std::fmt;

/// Why a recording cannot be read. Its text has no values of the recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingError {
    file: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Not JSON, at this line and column.
    Syntax {
        line: usize,
        column: usize,
    },
    NotUtf8,
    /// Neither of the two formats.
    Format,
    /// There is no exchange in it.
    Nothing,
    /// A member of an exchange is missing or has another type. `at` is as in `entry 3`.
    Member {
        at: String,
        member: &'static str,
        expected: &'static str,
    },
}

impl RecordingError {
    pub(super) fn new(file: &str, kind: Kind) -> Self {
        Self {
            file: file.to_owned(),
            kind,
        }
    }
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        match &self.kind {
            Kind::Syntax { line, column } => write!(f, "line {line}, column {column}: this is not JSON"),
            Kind::NotUtf8 => f.write_str("the file is not UTF-8"),
            Kind::Format => f.write_str(
                "this is neither a HAR file nor JSON Lines with `request` and `response`; see docs/learn.md for both",
            ),
            Kind::Nothing => f.write_str("there are no exchanges in this recording"),
            Kind::Member { at, member, expected } => write!(f, "{at}: `{member}` must be {expected}"),
        }
    }
}

impl std::error::Error for RecordingError {}
