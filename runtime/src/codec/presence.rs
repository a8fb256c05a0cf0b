//! One module per keyword of the tables, so that a macro reaches the right items by path: `presence::optional::field`.
//!
//! `field`: the row; `slot`, `take`: decoding; `Built`, `put`, `missing`, `built`: builders. Rows and slots are variants of
//! enums, which cost the compiler less than calls.

use crate::codec::build::BuildError;
use crate::codec::object::{Extra, Field, Required};
use std::collections::BTreeMap;

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

/// The members that no other row names; they have no key.
pub mod extra {
    pub use super::Extra::Empty as slot;
    pub use super::Field::Extra as field;
    pub use super::plain::{Built, built, put};
    use super::{BTreeMap, Extra};

    pub fn take<T>(members: Extra<T, false>) -> BTreeMap<String, T> {
        members.into_map()
    }

    pub fn missing<T>(_: &T) -> Option<&'static str> {
        None
    }

    /// `extra: extra kept`: the same where the document declares no such members.
    pub mod kept {
        use super::{BTreeMap, Extra};
        pub use super::{Built, built, field, missing, put, slot};

        pub fn take<T>(members: Extra<T, true>) -> BTreeMap<String, T> {
            members.into_map()
        }
    }
}

pub mod required {
    pub use super::Field::Required as field;
    pub use super::Required::Missing as slot;
    use super::{BuildError, Required};

    pub type Built<T> = Option<T>;

    /// `Decoder::object` has checked that the member has come.
    pub fn take<T>(member: Required<T>) -> T {
        match member {
            Required::Present(value) => value,
            Required::Missing => super::never(),
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
    use super::BuildError;
    pub use super::Field::Optional as field;
    pub use std::option::Option::None as slot;

    pub type Built<T> = Option<T>;

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
    pub use super::Field::Nullable as field;
    pub use super::optional::{Built, built, missing, put, slot};
}

pub mod patch {
    pub use super::Field::Patch as field;
    pub use super::plain::{Built, built, missing, put};
    pub use crate::codec::patch::Patch::Absent as slot;
}

/// Not reached, whatever the document contains: `Decoder::object` has failed if a member is missing.
/// A `Result` here would be one more way out of `decode` per member, which costs compile time.
#[cold]
fn never() -> ! {
    unreachable!("a required member was not checked")
}
