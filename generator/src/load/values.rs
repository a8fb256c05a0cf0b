//! Values from a parser, within limits.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::map::Entry;

use super::duplicates::join;
use super::node::{Map, Node, Number};
use crate::limits::{DocumentLimits, MAX_DEPTH};

/// The bytes of memory of a value, without its text.
const VALUE: u64 = size_of::<Node>() as u64;
/// The bytes of memory of a member of an object, without its name and its value.
const MEMBER: u64 = 64;

pub(super) const TOO_DEEP: &str = "oaspen:too-deep";
pub(super) const TOO_MANY: &str = "oaspen:too-many";
pub(super) const TOO_LONG: &str = "oaspen:too-long";
pub(super) const LONG_KEY: &str = "oaspen:long-key";
pub(super) const DUPLICATE: &str = "oaspen:duplicate-key:";

/// What is left of the limits of one document, and what was found in it: tags of YAML, keys that occur again.
pub(super) struct Budget {
    nodes: Cell<u64>,
    /// Bytes of memory.
    bytes: Cell<u64>,
    key_bytes: u64,
    pub tags: RefCell<BTreeSet<String>>,
    /// Whether a mapping has a key more than once, and its values are read as one.
    pub has_repeated: Cell<bool>,
}

impl Budget {
    /// The values that the limits allow may take so many bytes of memory, after aliases are expanded.
    pub(super) fn new(limits: DocumentLimits, max_bytes: u64) -> Self {
        Self {
            nodes: Cell::new(limits.values),
            bytes: Cell::new(max_bytes),
            key_bytes: limits.key_bytes,
            tags: RefCell::default(),
            has_repeated: Cell::default(),
        }
    }

    pub(super) fn bytes_left(&self) -> u64 {
        self.bytes.get()
    }

    pub(super) fn seed(&self) -> NodeSeed<'_> {
        NodeSeed { budget: self, depth: 0 }
    }

    fn spend<E: serde::de::Error>(left: &Cell<u64>, amount: u64, sign: &str) -> Result<(), E> {
        let rest = left.get().checked_sub(amount).ok_or_else(|| E::custom(sign))?;
        left.set(rest);
        Ok(())
    }

    fn spend_bytes<E: serde::de::Error>(&self, text: &str) -> Result<(), E> {
        Self::spend(&self.bytes, text.len() as u64, TOO_LONG)
    }

    fn spend_value<E: serde::de::Error>(&self) -> Result<(), E> {
        Self::spend(&self.nodes, 1, TOO_MANY)?;
        Self::spend(&self.bytes, VALUE, TOO_LONG)
    }

    fn spend_key<E: serde::de::Error>(&self, key: &str) -> Result<(), E> {
        if key.len() as u64 > self.key_bytes {
            return Err(E::custom(LONG_KEY));
        }
        Self::spend(&self.nodes, 1, TOO_MANY)?;
        Self::spend(&self.bytes, MEMBER, TOO_LONG)?;
        self.spend_bytes(key)
    }
}

#[derive(Clone, Copy)]
pub(super) struct NodeSeed<'a> {
    budget: &'a Budget,
    depth: usize,
}

impl NodeSeed<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(TOO_DEEP));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.budget.spend_value()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    #[expect(clippy::cast_precision_loss, reason = "beyond 64 bits only the magnitude matters")]
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Node, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "beyond 64 bits only the magnitude matters")]
    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Node, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        // JSON has none of them; as a text, they are what YAML calls them.
        let special = if value.is_nan() {
            ".nan"
        } else if value > 0.0 {
            ".inf"
        } else {
            "-.inf"
        };
        Ok(Number::from_f64(value).map_or_else(|| Node::String(special.to_owned()), Node::Number))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Node, E> {
        self.budget.spend_bytes(value)?;
        Ok(Node::String(value.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Node, E> {
        self.budget.spend_bytes(&value)?;
        Ok(Node::String(value))
    }

    /// A value with a tag of the author: the tag is ignored.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Node, A::Error> {
        let (tag, value) = access.variant::<String>()?;
        self.budget.tags.borrow_mut().insert(tag);
        value.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(node) = access.next_element_seed(inner)? {
            list.push(node);
        }
        Ok(Node::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let inner = self.deeper()?;
        let mut map = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = access.next_key_seed(KeySeed(self.budget))? {
            let value = access.next_value_seed(inner)?;
            if key == "<<" && matches!(value, Node::Object(_) | Node::Array(_)) {
                merged.push(value);
                continue;
            }
            match map.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    let key = entry.key().clone();
                    let joined = join(&key, entry.get_mut(), value);
                    joined.ok_or_else(|| A::Error::custom(format!("{DUPLICATE}{key}\u{1}")))?;
                    self.budget.has_repeated.set(true);
                }
            }
        }
        merged.into_iter().for_each(|value| merge(&mut map, value));
        Ok(Node::Object(map))
    }
}

/// A key as it is written: `1.10` and `yes` are texts here.
struct KeySeed<'a>(&'a Budget);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = String;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text: a mapping or a list cannot be a key")
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<String, E> {
        self.0.spend_key(value)?;
        Ok(value.to_owned())
    }
}

/// Merges the members of YAML's `<<` that are not set yet.
fn merge(map: &mut Map, from: Node) {
    match from {
        Node::Object(members) => {
            for (key, value) in members {
                map.entry(key).or_insert(value);
            }
        }
        Node::Array(list) => list.into_iter().for_each(|one| merge(map, one)),
        _ => {}
    }
}
