//! `names.lock`: names that were chosen once, by the lock key of what they belong to.
//!
//! One line per name, sorted: key, kind, name, separated by tabs. The file is meant to be
//! reviewed: a rename shows as one changed line.

mod branches;
mod candidates;
mod claims;
mod content;
mod document;
mod extracted;
mod following;
mod identified;
mod inlined;
mod list;
mod misnamed;
mod moved;
mod pairing;
mod parameters;
mod referenced;
mod renamed;
mod route;
mod routes;
mod session;
mod shape;
mod shared;
mod tags;
mod text;
mod unmatched;

pub(crate) use content::{Lock, LockKind, Problem};
pub(crate) use following::Followed;
pub(crate) use misnamed::Misnamed;
pub(crate) use renamed::Renamed;
pub(super) use session::Session;
pub(super) use shape::shape;
