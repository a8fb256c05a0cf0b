//! What a change means.

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
    /// Where the old document declares it, and where the new one does. The root if one of them does not.
    pub old: Pointer,
    pub new: Pointer,
    /// The name on the wire of what differs, if it has one.
    pub subject: String,
    pub before: String,
    pub after: String,
}

/// Whether values are sent by the client or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Sent,
    Received,
}
