//! What lenient decoding leaves out.

use crate::codec::error::DecodeIssue;
use std::fmt;
use std::sync::Arc;

/// A member that lenient decoding left out. See
/// [`ClientBuilder::lenient`](crate::ClientBuilder::lenient).
pub struct LenientIssue<'a> {
    pub(crate) operation: OperationName,
    pub(crate) issue: &'a DecodeIssue,
}

impl LenientIssue<'_> {
    /// The `operationId`.
    #[must_use]
    pub fn operation_id(&self) -> &'static str {
        self.operation.id
    }

    /// Where the member is, as a JSON pointer: `/data/3/iss`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.issue.path()
    }

    /// What is wrong, as the decoder reports it: path, message and excerpt.
    #[must_use]
    pub fn issue(&self) -> &DecodeIssue {
        self.issue
    }
}

impl fmt::Display for LenientIssue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.issue)
    }
}

impl fmt::Debug for LenientIssue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LenientIssue")
            .field("operation", &self.operation.id)
            .field("issue", self.issue)
            .finish()
    }
}

#[derive(Clone)]
pub(crate) struct LenientHook(pub(crate) Arc<dyn Fn(&LenientIssue<'_>) + Send + Sync>);

/// The hook of a client, and the operation that it is called for.
#[derive(Clone)]
pub(crate) struct Lenient {
    pub(crate) hook: LenientHook,
    pub(crate) operation: OperationName,
}

impl Lenient {
    pub(crate) fn report(&self, issue: &DecodeIssue) {
        (self.hook.0)(&LenientIssue {
            operation: self.operation,
            issue,
        });
    }
}

/// How messages name an operation.
#[derive(Clone, Copy)]
pub(crate) struct OperationName {
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
}

impl fmt::Display for OperationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.id, self.method, self.path)
    }
}
