//! Values of parameters: what [`ToParam`] turns a Rust value into before a style writes it.

use crate::codec::base64::Base64;
use crate::codec::in_utc::InUtc;
use crate::codec::json;
use crate::codec::patch::Patch;
use crate::codec::secret_string::SecretString;
use crate::codec::traits::Encode;
use std::collections::BTreeMap;

/// A parameter's value before a style turns it into text: a scalar, a list or an object.
///
/// Generated code never names this type; it is what an implementation of [`ToParam`] returns.
///
/// ```
/// use oaspen_client::{ParamValue, ToParam};
/// assert_eq!(true.to_param(), ParamValue::Literal("true".into()));
/// assert_eq!("a b".to_param(), ParamValue::Text("a b".into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ParamValue {
    /// No value (`None`, `null`): the parameter is left out.
    Absent,
    /// Text.
    Text(String),
    /// A number or a boolean in its JSON spelling.
    Literal(String),
    /// An array.
    List(Vec<ParamValue>),
    /// An object, its members in the order they are written.
    Object(Vec<(String, ParamValue)>),
    /// A value that cannot be written, with the reason.
    Invalid(&'static str),
}

/// A value that can be a parameter of a request: in the path, the query, a header or a cookie.
///
/// Implemented for texts, numbers, booleans, lists, maps, options and every generated model.
///
/// ```
/// use oaspen_client::{ParamValue, ToParam};
/// let list = vec![1_i64, 2].to_param();
/// assert_eq!(list, ParamValue::List(vec![
///     ParamValue::Literal("1".into()),
///     ParamValue::Literal("2".into()),
/// ]));
/// assert_eq!(None::<i64>.to_param(), ParamValue::Absent);
/// ```
pub trait ToParam {
    /// The value as a parameter.
    fn to_param(&self) -> ParamValue;

    /// The same, where the value is not needed any more: a text need not be copied.
    fn into_param(self) -> ParamValue
    where
        Self: Sized,
    {
        self.to_param()
    }
}

impl ToParam for String {
    fn to_param(&self) -> ParamValue {
        ParamValue::Text(self.clone())
    }

    fn into_param(self) -> ParamValue {
        ParamValue::Text(self)
    }
}

macro_rules! text_params {
    ($($type:ty),* $(,)?) => {$(
        impl ToParam for $type {
            fn to_param(&self) -> ParamValue {
                ParamValue::Text(self.to_string())
            }
        }
    )*};
}

macro_rules! literal_params {
    ($($type:ty),* $(,)?) => {$(
        impl ToParam for $type {
            fn to_param(&self) -> ParamValue {
                ParamValue::Literal(self.to_string())
            }
        }
    )*};
}

text_params!(str, std::net::IpAddr, std::net::Ipv4Addr, std::net::Ipv6Addr);

literal_params!(bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, isize, usize);

macro_rules! float_params {
    ($($type:ty),*) => {$(
        impl ToParam for $type {
            fn to_param(&self) -> ParamValue {
                if self.is_finite() {
                    ParamValue::Literal(self.to_string())
                } else {
                    ParamValue::Invalid("the number is not finite")
                }
            }
        }
    )*};
}

float_params!(f32, f64);

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> ParamValue {
        (**self).to_param()
    }
}

impl<T: ToParam + ?Sized> ToParam for Box<T> {
    fn to_param(&self) -> ParamValue {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> ParamValue {
        match self {
            Some(value) => value.to_param(),
            None => ParamValue::Absent,
        }
    }
}

impl<T: ToParam> ToParam for Vec<T> {
    fn to_param(&self) -> ParamValue {
        self.as_slice().to_param()
    }
}

impl<T: ToParam, const N: usize> ToParam for [T; N] {
    fn to_param(&self) -> ParamValue {
        self.as_slice().to_param()
    }
}

impl<T: ToParam> ToParam for [T] {
    fn to_param(&self) -> ParamValue {
        ParamValue::List(self.iter().map(ToParam::to_param).collect())
    }
}

impl<T: ToParam> ToParam for BTreeMap<String, T> {
    fn to_param(&self) -> ParamValue {
        ParamValue::Object(
            self.iter()
                .map(|(name, value)| (name.clone(), value.to_param()))
                .collect(),
        )
    }
}

impl ToParam for ParamValue {
    fn to_param(&self) -> ParamValue {
        self.clone()
    }
}

/// A value that goes into a parameter as a JSON text (`content: application/json`).
///
/// ```
/// use oaspen_client::{AsJson, ParamValue, ToParam};
/// assert!(matches!(AsJson(&vec![1, 2]).to_param(), ParamValue::Text(text) if text == "[1,2]"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AsJson<'a, T: ?Sized>(pub &'a T);

impl<T: Encode + ?Sized> ToParam for AsJson<'_, T> {
    fn to_param(&self) -> ParamValue {
        if self.0.is_absent() {
            ParamValue::Absent
        } else {
            ParamValue::Text(json::to_string(self.0))
        }
    }
}

impl ToParam for serde_json::Value {
    fn to_param(&self) -> ParamValue {
        match self {
            Self::Null => ParamValue::Absent,
            Self::Bool(value) => value.to_param(),
            Self::Number(value) => ParamValue::Literal(value.to_string()),
            Self::String(value) => value.to_param(),
            Self::Array(items) => items.to_param(),
            Self::Object(members) => members.to_param(),
        }
    }
}

impl ToParam for serde_json::Map<String, serde_json::Value> {
    fn to_param(&self) -> ParamValue {
        ParamValue::Object(
            self.iter()
                .map(|(name, value)| (name.clone(), value.to_param()))
                .collect(),
        )
    }
}

impl ParamValue {
    /// The text of a scalar; `None` for lists, objects and absent values.
    pub(crate) fn as_scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Literal(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a list's item or an object's member: a scalar as it is, anything deeper as JSON.
    /// `None` leaves the item out.
    pub(crate) fn flat(&self) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            Self::Absent | Self::Invalid(_) => None,
            Self::Text(text) | Self::Literal(text) => Some(std::borrow::Cow::Borrowed(text)),
            Self::List(_) | Self::Object(_) => Some(std::borrow::Cow::Owned(self.to_json().to_string())),
        }
    }

    /// The value as a JSON tree.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Absent | Self::Invalid(_) => Value::Null,
            Self::Text(text) => Value::String(text.clone()),
            Self::Literal(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
            Self::List(items) => Value::Array(items.iter().map(Self::to_json).collect()),
            Self::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), value.to_json()))
                    .collect(),
            ),
        }
    }

    /// Why the value cannot be written, looking at every level.
    pub(crate) fn invalid(&self) -> Option<&'static str> {
        match self {
            Self::Invalid(why) => Some(why),
            Self::List(items) => items.iter().find_map(Self::invalid),
            Self::Object(members) => members.iter().find_map(|(_, value)| value.invalid()),
            _ => None,
        }
    }
}

/// The body of every model's [`ToParam`]: its JSON, as a parameter.
pub fn from_encode(value: &dyn Encode) -> ParamValue {
    json::to_value(value).to_param()
}

macro_rules! encoded_params {
    ($($(#[$cfg:meta])* $type:ty),* $(,)?) => {$(
        $(#[$cfg])*
        impl ToParam for $type {
            fn to_param(&self) -> ParamValue {
                from_encode(self)
            }
        }
    )*};
}

encoded_params! {
    Base64,
    SecretString,
    jiff::Timestamp,
    jiff::Zoned,
    jiff::civil::Date,
    jiff::civil::DateTime,
    jiff::civil::Time,
    uuid::Uuid,
    #[cfg(feature = "chrono")]
    chrono::DateTime<chrono::Utc>,
    #[cfg(feature = "chrono")]
    chrono::DateTime<chrono::FixedOffset>,
    #[cfg(feature = "chrono")]
    chrono::NaiveDateTime,
    #[cfg(feature = "chrono")]
    chrono::NaiveDate,
    #[cfg(feature = "time")]
    time::OffsetDateTime,
    #[cfg(feature = "time")]
    time::PrimitiveDateTime,
    #[cfg(feature = "time")]
    time::Date,
}

impl<T: Encode> ToParam for InUtc<T> {
    fn to_param(&self) -> ParamValue {
        from_encode(self)
    }
}

impl<T: ToParam> ToParam for Patch<T> {
    fn to_param(&self) -> ParamValue {
        match self {
            Self::Value(value) => value.to_param(),
            Self::Absent | Self::Null => ParamValue::Absent,
        }
    }
}
