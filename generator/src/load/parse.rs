//! One text to one tree: JSON through `serde_json`, the rest through `serde_yaml`, with one set of limits.

use std::cell::Cell;
use std::fmt;
use std::path::Path;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use super::node::{Map, Node, Number};
use crate::diag::{self, Diagnostics, Position, codes};
use crate::pointer::Pointer;

/// The maximum number of values of a document, after aliases are expanded.
const MAX_NODES: u64 = 20_000_000;
/// The maximum nesting; serde_yaml and serde_json have the same limit.
const MAX_DEPTH: usize = 128;

const TOO_LARGE: &str = "oaspen:too-large";
const DUPLICATE: &str = "oaspen:duplicate-key:";

pub(super) fn tree(file: &str, path: &Path, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    let at = Pointer::document(file);
    let budget = Cell::new(MAX_NODES);
    let seed = NodeSeed {
        budget: &budget,
        depth: 0,
    };
    let json = looks_like_json(path, text);
    if text.trim().is_empty() {
        diagnostics.add(&codes::EMPTY, &at, "the document is empty");
        return None;
    }
    if !json && let Some(position) = too_deep(text) {
        diagnostics.add_at(
            &codes::TOO_LARGE,
            &at,
            Some(position),
            format!("the document is nested deeper than {MAX_DEPTH} levels"),
        );
        return None;
    }
    let parsed = if json {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        seed.deserialize(&mut deserializer)
            .and_then(|node| deserializer.end().map(|()| node))
            .map_err(|e| ParseError {
                message: e.to_string(),
                position: json_position(text, e.line(), e.column()),
            })
    } else {
        from_yaml(text, seed)
    };
    match parsed {
        Ok(Node::Null) => {
            diagnostics.add(&codes::EMPTY, &at, "the document is empty");
            None
        }
        Ok(node) => Some(node),
        Err(error) => {
            report(error, &at, text, json, diagnostics);
            None
        }
    }
}

fn from_yaml(text: &str, seed: NodeSeed<'_>) -> Result<Node, ParseError> {
    // `serde_yaml` has no iterator state to reuse: the first document of a stream is the one that counts.
    let Some(document) = serde_yaml::Deserializer::from_str(text).next() else {
        return Ok(Node::Null);
    };
    seed.deserialize(document).map_err(|e| ParseError {
        message: e.to_string(),
        position: e
            .location()
            .and_then(|location| position(location.line(), location.column())),
    })
}

struct ParseError {
    message: String,
    position: Option<Position>,
}

fn position(line: usize, column: usize) -> Option<Position> {
    (line > 0).then_some(Position {
        line,
        column: column.max(1),
    })
}

/// `serde_json` counts columns in bytes; diagnostics count characters.
fn json_position(text: &str, line: usize, column: usize) -> Option<Position> {
    let content = text.split('\n').nth(line.checked_sub(1)?)?;
    let before = content
        .char_indices()
        .take_while(|(at, _)| *at < column.saturating_sub(1))
        .count();
    position(line, before + 1)
}

/// The position where YAML brackets are nested too deeply. `serde_yaml` takes a time that grows with the square of the
/// depth to find out, so texts with suspiciously many brackets are checked first.
fn too_deep(text: &str) -> Option<Position> {
    const MAX_UNCLOSED: usize = 1000;
    // Closing brackets in strings can hide the depth, so the opening ones are limited too.
    const MAX_OPENED: usize = 20_000;
    let (mut unclosed, mut most, mut opened) = (0usize, 0usize, 0usize);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                opened += 1;
                unclosed += 1;
                most = most.max(unclosed);
            }
            b']' | b'}' => unclosed = unclosed.saturating_sub(1),
            _ => {}
        }
    }
    if most > MAX_UNCLOSED || opened > MAX_OPENED {
        diag::deeper_than(text, MAX_DEPTH)
    } else {
        None
    }
}

fn report(error: ParseError, at: &Pointer, text: &str, json: bool, diagnostics: &mut Diagnostics) {
    let ParseError { message, position } = error;
    let too_large = [TOO_LARGE, "recursion limit exceeded", "repetition limit exceeded"];
    if too_large.iter().any(|sign| message.contains(sign)) {
        let what = if message.contains("recursion") || message.contains("depth") {
            format!("the document is nested deeper than {MAX_DEPTH} levels")
        } else {
            "the document expands to too many values".to_owned()
        };
        diagnostics.add_at(&codes::TOO_LARGE, at, position, what);
    } else if let Some((_, key)) = message.split_once(DUPLICATE) {
        let key = key.split('\u{1}').next().unwrap_or(key);
        let position = diag::second_key(text, key).or(position);
        diagnostics.add_at(
            &codes::DUPLICATE_KEY,
            at,
            position,
            format!("the key `{key}` occurs twice in one mapping"),
        );
    } else if !json && (message.contains("EOF") || message.contains("end of stream")) && position.is_none() {
        diagnostics.add(&codes::EMPTY, at, "the document is empty");
    } else {
        let format = if json { "JSON" } else { "YAML" };
        let message = message.split(" at line ").next().unwrap_or(&message);
        diagnostics.add_at(
            &codes::SYNTAX,
            at,
            position,
            format!("this is not valid {format}: {message}"),
        );
    }
}

fn looks_like_json(path: &Path, text: &str) -> bool {
    let named = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    if named("yaml") || named("yml") {
        return false;
    }
    named("json") || text.trim_start().starts_with('{')
}

#[derive(Clone, Copy)]
struct NodeSeed<'a> {
    budget: &'a Cell<u64>,
    depth: usize,
}

impl NodeSeed<'_> {
    fn spend<E: serde::de::Error>(&self) -> Result<(), E> {
        match self.budget.get().checked_sub(1) {
            Some(left) => {
                self.budget.set(left);
                Ok(())
            }
            None => Err(E::custom(TOO_LARGE)),
        }
    }

    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format!("{TOO_LARGE} depth")));
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
        self.spend()?;
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
        Ok(Number::from_f64(value).map_or_else(|| Node::String(value.to_string()), Node::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::String(value))
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
        while let Some(key) = access.next_key_seed(inner)? {
            let key = key_text(key).ok_or_else(|| A::Error::custom("a mapping or a list cannot be a key"))?;
            let value = access.next_value_seed(inner)?;
            if key == "<<" && matches!(value, Node::Object(_) | Node::Array(_)) {
                merged.push(value);
            } else if map.contains_key(&key) {
                return Err(A::Error::custom(format!("{DUPLICATE}{key}\u{1}")));
            } else {
                map.insert(key, value);
            }
        }
        merged.into_iter().for_each(|value| merge(&mut map, value));
        Ok(Node::Object(map))
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

fn key_text(key: Node) -> Option<String> {
    match key {
        Node::String(text) => Some(text),
        Node::Number(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        Node::Null => Some("null".to_owned()),
        Node::Array(_) | Node::Object(_) => None,
    }
}
