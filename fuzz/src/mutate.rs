//! Mutations of inputs: by the structure of each part, sometimes only of its bytes.

use crate::damage::{damage, pick};
use crate::names::{JSON, KEYS, LOCK_WORDS, SETTINGS, VALUES};
use crate::target::Part;
use crate::tree;
use fastrand::Rng;
use serde_json::Value;

/// The longest part that bytes are added to.
const MAX_BYTES: usize = 64 * 1024;

/// Changes one part or a few.
pub(crate) fn parts(kinds: &[Part], parts: &mut [Vec<u8>], rng: &mut Rng) {
    let count = if rng.u8(..4) == 0 { 2 } else { 1 };
    for _ in 0..count {
        // Choices are few, and content is much.
        let mut at = rng.usize(..parts.len());
        if kinds[at] == Part::Choices && rng.u8(..3) > 0 {
            at = rng.usize(..parts.len());
        }
        let document = parts.iter().zip(kinds).find(|(_, kind)| **kind == Part::Document);
        let document = document.map(|(text, _)| text.clone());
        let text = std::mem::take(&mut parts[at]);
        parts[at] = part(kinds[at], text, document.as_deref(), rng);
    }
}

fn part(kind: Part, text: Vec<u8>, document: Option<&[u8]>, rng: &mut Rng) -> Vec<u8> {
    match kind {
        Part::Choices => choices(text, rng),
        Part::Name => text,
        Part::Document | Part::Changed => documents(&text, rng).unwrap_or_else(|| bytes(text, VALUES, rng)),
        Part::Toml => configuration(&text, document, rng).unwrap_or_else(|| bytes(text, SETTINGS, rng)),
        Part::Lock => lock(text, rng),
        Part::Json => json(&text, rng).unwrap_or_else(|| bytes(text, JSON, rng)),
        Part::Bytes(words) => bytes(text, words, rng),
    }
}

/// Other choices; they contain no zero, which separates parts.
fn choices(mut text: Vec<u8>, rng: &mut Rng) -> Vec<u8> {
    if text.is_empty() || rng.u8(..3) == 0 {
        return (0..rng.usize(..12)).map(|_| rng.u8(1..)).collect();
    }
    let at = rng.usize(..text.len());
    text[at] = rng.u8(1..);
    text
}

/// `None` if the text is no document, or if its text shall be changed instead.
fn documents(text: &[u8], rng: &mut Rng) -> Option<Vec<u8>> {
    if rng.u8(..8) == 0 {
        return None;
    }
    let mut tree = tree::read(text)?;
    for _ in 0..=rng.u8(..4) {
        damage(&mut tree, KEYS, VALUES, rng);
    }
    printed(&tree, rng)
}

fn printed(tree: &Value, rng: &mut Rng) -> Option<Vec<u8>> {
    match rng.u8(..4) {
        0 => serde_yaml::to_string(tree).ok().map(String::into_bytes),
        1 => serde_json::to_vec_pretty(tree).ok(),
        _ => serde_json::to_vec(tree).ok(),
    }
}

fn json(text: &[u8], rng: &mut Rng) -> Option<Vec<u8>> {
    if rng.u8(..4) == 0 {
        return None;
    }
    let mut tree = serde_json::from_slice(text).ok()?;
    for _ in 0..=rng.u8(..3) {
        damage(
            &mut tree,
            &["a", "id", "kind", "name", "type"],
            &["", "a", "cat", "2026-01-31", "1"],
            rng,
        );
    }
    serde_json::to_vec(&tree).ok()
}

/// Damages a configuration, or adds an override of a part of the document.
fn configuration(text: &[u8], document: Option<&[u8]>, rng: &mut Rng) -> Option<Vec<u8>> {
    if rng.u8(..8) == 0 {
        return None;
    }
    let mut tree = tree::read_toml(text)?;
    if let (Some(document), true) = (document.and_then(tree::read), rng.bool()) {
        let pointer = pick(&tree::pointers(&document), rng).clone();
        if let Some(Value::Object(overrides)) = tree.get_mut("overrides") {
            let chosen = pick(OVERRIDES, rng);
            let added = tree::read_toml(chosen.as_bytes())?;
            let everywhere = rng.u8(..4) == 0;
            let entry = overrides
                .entry(format!("#{pointer}"))
                .or_insert_with(|| serde_json::json!({}));
            if let (Value::Object(entry), Value::Object(added)) = (entry, added) {
                entry.extend(added);
                if everywhere {
                    entry.insert("everywhere".to_owned(), true.into());
                }
            }
        }
    } else {
        for _ in 0..=rng.u8(..3) {
            damage(&mut tree, SETTINGS, SETTINGS, rng);
        }
    }
    tree::to_toml(&tree)
}

/// One override of each kind.
const OVERRIDES: &[&str] = &[
    "type = \"::std::string::String\"",
    "type = \"Vec<u8>\"",
    "nullable = true",
    "nullable = false",
    "required = true",
    "required = false",
    "wire-name = \"other\"",
    "rename = \"Other\"",
    "rename = \"other\"",
    "segments = \"many\"",
    "allow-empty = true",
    "body = true",
    "body = false",
    "security = []",
    "security = [[\"key\"]]",
    "status = \"2XX\"",
    "status = [\"200\", \"default\"]",
    "media-type = \"application/json\"",
    "media-type = \"text/plain\"",
    "stream = \"events\"",
    "stream = \"json-lines\"",
    "keep-unknown = true",
    "times-without-offset = \"utc\"",
    "times-without-offset = \"civil\"",
    "pages = { style = \"none\" }",
    "pages = { style = \"page\" }",
    "pages = { link = true }",
    "pages = { items = \"/items\", next = \"/next\" }",
];

/// Lines of a lock: left out, repeated, in another order, with the words of others.
fn lock(text: Vec<u8>, rng: &mut Rng) -> Vec<u8> {
    let Ok(text) = String::from_utf8(text.clone()) else {
        return bytes(text, LOCK_WORDS, rng);
    };
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let (at, other) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
    match rng.u8(..8) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        3 | 4 => {
            // A field of another line.
            let theirs: Vec<String> = lines[other].split('\t').map(str::to_owned).collect();
            let mut mine: Vec<String> = lines[at].split('\t').map(str::to_owned).collect();
            let field = rng.usize(..mine.len());
            mine[field] = theirs.get(field).or(theirs.last()).cloned().unwrap_or_default();
            lines[at] = mine.join("\t");
        }
        5 => {
            let mut mine: Vec<&str> = lines[at].split('\t').collect();
            let field = rng.usize(..mine.len());
            mine[field] = *pick(LOCK_WORDS, rng);
            lines[at] = mine.join("\t");
        }
        6 => lines.insert(at, pick(LOCK_WORDS, rng).to_string()),
        _ => return bytes(text.into_bytes(), LOCK_WORDS, rng),
    }
    lines.join("\n").into_bytes()
}

/// Changes bytes, whatever they mean.
pub(crate) fn bytes(mut text: Vec<u8>, words: &[&str], rng: &mut Rng) -> Vec<u8> {
    for _ in 0..=rng.u8(..3) {
        let at = rng.usize(..=text.len());
        let end = (at + 1 + rng.usize(..16)).min(text.len());
        match rng.u8(..8) {
            0 if at < text.len() => text[at] = rng.u8(..),
            1 if at < text.len() => text[at] ^= 1 << rng.u8(..8),
            2 => drop(text.drain(at..end)),
            3 if text.len() < MAX_BYTES => {
                let again = text[at..end].to_vec();
                let to = rng.usize(..=text.len());
                text.splice(to..to, again);
            }
            4 if text.len() < MAX_BYTES => {
                let many = text[at..end].repeat(1 << rng.u8(..6));
                text.splice(at..at, many);
            }
            5 => text.insert(at, rng.u8(..)),
            _ if !words.is_empty() && text.len() < MAX_BYTES => {
                let word = pick(words, rng).bytes();
                text.splice(at..at, word);
            }
            _ => text.truncate(at),
        }
    }
    text
}
