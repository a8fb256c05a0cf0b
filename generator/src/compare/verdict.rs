//! What a change means.

use super::side::Side;
use crate::ir::TypeId;
use crate::pointer::Pointer;

/// For programs that are deployed: they were built for the old document, and meet servers of the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    /// They work as before.
    None,
    /// They work, and see or send something else.
    Changes,
    /// Some requests or responses fail: those with new values, or with a member that the server refuses.
    SometimesFails,
    /// Requests or responses fail.
    Fails,
}

/// A difference of what is sent or received.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Difference {
    pub rule: &'static str,
    pub effect: Effect,
    /// What differs in the old client and in the new one. If one of them does not have it, what it would belong to.
    pub old: Subject,
    pub new: Subject,
    pub before: String,
    pub after: String,
}

/// A part of a client: where its document declares it, and the Rust item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Subject {
    pub pointer: Option<Pointer>,
    /// A path from the root of the client: `models::Item::name`. Empty if there is none.
    pub item: String,
}

impl Subject {
    pub(super) fn of_type(side: Side<'_>, id: TypeId) -> Self {
        Self {
            pointer: side.get(id).map(|def| def.origin.clone()),
            item: side.type_path(id),
        }
    }
}

/// Whether values are sent by the client or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Sent,
    Received,
}
