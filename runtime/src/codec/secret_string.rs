//! Text that `Debug` does not show.

use crate::codec::bridge::deserialize;
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::patch::Patch;
use crate::codec::traits::{Decode, Encode};

/// `format: password`: text that is sent and received as it is, and not shown by `Debug`.
///
/// ```
/// use oaspen_client::{SecretString, json};
///
/// let password = SecretString::from("hunter2");
/// assert_eq!(format!("{password:?}"), "SecretString(..)");
/// assert_eq!(password.expose(), "hunter2");
/// assert_eq!(json::to_string(&password), r#""hunter2""#);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretString(String);

impl SecretString {
    /// Keeps a text as a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SecretString {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretString(..)")
    }
}

impl From<String> for SecretString {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for SecretString {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&String> for SecretString {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<&str> for Patch<SecretString> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<String> for Patch<SecretString> {
    fn from(text: String) -> Self {
        Self::Value(text.into())
    }
}

impl From<SecretString> for String {
    fn from(secret: SecretString) -> Self {
        secret.0
    }
}

impl AsRef<str> for SecretString {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Decode for SecretString {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.string().map(Self)
    }
}

impl Encode for SecretString {
    fn encode(&self, e: &mut Encoder) {
        e.str(&self.0);
    }
}

/// Writes the text, not a placeholder: a serialized model is a whole model.
impl serde::Serialize for SecretString {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for SecretString {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
