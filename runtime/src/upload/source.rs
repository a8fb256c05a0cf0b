//! Where the pieces of a streamed body come from.

use super::Body;
use super::pieces::{Pieces, Row};
use crate::error::BoxError;
use crate::token_cache::lock;
use std::sync::{Arc, Mutex};

/// Opens a body anew.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type Open = dyn Fn() -> Pieces + Send + Sync;
/// Opens a body anew.
#[cfg(target_arch = "wasm32")]
pub(super) type Open = dyn Fn() -> Pieces;

/// Where the pieces of a body come from. Clones share what can be read once only.
#[derive(Clone)]
pub(super) enum Source {
    /// Gone when somebody begins to read it.
    Once(Arc<Mutex<Option<Pieces>>>),
    Again(Arc<Open>),
    /// Bodies one after the other.
    Row(Arc<[Body]>),
}

impl Source {
    pub(super) fn once(pieces: Pieces) -> Self {
        Self::Once(Arc::new(Mutex::new(Some(pieces))))
    }

    pub(super) fn is_spent(&self) -> bool {
        match self {
            Self::Once(pieces) => lock(pieces).is_none(),
            Self::Again(_) => false,
            Self::Row(bodies) => bodies.iter().any(Body::is_spent),
        }
    }

    pub(super) fn open(&self) -> Result<Pieces, BoxError> {
        match self {
            Self::Once(pieces) => lock(pieces).take().ok_or_else(|| SPENT.into()),
            Self::Again(open) => Ok(open()),
            Self::Row(bodies) => Ok(Box::pin(Row(bodies.iter().cloned().collect()))),
        }
    }
}

/// What a body says that was read before.
pub(crate) const SPENT: &str = "its stream was sent before and can be read once only";
