//! Why there is no request for the next page.

use std::fmt;

/// Why the URL of the next page is not followed. Names origins only: paths and queries may contain secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NextPageError {
    Invalid,
    OtherOrigin(String),
}

impl fmt::Display for NextPageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid => f.write_str("the URL of the next page is invalid"),
            Self::OtherOrigin(to) => write!(f, "the next page is at another origin, {to}, and is not requested"),
        }
    }
}

impl std::error::Error for NextPageError {}

/// Why there is no request for the next page although there seem to be more pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StuckPages {
    /// The same page, for another value of this parameter.
    SamePage(&'static str),
    /// The same token or URL of the next page.
    SameToken,
    /// The boolean at this location announces more pages, and there is nothing at the location of the next token or URL.
    NextMissing { more: &'static str, next: &'static str },
    /// The boolean at this location announces more pages, and this page, of which the next one is computed, is empty.
    Empty { more: &'static str },
    /// So many pages in a row were empty.
    ManyEmpty(u64),
}

impl fmt::Display for StuckPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SamePage(name) => write!(
                f,
                "the API returned the same page again: it seems to ignore the parameter `{name}`"
            ),
            Self::SameToken => f.write_str("the API returned the same next token twice: following it would never end"),
            Self::NextMissing { more, next } => write!(
                f,
                "`{more}` announces more pages, but there is no next token or URL at `{next}`"
            ),
            Self::Empty { more } => write!(
                f,
                "`{more}` announces more pages, but this page is empty, so that the next one is unknown"
            ),
            Self::ManyEmpty(limit) => write!(
                f,
                "the API returned {limit} empty pages in a row: `max_empty_pages` sets another limit"
            ),
        }
    }
}

impl std::error::Error for StuckPages {}

/// Why a member of the request body cannot be set for the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyMemberError {
    /// The body is a stream or a file.
    Streamed,
    /// There is something else than an object where the member belongs.
    NoObject(&'static str),
}

impl fmt::Display for BodyMemberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Streamed => f.write_str("the next page needs another body, but this body is streamed"),
            Self::NoObject(pointer) => write!(
                f,
                "the next page needs `{pointer}` in the body, which has no object for it"
            ),
        }
    }
}

impl std::error::Error for BodyMemberError {}
