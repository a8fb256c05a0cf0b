//! `object!`: codec, serde and setters of a struct.

/// Implements the codec, serde's traits, [`ToParam`](crate::ToParam) and setters for a struct,
/// from one row per member.
///
/// `field: "wire name" presence`, where presence is `required`, `optional` (`Option<T>`: `None` is
/// left out), `nullable` (`Option<T>`: `None` is `null`) or `patch` ([`Patch<T>`](crate::Patch));
/// `field: extra` (`BTreeMap<String, T>`) takes the members that no other row names; `field: extra kept` is the same where
/// the document declares no such members (table version 3): a union does not prefer a branch because of it. A third column
/// `=> with_field(Type)` or `=> with_field(into Type)` adds a setter.
///
/// ```
/// use oaspen_client::{Patch, json};
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct UpdateUser {
///     pub name: Option<String>,
///     pub nickname: Patch<String>,
/// }
/// oaspen_client::object! {
///     UpdateUser {
///         name: "name" optional => with_name(into String),
///         nickname: "nick-name" patch => with_nickname(into Patch<String>),
///     }
/// }
///
/// let update = UpdateUser::default().with_nickname(Patch::Null);
/// assert_eq!(json::to_string(&update), r#"{"nick-name":null}"#);
/// assert_eq!(json::from_str::<UpdateUser>(r#"{"nick-name":null,"new":1}"#)?, update);
/// assert_eq!(serde_json::to_string(&update).unwrap(), r#"{"nick-name":null}"#);
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident {
        $( $field:ident : $($wire:literal)? $($kind:ident)* $(=> $setter:ident $argument:tt)? ),* $(,)?
    }) => {
        impl $crate::codec::table::Object for $name {
            const ROWS: &'static [$crate::codec::table::Field] =
                &[$( $crate::codec::table::presence $(::$kind)* ::field($($wire)?) ),*];
        }

        impl $crate::Decode for $name {
            #[inline]
            fn decode(
                d: &mut $crate::Decoder<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                $( let mut $field = $crate::codec::table::presence $(::$kind)* ::slot; )*
                match $crate::codec::table::decode_object::<Self>(d, &mut [$( &mut $field ),*]) {
                    ::core::result::Result::Ok(()) => ::core::result::Result::Ok(Self {
                        $( $field: $crate::__taken!($($kind)* $field) ),*
                    }),
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
                }
            }
        }

        impl $crate::Encode for $name {
            #[inline]
            fn encode(&self, e: &mut $crate::Encoder) {
                $crate::codec::table::encode_object::<Self>(e, &[$( &self.$field ),*]);
            }
        }

        $crate::__bridge! { $name }

        impl $name {
            $( $( $crate::__setter! { $field $setter $argument } )? )*
        }
    };
}

/// The value of a slot of [`object!`](crate::object). Most slots have the type of their field, so that no call is needed.
#[doc(hidden)]
#[macro_export]
macro_rules! __taken {
    (required $field:ident) => {
        $crate::codec::table::presence::required::take($field)
    };
    (extra $field:ident) => {
        $crate::codec::table::presence::extra::take($field)
    };
    (extra kept $field:ident) => {
        $crate::codec::table::presence::extra::kept::take($field)
    };
    ($kind:ident $field:ident) => {
        $field
    };
}

/// One setter of [`object!`](crate::object).
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ($field:ident $setter:ident (into $type:ty)) => {
        #[doc = ::core::concat!("Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ").")]
        #[must_use]
        pub fn $setter(mut self, $field: impl ::core::convert::Into<$type>) -> Self {
            self.$field = ::core::convert::From::from(::core::convert::Into::<$type>::into($field));
            self
        }
    };
    ($field:ident $setter:ident ($type:ty)) => {
        #[doc = ::core::concat!("Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ").")]
        #[must_use]
        #[inline]
        pub fn $setter(mut self, $field: $type) -> Self {
            self.$field = ::core::convert::From::from($field);
            self
        }
    };
}

/// serde's traits and `ToParam` on top of the codec.
#[doc(hidden)]
#[macro_export]
macro_rules! __bridge {
    ($name:ident) => {
        impl $crate::codec::table::serde::Serialize for $name {
            fn serialize<S: $crate::codec::table::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::codec::table::serialize(self, serializer)
            }
        }

        impl<'de> $crate::codec::table::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codec::table::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::codec::table::deserialize(deserializer)
            }
        }

        impl $crate::ToParam for $name {
            #[inline]
            fn to_param(&self) -> $crate::ParamValue {
                $crate::__private::from_encode(self)
            }
        }
    };
}
