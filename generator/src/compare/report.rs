//! The result of a comparison, as plain data: for text, Markdown, JSON, HTML and other formats.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::Rule;
use super::version::Bump;
use crate::diag::SourceLocation;
use crate::pointer::Pointer;

/// What changed between two versions of a client.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The name of the client.
    pub client: String,
    /// The old and the new version, as the user named them.
    pub old: String,
    /// See [`Self::old`].
    pub new: String,
    /// What the document changed, the worst first.
    pub changes: Vec<Change>,
    /// Items that code can no longer use although the document is the same: a newer oaspen generates other code.
    pub generator: Vec<BrokenItem>,
    /// Whether the new client has public items that the old one does not have.
    pub has_additions: bool,
    /// How many operations and types the new client has.
    pub operations: usize,
    /// See [`Self::operations`].
    pub types: usize,
}

/// What a change means for code, or for programs that are deployed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// All works as before.
    #[default]
    Fine,
    /// All works, and means or shows something else.
    Changes,
    /// Code does not compile, or requests or responses fail.
    Breaks,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The kind of the change.
    pub rule: &'static Rule,
    /// For code that uses the old client and is compiled with the new one.
    pub code: Verdict,
    /// For programs with the old client that meet a server of the new document.
    pub deployed: Verdict,
    /// Whether [`Self::deployed`] depends on the values: only some requests or responses are affected.
    pub is_partial: bool,
    /// Where the change is in the old version, unless it is an addition.
    pub old: Option<Part>,
    /// Where the change is in the new version, unless it is a removal.
    pub new: Option<Part>,
    /// The old state in a few words, such as a type; may be empty.
    pub before: String,
    /// The new state in a few words; may be empty.
    pub after: String,
    /// The public items that code can no longer use in the same way.
    pub items: Vec<BrokenItem>,
    /// The calls that send or receive it: `client.users().get_user()`.
    pub calls: Vec<String>,
    /// Whether more calls may do: of very many, not all are listed.
    pub has_more_calls: bool,
    /// What to do, in one sentence.
    pub help: String,
    /// What identifies the change: the rule, and a number that does not depend on lines. For accepted changes.
    pub fingerprint: String,
    /// Why the change is accepted, if it is.
    pub accepted: Option<String>,
}

/// A part of a version: in the document and in Rust.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// The pointer in the document.
    pub pointer: Option<Pointer>,
    /// File, line and column of the pointer.
    pub location: Option<SourceLocation>,
    /// The Rust item, from the root of the client: `models::User::name`. Empty if there is none.
    pub item: String,
}

/// A public item that the new client does not have, or has with another signature.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BrokenItem {
    /// Its path from the root of the client.
    pub path: String,
    /// Its signature in the old client.
    pub before: String,
    /// Its signature in the new client. `None` if it is gone.
    pub after: Option<String>,
}

impl Comparison {
    /// The worst verdicts of the changes that are not accepted: for code, and for deployed programs.
    pub fn worst(&self) -> (Verdict, Verdict) {
        let open = || self.changes.iter().filter(|change| change.accepted.is_none());
        let code = open().map(|change| change.code).max().unwrap_or_default();
        let deployed = open().map(|change| change.deployed).max().unwrap_or_default();
        (code, deployed)
    }

    /// What the changes mean for the version of the client, accepted or not.
    pub fn bump(&self) -> Bump {
        let is_broken = self.changes.iter().any(|change| change.code == Verdict::Breaks) || !self.generator.is_empty();
        match (is_broken, self.has_additions) {
            (true, _) => Bump::Breaking,
            (false, true) => Bump::Addition,
            (false, false) if self.changes.is_empty() => Bump::None,
            (false, false) => Bump::Patch,
        }
    }

    /// The calls that the changes list.
    pub fn calls(&self) -> BTreeSet<&str> {
        let calls = self.changes.iter().flat_map(|change| &change.calls);
        calls.map(String::as_str).collect()
    }

    /// Marks the changes that a configuration accepts: fingerprints with reasons. Returns the fingerprints of no change.
    pub fn accept<'a>(&mut self, accepted: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<&'a str> {
        let mut by_fingerprint: BTreeMap<&str, Vec<&mut Option<String>>> = BTreeMap::new();
        for change in &mut self.changes {
            let known = by_fingerprint.entry(&change.fingerprint).or_default();
            known.push(&mut change.accepted);
        }
        let mut unknown = Vec::new();
        for (fingerprint, reason) in accepted {
            match by_fingerprint.get_mut(fingerprint) {
                Some(changes) => changes
                    .iter_mut()
                    .for_each(|accepted| **accepted = Some(reason.to_owned())),
                None => unknown.push(fingerprint),
            }
        }
        unknown
    }
}

impl Change {
    /// The Rust item that the change is about: of the old version, else of the new one. For what was added to an item, the
    /// addition.
    pub fn item(&self) -> &str {
        let old = self.old.as_ref().map_or("", |part| part.item.as_str());
        let new = self.new.as_ref().map_or("", |part| part.item.as_str());
        let is_inside = new.strip_prefix(old).is_some_and(|rest| rest.starts_with("::"));
        if old.is_empty() || is_inside { new } else { old }
    }
}
