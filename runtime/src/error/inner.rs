//! An error before its type is known.

use crate::base::BoxError;
use crate::codec::error::DecodeError;
use crate::error::excerpt::excerpt;
use crate::error::kind::ErrorKind;
use crate::error::request_id::request_id;
use crate::table::operation::Operation;
use crate::table::status::is_transient;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::any::Any;
use std::borrow::Cow;

pub(crate) struct ErrorInner {
    pub(super) kind: ErrorKind,
    pub(super) message: Cow<'static, str>,
    pub(super) operation: Option<&'static Operation>,
    pub(super) status: Option<StatusCode>,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    /// What is shown of the body, where that is not its beginning.
    pub(super) shown: Option<String>,
    /// What is shown of the request's id, where that is not its beginning.
    pub(super) shown_id: Option<String>,
    pub(super) error_body: Option<Box<dyn Any + Send + Sync>>,
    pub(super) decode_path: Option<String>,
    pub(super) source: Option<BoxError>,
    /// Whether the server cannot have seen the request, and a later attempt may reach it.
    pub(super) unsent: bool,
    /// Whether a later attempt would fail in the same way.
    pub(super) lasting: bool,
}

impl ErrorInner {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Box<Self> {
        Box::new(Self {
            kind,
            message: message.into(),
            operation: None,
            status: None,
            headers: HeaderMap::new(),
            body: None,
            shown: None,
            shown_id: None,
            error_body: None,
            decode_path: None,
            source: None,
            unsent: false,
            lasting: false,
        })
    }

    pub(crate) fn of(mut self: Box<Self>, operation: &'static Operation) -> Box<Self> {
        self.operation = Some(operation);
        self
    }

    pub(crate) fn source(mut self: Box<Self>, source: impl Into<BoxError>) -> Box<Self> {
        self.source = Some(source.into());
        self
    }

    /// Adds a sentence to the message.
    #[cold]
    pub(crate) fn with_note(mut self: Box<Self>, note: &str) -> Box<Self> {
        self.message = format!("{}; {note}", self.message).into();
        self
    }

    pub(super) fn shown(&self, body: &[u8]) -> String {
        self.shown.clone().unwrap_or_else(|| excerpt(body))
    }

    pub(super) fn shown_id(&self) -> Option<String> {
        let id = || Some(excerpt(request_id(&self.headers)?.as_bytes()));
        self.shown_id.clone().or_else(id)
    }

    pub(crate) fn unsent(mut self: Box<Self>) -> Box<Self> {
        self.unsent = true;
        self
    }

    pub(crate) fn lasting(mut self: Box<Self>) -> Box<Self> {
        self.lasting = true;
        self
    }

    /// What caused the error, without the error itself.
    pub(crate) fn into_source(self: Box<Self>) -> Option<BoxError> {
        self.source
    }

    /// Whether the same call may succeed later.
    pub(crate) fn is_retryable(&self) -> bool {
        if self.lasting {
            return false;
        }
        match self.kind {
            ErrorKind::Transport | ErrorKind::Timeout => true,
            ErrorKind::Status => self.status.is_some_and(|status| is_transient(status.as_u16())),
            _ => self.unsent,
        }
    }

    pub(crate) fn is_lasting(&self) -> bool {
        self.lasting
    }

    pub(crate) fn is_unsent(&self) -> bool {
        self.unsent
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        self.kind
    }

    pub(crate) fn status(&self) -> Option<StatusCode> {
        self.status
    }

    pub(crate) fn response(mut self: Box<Self>, status: StatusCode, headers: HeaderMap) -> Box<Self> {
        self.status = Some(status);
        self.headers = headers;
        self
    }

    pub(crate) fn body(mut self: Box<Self>, body: Bytes) -> Box<Self> {
        self.body = Some(body);
        self
    }

    pub(crate) fn typed_body(mut self: Box<Self>, body: Box<dyn Any + Send + Sync>) -> Box<Self> {
        self.error_body = Some(body);
        self
    }

    pub(crate) fn decode(mut self: Box<Self>, error: DecodeError) -> Box<Self> {
        self.decode_path = Some(error.path().to_owned());
        self.source(error)
    }
}
