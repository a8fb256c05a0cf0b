//! Sources of streamed bodies.

use crate::base::{BoxError, lock};
use crate::body::boxed::BoxBody;
use std::sync::{Arc, Mutex};

/// Opens the body again.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type Open = dyn Fn() -> BoxBody + Send + Sync;

/// Opens the body again.
#[cfg(target_arch = "wasm32")]
pub(super) type Open = dyn Fn() -> BoxBody;

/// A source whose type is not known. Clones share what can be read once only.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type SharedSource = Arc<dyn BodySource + Send + Sync>;

/// A source whose type is not known. Clones share what can be read once only.
#[cfg(target_arch = "wasm32")]
pub(super) type SharedSource = Arc<dyn BodySource>;

/// A source of a streamed body.
pub(super) trait BodySource {
    /// Begins to read.
    fn open(&self) -> Result<BoxBody, BoxError>;

    /// Whether it was read before and cannot be read again.
    fn is_spent(&self) -> bool {
        false
    }
}

/// A source that can be read once.
pub(super) struct OnceSource(Mutex<Option<BoxBody>>);

impl OnceSource {
    pub(super) fn new(pieces: BoxBody) -> Self {
        Self(Mutex::new(Some(pieces)))
    }
}

impl BodySource for OnceSource {
    fn open(&self) -> Result<BoxBody, BoxError> {
        lock(&self.0).take().ok_or_else(|| SPENT.into())
    }

    fn is_spent(&self) -> bool {
        lock(&self.0).is_none()
    }
}

/// A source that can be read as often as it is needed.
pub(super) struct ReopenedSource(pub(super) Box<Open>);

impl BodySource for ReopenedSource {
    fn open(&self) -> Result<BoxBody, BoxError> {
        Ok((self.0)())
    }
}

/// The error of a body that was read before.
pub(super) const SPENT: &str = "its stream was sent before and can be read once only";
