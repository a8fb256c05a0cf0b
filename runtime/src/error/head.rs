//! What is wrong with the head of a response: its status line and its fields.

use crate::error::connect::causes;
use std::error::Error as StdError;
use std::io;

/// What is wrong with the head of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadProblem {
    /// More fields or bytes than the built-in transport reads. A later attempt would get the same.
    TooLarge,
    /// It is not HTTP.
    Invalid,
    /// The connection ended before it was complete.
    Missing,
}

impl HeadProblem {
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::TooLarge => {
                "the head of the response has too many fields or bytes: `http1_max_headers` in `configure_http` sets another \
                 limit of fields"
            }
            Self::Invalid => "the response is not valid HTTP",
            Self::Missing => "the connection ended before a response came",
        }
    }

    /// The problem that an error of the transport reports.
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Option<Self> {
        if Self::invalid(error).is_some() {
            return Some(Self::Invalid);
        }
        causes(error).find_map(|cause| match cause.to_string().as_str() {
            "message head is too large" => Some(Self::TooLarge),
            "connection closed before message completed" => Some(Self::Missing),
            _ => cause
                .downcast_ref::<io::Error>()
                .filter(|io| ended(io))
                .map(|_| Self::Missing),
        })
    }

    /// Which part of the head is not HTTP. The type of this error is private to its package.
    pub(crate) fn invalid<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
        const PARTS: [&str; 4] = [
            "invalid HTTP header parsed",
            "invalid HTTP status-code parsed",
            "invalid content-length parsed",
            "unexpected transfer-encoding parsed",
        ];
        causes(error).find(|cause| PARTS.contains(&cause.to_string().as_str()))
    }
}

/// Whether the other side ended a connection.
fn ended(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(
        error.kind(),
        BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof
    )
}
