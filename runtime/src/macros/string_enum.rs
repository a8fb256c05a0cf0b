//! `string_enum!`: open enums of strings.

/// Implements everything an open enum of strings needs: `as_str`, conversions, `Display`, `Ord` (the order of the strings),
/// the codec, serde's traits and [`ToParam`](crate::ToParam).
///
/// ```
/// use oaspen_client::json;
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub enum Status {
///     Active,
///     OnHold,
///     Unknown(String),
/// }
/// oaspen_client::string_enum! {
///     Status else Unknown {
///         Active: "active",
///         OnHold: "on hold",
///     }
/// }
///
/// assert_eq!(Status::from("on hold"), Status::OnHold);
/// assert_eq!(Status::from("gone").as_str(), "gone");
/// assert_eq!(json::from_str::<Status>(r#""active""#)?, Status::Active);
/// assert_eq!(json::to_string(&Status::OnHold), r#""on hold""#);
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($name:ident else $unknown:ident { $( $variant:ident : $value:literal ),* $(,)? }) => {
        impl $name {
            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $value, )*
                    Self::$unknown(value) => value,
                }
            }
        }

        $crate::__value_order! { $name $unknown as_str }
        $crate::__string_conversions! { $name $unknown [$( $variant $value ),*] }

        impl $crate::Decode for $name {
            #[inline]
            fn decode(
                d: &mut $crate::Decoder<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                $crate::codec::table::decode_text(d, Self::__is_unknown)
            }
        }

        impl $crate::Encode for $name {
            #[inline]
            fn encode(&self, e: &mut $crate::Encoder) {
                e.str(self.as_str());
            }
        }

        $crate::__bridge! { $name }
    };
}

/// The conversions of a [`string_enum!`](crate::string_enum), and its `Display`.
#[doc(hidden)]
#[macro_export]
macro_rules! __string_conversions {
    ($name:ident $unknown:ident [$( $variant:ident $value:literal ),*]) => {
        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $( $value => Self::$variant, )*
                    _ => Self::$unknown(::std::borrow::ToOwned::to_owned(value)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
    };
}

/// The order of an open enum: that of its values as they are sent, so that a new version of a document cannot change it.
#[doc(hidden)]
#[macro_export]
macro_rules! __value_order {
    ($name:ident $unknown:ident $value:ident) => {
        impl $name {
            #[inline]
            fn __is_unknown(&self) -> bool {
                ::core::matches!(self, Self::$unknown(_))
            }
        }

        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                $crate::codec::table::order(
                    self.$value(),
                    self.__is_unknown(),
                    other.$value(),
                    other.__is_unknown(),
                )
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }
    };
}
