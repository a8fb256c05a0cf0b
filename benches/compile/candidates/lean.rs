// Handwritten serde implementations, generated from the same tables.

macro_rules! object {
    ($name:ident {
        $( $field:ident : $wire:tt $($kind:ident)? $(=> $setter:ident $argument:tt)? ),* $(,)?
    }) => {
        const _: () = {
            use ::serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
            use ::serde::ser::{Serialize, SerializeMap as _, Serializer};

            struct Members;

            impl<'de> Visitor<'de> for Members {
                type Value = $name;

                fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str("object")
                }

                #[allow(unreachable_patterns, unused_variables)]
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                    $( let mut $field = crate::lean $(::$kind)? ::slot(); )*
                    while let Some(key) = map.next_key::<crate::lean::Key<'de>>()? {
                        match &*key.0 {
                            $( $wire => crate::lean $(::$kind)? ::fill(&mut $field, &key, &mut map)?, )*
                            _ => drop(map.next_value::<::serde::de::IgnoredAny>()?),
                        }
                    }
                    Ok($name {
                        $( $field: crate::lean $(::$kind)? ::take($field, stringify!($wire))? ),*
                    })
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_map(Members)
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    #[allow(unused_imports)]
                    use crate::lean::names::extra;
                    let mut map = serializer.serialize_map(None)?;
                    $( crate::lean $(::$kind)? ::write($wire, &self.$field, &mut map)?; )*
                    map.end()
                }
            }
        };

        impl $name {
            $( $( oaspen_client::__setter! { $field $setter $argument } )? )*
        }
    };
}

macro_rules! string_enum {
    ($name:ident else $unknown:ident { $( $variant:ident : $value:literal ),* $(,)? }) => {
        impl $name {
            /// The value in JSON.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $value, )*
                    Self::$unknown(value) => value,
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $( $value => Self::$variant, )*
                    _ => Self::$unknown(value.to_owned()),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                crate::lean::Key::deserialize(d).map(|key| Self::from(&*key.0))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }
    };
}

macro_rules! union {
    ($name:ident else $unknown:ident { $( $variant:ident : tag $tag:literal in [$($value:literal),*] => from(Box<$type:ty>) ),* $(,)? }) => {
        $(
            impl From<$type> for $name {
                fn from(value: $type) -> Self {
                    Self::$variant(Box::new(value))
                }
            }
        )*

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let json = ::serde_json::Value::deserialize(d)?;
                $(
                    if json.get($tag).and_then(|tag| tag.as_str()).is_some_and(|tag| [$($value),*].contains(&tag)) {
                        return ::serde_json::from_value(json)
                            .map(|value| Self::$variant(Box::new(value)))
                            .map_err(::serde::de::Error::custom);
                    }
                )*
                Ok(Self::$unknown(json))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Self::$variant(value) => value.serialize(s), )*
                    Self::$unknown(value) => value.serialize(s),
                }
            }
        }
    };
}

mod lean {
    use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
    use serde::ser::{Serialize, SerializeMap};
    use std::borrow::Cow;
    use std::collections::BTreeMap;

    pub struct Key<'de>(pub Cow<'de, str>);

    impl<'de> Deserialize<'de> for Key<'de> {
        fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
            struct Text;
            impl<'de> Visitor<'de> for Text {
                type Value = Key<'de>;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("string")
                }
                fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                    Ok(Key(Cow::Borrowed(text)))
                }
                fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                    Ok(Key(Cow::Owned(text.to_owned())))
                }
            }
            d.deserialize_str(Text)
        }
    }

    pub mod names {
        #[allow(non_upper_case_globals)]
        pub const extra: &str = "";
    }

    pub fn slot<T>() -> BTreeMap<String, T> {
        BTreeMap::new()
    }

    pub fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        slot: &mut BTreeMap<String, T>,
        key: &Key<'de>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        slot.insert(key.0.clone().into_owned(), map.next_value()?);
        Ok(())
    }

    pub fn take<T, E>(slot: BTreeMap<String, T>, _: &'static str) -> Result<BTreeMap<String, T>, E> {
        Ok(slot)
    }

    pub fn write<T: Serialize, M: SerializeMap>(
        _: &str,
        value: &BTreeMap<String, T>,
        map: &mut M,
    ) -> Result<(), M::Error> {
        value
            .iter()
            .try_for_each(|(key, value)| map.serialize_entry(key, value))
    }

    pub mod required {
        use super::*;

        pub fn slot<T>() -> Option<T> {
            None
        }

        pub fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
            slot: &mut Option<T>,
            _: &Key<'de>,
            map: &mut A,
        ) -> Result<(), A::Error> {
            *slot = Some(map.next_value()?);
            Ok(())
        }

        pub fn take<T, E: Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
            slot.ok_or_else(|| E::missing_field(name))
        }

        pub fn write<T: Serialize, M: SerializeMap>(name: &str, value: &T, map: &mut M) -> Result<(), M::Error> {
            map.serialize_entry(name, value)
        }
    }

    pub mod optional {
        pub use super::required::slot;
        use super::*;

        pub fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
            slot: &mut Option<T>,
            _: &Key<'de>,
            map: &mut A,
        ) -> Result<(), A::Error> {
            *slot = map.next_value()?;
            Ok(())
        }

        pub fn take<T, E>(slot: T, _: &'static str) -> Result<T, E> {
            Ok(slot)
        }

        pub fn write<T: Serialize, M: SerializeMap>(
            name: &str,
            value: &Option<T>,
            map: &mut M,
        ) -> Result<(), M::Error> {
            match value {
                Some(value) => map.serialize_entry(name, value),
                None => Ok(()),
            }
        }
    }

    pub mod nullable {
        pub use super::optional::{fill, slot, take};
        pub use super::required::write;
    }

    pub mod patch {
        pub use super::optional::take;
        use super::*;
        use oaspen_client::Patch;

        pub fn slot<T>() -> Patch<T> {
            Patch::Absent
        }

        pub fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
            slot: &mut Patch<T>,
            _: &Key<'de>,
            map: &mut A,
        ) -> Result<(), A::Error> {
            *slot = map.next_value()?;
            Ok(())
        }

        pub fn write<T: Serialize, M: SerializeMap>(name: &str, value: &Patch<T>, map: &mut M) -> Result<(), M::Error> {
            match value {
                Patch::Absent => Ok(()),
                value => map.serialize_entry(name, value),
            }
        }
    }
}
