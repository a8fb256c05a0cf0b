//! Why an operation is left out.

use std::fmt;

use crate::ir::Status;
use crate::limits::MAX_PATH;
use crate::pointer::Pointer;
use crate::resolve::ResolveError;

/// The cause, where there is one of the operation's parts to blame.
#[derive(Debug)]
pub(super) enum OperationError {
    Unreadable { part: Part, error: ResolveError },
    HeaderName { at: Pointer, name: String },
    PathTemplate { path: String },
    PathTooLong { bytes: usize },
}

/// A part of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Operation,
    Parameter,
    RequestBody,
    Response(Status),
}

impl OperationError {
    pub(super) fn in_part(part: Part) -> impl Fn(ResolveError) -> Self {
        move |error| Self::Unreadable { part, error }
    }

    /// The pointer of the cause, if it is not the operation itself.
    pub(super) fn cause(&self) -> Option<&Pointer> {
        match self {
            Self::Unreadable {
                part: Part::Operation, ..
            }
            | Self::PathTemplate { .. }
            | Self::PathTooLong { .. } => None,
            // The message has the pointer.
            Self::Unreadable {
                error: ResolveError::Dangling(_) | ResolveError::Cycle(_),
                ..
            } => None,
            Self::Unreadable { error, .. } => Some(error.pointer()),
            Self::HeaderName { at, .. } => Some(at),
        }
    }
}

impl OperationError {
    /// The member that is required and not there, if that is why.
    pub(super) fn missing(&self) -> Option<Pointer> {
        match self {
            Self::Unreadable { error, .. } => error.missing(),
            Self::HeaderName { .. } | Self::PathTemplate { .. } | Self::PathTooLong { .. } => None,
        }
    }
}

impl fmt::Display for OperationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { part, error } => write!(f, "{part} cannot be read: {error}"),
            Self::HeaderName { name, .. } => write!(f, "`{name}` is not a valid header name"),
            Self::PathTooLong { bytes } => {
                write!(f, "its path has {bytes} bytes, and the limit is {MAX_PATH}")
            }
            Self::PathTemplate { path } => write!(f, "the path `{path}` has a `{{` without `}}`"),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation => f.write_str("the operation"),
            Self::Parameter => f.write_str("a parameter"),
            Self::RequestBody => f.write_str("the request body"),
            Self::Response(status) => write!(f, "response {status}"),
        }
    }
}

impl std::error::Error for OperationError {}
