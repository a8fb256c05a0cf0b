//! `union!`: enums whose variants are shapes.

/// Implements the codec, serde's traits, [`ToParam`](crate::ToParam) and conversions for a union.
///
/// A row declares when its variant applies; rows are tried in order:
///
/// - `tag "member" in ["a", "b"]`: an object whose member is one of these strings. If the
///   rest of it does not fit, that is an error.
/// - `keys ["a", "b"]`: an object that has all these keys; if it does not fit, the next row is tried.
/// - `kind string` (`integer`, `number`, `boolean`, `array`, `object`, `null`): a value of that kind.
/// - `any`: every value.
///
/// `=> from(T)` or `=> from(Box<T>)` at the end of a row adds `From<T>`. A value that no row takes
/// is kept unchanged. Where several untagged rows match an object, the one that declares most of its
/// members is used. `union! { Name mixed else Unknown { .. } }` is for `anyOf`, where a value may be
/// several branches at once: one that no single branch can hold completely is kept unchanged.
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
#[macro_export]
macro_rules! union {
    ($name:ident else $unknown:ident {
        $(
            $variant:ident : $rule:ident $($tag:literal in)? $([ $($value:literal),* $(,)? ])? $($kind:ident)?
                $(=> from $from:tt)?
        ),* $(,)?
    }) => {
        $( $( $crate::__union_from! { $name $variant $from } )? )*

        $crate::__union! {
            $name $unknown false
            [$( [$variant $rule ($($tag,)? $(&[$($value),*])? $(::core::stringify!($kind))?)] )*]
        }
    };
    ($name:ident mixed else $unknown:ident {
        $(
            $variant:ident : $rule:ident $($tag:literal in)? $([ $($value:literal),* $(,)? ])? $($kind:ident)?
                $(=> from $from:tt)?
        ),* $(,)?
    }) => {
        $( $( $crate::__union_from! { $name $variant $from } )? )*

        $crate::__union! {
            $name $unknown true
            [$( [$variant $rule ($($tag,)? $(&[$($value),*])? $(::core::stringify!($kind))?)] )*]
        }
    };
}

/// A conversion into a [`union!`](crate::union).
#[doc(hidden)]
#[macro_export]
macro_rules! __union_from {
    ($name:ident $variant:ident (Box<$type:ty>)) => {
        impl ::core::convert::From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(::std::boxed::Box::new(value))
            }
        }
    };
    ($name:ident $variant:ident ($type:ty)) => {
        impl ::core::convert::From<$type> for $name {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    };
}

/// What [`union!`](crate::union) prints.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident $unknown:ident $mixed:literal [$( [$variant:ident $rule:ident $when:tt] )*]) => {
        const _: () = {
            static GUARDS: &[$crate::codec::table::Guard] =
                &[$( $crate::codec::table::guard::$rule $when ),*];

            impl $crate::Decode for $name {
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
                            $crate::Decode::decode(d).map(Self::$unknown)
                        }
                    }
                }
            }

            impl $crate::Encode for $name {
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
