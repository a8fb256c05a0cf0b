//! `union!`: enums whose variants are shapes.

/// Implements the codec, serde's traits, [`ToParam`](crate::ToParam) and conversions for a union.
///
/// A row declares when its variant applies:
///
/// - `tag "member" in ["a", 1, true]`: an object. It does not apply if the member has another value; the values are
///   compared as JSON values, and a number or a boolean is also equal to its text. `null` comes first in a list.
/// - `keys ["a", "b"]`: an object that has all these keys.
/// - `object { "member" in ["a"], "other" in [1], has ["b"], lacks ["c"] }`: an object, with several tags and keys, and
///   without any of the last members. `"member" default ["a"]` is a tag that does not exclude other values.
/// - `kind string` (`integer`, `number`, `boolean`, `array`, `object`, `null`): a value of that kind.
/// - `any`: every value.
///
/// `=> from(T)` or `=> from(Box<T>)` at the end of a row adds `From<T>`.
///
/// Which row takes a value:
///
/// 1. A row of which a tag matches comes before the others. If there is only one, its error is the error of the union.
///    If there are several, they are compared; if none decodes, the error of the first one is returned.
/// 2. If no tag matches, the rows that apply are compared. A tag may be absent.
/// 3. Of the compared rows, the first that declares everything is used, else the one that declares most of the
///    value. Not declared are the members that no type declares and the values that an enum or an inner union decodes as
///    its `Unknown`, at any depth.
/// 4. A row that does not declare the value as a whole (an enum or an inner union that decodes it as its `Unknown`) has
///    failed.
/// 5. A value that no row takes is kept unchanged.
///
/// `union! { Name mixed else Unknown { .. } }` is for branches of which several can apply to one value. A value with a
/// member that the best branch does not declare and another branch does is kept unchanged: the best branch would lose
/// it, or the value is an invalid one of the other branch.
///
/// ```
/// use oaspen_client::{Json, json};
///
/// #[derive(Clone, Debug, PartialEq)]
/// pub enum Limit {
///     Count(i64),
///     Names(Vec<String>),
///     Unknown(Json),
/// }
/// oaspen_client::union! {
///     Limit else Unknown {
///         Count: kind integer => from(i64),
///         Names: any,
///     }
/// }
///
/// assert_eq!(json::from_str::<Limit>("3")?, Limit::from(3));
/// assert_eq!(json::from_str::<Limit>(r#"["a"]"#)?, Limit::Names(vec!["a".into()]));
/// assert_eq!(json::from_str::<Limit>("1.5")?, Limit::Unknown(1.5.into()));
/// # Ok::<(), oaspen_client::DecodeError>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($name:ident else $unknown:ident {
        $(
            $variant:ident : $rule:ident $($tag:literal in)? $([ $($list:tt)* ])? $({ $($object:tt)* })? $($kind:ident)?
                $(=> from $from:tt)?
        ),* $(,)?
    }) => {
        $( $( $crate::__union_from! { $name $variant $from } )? )*

        $crate::__union! {
            $name $unknown false
            [$( [$variant ($rule $($tag in)? $([$($list)*])? $({ $($object)* })? $($kind)?)] )*]
        }
    };
    ($name:ident mixed else $unknown:ident {
        $(
            $variant:ident : $rule:ident $($tag:literal in)? $([ $($list:tt)* ])? $({ $($object:tt)* })? $($kind:ident)?
                $(=> from $from:tt)?
        ),* $(,)?
    }) => {
        $( $( $crate::__union_from! { $name $variant $from } )? )*

        $crate::__union! {
            $name $unknown true
            [$( [$variant ($rule $($tag in)? $([$($list)*])? $({ $($object)* })? $($kind)?)] )*]
        }
    };
}

/// A conversion into a [`union!`](crate::union).
#[doc(hidden)]
#[macro_export]
macro_rules! __union_from {
    ($name:ident $variant:ident (Box<$type:ty>)) => {
        impl ::core::convert::From<$type> for $name {
            #[inline]
            fn from(value: $type) -> Self {
                Self::$variant(::std::boxed::Box::new(value))
            }
        }
    };
    ($name:ident $variant:ident ($type:ty)) => {
        impl ::core::convert::From<$type> for $name {
            #[inline]
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    };
}

/// The guard of a row of [`union!`](crate::union).
#[doc(hidden)]
#[macro_export]
macro_rules! __guard {
    (any) => {
        $crate::codec::table::Guard::Any
    };
    (kind $kind:ident) => {
        $crate::codec::table::Guard::Kind(::core::stringify!($kind))
    };
    (keys [ $($key:literal),* $(,)? ]) => {
        $crate::codec::table::Guard::Object { tags: &[], keys: &[$($key),*], lacks: &[] }
    };
    (tag $tag:literal in $values:tt) => {
        $crate::codec::table::Guard::Object { tags: &[($tag, $crate::__constants!($values), true)], keys: &[], lacks: &[] }
    };
    (object {
        $( $tag:literal $relation:ident $values:tt ),*
        $(,)? $( has [ $($key:literal),* $(,)? ] $(,)? )?
        $( lacks [ $($other:literal),* $(,)? ] $(,)? )?
    }) => {
        $crate::codec::table::Guard::Object {
            tags: &[$( ($tag, $crate::__constants!($values), $crate::__is_exclusive!($relation)) ),*],
            keys: &[$( $($key),* )?],
            lacks: &[$( $($other),* )?],
        }
    };
}

/// Whether a tag of [`union!`](crate::union) excludes other values.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_exclusive {
    (in) => {
        true
    };
    (default) => {
        false
    };
}

/// The values of a tag of [`union!`](crate::union): the text of each constant, `None` for null.
#[doc(hidden)]
#[macro_export]
macro_rules! __constants {
    ([ null $(, $value:literal)* $(,)? ]) => {
        &[::core::option::Option::None, $( ::core::option::Option::Some(::core::concat!($value)) ),*]
    };
    ([ $($value:literal),* $(,)? ]) => {
        &[$( ::core::option::Option::Some(::core::concat!($value)) ),*]
    };
}

/// What [`union!`](crate::union) prints.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident $unknown:ident $mixed:literal [$( [$variant:ident ($($guard:tt)*)] )*]) => {
        const _: () = {
            static GUARDS: &[$crate::codec::table::Guard] =
                &[$( $crate::__guard!($($guard)*) ),*];

            impl $crate::Decode for $name {
                #[inline]
                fn decode(
                    d: &mut $crate::Decoder<'_>,
                ) -> ::core::result::Result<Self, $crate::DecodeError> {
                    let known = $crate::codec::table::decode_union(
                        d,
                        GUARDS,
                        $mixed,
                        &[$( |d| $crate::Decode::decode(d).map(Self::$variant) ),*],
                    )?;
                    match known {
                        ::core::option::Option::Some(value) => ::core::result::Result::Ok(value),
                        ::core::option::Option::None => {
                            $crate::codec::table::unknown_value(d).map(Self::$unknown)
                        }
                    }
                }
            }

            impl $crate::Encode for $name {
                #[inline]
                fn encode(&self, e: &mut $crate::Encoder) {
                    match self {
                        $( Self::$variant(value) => $crate::Encode::encode(value, e), )*
                        Self::$unknown(value) => $crate::Encode::encode(value, e),
                    }
                }
            }
        };

        $crate::__bridge! { $name }
    };
}
