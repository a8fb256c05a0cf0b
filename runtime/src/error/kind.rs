//! Kinds of errors.

/// The kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be built: a bad argument, an unusable base URL. Nothing was sent.
    Build,
    /// The body of the request could not be read: its file or stream failed, or was not as long as announced.
    RequestBody,
    /// A credential is missing, or no token could be fetched. The call was not sent.
    Auth,
    /// The connection failed, before or while the response was read.
    Transport,
    /// The call took longer than its timeout.
    Timeout,
    /// The server responded with an error status.
    Status,
    /// The server responded with a status that is neither an error nor declared, and its body is not that of the
    /// declared success.
    UnexpectedStatus,
    /// The response was a success, but its body is not what the API declares, or cannot be decompressed.
    Decode,
    /// The body of the response is larger than the limit.
    BodyTooLarge,
    /// A redirect that was not followed: too many, to another origin, to plain HTTP.
    Redirect,
    /// The body of the response could not be written to its destination.
    Write,
}

#[cfg(feature = "tracing")]
impl ErrorKind {
    /// Its name in spans.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Auth => "auth",
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::Status => "status",
            Self::UnexpectedStatus => "unexpected_status",
            Self::Decode => "decode",
            Self::BodyTooLarge => "body_too_large",
            Self::Redirect => "redirect",
            Self::RequestBody => "request_body",
            Self::Write => "write",
        }
    }
}
