//! Codec of types that are sent as text.

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::traits::{Decode, Encode};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

impl Decoder<'_> {
    /// Reads a string and parses it; `name` describes the expected value in messages.
    ///
    /// ```
    /// use oaspen_client::Decoder;
    /// let mut d = Decoder::new(br#""x""#);
    /// let error = d.parse("a letter and a digit", |text| text.get(1..2).map(str::len)).unwrap_err();
    /// assert_eq!(error.message(), "expected a letter and a digit, found \"x\"");
    /// ```
    ///
    /// # Errors
    /// It is no string, or `parse` returns `None`.
    pub fn parse<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, DecodeError> {
        let at = self.offset();
        // The reports of lenient decoding have no values.
        let hides = self.options.lenient.is_some();
        let text = match self.kind()? {
            crate::codec::decoder::Kind::String => self.str()?,
            _ => return Err(self.mismatch(name)),
        };
        match parse(text) {
            Some(value) => Ok(value),
            None => Err(unparsed(at, name, (!hides || text.is_empty()).then_some(text))),
        }
    }
}

#[cold]
fn unparsed(at: usize, name: &str, text: Option<&str>) -> DecodeError {
    let Some(text) = text else {
        return DecodeError::new(at, format!("expected {name}, found another text"));
    };
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    DecodeError::new(at, format!("expected {name}, found {short:?}"))
}

macro_rules! texts {
    ($($type:ty: $name:literal,)*) => {$(
        impl Decode for $type {
            fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                d.parse($name, |text| text.parse().ok())
            }
        }
        impl Encode for $type {
            fn encode(&self, e: &mut Encoder) {
                e.display(self);
            }
        }
    )*};
}

texts! {
    IpAddr: "an IP address",
    Ipv4Addr: "an IPv4 address",
    Ipv6Addr: "an IPv6 address",
    jiff::civil::DateTime: "a date and time",
    jiff::civil::Date: "a date",
    jiff::civil::Time: "a time",
    uuid::Uuid: "a UUID",
}
