//! The hook for attempts.

use crate::error::kind::ErrorKind;
use crate::table::operation::Operation;
use http::StatusCode;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// One attempt of a call, reported when it is over. See [`ClientBuilder::on_attempt`](crate::ClientBuilder::on_attempt).
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

    /// The number of the attempt within its call, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// What went wrong; `None` for the attempt whose response is the result of the call.
    #[must_use]
    pub fn error(&self) -> Option<ErrorKind> {
        self.error
    }

    /// How long the call waits before its next attempt; `None` when this was the last one.
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

/// Called after every attempt.
#[derive(Clone)]
pub(crate) struct AttemptHook(pub(crate) Arc<dyn Fn(&Attempt) + Send + Sync>);
