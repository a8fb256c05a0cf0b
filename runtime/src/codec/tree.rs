//! Codec of `serde_json`'s trees.

use crate::codec::decoder::{Decoder, Kind};
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::formats::JsonMap;
use crate::codec::traits::{Decode, Encode};
use serde_json::{Number, Value as Json};

impl Decode for Json {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(match d.kind()? {
            Kind::Null => {
                d.null()?;
                Self::Null
            }
            Kind::Boolean => Self::Bool(d.bool()?),
            Kind::Number => Self::Number(number(d)?),
            Kind::String => Self::String(d.string()?),
            Kind::Array => Self::Array(Vec::decode(d)?),
            Kind::Object => Self::Object(JsonMap::decode(d)?),
        })
    }
}

impl Encode for Json {
    fn encode(&self, e: &mut Encoder) {
        e.tree(self);
    }
}

impl Decode for JsonMap {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut members = Self::new();
        let mut key = d.begin_map()?;
        while let Some(name) = key {
            let value = Json::decode(d)?;
            members.insert(name, value);
            key = d.next_key()?;
        }
        Ok(members)
    }
}

impl Encode for JsonMap {
    fn encode(&self, e: &mut Encoder) {
        e.tree(self);
    }
}

/// The number as `serde_json` reads it; small integers, which most are, without its help.
fn number(d: &mut Decoder<'_>) -> Result<Number, DecodeError> {
    let at = d.offset();
    let text = d.number_text()?;
    match text.parse::<i64>() {
        // `-0` is a float.
        Ok(value) if value != 0 || text == "0" => Ok(value.into()),
        _ => serde_json::from_str(text).map_err(|error| DecodeError::new(at, format!("malformed JSON: {error}"))),
    }
}
