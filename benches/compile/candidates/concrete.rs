// The concrete codec with one `match` per struct. It reads the same tables as the runtime.

macro_rules! object {
    ($name:ident {
        $( $field:ident : $wire:tt $($kind:ident)? $(=> $setter:ident $argument:tt)? ),* $(,)?
    }) => {
        impl oaspen_client::Decode for $name {
            #[allow(unreachable_patterns, unused_variables)]
            fn decode(
                d: &mut oaspen_client::Decoder<'_>,
            ) -> ::core::result::Result<Self, oaspen_client::DecodeError> {
                $( let mut $field = crate::member $(::$kind)? ::slot(); )*
                let start = d.offset();
                let mut key = d.first_key()?;
                while let Some(name) = key {
                    match name {
                        $( $wire => {
                            let name = crate::member $(::$kind)? ::name(name);
                            crate::member $(::$kind)? ::fill(&mut $field, d, name)?;
                        } )*
                        _ => d.skip()?,
                    }
                    key = d.later_key()?;
                }
                Ok(Self {
                    $( $field: crate::member $(::$kind)? ::take($field, d, start, stringify!($wire))? ),*
                })
            }
        }

        impl oaspen_client::Encode for $name {
            fn encode(&self, e: &mut oaspen_client::Encoder) {
                #[allow(unused_imports)]
                use crate::member::names::extra;
                e.begin_object();
                $( crate::member $(::$kind)? ::encode($wire, &self.$field, e); )*
                e.end_object();
            }
        }

        oaspen_client::__bridge! { $name }

        impl $name {
            $( $( oaspen_client::__setter! { $field $setter $argument } )? )*
        }
    };
}

mod member {
    use oaspen_client::{Decode, DecodeError, Decoder, Encode, Encoder};
    use std::collections::BTreeMap;

    pub mod names {
        #[allow(non_upper_case_globals)]
        pub const extra: &str = "";
    }

    pub fn slot<T>() -> BTreeMap<String, T> {
        BTreeMap::new()
    }

    pub fn name(name: &str) -> String {
        name.to_owned()
    }

    pub fn fill<T: Decode>(slot: &mut BTreeMap<String, T>, d: &mut Decoder<'_>, name: String) -> Result<(), DecodeError> {
        slot.insert(name, T::decode(d)?);
        Ok(())
    }

    pub fn take<T>(slot: T, _: &Decoder<'_>, _: usize, _: &str) -> Result<T, DecodeError> {
        Ok(slot)
    }

    pub fn encode<T: Encode>(_: &str, value: &BTreeMap<String, T>, e: &mut Encoder) {
        for (key, value) in value {
            e.key(key);
            value.encode(e);
        }
    }

    pub mod required {
        use super::*;

        pub fn slot<T>() -> Option<T> {
            None
        }

        pub fn name(_: &str) -> String {
            String::new()
        }

        pub fn fill<T: Decode>(slot: &mut Option<T>, d: &mut Decoder<'_>, _: String) -> Result<(), DecodeError> {
            *slot = Some(T::decode(d)?);
            Ok(())
        }

        pub fn take<T>(slot: Option<T>, d: &Decoder<'_>, start: usize, name: &str) -> Result<T, DecodeError> {
            slot.ok_or_else(|| d.error_at(start, format!("missing member {name}")))
        }

        pub fn encode<T: Encode>(name: &str, value: &T, e: &mut Encoder) {
            e.key(name);
            value.encode(e);
        }
    }

    pub mod optional {
        pub use super::required::name;
        pub use super::take;
        use super::*;

        pub fn slot<T: Default>() -> T {
            T::default()
        }

        pub fn fill<T: Decode>(slot: &mut T, d: &mut Decoder<'_>, _: String) -> Result<(), DecodeError> {
            *slot = T::decode(d)?;
            Ok(())
        }

        pub fn encode<T: Encode>(name: &str, value: &T, e: &mut Encoder) {
            if !value.is_absent() {
                e.key(name);
                value.encode(e);
            }
        }
    }

    pub mod nullable {
        pub use super::optional::{fill, slot, take};
        pub use super::required::{encode, name};
    }

    pub mod patch {
        pub use super::optional::{encode, fill, slot, take};
        pub use super::required::name;
    }
}
