//! Bytes as Base64 text.

use crate::codec::bridge::deserialize;
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::traits::{Decode, Encode};
use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

/// `format: byte`: bytes that are sent as Base64 text.
///
/// Written with the standard alphabet and padding; read with or without padding, with line breaks, and in the
/// URL-safe alphabet too.
///
/// ```
/// use oaspen_client::{Base64, json};
///
/// let bytes = Base64::from(b"hi!?".to_vec());
/// assert_eq!(json::to_string(&bytes), r#""aGkhPw==""#);
/// assert_eq!(json::from_str::<Base64>(r#""aGkhPw""#)?, bytes);
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(pub Vec<u8>);

const PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

const EITHER: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, PADDING);

const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, PADDING);

impl Base64 {
    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Base64> for Vec<u8> {
    fn from(bytes: Base64) -> Self {
        bytes.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Display for Base64 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&STANDARD.encode(&self.0))
    }
}

impl std::fmt::Debug for Base64 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Base64({} bytes)", self.0.len())
    }
}

impl Decode for Base64 {
    fn decode(d: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        d.parse("Base64 text", |text| read(text).or_else(|| in_lines(text)).map(Self))
    }
}

fn read(text: impl AsRef<[u8]>) -> Option<Vec<u8>> {
    let text = text.as_ref();
    EITHER.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()
}

/// As MIME writes it: with line breaks.
#[cold]
fn in_lines(text: &str) -> Option<Vec<u8>> {
    read(
        text.bytes()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect::<Vec<u8>>(),
    )
}

impl Encode for Base64 {
    fn encode(&self, e: &mut Encoder) {
        e.str(&STANDARD.encode(&self.0));
    }
}

impl serde::Serialize for Base64 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Base64 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
