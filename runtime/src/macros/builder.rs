//! `builder!`: by-name construction of structs with many required members.

/// Declares a builder for a struct: one setter per row, and a `build` that names what is missing.
///
/// ```
/// use oaspen_client::{Json, Patch};
/// use std::collections::BTreeMap;
///
/// #[derive(Debug)]
/// pub struct CreateThing {
///     pub name: String,
///     pub count: i64,
///     pub note: Option<String>,
///     pub nick: Patch<String>,
///     pub extra: BTreeMap<String, Json>,
/// }
/// oaspen_client::builder! {
///     CreateThing => CreateThingBuilder {
///         name: "name" required(into String),
///         count: "item-count" required(i64),
///         note: "note" optional(into String),
///         nick: "nick" patch(into Patch<String>),
///         extra: extra(BTreeMap<String, Json>),
///     }
/// }
///
/// let thing = CreateThing::builder().name("bolt").count(4).build().unwrap();
/// assert_eq!((thing.name.as_str(), thing.count, thing.note), ("bolt", 4, None));
/// let error = CreateThing::builder().name("bolt").build().unwrap_err();
/// assert_eq!(error.to_string(), "CreateThing: missing `item-count`");
/// ```
///
/// A member with a fixed value, `kind: "kind" required(into String = "bolt")`, need not be set.
#[doc(hidden)]
#[macro_export]
macro_rules! builder {
    ($name:ident => $builder:ident {
        $( $field:ident : $($wire:literal)? $($kind:ident)* ( $($argument:tt)* ) ),* $(,)?
    }) => {
        $crate::__builder! { $name $builder [$( [$field [$($wire)?] [$($kind)*] ($($argument)*)] )*] }
    };
}

/// What [`builder!`](crate::builder) prints.
#[doc(hidden)]
#[macro_export]
macro_rules! __builder {
    ($name:ident $builder:ident [$( [$field:ident [$($wire:literal)?] [$($kind:ident)*] $argument:tt] )*]) => {
        #[doc = ::core::concat!("Builds a [`", ::core::stringify!($name), "`], member by member.")]
        #[derive(Clone, Debug, Default)]
        #[must_use = "nothing is built before `build`"]
        pub struct $builder {
            $( $field: $crate::codec::table::presence $(::$kind)* ::Built<$crate::__argument_type!($argument)>, )*
        }

        impl $name {
            #[doc = ::core::concat!("Starts a [`", ::core::stringify!($name), "`] from nothing.")]
            #[inline]
            pub fn builder() -> $builder {
                #[allow(unused_mut, reason = "most types have no constants")]
                let mut builder = <$builder as ::core::default::Default>::default();
                $( $crate::__builder_preset! { builder $field [$($kind)*] $argument } )*
                builder
            }
        }

        impl $builder {
            $( $crate::__builder_setter! { $name $field [$($kind)*] $argument } )*

            #[doc = ::core::concat!("Makes the [`", ::core::stringify!($name), "`].")]
            ///
            /// # Errors
            /// A required member is not set; the error names every one.
            #[inline]
            pub fn build(self) -> ::core::result::Result<$name, $crate::BuildError> {
                $crate::codec::table::complete(
                    ::core::stringify!($name),
                    &[$( $crate::codec::table::presence $(::$kind)* ::missing(&self.$field $(, $wire)?) ),*],
                )?;
                ::core::result::Result::Ok($name {
                    $( $field: $crate::codec::table::presence $(::$kind)* ::built(self.$field)? ),*
                })
            }
        }
    };
}

/// What a builder starts with: the value of `(Type = value)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __builder_preset {
    ($builder:ident $field:ident [$($kind:ident)*] (into $type:ty = $value:expr)) => {
        $builder.$field = $crate::codec::table::presence $(::$kind)* ::put(<$type as ::core::convert::From<_>>::from($value));
    };
    ($builder:ident $field:ident [$($kind:ident)*] ($type:ty = $value:expr)) => {
        $builder.$field = $crate::codec::table::presence $(::$kind)* ::put($value);
    };
    ($builder:ident $field:ident [$($kind:ident)*] $argument:tt) => {};
}

/// The type of `(Type)` or `(into Type)`, with or without a value.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument_type {
    ((into $type:ty = $value:expr)) => {
        $type
    };
    (($type:ty = $value:expr)) => {
        $type
    };
    ((into $type:ty)) => {
        $type
    };
    (($type:ty)) => {
        $type
    };
}

/// One setter of [`builder!`](crate::builder).
#[doc(hidden)]
#[macro_export]
macro_rules! __builder_setter {
    ($name:ident $field:ident $kind:tt (into $type:ty = $value:expr)) => {
        $crate::__builder_setter! { $name $field $kind (into $type) }
    };
    ($name:ident $field:ident $kind:tt ($type:ty = $value:expr)) => {
        $crate::__builder_setter! { $name $field $kind ($type) }
    };
    ($name:ident $field:ident [$($kind:ident)*] (into $type:ty)) => {
        #[doc = ::core::concat!("Sets [`", ::core::stringify!($field), "`](", ::core::stringify!($name), "::", ::core::stringify!($field), ").")]
        pub fn $field(mut self, $field: impl ::core::convert::Into<$type>) -> Self {
            self.$field = $crate::codec::table::presence $(::$kind)* ::put($field.into());
            self
        }
    };
    ($name:ident $field:ident [$($kind:ident)*] ($type:ty)) => {
        #[doc = ::core::concat!("Sets [`", ::core::stringify!($field), "`](", ::core::stringify!($name), "::", ::core::stringify!($field), ").")]
        #[inline]
        pub fn $field(mut self, $field: $type) -> Self {
            self.$field = $crate::codec::table::presence $(::$kind)* ::put($field);
            self
        }
    };
}
