//! What a change means.

use super::report::Verdict;
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
    /// What it means for code beyond the items that are gone or have another signature.
    pub code: Verdict,
    /// What differs in the old client and in the new one. If one of them does not have it, what it would belong to.
    pub old: Subject,
    pub new: Subject,
    pub before: String,
    pub after: String,
    /// Other items of the old client that may be gone, or have another signature, because of it.
    pub items: Vec<String>,
    /// Types of the old client that may be gone because of it, and with each of them what it reaches.
    pub types: Vec<TypeId>,
    /// What to do, if the rule's help can be more specific.
    pub help: Option<String>,
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

    /// The last segment of the item.
    pub(super) fn name(&self) -> &str {
        self.item.rsplit("::").next().unwrap_or_default()
    }

    /// The last two segments: `Kind::Book`.
    pub(super) fn short(&self) -> &str {
        let mut ends = self.item.rmatch_indices("::").map(|(at, sign)| at + sign.len());
        let start = ends.nth(1).unwrap_or_default();
        self.item.get(start..).unwrap_or_default()
    }
}

/// Whether values are sent by the client or received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    Sent,
    Received,
}

/// The way of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Flow {
    pub direction: Direction,
    /// Whether every request or response of some call has such a value.
    pub is_always: bool,
    /// Whether a value that cannot be read is no error of the call: the body of an error, which is reported without it, or
    /// a value of a union, which is kept as `Unknown`.
    pub is_error: bool,
    /// Whether it is a text on the wire: a parameter.
    pub is_text: bool,
}

impl Flow {
    pub(super) fn new(direction: Direction, is_always: bool) -> Self {
        Self {
            direction,
            is_always,
            is_error: false,
            is_text: false,
        }
    }

    /// The way of a part of the value that is not in every one.
    pub(super) fn sometimes(self) -> Self {
        Self {
            is_always: false,
            ..self
        }
    }

    /// What a value means that cannot be read.
    pub(super) fn failure(self) -> Effect {
        match (self.is_error, self.is_always) {
            (true, _) => Effect::Changes,
            (false, true) => Effect::Fails,
            (false, false) => Effect::SometimesFails,
        }
    }

    pub(super) fn if_sent(self, effect: Effect) -> Effect {
        if self.direction == Direction::Sent {
            effect
        } else {
            Effect::None
        }
    }

    pub(super) fn if_received(self, effect: Effect) -> Effect {
        if self.direction == Direction::Received {
            effect
        } else {
            Effect::None
        }
    }
}
