//! What a program sees of the tries of a call.

use crate::error::kind::ErrorKind;
use crate::table::operation::Operation;
use http::StatusCode;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// One try of a call, told when it is over. See [`ClientBuilder::on_attempt`](crate::ClientBuilder::on_attempt).
pub struct Attempt {
    pub(crate) operation: &'static Operation,
    pub(crate) number: u32,
    pub(crate) status: Option<StatusCode>,
    pub(crate) error: Option<ErrorKind>,
    pub(crate) delay: Option<Duration>,
}

impl Attempt {
    /// The `operationId`.
    #[must_use]
    pub fn operation_id(&self) -> &'static str {
        self.operation.id
    }

    /// Which try of its call it was, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// What went wrong; `None` for a try that gave the call its result.
    #[must_use]
    pub fn error(&self) -> Option<ErrorKind> {
        self.error
    }

    /// How long the call waits before its next try; `None` when this was the last one.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("operation", &self.operation.id)
            .field("number", &self.number)
            .field("status", &self.status.map(|status| status.as_u16()))
            .field("error", &self.error)
            .field("delay", &self.delay)
            .finish()
    }
}

/// Called after every try.
#[derive(Clone)]
pub(crate) struct AttemptHook(pub(crate) Arc<dyn Fn(&Attempt) + Send + Sync>);
