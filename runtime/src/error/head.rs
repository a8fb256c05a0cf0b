//! What is wrong with the head of a response: its status line and its fields.

use crate::error::connect::causes;
use std::error::Error as StdError;
use std::io;

/// What is wrong with the head of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadProblem {
    /// More fields or bytes than the built-in transport reads. A later attempt would get the same.
    TooLarge,
    /// It breaks the rules of HTTP/2, which is also how more bytes than the built-in transport reads are reported there.
    Http2,
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
            Self::Http2 => {
                "the response is not valid HTTP/2, or its head is too large: `http2_max_header_list_size` in `configure_http` \
                 sets another limit"
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
            text if text.starts_with("stream error detected: ") || text.starts_with("connection error detected: ") => {
                Some(Self::Http2)
            }
            // A frame of HTTP/2 with which the server ends a response, or all of them.
            text if text.starts_with("stream error received: ") || text.starts_with("connection error received: ") => {
                Some(Self::Missing)
            }
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

#[cfg(test)]
mod tests {
    use super::HeadProblem;
    use std::fmt;

    /// An error of a package whose types are private.
    #[derive(Debug)]
    struct Other(&'static str);

    impl fmt::Display for Other {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl std::error::Error for Other {}

    /// The texts of hyper and h2. Those of HTTP/1.1 come from sockets in `tests/it/http/heads.rs`.
    #[test]
    fn texts_of_http2() {
        for (text, problem) in [
            (
                "stream error detected: unspecific protocol error detected",
                Some(HeadProblem::Http2),
            ),
            (
                "connection error detected: detected excessive load generating behavior (b\"too_many_continuations\")",
                Some(HeadProblem::Http2),
            ),
            (
                "stream error received: unexpected internal error encountered",
                Some(HeadProblem::Missing),
            ),
            (
                "connection error received: not a result of an error",
                Some(HeadProblem::Missing),
            ),
            ("message head is too large", Some(HeadProblem::TooLarge)),
            ("the user's own", None),
        ] {
            assert_eq!(HeadProblem::of(&Other(text)), problem, "{text}");
        }
    }
}
