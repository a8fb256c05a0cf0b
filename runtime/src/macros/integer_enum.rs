//! `integer_enum!`: open enums of integers.

/// Implements everything an open enum of integers needs: `as_i64`, `From<i64>`, `Display`, `Ord` (the order of the integers),
/// the codec, serde's traits and [`ToParam`](crate::ToParam).
///
/// ```
/// use oaspen_client::json;
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq)]
/// pub enum Level {
///     One,
///     Two,
///     Unknown(i64),
/// }
/// oaspen_client::integer_enum! {
///     Level else Unknown {
///         One: 1,
///         Two: 2,
///     }
/// }
///
/// assert_eq!(json::from_str::<Vec<Level>>("[2, 7]")?, [Level::Two, Level::Unknown(7)]);
/// assert_eq!(json::to_string(&Level::One), "1");
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($name:ident else $unknown:ident { $( $variant:ident : $value:literal ),* $(,)? }) => {
        impl $name {
            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $( Self::$variant => $value, )*
                    Self::$unknown(value) => *value,
                }
            }
        }

        $crate::__value_order! { $name $unknown as_i64 }

        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $( $value => Self::$variant, )*
                    _ => Self::$unknown(value),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::Decode for $name {
            #[inline]
            fn decode(
                d: &mut $crate::Decoder<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                $crate::codec::table::decode_integer(d, Self::__is_unknown)
            }
        }

        impl $crate::Encode for $name {
            #[inline]
            fn encode(&self, e: &mut $crate::Encoder) {
                e.i64(self.as_i64());
            }
        }

        $crate::__bridge! { $name }
    };
}
