//! Codec of the standard library's types.

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::traits::{Decode, Encode};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

macro_rules! small_integers {
    ($($type:ty)*) => {$(
        impl Decode for $type {
            fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                d.small(stringify!($type))
            }
        }
        impl Encode for $type {
            fn encode(&self, e: &mut Encoder) {
                e.i64(i64::from(*self));
            }
        }
    )*};
}

small_integers!(i8 i16 i32 u8 u16 u32);

impl Decode for i64 {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.i64()
    }
}

impl Encode for i64 {
    fn encode(&self, e: &mut Encoder) {
        e.i64(*self);
    }
}

impl Decode for u64 {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.u64()
    }
}

impl Encode for u64 {
    fn encode(&self, e: &mut Encoder) {
        e.u64(*self);
    }
}

impl Decode for f64 {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.f64()
    }
}

impl Encode for f64 {
    fn encode(&self, e: &mut Encoder) {
        e.f64(*self);
    }
}

impl Decode for f32 {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let at = d.offset();
        let wide = d.f64()?;
        #[allow(clippy::cast_possible_truncation)]
        let value = wide as f32;
        if value.is_infinite() && wide.is_finite() {
            return Err(DecodeError::new(at, "number out of range for a 32-bit float"));
        }
        Ok(value)
    }
}

impl Encode for f32 {
    fn encode(&self, e: &mut Encoder) {
        e.f32(*self);
    }
}

impl Decode for bool {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.bool()
    }
}

impl Encode for bool {
    fn encode(&self, e: &mut Encoder) {
        e.bool(*self);
    }
}

impl Decode for String {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.string()
    }
}

impl Encode for String {
    fn encode(&self, e: &mut Encoder) {
        e.str(self);
    }
}

impl Encode for str {
    fn encode(&self, e: &mut Encoder) {
        e.str(self);
    }
}

/// Nothing: any value is skipped, `null` is written.
impl Decode for () {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.skip()
    }
}

impl Encode for () {
    fn encode(&self, e: &mut Encoder) {
        e.null();
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if d.null()? {
            return Ok(None);
        }
        match T::decode(d) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error),
        }
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, e: &mut Encoder) {
        match self {
            Some(value) => value.encode(e),
            None => e.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

macro_rules! pointers {
    ($($pointer:ident)*) => {$(
        impl<T: Decode> Decode for $pointer<T> {
            fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                match T::decode(d) {
                    Ok(value) => Ok($pointer::new(value)),
                    Err(error) => Err(error),
                }
            }
        }
        impl<T: Encode + ?Sized> Encode for $pointer<T> {
            fn encode(&self, e: &mut Encoder) {
                (**self).encode(e);
            }
        }
    )*};
}

pointers!(Box Arc);

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, e: &mut Encoder) {
        (**self).encode(e);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut out = Self::new();
        let mut more = d.begin_array()?;
        let depth = d.depth();
        while more {
            let start = d.index();
            match T::decode(d) {
                Ok(value) => out.push(value),
                Err(error) => d.set_aside(start, depth, error)?,
            }
            more = d.next_element()?;
        }
        Ok(out)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, e: &mut Encoder) {
        self.as_slice().encode(e);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, e: &mut Encoder) {
        e.begin_array();
        for value in self {
            e.element();
            value.encode(e);
        }
        e.end_array();
    }
}

macro_rules! maps {
    ($($map:ident)*) => {$(
        impl<T: Decode> Decode for $map<String, T> {
            fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                let mut out = Self::new();
                let mut key = d.begin_map()?;
                let depth = d.depth();
                while let Some(name) = key {
                    let start = d.index();
                    match T::decode(d) {
                        Ok(value) => {
                            out.insert(name, value);
                        }
                        Err(error) => d.set_aside(start, depth, error)?,
                    }
                    key = d.next_key()?;
                }
                Ok(out)
            }
        }
    )*};
}

maps!(BTreeMap HashMap);

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, e: &mut Encoder) {
        e.begin_object();
        for (key, value) in self {
            e.key(key);
            value.encode(e);
        }
        e.end_object();
    }
}

/// Written in the order of the keys, so that equal maps have equal JSON.
impl<T: Encode> Encode for HashMap<String, T> {
    fn encode(&self, e: &mut Encoder) {
        let sorted: BTreeMap<&String, &T> = self.iter().collect();
        e.begin_object();
        for (key, value) in sorted {
            e.key(key);
            value.encode(e);
        }
        e.end_object();
    }
}
