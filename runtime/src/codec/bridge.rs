//! serde's traits on top of the codec.
//!
//! Serializing writes JSON, reads it into a small tree and hands that to the serializer;
//! deserializing collects the input into a `serde_json::Value`, which handles how
//! `serde_json` delivers numbers under `arbitrary_precision`, and decodes its JSON. Both are made
//! once per serializer or deserializer, not once per model.

use crate::codec::decoder::{Decoder, Kind};
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::json;
use crate::codec::traits::{Decode, Encode};
use serde::de::Deserialize as _;
use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

/// The body of every model's `serde::Serialize`.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let tree: Tree = json::from_slice(&json::to_vec(value)).map_err(S::Error::custom)?;
    tree.serialize(serializer)
}

/// The body of every model's `serde::Deserialize`.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    json::from_value(&value).map_err(D::Error::custom)
}

/// The body of [`serde_type!`](crate::serde_type)'s `Decode`.
pub fn decode_serde<T: serde::de::DeserializeOwned>(d: &mut Decoder<'_>) -> Result<T, DecodeError> {
    let at = d.offset();
    let value = serde_json::Value::decode(d)?;
    T::deserialize(value).map_err(|error| match d.options.lenient {
        None => d.error_at(at, error.to_string()),
        // The reports of lenient decoding have no values.
        Some(_) => d.error_at(at, "the value does not fit its type"),
    })
}

/// The body of its `Encode`.
pub fn encode_serde(value: &impl serde::Serialize, e: &mut Encoder) {
    match serde_json::to_string(value) {
        Ok(json) => e.raw(&json),
        Err(_) => e.null(),
    }
}

/// A JSON value that serializes the same whatever features `serde_json` is built with.
enum Tree {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Wide(i128),
    Float(f64),
    Text(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Decode for Tree {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(match d.kind()? {
            Kind::Null => {
                d.skip()?;
                Self::Null
            }
            Kind::Boolean => Self::Bool(d.bool()?),
            Kind::Number => number(d)?,
            Kind::String => Self::Text(d.string()?),
            Kind::Array => Self::Array(Vec::decode(d)?),
            Kind::Object => {
                let mut members = Vec::new();
                let mut key = d.begin_object()?;
                while let Some(name) = key {
                    members.push((name, Self::decode(d)?));
                    key = d.next_key()?;
                }
                Self::Object(members)
            }
        })
    }
}

fn number(d: &mut Decoder<'_>) -> Result<Tree, DecodeError> {
    let at = d.offset();
    let text = d.number_text()?;
    if let Ok(value) = text.parse() {
        return Ok(Tree::Signed(value));
    }
    if let Ok(value) = text.parse() {
        return Ok(Tree::Unsigned(value));
    }
    if let Ok(value) = text.parse() {
        return Ok(Tree::Wide(value));
    }
    text.parse()
        .map(Tree::Float)
        .map_err(|_| DecodeError::new(at, "malformed JSON: invalid number"))
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Signed(value) => serializer.serialize_i64(*value),
            Self::Unsigned(value) => serializer.serialize_u64(*value),
            Self::Wide(value) => serializer.serialize_i128(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Array(values) => {
                let mut seq = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    seq.serialize_element(value)?;
                }
                seq.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}
