//! The result: overrides with their evidence, as data and as text for the configuration.

use std::fmt::Write as _;

use crate::config::{Override, StreamOf, TimesWithoutOffset};
use crate::outcome::Outcome;
use crate::text::{is_unsafe_char, one_line, without_commands};

/// What recorded exchanges show about a document.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Lesson {
    /// The overrides that the client does not have yet, by their keys.
    pub overrides: Vec<LearnedOverride>,
    /// What no override repairs.
    pub left: Vec<Unrepaired>,
    /// Requests that the document does not have.
    pub unknown: Vec<UnknownRequest>,
    /// How many exchanges there were.
    pub counts: ExchangeCounts,
    /// The client with these overrides. If it has errors, nothing was compared, or the overrides cannot be used.
    pub outcome: Outcome,
}

/// An override, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LearnedOverride {
    /// The key in the configuration.
    pub key: String,
    /// The decisions that are new.
    pub chosen: Override,
    /// Counts, such as `3 of 40 values in responses of listZones are null`.
    pub evidence: Vec<String>,
}

/// A departure that no override repairs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unrepaired {
    /// The part of the document.
    pub pointer: String,
    /// Why.
    pub reason: String,
}

/// A request that the document does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownRequest {
    /// Method and path. `{}` is a segment that no path of the document has, since it may be a secret.
    pub request: String,
    /// How many there are.
    pub count: usize,
    /// The first of them: file and number.
    pub first: String,
}

/// How many exchanges there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExchangeCounts {
    /// All of them.
    pub exchanges: usize,
    /// Those of an operation of the document.
    pub compared: usize,
    /// Those whose response or its body is not in the recording.
    pub without_body: usize,
    /// Requests to servers that are not those of the document.
    pub other_hosts: usize,
    /// Requests that the document does not have.
    pub unknown: usize,
}

/// The value of a decision in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionValue {
    /// `true` or `false`.
    Flag(bool),
    /// A text.
    Text(String),
    /// A list of texts and integers, such as statuses.
    List(Vec<String>),
}

impl LearnedOverride {
    /// The decisions that the recordings can lead to, by their keys in the configuration.
    pub fn decisions(&self) -> Vec<(&'static str, DecisionValue)> {
        let chosen = &self.chosen;
        let text = |text: &Option<String>| text.clone().map(DecisionValue::Text);
        let stream = chosen.stream.map(|stream| match stream {
            StreamOf::Events => "events",
            StreamOf::JsonLines => "json-lines",
        });
        let times = chosen.times_without_offset.map(|times| match times {
            TimesWithoutOffset::Error => "error",
            TimesWithoutOffset::Utc => "utc",
            TimesWithoutOffset::Civil => "civil",
        });
        let word = |word: Option<&str>| word.map(|word| DecisionValue::Text(word.to_owned()));
        let statuses = chosen.status.as_ref().map(|all| all.keys().to_vec());
        let all = [
            ("required", chosen.required.map(DecisionValue::Flag)),
            ("nullable", chosen.nullable.map(DecisionValue::Flag)),
            ("wire-name", text(&chosen.wire_name)),
            ("status", statuses.map(DecisionValue::List)),
            ("media-type", text(&chosen.media_type)),
            ("stream", word(stream)),
            ("type", text(&chosen.ty)),
            ("times-without-offset", word(times)),
            ("everywhere", chosen.everywhere.then_some(DecisionValue::Flag(true))),
        ];
        let set = all.into_iter().filter_map(|(key, value)| Some((key, value?)));
        set.collect()
    }

    /// A table for `oaspen.toml`, with the evidence as comments.
    ///
    /// ```
    /// let mut learned = oaspen::LearnedOverride::default();
    /// learned.key = "#/components/schemas/Pet".to_owned();
    /// learned.chosen.nullable = Some(true);
    /// learned.evidence.push("1 of 2 values in responses of listPets are null".to_owned());
    /// assert_eq!(
    ///     learned.to_toml("shop"),
    ///     "# 1 of 2 values in responses of listPets are null.\n\
    ///      [clients.shop.overrides.\"#/components/schemas/Pet\"]\nnullable = true\n"
    /// );
    /// ```
    pub fn to_toml(&self, client: &str) -> String {
        let mut text = String::new();
        for line in self.comments() {
            let _ = writeln!(text, "{line}");
        }
        let _ = writeln!(text, "[clients.{}.overrides.{}]", key(client), key(&self.key));
        for (name, value) in self.decisions() {
            let _ = writeln!(text, "{name} = {value}");
        }
        text
    }

    /// The evidence as comments of TOML, one line each. Names of the document in it may have line ends and control characters, which
    /// a comment must not have.
    pub fn comments(&self) -> impl Iterator<Item = String> {
        let safe = |line: &String| without_commands(&one_line(line)).into_owned();
        self.evidence.iter().map(move |line| format!("# {}.", safe(line)))
    }
}

/// As in TOML.
impl std::fmt::Display for DecisionValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::List(all) => {
                let one = |text: &String| match text.parse::<u16>() {
                    Ok(number) => number.to_string(),
                    Err(_) => quoted(text),
                };
                write!(f, "[{}]", all.iter().map(one).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// A key of TOML: bare if that is possible.
fn key(text: &str) -> String {
    let is_bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if is_bare { text.to_owned() } else { quoted(text) }
}

/// A basic string of TOML in one line, in which every character is seen.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // The text may be printed into the log of a build, whose host reads `##[error]`.
            '#' if out.ends_with('#') => out.push_str("\\u0023"),
            c if is_unsafe_char(c) => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
