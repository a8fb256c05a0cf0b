//! Errors about objects of a document.

use std::fmt;

use crate::load::TypedError;
use crate::pointer::Pointer;

/// Why an object cannot be used.
#[derive(Debug)]
pub(crate) enum ResolveError {
    /// There is nothing at the target of a `$ref`.
    Dangling(Pointer),
    /// A chain of `$ref`s without an end.
    Cycle(Pointer),
    /// OpenAPI does not allow this object here.
    Mismatch { at: Pointer, error: TypedError },
}

impl ResolveError {
    /// The pointer of the object.
    pub(crate) fn pointer(&self) -> &Pointer {
        match self {
            Self::Dangling(at) | Self::Cycle(at) | Self::Mismatch { at, .. } => at,
        }
    }

    /// The member that is required and not there, or the target that does not exist.
    pub(crate) fn missing(&self) -> Option<Pointer> {
        match self {
            Self::Dangling(target) => Some(target.clone()),
            Self::Cycle(_) => None,
            Self::Mismatch { at, error } => Some(at.child(&error.missing_member()?)),
        }
    }
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dangling(target) => write!(f, "there is nothing at `{target}`"),
            Self::Cycle(target) => write!(f, "`{target}` leads back to itself"),
            Self::Mismatch { error, .. } => error.fmt(f),
        }
    }
}

impl std::error::Error for ResolveError {}
