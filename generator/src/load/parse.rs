//! One text to one tree: JSON through `serde_json`, the rest through `serde_yaml`, with one set of limits.
//!
//! A text is read as what it is. The extension of its file decides what is tried first.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeSeed;

use super::digits::long_number;
use super::node::Node;
use super::repairs::{Repair, without_comments, without_tabs_before_comments};
use super::unclosed;
use super::values::{Budget, DUPLICATE, LONG_KEY, TOO_DEEP, TOO_LONG, TOO_MANY};
use crate::diag::{self, Code, Position, codes};
use crate::limits::{DocumentLimits, MAX_DEPTH, MEMORY_PER_BYTE};

/// The result of reading one text.
pub(super) struct Parsed {
    pub text: String,
    /// The text without what is not allowed in it, if that was necessary; each byte has the same position.
    pub repaired: Option<String>,
    pub tree: Result<Node, Problem>,
    pub repairs: Vec<Repair>,
}

/// Why a text is not a document.
pub(super) struct Problem {
    pub code: &'static Code,
    pub position: Option<Position>,
    pub message: String,
    /// What to do, if it is not what is to be done about the code.
    pub help: Option<&'static str>,
}

impl Problem {
    fn new(code: &'static Code, position: Option<Position>, message: impl Into<String>) -> Self {
        Self {
            code,
            position,
            message: message.into(),
            help: None,
        }
    }

    fn empty() -> Self {
        Self {
            help: Some("check how the file was made: an interrupted download leaves an empty file"),
            ..Self::new(&codes::EMPTY, None, "the document is empty")
        }
    }

    /// A page of a browser: what servers send instead of a document.
    fn page() -> Self {
        let start = Position { line: 1, column: 1 };
        Self {
            help: Some(
                "open the file to see what it says: often it is a page of an error or a login, or a page that shows the \
                 document, which has an address of its own (`Raw`)",
            ),
            ..Self::new(
                &codes::NOT_OPENAPI,
                Some(start),
                "this is HTML or XML, not an OpenAPI document",
            )
        }
    }
}

/// The memory that the files of a document take together. One budget for all of them: a document can name any number of small
/// files, each with aliases that expand to a large tree.
pub(super) struct Memory {
    allowed: u64,
    spent: u64,
}

impl Memory {
    pub(super) fn new(limits: DocumentLimits) -> Self {
        Self {
            allowed: limits.expanded_mib.saturating_mul(1024 * 1024),
            spent: 0,
        }
    }
}

/// What is left of the limits for one text.
struct Room {
    limits: DocumentLimits,
    /// The bytes of memory that are left of those of the document.
    bytes: u64,
    /// The MiB of all files together, for messages.
    mib: u64,
    /// The most that an attempt to read the text took, also one that failed.
    taken: Cell<u64>,
}

impl Room {
    fn budget(&self) -> Budget {
        Budget::new(self.limits, self.bytes)
    }

    fn note(&self, budget: &Budget) {
        let taken = self.bytes.saturating_sub(budget.bytes_left());
        self.taken.set(self.taken.get().max(taken));
    }
}

/// Reads a text within limits. What it takes is noted in the memory of the document.
pub(super) fn tree(path: &Path, text: String, limits: DocumentLimits, memory: &mut Memory) -> Parsed {
    memory.allowed = memory
        .allowed
        .saturating_add(MEMORY_PER_BYTE.saturating_mul(text.len() as u64));
    let room = Room {
        limits,
        bytes: memory.allowed.saturating_sub(memory.spent),
        mib: memory.allowed / 1024 / 1024,
        taken: Cell::new(0),
    };
    let parsed = in_room(path, text, &room);
    memory.spent = memory.spent.saturating_add(room.taken.get());
    parsed
}

fn in_room(path: &Path, text: String, room: &Room) -> Parsed {
    if text.trim().is_empty() {
        return failed(text, Problem::empty());
    }
    if text.trim_start().starts_with('<') {
        return failed(text, Problem::page());
    }
    let mut parsed = any_format(path, text, room);
    if matches!(parsed.tree, Ok(Node::Null)) {
        parsed.tree = Err(Problem::empty());
    }
    parsed
}

fn any_format(path: &Path, text: String, room: &Room) -> Parsed {
    let named = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    let has_brackets = text.trim_start().starts_with(['{', '[']);
    let is_json = named("json") || (has_brackets && !named("yaml") && !named("yml"));
    if !is_json {
        // JSON is YAML, except where it is indented with tabs.
        return match has_brackets.then(|| from_json(&text, room)) {
            Some(Ok((node, repairs))) => done(text, node, repairs),
            _ => yaml(text, room),
        };
    }
    let error = match from_json(&text, room) {
        Ok((node, repairs)) => return done(text, node, repairs),
        Err(error) => error,
    };
    if error.code != &codes::SYNTAX {
        return failed(text, error);
    }
    // JSON has no largest number; YAML calls what is larger than the largest one of 64 bits infinite.
    let mut repairs = Vec::new();
    if error.message.contains("number out of range")
        && let Ok(node) = from_yaml(&text, room, &mut repairs)
    {
        let message = "the number is larger than any of 64 bits; it is ignored".to_owned();
        let position = error.position.unwrap_or(Position { line: 1, column: 1 });
        repairs.push(Repair::of_text(position, message));
        return done(text, node, repairs);
    }
    if let Some((blanked, position)) = without_comments(&text)
        && let Ok((node, mut repairs)) = from_json(&blanked, room)
    {
        let message = "JSON has no comments and no comma after the last value; both are ignored".to_owned();
        repairs.insert(0, Repair::of_text(position, message));
        return Parsed {
            repaired: Some(blanked),
            ..done(text, node, repairs)
        };
    }
    // A first key in quotes shows that JSON was meant.
    let is_meant = text
        .trim_start()
        .trim_start_matches(['{', '['])
        .trim_start()
        .starts_with('"');
    if has_brackets && is_meant {
        return failed(text, error);
    }
    let mut parsed = yaml(text, room);
    match &parsed.tree {
        Ok(Node::Object(_) | Node::Array(_)) => {
            let message = "this is not JSON; it is read as YAML".to_owned();
            let position = error.position.unwrap_or(Position { line: 1, column: 1 });
            parsed.repairs.insert(0, Repair::of_text(position, message));
            parsed
        }
        Err(problem) if !has_brackets && problem.code != &codes::EMPTY => parsed,
        _ => failed(parsed.text, error),
    }
}

fn done(text: String, node: Node, repairs: Vec<Repair>) -> Parsed {
    Parsed {
        text,
        repaired: None,
        tree: Ok(node),
        repairs,
    }
}

fn failed(text: String, problem: Problem) -> Parsed {
    Parsed {
        text,
        repaired: None,
        tree: Err(problem),
        repairs: Vec::new(),
    }
}

fn from_json(text: &str, room: &Room) -> Result<(Node, Vec<Repair>), Problem> {
    let digits = room.limits.digits;
    if let Some(position) = long_number(text, digits) {
        let message = format!("a number has more than {digits} digits: `max-digits` sets another limit");
        return Err(Problem::new(&codes::TOO_LARGE, Some(position), message));
    }
    let budget = room.budget();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // It would end one level before `MAX_DEPTH`, which the values count themselves.
    deserializer.disable_recursion_limit();
    let read = budget.seed().deserialize(&mut deserializer);
    room.note(&budget);
    let read = read.and_then(|node| deserializer.end().map(|()| node));
    let node = read.map_err(|error| {
        let position = json_position(text, error.line(), error.column());
        problem(&error.to_string(), position, (text, room), "JSON")
    })?;
    Ok((node, joined(text, &budget)))
}

/// YAML. If it cannot be read as it is, tabs before comments become spaces.
fn yaml(text: String, room: &Room) -> Parsed {
    let mut repairs = Vec::new();
    let error = match from_yaml(&text, room, &mut repairs) {
        Ok(node) => return done(text, node, repairs),
        Err(error) => error,
    };
    if error.code == &codes::SYNTAX
        && let Some((spaced, position)) = without_tabs_before_comments(&text)
    {
        let mut repairs = Vec::new();
        if let Ok(node) = from_yaml(&spaced, room, &mut repairs) {
            let message = "YAML does not allow tabs for indentation; this comment is read with spaces".to_owned();
            repairs.push(Repair::of_text(position, message));
            return Parsed {
                repaired: Some(spaced),
                ..done(text, node, repairs)
            };
        }
    }
    failed(text, error)
}

fn from_yaml(text: &str, room: &Room, repairs: &mut Vec<Repair>) -> Result<Node, Problem> {
    if let Some(position) = too_deep(text) {
        let message = format!("the document is nested deeper than {MAX_DEPTH} levels");
        return Err(Problem::new(&codes::TOO_LARGE, Some(position), message));
    }
    let budget = room.budget();
    // `serde_yaml` has no iterator state to reuse: the first document of a stream is the one that counts.
    let Some(document) = serde_yaml::Deserializer::from_str(text).next() else {
        return Ok(Node::Null);
    };
    let read = budget.seed().deserialize(document);
    room.note(&budget);
    let node = read.map_err(|error| {
        let location = error.location();
        let position = location.and_then(|at| position(at.line(), at.column()));
        problem(&error.to_string(), position, (text, room), "YAML")
    })?;
    repairs.extend(joined(text, &budget));
    let tags = budget.tags.into_inner();
    let positions = if tags.is_empty() {
        BTreeMap::new()
    } else {
        positions_of_tags(text)
    };
    for tag in tags {
        let start = Position { line: 1, column: 1 };
        let position = positions.get(tag.trim_start_matches('!')).copied();
        let message = format!("the YAML tag `!{tag}` has no meaning in OpenAPI; it is ignored");
        repairs.push(Repair::of_text(position.unwrap_or(start), message));
    }
    Ok(node)
}

/// The keys whose values were read as one, in the order of the text.
fn joined(text: &str, budget: &Budget) -> Vec<Repair> {
    if !budget.has_repeated.get() {
        return Vec::new();
    }
    let keys = diag::repeated_keys(text).into_iter().filter(|one| one.key != "<<");
    let repairs = keys.map(|one| Repair {
        message: format!(
            "the key `{}` occurs more than once in one mapping; its values are read as one",
            one.key
        ),
        fragment: one.fragment,
        position: one.position,
    });
    repairs.collect()
}

/// The position of the first text after an exclamation mark, by the text.
fn positions_of_tags(text: &str) -> BTreeMap<&str, Position> {
    let mut found = BTreeMap::new();
    for (line, content) in text.split('\n').enumerate() {
        let (mut start, mut column) = (0, 1);
        for (at, _) in content.match_indices('!') {
            column += content.get(start..at).map_or(0, |before| before.chars().count());
            start = at;
            let tag = content.get(at + 1..).unwrap_or("").trim_start_matches('!');
            let end = tag.find(|c: char| c.is_whitespace() || ",[]{}".contains(c));
            let tag = end.and_then(|end| tag.get(..end)).unwrap_or(tag);
            found.entry(tag).or_insert(Position { line: line + 1, column });
        }
    }
    found
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

/// The cause of a parser's error.
fn problem(message: &str, position: Option<Position>, (text, room): (&str, &Room), format: &str) -> Problem {
    let with = Problem::new;
    if message.contains(TOO_LONG) {
        let mib = room.mib;
        let message = format!(
            "the document takes more than {mib} MiB where its aliases are expanded: `max-expanded-mib` sets another limit"
        );
        with(&codes::TOO_LARGE, position, message)
    } else if message.contains(LONG_KEY) {
        let bytes = room.limits.key_bytes;
        let message = format!("a key has more than {bytes} bytes: `max-key-bytes` sets another limit");
        with(&codes::TOO_LARGE, position, message)
    } else if message.contains(TOO_MANY) {
        let values = room.limits.values;
        let message = format!(
            "the document has more than {values} values where its aliases are expanded: `max-values` sets another limit"
        );
        with(&codes::TOO_LARGE, position, message)
    } else if message.contains("repetition limit exceeded") {
        let message = "the document has aliases of aliases that expand to too many values".to_owned();
        with(&codes::TOO_LARGE, position, message)
    } else if message.contains(TOO_DEEP) || message.contains("recursion limit exceeded") {
        let message = format!("the document is nested deeper than {MAX_DEPTH} levels");
        with(&codes::TOO_LARGE, position, message)
    } else if let Some((_, key)) = message.split_once(DUPLICATE) {
        let key = key.split('\u{1}').next().unwrap_or(key);
        let mut keys = diag::repeated_keys(text).into_iter();
        let second = keys.find(|one| one.key == key);
        let position = second.map(|one| one.position).or(position);
        let message = format!("the key `{key}` occurs twice in one mapping");
        with(&codes::DUPLICATE_KEY, position, message)
    } else if format == "YAML" && (message.contains("EOF") || message.contains("end of stream")) && position.is_none() {
        Problem::empty()
    } else if let Some(unclosed) = unclosed::unclosed(text, message, position) {
        let message = format!("this is not valid {format}: {}", unclosed.message);
        Problem {
            help: Some(unclosed.help),
            ..with(&codes::SYNTAX, Some(unclosed.position), message)
        }
    } else {
        let message = message.split(" at line ").next().unwrap_or(message);
        with(
            &codes::SYNTAX,
            position,
            format!("this is not valid {format}: {message}"),
        )
    }
}
