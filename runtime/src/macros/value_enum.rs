//! `value_enum!`: open enums whose values are JSON literals of several kinds.

/// Implements everything an open enum of mixed JSON literals needs: `to_json`, the codec, serde's
/// traits and [`ToParam`](crate::ToParam). Numbers are compared by value; an integer beyond `i64` is
/// written `unsigned(18446744073709551615)`.
///
/// ```
/// use oaspen_client::{Json, json};
///
/// #[derive(Clone, Debug, PartialEq)]
/// pub enum Mixed {
///     True,
///     Half,
///     Text,
///     Null,
///     Unknown(Json),
/// }
/// oaspen_client::value_enum! {
///     Mixed else Unknown {
///         True: true,
///         Half: 0.5,
///         Text: "text",
///         Null: null,
///     }
/// }
///
/// let values: Vec<Mixed> = json::from_str(r#"[true, 5e-1, null, 9]"#)?;
/// assert_eq!(values, [Mixed::True, Mixed::Half, Mixed::Null, Mixed::Unknown(9.into())]);
/// assert_eq!(json::to_string(&values), "[true,0.5,null,9]");
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! value_enum {
    ($name:ident else $unknown:ident { $( $variant:ident : $value:expr ),* $(,)? }) => {
        impl $name {
            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub fn to_json(&self) -> $crate::Json {
                $crate::json::to_value(self)
            }
        }

        impl ::core::convert::From<$crate::Json> for $name {
            #[inline]
            fn from(json: $crate::Json) -> Self {
                #[allow(unused_imports)]
                use $crate::codec::table::literal::{null, unsigned};
                $(
                    if $crate::codec::table::Literal::from($value).is(&json) {
                        return Self::$variant;
                    }
                )*
                Self::$unknown(json)
            }
        }

        impl $crate::Decode for $name {
            #[inline]
            fn decode(
                d: &mut $crate::Decoder<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                let before = d.index();
                let value = Self::from(<$crate::Json as $crate::Decode>::decode(d)?);
                if let Self::$unknown(_) = &value {
                    d.unknown(before);
                }
                ::core::result::Result::Ok(value)
            }
        }

        impl $crate::Encode for $name {
            #[inline]
            fn encode(&self, e: &mut $crate::Encoder) {
                #[allow(unused_imports)]
                use $crate::codec::table::literal::{null, unsigned};
                match self {
                    $( Self::$variant => $crate::codec::table::Literal::from($value).encode(e), )*
                    Self::$unknown(json) => $crate::Encode::encode(json, e),
                }
            }
        }

        $crate::__bridge! { $name }
    };
}
