//! Parts of multipart bodies whose kind the document leaves open.

use crate::body::request::Body;
use crate::codec::formats::Json;
use crate::params::multipart::{FilePart, FileParts, MultipartWriter};
use crate::params::param::ToParam as _;
use bytes::Bytes;

/// A part of a multipart body: a file, or a value. Forms have it where the document does not declare which.
///
/// Bytes, bodies and [`FilePart`]s become files, which are sent with a file name. Texts, numbers and booleans become text
/// parts, and other JSON values JSON parts.
///
/// ```
/// use oaspen_client::{AnyPart, FilePart};
///
/// let title = AnyPart::from("Minutes");
/// let scan = AnyPart::from(FilePart::from(vec![1, 2, 3]).with_file_name("minutes.pdf"));
/// assert!(matches!(title, AnyPart::Value(_)) && matches!(scan, AnyPart::File(_)));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum AnyPart {
    /// A file.
    File(FilePart),
    /// A text, a number, a boolean, or another JSON value.
    Value(Json),
}

impl FileParts for AnyPart {
    fn write(self, name: &str, content_type: Option<&str>, form: &mut MultipartWriter) {
        match self {
            Self::File(file) => form.file(name, content_type, file),
            Self::Value(value) => form.value(name, &value.to_param(), None),
        }
    }
}

impl From<FilePart> for AnyPart {
    fn from(file: FilePart) -> Self {
        Self::File(file)
    }
}

macro_rules! from_files {
    ($($type:ty),*) => {$(
        impl From<$type> for AnyPart {
            fn from(file: $type) -> Self {
                Self::File(file.into())
            }
        }
    )*};
}

macro_rules! from_values {
    ($($type:ty),*) => {$(
        impl From<$type> for AnyPart {
            fn from(value: $type) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

from_files!(Body, Bytes, Vec<u8>);
from_values!(Json, &str, String, bool, i32, i64, u32, u64, f64);
