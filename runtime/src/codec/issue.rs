//! What lenient decoding did where a value does not fit.

use crate::codec::error::DecodeError;
use crate::codec::locate::{Locator, push_segment};
use std::fmt;

/// A value that does not fit, and what lenient decoding did instead of failing; see
/// [`json::from_slice_lenient`](super::json::from_slice_lenient).
pub struct DecodeIssue<'a> {
    path: String,
    /// Whether the error is that of the value itself, not of one inside.
    is_own: bool,
    error: DecodeError,
    repair: Repair,
    raw: &'a str,
}

/// What lenient decoding does with a value that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repair {
    /// The member is optional, and left out: `None` or [`Patch::Absent`](crate::Patch::Absent).
    LeftOut,
    /// The member is optional, and left out; its JSON is in `extra` and is written back.
    KeptInExtra,
    /// The element of a list, or the member of a map, is left out. The others are kept.
    SetAside,
    /// The list or the map is null or missing, and is empty.
    Emptied,
    /// The member is required and has the empty value of its type: [`LenientPolicy::fill_missing`](crate::LenientPolicy::fill_missing).
    Filled,
    /// Characters that are none are replaced by U+FFFD.
    Replaced,
    /// The time has no offset and is read as UTC.
    ReadAsUtc,
    /// The member is read as a required one that is missing: their names differ in case only. Clients do so by default, see
    /// [`ClientBuilder::strict_names`](crate::ClientBuilder::strict_names).
    Respelled,
    /// More values of the document do not fit than are reported: further ones were repaired as well. This is the last report
    /// of a document, and its path is empty.
    NotReported,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LeftOut => "left out",
            Self::KeptInExtra => "kept in `extra`",
            Self::SetAside => "set aside",
            Self::Emptied => "read as empty",
            Self::Filled => "filled with an empty value",
            Self::Replaced => "replaced by U+FFFD",
            Self::ReadAsUtc => "read as UTC",
            Self::Respelled => "read as a member of another case",
            Self::NotReported => "not reported",
        })
    }
}

impl<'a> DecodeIssue<'a> {
    /// A body that is a text, not JSON.
    pub(crate) fn of_text(error: DecodeError, text: &'a str) -> Self {
        Self {
            path: String::new(),
            is_own: true,
            error,
            repair: Repair::Replaced,
            raw: text,
        }
    }

    /// A list at this pointer that is missing, and read as empty.
    pub(crate) fn of_missing_list(pointer: &str, error: DecodeError) -> Self {
        Self {
            path: pointer.to_owned(),
            is_own: true,
            error,
            repair: Repair::Emptied,
            raw: "",
        }
    }

    /// After as many issues of one document as are reported, if there are more.
    pub(crate) fn of_more(reported: usize) -> Self {
        Self {
            path: String::new(),
            is_own: true,
            error: DecodeError::new(0, format!("more than {reported} values do not fit")),
            repair: Repair::NotReported,
            raw: "",
        }
    }
}

impl DecodeIssue<'_> {
    /// The value that is not as the server sent it, as a JSON pointer: `/data/3/iss`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was done.
    #[must_use]
    pub fn repair(&self) -> Repair {
        self.repair
    }

    /// The reason. Its path may lead to a value inside of the one that was left out.
    #[must_use]
    pub fn error(&self) -> &DecodeError {
        &self.error
    }

    /// The JSON of the value, as the server sent it; empty if it is missing.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw
    }
}

/// `/data/3: set aside: /data/3/iss: expected string, found null`. Without the JSON, which may be private.
impl fmt::Display for DecodeIssue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        if self.is_own || self.error.path() == self.path {
            write!(f, "{}: {}", self.repair, self.error.message())
        } else {
            write!(f, "{}: {}", self.repair, self.error)
        }
    }
}

/// As [`Display`](fmt::Display): without the JSON.
impl fmt::Debug for DecodeIssue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeIssue")
            .field("path", &self.path)
            .field("repair", &self.repair)
            .field("error", &self.error.message())
            .finish_non_exhaustive()
    }
}

/// An issue while its document is read.
#[derive(Debug)]
pub(crate) struct Departure {
    pub(crate) error: DecodeError,
    pub(crate) repair: Repair,
    /// The bytes of the value; the object alone if a member is missing.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The member that is missing.
    pub(crate) missing: Option<&'static str>,
}

impl Departure {
    /// Whether the value is nowhere in what was decoded.
    pub(crate) fn is_of_lost_value(&self) -> bool {
        self.missing.is_none() && matches!(self.repair, Repair::LeftOut | Repair::SetAside | Repair::Filled)
    }

    /// With its path and its JSON. Departures have to be in the order of the document; `starts` and `errors` go through it.
    pub(crate) fn locate<'j>(
        self,
        text: &'j str,
        starts: &mut Locator<'_>,
        errors: &mut Locator<'_>,
    ) -> DecodeIssue<'j> {
        let mut path = starts.path_to(self.start);
        let mut error = self.error;
        let is_own = error.offset() == self.start;
        if is_own {
            error.set_path(path.clone(), text.as_bytes());
        } else {
            error.locate(text.as_bytes(), errors);
        }
        let raw = match self.missing {
            Some(name) => {
                push_segment(&mut path, name);
                ""
            }
            None => text.get(self.start..self.end).unwrap_or_default().trim(),
        };
        DecodeIssue {
            path,
            is_own,
            error,
            repair: self.repair,
            raw,
        }
    }
}
