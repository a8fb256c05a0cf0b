//! Members that can be left out, set to `null` or set to a value.

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::traits::{Decode, Encode};

/// A member of a request: left out, `null` or a value. Servers that support patching treat the three differently.
///
/// ```
/// use oaspen_client::Patch;
///
/// let keep: Patch<String> = Patch::Absent;
/// let clear: Patch<String> = Patch::Null;
/// let set: Patch<String> = "new name".into();
/// assert_eq!(Patch::<String>::from(None), Patch::Null);
/// assert_eq!(set.as_option(), Some(&"new name".to_owned()));
/// assert!(keep.is_absent() && clear.is_null());
/// ```
///
/// As a member of a model an absent value is left out of its object. Anywhere else, also through
/// serde, there is nothing to leave out: `Absent` and `Null` are written as `null`, and `null` is
/// read as `Null`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Patch<T> {
    /// The member is left out: the server keeps what it has.
    #[default]
    Absent,
    /// The member is `null`: the server clears what it has.
    Null,
    /// The member has this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the member is left out.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the member is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the member has a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The value, if there is one.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The same with a borrowed value.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// Changes the value, if there is one.
    ///
    /// ```
    /// use oaspen_client::Patch;
    /// assert_eq!(Patch::Value(2).map(|n| n * 2), Patch::Value(4));
    /// ```
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(change(value)),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is `Null`, not `Absent`: a caller that sets a member to `None` intends to clear it.
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Decode> Decode for Patch<T> {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Option::decode(d).map(Self::from)
    }
}

impl<T: Encode> Encode for Patch<T> {
    fn encode(&self, e: &mut Encoder) {
        match self {
            Self::Value(value) => value.encode(e),
            Self::Absent | Self::Null => e.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_absent()
    }
}

impl<T: serde::Serialize> serde::Serialize for Patch<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(serializer)
    }
}

impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for Patch<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}
