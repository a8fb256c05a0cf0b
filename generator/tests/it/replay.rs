//! Histories of documents, each version generated with the lock of the one before: no name changes for no reason.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;

use crate::common;
use crate::replay_changes::{self, Change, Random, change, sorted};
use crate::replay_documents;
use oaspen::{Filters, Outcome, Settings};

/// Histories of each document. `REPLAY_SEEDS=100` runs more, `REPLAY_SEEDS=90..95` those of these seeds.
const SEEDS: Range<u64> = 0..6;
const VERSIONS: usize = 6;

/// The lines of a lock.
type Lines = BTreeMap<(String, String), String>;

struct Version {
    document: Value,
    lines: Lines,
    lock: String,
}

fn generate(document: &Value, lock: Option<&str>, filters: &Filters) -> Outcome {
    let settings = Settings {
        filters: filters.clone(),
        ..common::settings()
    };
    let outcome = oaspen::generate(&common::text_input("spec.json", document.to_string()), &settings, lock);
    assert!(!outcome.diagnostics.has_errors(), "{}", common::rendered(&outcome));
    outcome
}

/// `known`: seeds whose histories failed before.
fn seeds(known: &[u64]) -> Vec<u64> {
    let Ok(text) = std::env::var("REPLAY_SEEDS") else {
        return SEEDS.chain(known.iter().copied()).collect();
    };
    let (start, end) = text.split_once("..").unwrap_or(("0", &text));
    let number = |text: &str| text.parse().expect("REPLAY_SEEDS is a number or a range of numbers");
    (number(start)..number(end)).collect()
}

/// Whether a filter omits a part of each version at first. Then all of it is generated.
#[derive(Clone, Copy, PartialEq)]
enum Filtering {
    Never,
    First,
}

impl Filtering {
    fn filters(self, document: &Value, random: &mut Random) -> Option<Filters> {
        let path = (self == Self::First).then(|| replay_changes::path(document, random))??;
        let (list, other) = match random.below(2) {
            0 => (vec![path], Vec::new()),
            _ => (Vec::new(), vec![path]),
        };
        Some(Filters {
            include_paths: list,
            exclude_paths: other,
            ..Filters::default()
        })
    }
}

/// Generates a version with a lock, first with a filter if there is one. Returns the outcome and what a second run changes.
fn next(document: &Value, lock: &str, filters: Option<&Filters>) -> (Outcome, Vec<String>) {
    let mut flips = Vec::new();
    let mut run = |lock: &str, filters: &Filters| {
        let outcome = generate(document, Some(lock), filters);
        let again = generate(document, Some(&outcome.lock), filters);
        flips.extend(
            common::difference(&common::files(&outcome), &common::files(&again))
                .map(|difference| format!("a second run differs:\n{difference}")),
        );
        outcome
    };
    let filtered = filters.map(|filters| run(lock, filters).lock);
    let outcome = run(filtered.as_deref().unwrap_or(lock), &Filters::default());
    (outcome, flips)
}

fn lines(lock: &str) -> Lines {
    let lines = lock.lines().filter_map(|line| {
        let mut parts = line.split('\t').map(str::to_owned);
        Some(((parts.next()?, parts.next()?), parts.next()?))
    });
    lines.collect()
}

fn replay(what: &str, document: fn() -> Value, filtering: Filtering, known: &[u64]) {
    let mut failures = Vec::new();
    for seed in seeds(known) {
        let mut random = Random::new(seed);
        let mut document = document();
        let first = generate(&document, None, &Filters::default());
        let mut before = Version {
            lines: lines(&first.lock),
            lock: first.lock,
            document: document.clone(),
        };
        let mut history = Vec::new();
        for _ in 0..VERSIONS {
            let change = change(&mut document, &mut random);
            let filters = filtering.filters(&document, &mut random);
            history.push(match &filters {
                Some(filters) => format!(
                    "{} (only {:?}, not {:?})",
                    change.what, filters.include_paths, filters.exclude_paths
                ),
                None => change.what.clone(),
            });
            let (outcome, mut found) = next(&document, &before.lock, filters.as_ref());
            let after = Version {
                lines: lines(&outcome.lock),
                lock: outcome.lock,
                document: document.clone(),
            };
            found.extend(compare(&before, &after, &change));
            failures.extend(
                found
                    .into_iter()
                    .map(|one| format!("{what} {seed}, {history:#?}: {one}")),
            );
            before = after;
        }
    }
    let count = failures.len();
    failures.truncate(8);
    assert!(failures.is_empty(), "{count} failures\n{}", failures.join("\n"));
}

impl Version {
    fn line(&self, key: &str, kind: &str) -> Option<&String> {
        self.lines.get(&(key.to_owned(), kind.to_owned()))
    }

    /// The name of the type at a key.
    fn ty(&self, key: &str) -> Option<&String> {
        self.line(key, "type").or_else(|| self.line(key, "shares"))
    }

    fn list(&self, key: &str, kind: &str) -> Vec<String> {
        let line = self.line(key, kind);
        line.and_then(|line| serde_json::from_str(line).ok())
            .unwrap_or_default()
    }

    /// The names of types and their aliases, each with the key of its type.
    fn names(&self) -> BTreeMap<&str, &str> {
        let types = self.lines.iter().filter(|((_, kind), _)| kind == "type");
        types.map(|((key, _), name)| (name.as_str(), key.as_str())).collect()
    }

    fn aliases(&self) -> BTreeMap<String, &str> {
        let lines = self.lines.iter().filter(|((_, kind), _)| kind == "alias");
        let names =
            lines.flat_map(|((key, kind), _)| self.list(key, kind).into_iter().map(move |name| (name, key.as_str())));
        names.collect()
    }

    /// The keys of the lines below a branch, without it.
    fn below(&self, branch: &str) -> BTreeSet<(&str, &str)> {
        let prefix = format!("{branch}/");
        let lines = self.lines.keys();
        lines
            .filter_map(|(key, kind)| Some((key.strip_prefix(&prefix)?, kind.as_str())))
            .collect()
    }

    /// Whether the branch of a union that a key belongs to had another key before, with all that is inside of it. Then another
    /// branch has this key now.
    fn has_other_branch(&self, after: &Self, key: &str) -> bool {
        let Some((union, rest)) = key.split_once("/oneOf/") else {
            return false;
        };
        let branch = format!("{union}/oneOf/{}", rest.split('/').next().unwrap_or_default());
        let (Some(name), below) = (after.ty(&branch), after.below(&branch)) else {
            return false;
        };
        let mut others = self.lines.iter().filter(|((other, kind), known)| {
            kind == "type" && *known == name && *other != branch && other.starts_with(&format!("{union}/oneOf/"))
        });
        others.any(|((other, _), _)| self.below(other) == below)
    }

    /// The schema at a key, without anything that has no effect on its shape. `None` if it is inside of a union.
    fn schema(&self, key: &str) -> Option<Value> {
        let mut segments = key
            .split('/')
            .skip(1)
            .map(|segment| segment.replace("~1", "/").replace("~0", "~"));
        let mut at = match segments.next()?.as_str() {
            "components" => self.document["components"]["schemas"].get(segments.nth(1)?)?,
            "paths" => {
                let operation = self.document["paths"].get(segments.next()?)?.get(segments.next()?)?;
                let part = match segments.next()?.as_str() {
                    "requestBody" => operation.get("requestBody")?,
                    "responses" => operation.get("responses")?.get(segments.next()?)?,
                    _ => return None,
                };
                part.pointer("/content/application~1json/schema")?
            }
            _ => return None,
        };
        while let Some(segment) = segments.next() {
            at = match segment.as_str() {
                "properties" => at.get("properties")?.get(segments.next()?)?,
                "items" | "additionalProperties" => at.get(&segment)?,
                _ => return None,
            };
        }
        at.get("$ref").is_none().then(|| sorted(at))
    }
}

fn compare(before: &Version, after: &Version, change: &Change) -> Vec<String> {
    let mut found = Vec::new();
    let moved = |key: &str| {
        let pair = change
            .moved
            .iter()
            .find_map(|(from, to)| Some((key.strip_prefix(from.as_str())?, to)));
        pair.filter(|(rest, _)| rest.is_empty() || rest.starts_with('/'))
            .map_or_else(|| key.to_owned(), |(rest, to)| format!("{to}{rest}"))
    };
    let is_removed = |key: &str| change.removed.iter().any(|removed| key.starts_with(removed.as_str()));
    let aliases = after.aliases();
    let shared: BTreeSet<&String> = before
        .lines
        .iter()
        .filter(|((_, kind), _)| kind == "shares")
        .map(|(_, name)| name)
        .collect();
    for ((key, kind), name) in &before.lines {
        let new = moved(key);
        if before.has_other_branch(after, &new) {
            continue;
        }
        match kind.as_str() {
            "field" | "variant" | "method" | "call" | "module" | "tag" => {
                let now = after.line(&new, kind);
                if now.is_some_and(|now| now != name) {
                    found.push(format!("{key} {kind} {name} -> {now:?}"));
                }
            }
            "type" | "shares" => {
                // What is inside of a shared type is shared.
                let mut around = key.as_str();
                let mut is_inside = false;
                while let Some((outer, _)) = around.rsplit_once('/') {
                    around = outer;
                    is_inside |= before.ty(around).is_some_and(|name| shared.contains(name));
                }
                let is_same = !(is_inside && change.what.starts_with("extract"))
                    && before
                        .schema(key)
                        .is_some_and(|schema| after.schema(&new) == Some(schema));
                let is_own = kind == "type" && !shared.contains(name) && !is_inside;
                let now = after.ty(&new).filter(|now| *now != name && (is_same || is_own));
                // An earlier name is an alias of the type that has the key now.
                if let Some(now) = now.filter(|_| aliases.get(name).map(|key| (*key).to_owned()) != Some(new.clone())) {
                    found.push(format!("{key} {kind} {name} -> {now}"));
                }
            }
            "arguments" => {
                let (old, now) = (before.list(key, kind), after.list(&new, kind));
                // Arguments of a renamed path parameter are at the same positions.
                let is_path = |name: &String| name.starts_with("path/");
                let paths = |list: &[String]| list.iter().map(is_path).collect::<Vec<_>>();
                let kept = |list: &[String], other: &[String]| -> Vec<String> {
                    list.iter().filter(|name| other.contains(name)).cloned().collect()
                };
                let is_moved = key != &new && old.len() == now.len() && paths(&old) != paths(&now);
                if kept(&old, &now) != kept(&now, &old) || is_moved {
                    found.push(format!("{key} {kind} {old:?} -> {now:?}"));
                }
            }
            _ => {}
        }
    }
    let names = after.names();
    for (name, key) in before.names() {
        if !names.contains_key(name) && !aliases.contains_key(name) && !is_removed(key) {
            found.push(format!("{name} of {key} is gone"));
        }
    }
    found
}

#[test]
fn components_and_tags() {
    replay("shop", replay_documents::shop, Filtering::Never, &[]);
}

#[test]
fn inline_schemas() {
    replay(
        "inline",
        replay_documents::inline,
        Filtering::Never,
        &[94, 169, 364, 533, 756],
    );
}

#[test]
fn unions_and_collisions() {
    replay(
        "events",
        replay_documents::events,
        Filtering::Never,
        &[80, 279, 484, 693],
    );
}

#[test]
fn components_and_tags_with_filters() {
    replay("shop, filtered", replay_documents::shop, Filtering::First, &[]);
}

#[test]
fn inline_schemas_with_filters() {
    replay(
        "inline, filtered",
        replay_documents::inline,
        Filtering::First,
        &[341, 368],
    );
}

#[test]
fn unions_and_collisions_with_filters() {
    replay("events, filtered", replay_documents::events, Filtering::First, &[]);
}
