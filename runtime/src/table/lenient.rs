//! Where responses may differ from the document, and what is reported of it.

use crate::codec::issue::{DecodeIssue, Repair};
use crate::codec::options::{DecodeOptions, LenientPolicy, Strictness, TimesWithoutOffset};
use std::fmt;
use std::sync::Arc;

/// A value of a response that does not fit, and what was done with it. See
/// [`ClientBuilder::lenient`](crate::ClientBuilder::lenient).
pub struct LenientIssue<'a> {
    operation: OperationName,
    issue: &'a DecodeIssue<'a>,
}

impl LenientIssue<'_> {
    /// The `operationId`.
    #[must_use]
    pub fn operation_id(&self) -> &'static str {
        self.operation.id
    }

    /// The value that is not as the server sent it, as a JSON pointer: `/data/3/iss`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.issue.path()
    }

    /// What was done.
    #[must_use]
    pub fn repair(&self) -> Repair {
        self.issue.repair()
    }

    /// The JSON of the value, as the server sent it; empty if it is missing. It may be private.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.issue.raw()
    }

    /// The issue with its reason.
    #[must_use]
    pub fn issue(&self) -> &DecodeIssue<'_> {
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

/// How the responses of a client are decoded.
#[derive(Clone, Default)]
pub(crate) struct DecodeSettings {
    /// How they are decoded leniently, if they are.
    pub(crate) lenient: Option<LenientPolicy>,
    pub(crate) hook: Option<LenientHook>,
    pub(crate) times: Option<TimesWithoutOffset>,
    pub(crate) strict: Strictness,
}

impl DecodeSettings {
    /// The settings for a response of an operation.
    pub(crate) fn of(&self, operation: impl FnOnce() -> OperationName) -> Decoding {
        Decoding {
            options: DecodeOptions {
                lenient: self.lenient,
                times: self.times,
                strict: self.strict,
            },
            hook: self.hook.as_ref().map(|hook| Box::new((hook.clone(), operation()))),
        }
    }
}

/// How one response is decoded.
#[derive(Clone)]
pub(crate) struct Decoding {
    pub(crate) options: DecodeOptions,
    /// In a box, as few clients have a hook.
    hook: Option<Box<(LenientHook, OperationName)>>,
}

impl Decoding {
    pub(crate) fn report(&self, issue: &DecodeIssue<'_>) {
        if let Some(hook) = &self.hook {
            let (hook, operation) = &**hook;
            (hook.0)(&LenientIssue {
                operation: *operation,
                issue,
            });
        }
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
