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

/// What the API returned again, so that the pages would never end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RepeatedPage {
    /// The same page, for another value of this parameter.
    SamePage(&'static str),
    /// The same token or URL of the next page.
    SameToken,
}

impl fmt::Display for RepeatedPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SamePage(name) => write!(
                f,
                "the API returned the same page again: it seems to ignore the parameter `{name}`"
            ),
            Self::SameToken => f.write_str("the API returned the same next token twice: following it would never end"),
        }
    }
}

impl std::error::Error for RepeatedPage {}
