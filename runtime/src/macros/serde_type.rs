//! Types of serde in the fields of models.

/// Makes a type of serde one that a field of a model can have: for `type = "crate::Price"` in an override.
///
/// The type must be one of the crate that calls the macro. It implements `Decode`, `Encode` and `ToParam` by its
/// `serde::Deserialize` and `serde::Serialize`. A value that these cannot write as JSON is sent as null: a map whose keys are lists
/// or objects, a number that is not finite, a `Serialize` that fails.
///
/// ```
/// #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
/// struct Price {
///     amount: i64,
/// }
/// oaspen_client::serde_type!(Price);
///
/// let price: Price = oaspen_client::json::from_str(r#"{"amount": 5}"#)?;
/// assert_eq!(price, Price { amount: 5 });
/// assert_eq!(oaspen_client::json::to_string(&price), r#"{"amount":5}"#);
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! serde_type {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::Decode for $type {
            #[inline]
            fn decode(d: &mut $crate::Decoder<'_>) -> ::core::result::Result<Self, $crate::DecodeError> {
                $crate::codec::table::decode_serde(d)
            }
        }

        impl $crate::Encode for $type {
            #[inline]
            fn encode(&self, e: &mut $crate::Encoder) {
                $crate::codec::table::encode_serde(self, e);
            }
        }

        impl $crate::ToParam for $type {
            #[inline]
            fn to_param(&self) -> $crate::ParamValue {
                $crate::__private::from_encode(self)
            }
        }
    )+};
}
