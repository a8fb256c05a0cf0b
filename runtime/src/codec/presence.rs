//! One module per keyword of the tables, so that a macro reaches the right items by path:
//! `presence::optional::field`, and `presence::field` for the row without a keyword, `extra`.
//!
//! `field`: the row; `slot`, `take`: decoding; `Built`, `put`, `missing`, `built`:
//! builders.

use crate::codec::build::BuildError;
use crate::codec::object::{Extra, Field, Presence, Required};
pub use plain::{Built, built, put};
use std::collections::BTreeMap;

pub const fn field(_: Rest) -> Field {
    Field::new("", Presence::Extra)
}

pub const fn slot<T>() -> Extra<T> {
    Extra(BTreeMap::new())
}

pub fn take<T>(slot: Extra<T>) -> BTreeMap<String, T> {
    slot.0
}

pub fn missing<T>(_: &T, _: Rest) -> Option<&'static str> {
    None
}

/// `extra: extra kept`: the same where the document declares no such members.
pub mod kept {
    use super::BTreeMap;
    pub use super::field;
    use crate::codec::object::Kept;

    pub const fn slot<T>() -> Kept<T> {
        Kept(BTreeMap::new())
    }

    pub fn take<T>(slot: Kept<T>) -> BTreeMap<String, T> {
        slot.0
    }
}

/// The name of the row `extra: extra`.
#[derive(Clone, Copy, Debug)]
pub struct Rest;

pub mod names {
    #[allow(non_upper_case_globals)]
    pub const extra: super::Rest = super::Rest;
}

/// Builder members that have a value from the start.
mod plain {
    use super::BuildError;

    pub type Built<T> = T;

    pub fn put<T>(value: T) -> T {
        value
    }

    pub fn missing<T>(_: &T, _: &'static str) -> Option<&'static str> {
        None
    }

    pub fn built<T>(value: T) -> Result<T, BuildError> {
        Ok(value)
    }
}

pub mod required {
    use super::{BuildError, Field, Presence, Required};

    pub type Built<T> = Option<T>;

    pub const fn field(name: &'static str) -> Field {
        Field::new(name, Presence::Required)
    }

    pub const fn slot<T>() -> Required<T> {
        Required(None)
    }

    /// `Decoder::object` has checked that the member has come.
    pub fn take<T>(slot: Required<T>) -> T {
        match slot.0 {
            Some(value) => value,
            None => super::never(),
        }
    }

    pub fn put<T>(value: T) -> Option<T> {
        Some(value)
    }

    pub fn missing<T>(value: &Option<T>, name: &'static str) -> Option<&'static str> {
        match value {
            Some(_) => None,
            None => Some(name),
        }
    }

    /// `complete` has checked that the member is set.
    pub fn built<T>(value: Option<T>) -> Result<T, BuildError> {
        value.ok_or_else(BuildError::never)
    }
}

pub mod optional {
    use super::{BuildError, Field, Presence};

    pub type Built<T> = Option<T>;

    pub const fn field(name: &'static str) -> Field {
        Field::new(name, Presence::Optional)
    }

    pub const fn slot<T>() -> Option<T> {
        None
    }

    pub fn take<T>(slot: Option<T>) -> Option<T> {
        slot
    }

    pub fn put<T>(value: T) -> Option<T> {
        Some(value)
    }

    pub fn missing<T>(_: &Option<T>, _: &'static str) -> Option<&'static str> {
        None
    }

    pub fn built<T>(value: Option<T>) -> Result<Option<T>, BuildError> {
        Ok(value)
    }
}

pub mod nullable {
    pub use super::optional::{Built, built, missing, put, slot, take};
    use super::{Field, Presence};

    pub const fn field(name: &'static str) -> Field {
        Field::new(name, Presence::Nullable)
    }
}

pub mod patch {
    pub use super::plain::{Built, built, missing, put};
    use super::{Field, Presence};
    use crate::codec::patch::Patch;

    pub const fn field(name: &'static str) -> Field {
        Field::new(name, Presence::Patch)
    }

    pub const fn slot<T>() -> Patch<T> {
        Patch::Absent
    }

    pub fn take<T>(slot: Patch<T>) -> Patch<T> {
        slot
    }
}

/// Not reached, whatever the document contains: `Decoder::object` has failed if a member is missing.
/// A `Result` here would be one more way out of `decode` per member, which costs compile time.
#[cold]
fn never() -> ! {
    unreachable!("a required member was not checked")
}
