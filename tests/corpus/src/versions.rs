//! Replays the documents that the corpus has in several versions: each is generated with the lock of the one before, and names
//! that changed although nothing there changed are counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::selection::Selection;
use crate::{document, package, worker};
use oaspen::Input;

/// Members that are enough to recognize a type with another key.
const DISTINCTIVE: usize = 3;

/// The lines of a lock: key and kind, and the name.
type Lines = BTreeMap<(String, String), String>;

/// What a step from one version to the next one did to the names.
#[derive(Default)]
struct Step {
    /// Types whose key both versions have, with the same members.
    types: usize,
    /// Fields, variants, methods, calls and modules whose key both versions have.
    others: usize,
    /// Names of both that are other ones now.
    changed: Vec<String>,
    /// Types that have another key in the new version, by their members alone, and whose names are gone.
    lost: Vec<String>,
    /// Lists of arguments whose order changed.
    swapped: Vec<String>,
}

/// Replays the selected documents, and prints a row of a table for each step.
pub(crate) fn run(selection: &Selection) -> Result<bool, String> {
    let documents = selection.apply(document::list(&package::fetch()?)?)?;
    println!("| from | to | types | other names | changed | lost | swapped arguments |");
    println!("|---|---|---|---|---|---|---|");
    let mut faults = Vec::new();
    for history in histories(documents) {
        let mut lock: Option<String> = None;
        let mut before = String::new();
        for document in history {
            let outcome = oaspen::generate(
                &Input::Path(document.path.clone()),
                &worker::settings(),
                lock.as_deref(),
            );
            if outcome.diagnostics.has_errors() {
                return Err(format!("{} is not generated", document.name));
            }
            if let Some(old) = &lock {
                let step = compare(&lines(old), &lines(&outcome.lock));
                println!(
                    "| {before} | {} | {} | {} | {} | {} | {} |",
                    document.name,
                    step.types,
                    step.others,
                    step.changed.len(),
                    step.lost.len(),
                    step.swapped.len()
                );
                let all = [
                    ("changed", step.changed),
                    ("lost", step.lost),
                    ("swapped", step.swapped),
                ];
                for (what, list) in all {
                    faults.extend(list.into_iter().map(|one| format!("{}: {what} {one}", document.name)));
                }
            }
            before.clone_from(&document.name);
            lock = Some(outcome.lock);
        }
    }
    for fault in &faults {
        eprintln!("{fault}");
    }
    Ok(faults.is_empty())
}

/// The documents of each folder whose names differ in their version only, in the order of the versions.
fn histories(documents: Vec<Document>) -> Vec<Vec<Document>> {
    let mut found: BTreeMap<String, Vec<(Vec<u32>, Document)>> = BTreeMap::new();
    for document in documents {
        let (stem, version) = split(document.name.trim_end_matches(".json"));
        found.entry(stem.to_owned()).or_default().push((version, document));
    }
    let mut histories = Vec::new();
    for mut history in found.into_values().filter(|history| history.len() > 1) {
        history.sort_by(|(one, _), (other, _)| one.cmp(other));
        histories.push(history.into_iter().map(|(_, document)| document).collect());
    }
    histories
}

/// The name of a document and its version: `ghes` and 3, 8 of `ghes-3.8`.
fn split(name: &str) -> (&str, Vec<u32>) {
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let version = name.get(rest.len()..).unwrap_or_default();
    let numbers = version.split('.').filter_map(|number| number.parse().ok()).collect();
    if version.is_empty() {
        return (name, numbers);
    }
    let stem = rest.strip_suffix('v').unwrap_or(rest);
    (stem.trim_end_matches(['-', '_', '.']), numbers)
}

fn lines(lock: &str) -> Lines {
    let lines = lock.lines().filter_map(|line| {
        let mut parts = line.split('\t').map(str::to_owned);
        Some(((parts.next()?, parts.next()?), parts.next()?))
    });
    lines.collect()
}

fn compare(before: &Lines, after: &Lines) -> Step {
    let mut step = Step::default();
    let (old, new) = (types(before), types(after));
    let names: BTreeSet<&str> = new.values().map(|ty| ty.name).chain(aliases(after)).collect();
    // Types that only one version has, by their members.
    let (gone, added) = (by_members(&old, &new), by_members(&new, &old));
    for (key, ty) in &old {
        match new.get(key) {
            Some(now) if now.members == ty.members => {
                step.types += 1;
                if now.name != ty.name && !aliases_of(after, key).contains(&ty.name.to_owned()) {
                    step.changed.push(format!("{key} {} -> {}", ty.name, now.name));
                }
            }
            Some(_) => {}
            None => {
                let is_other = ty.members.len() >= DISTINCTIVE
                    && [&gone, &added].iter().all(|types| types.get(&ty.members) == Some(&1));
                if is_other && !names.contains(ty.name) {
                    step.lost.push(format!("{key} {}", ty.name));
                }
            }
        }
    }
    for ((key, kind), name) in before {
        let Some(now) = after.get(&(key.clone(), kind.clone())) else {
            continue;
        };
        match kind.as_str() {
            "field" | "variant" | "method" | "call" | "module" | "tag" => {
                step.others += 1;
                if now != name {
                    step.changed.push(format!("{key} {kind} {name} -> {now}"));
                }
            }
            "arguments" if is_swapped(name, now) => step.swapped.push(format!("{key} {name} -> {now}")),
            _ => {}
        }
    }
    step
}

struct Type<'a> {
    name: &'a str,
    /// The keys of its members.
    members: BTreeSet<&'a str>,
}

/// The types that have lines of their own.
fn types(lines: &Lines) -> BTreeMap<&str, Type<'_>> {
    let named = lines.iter().filter(|((_, kind), _)| kind == "type");
    let mut types: BTreeMap<&str, Type<'_>> = named
        .map(|((key, _), name)| {
            let members = BTreeSet::new();
            (key.as_str(), Type { name, members })
        })
        .collect();
    for (key, _) in lines.keys().filter(|(_, kind)| kind == "field" || kind == "variant") {
        // `properties/NAME` or `enum/VALUE` below the key of the type.
        let owner = key.rmatch_indices('/').nth(1).map(|(end, _)| key.split_at(end));
        if let Some((ty, member)) = owner.and_then(|(owner, member)| Some((types.get_mut(owner)?, member))) {
            ty.members.insert(member);
        }
    }
    types
}

/// How many types of the first ones only they have, by their members.
fn by_members<'t, 'a>(
    types: &'t BTreeMap<&str, Type<'a>>,
    others: &BTreeMap<&str, Type<'_>>,
) -> BTreeMap<&'t BTreeSet<&'a str>, usize> {
    let mut found = BTreeMap::new();
    for (_, ty) in types.iter().filter(|(key, _)| !others.contains_key(*key)) {
        *found.entry(&ty.members).or_default() += 1;
    }
    found
}

fn names_of(line: &str) -> Vec<String> {
    serde_json::from_str(line).unwrap_or_default()
}

fn aliases_of(lines: &Lines, key: &str) -> Vec<String> {
    let line = lines.get(&(key.to_owned(), "alias".to_owned()));
    line.map(|line| names_of(line)).unwrap_or_default()
}

fn aliases(lines: &Lines) -> impl Iterator<Item = &str> {
    let lists = lines.iter().filter(|((_, kind), _)| kind == "alias");
    lists.flat_map(|(_, line)| line.split('"').skip(1).step_by(2))
}

/// Whether the arguments of both versions are in another order.
fn is_swapped(before: &str, after: &str) -> bool {
    let (before, after) = (names_of(before), names_of(after));
    let old: Vec<&String> = before.iter().filter(|name| after.contains(name)).collect();
    let new: Vec<&String> = after.iter().filter(|name| before.contains(name)).collect();
    old != new
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn the_version_is_at_the_end_of_the_name() {
        for (name, stem, version) in [
            ("github.com/ghes-3.8", "github.com/ghes", vec![3, 8]),
            ("twilio.com/twilio_chat_v2", "twilio.com/twilio_chat", vec![2]),
            ("adyen.com/TransferService", "adyen.com/TransferService", vec![]),
            ("amazonaws.com/macie2", "amazonaws.com/macie", vec![2]),
            ("amazonaws.com/runtime.lex.v2", "amazonaws.com/runtime.lex", vec![2]),
        ] {
            assert_eq!(split(name), (stem, version), "{name}");
        }
    }
}
