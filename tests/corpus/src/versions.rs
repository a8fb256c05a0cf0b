//! Replays the documents that the corpus has in several versions: each is generated with the lock of the one before, and names
//! that changed although nothing there changed are counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::selection::Selection;
use crate::{document, package, worker};
use oaspen::Input;

/// Members that are enough to recognize a type with another key.
const DISTINCTIVE: usize = 3;
/// The kinds of names other than those of types.
const OTHERS: [&str; 6] = ["field", "variant", "method", "call", "module", "tag"];

/// A key and a kind.
type Key = (String, String);

/// The lines of a lock.
#[derive(Debug, Default)]
struct Lock {
    /// Those with one name.
    names: BTreeMap<Key, String>,
    /// Those with a list: names that a type had, and the order of arguments.
    lists: BTreeMap<Key, Vec<String>>,
}

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
        let mut old: Option<(String, Lock)> = None;
        let mut before = String::new();
        for document in history {
            let outcome = oaspen::generate(
                &Input::Path(document.path.clone()),
                &worker::settings(),
                old.as_ref().map(|(text, _)| text.as_str()),
            );
            if outcome.diagnostics.has_errors() {
                return Err(format!("{} is not generated", document.name));
            }
            let lock = Lock::parse(&outcome.lock).map_err(|error| format!("names of {}: {error}", document.name))?;
            if let Some((_, old)) = &old {
                let step = compare(old, &lock);
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
            old = Some((outcome.lock, lock));
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

impl Lock {
    /// Reads the text of a lock. The error contains the line that is not as expected.
    fn parse(text: &str) -> Result<Self, String> {
        let mut lock = Self::default();
        for line in text.lines().filter(|line| !line.starts_with("# ")) {
            let parts: Vec<&str> = line.split('\t').collect();
            let [key, kind, value] = parts.as_slice() else {
                return Err(format!("`{line}` is not a key, a kind and a name"));
            };
            let key = ((*key).to_owned(), (*kind).to_owned());
            if ["alias", "arguments"].contains(kind) {
                let names = serde_json::from_str(value).map_err(|error| format!("`{line}`: {error}"))?;
                lock.lists.insert(key, names);
            } else {
                lock.names.insert(key, (*value).to_owned());
            }
        }
        Ok(lock)
    }

    /// The names that a type had.
    fn aliases_of(&self, key: &str) -> &[String] {
        let list = self.lists.get(&(key.to_owned(), "alias".to_owned()));
        list.map_or(&[], Vec::as_slice)
    }

    /// The names that all types had.
    fn aliases(&self) -> impl Iterator<Item = &str> {
        let lists = self.lists.iter().filter(|((_, kind), _)| kind == "alias");
        lists.flat_map(|(_, names)| names.iter().map(String::as_str))
    }
}

fn compare(before: &Lock, after: &Lock) -> Step {
    let mut step = Step::default();
    let (old, new) = (types(before), types(after));
    let names: BTreeSet<&str> = new.values().map(|ty| ty.name).chain(after.aliases()).collect();
    // Types that only one version has, by their members.
    let (gone, added) = (by_members(&old, &new), by_members(&new, &old));
    for (key, ty) in &old {
        match new.get(key) {
            Some(now) if now.members == ty.members => {
                step.types += 1;
                if now.name != ty.name && !after.aliases_of(key).iter().any(|alias| alias == ty.name) {
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
    for ((key, kind), name) in &before.names {
        if !OTHERS.contains(&kind.as_str()) {
            continue;
        }
        if let Some(now) = after.names.get(&(key.clone(), kind.clone())) {
            step.others += 1;
            if now != name {
                step.changed.push(format!("{key} {kind} {name} -> {now}"));
            }
        }
    }
    for (key, old) in before.lists.iter().filter(|((_, kind), _)| kind == "arguments") {
        let new = after.lists.get(key).filter(|new| is_swapped(old, new));
        step.swapped
            .extend(new.map(|new| format!("{} {old:?} -> {new:?}", key.0)));
    }
    step
}

struct Type<'a> {
    name: &'a str,
    /// The keys of its members.
    members: BTreeSet<&'a str>,
}

/// The types that have lines of their own.
fn types(lock: &Lock) -> BTreeMap<&str, Type<'_>> {
    let named = lock.names.iter().filter(|((_, kind), _)| kind == "type");
    let mut types: BTreeMap<&str, Type<'_>> = named
        .map(|((key, _), name)| {
            let members = BTreeSet::new();
            (key.as_str(), Type { name, members })
        })
        .collect();
    for (key, _) in lock
        .names
        .keys()
        .filter(|(_, kind)| kind == "field" || kind == "variant")
    {
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

/// Whether the arguments of both versions are in another order.
fn is_swapped(before: &[String], after: &[String]) -> bool {
    let old = before.iter().filter(|name| after.contains(name));
    let new = after.iter().filter(|name| before.contains(name));
    !old.eq(new)
}

#[cfg(test)]
mod tests {
    use super::{Lock, compare, split};

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

    fn lock(lines: &str) -> Result<Lock, String> {
        Lock::parse(&format!("# A comment.\n{lines}"))
    }

    #[test]
    fn arguments_in_another_order_are_found() {
        let old = lock("#/a\targuments\t[\"x\",\"y\",\"z\"]\n#/b\targuments\t[\"x\",\"y\"]").expect("a lock");
        let new = lock("#/a\targuments\t[\"z\",\"x\"]\n#/b\targuments\t[\"x\",\"a\",\"y\"]").expect("a lock");
        assert_eq!(compare(&old, &new).swapped, [r#"#/a ["x", "y", "z"] -> ["z", "x"]"#]);
        assert_eq!(compare(&old, &old).swapped, [""; 0]);
    }

    #[test]
    fn names_that_a_type_had_are_neither_changed_nor_lost() {
        let old = lock("#/a\ttype\tA").expect("a lock");
        let renamed = lock("#/a\ttype\tB").expect("a lock");
        let kept = lock("#/a\talias\t[\"A\"]\n#/a\ttype\tB").expect("a lock");
        assert_eq!(compare(&old, &renamed).changed, ["#/a A -> B"]);
        assert_eq!(compare(&old, &kept).changed, [""; 0]);
    }

    #[test]
    fn lines_of_another_form_are_errors() {
        for line in ["#/a\ttype", "#/a\ttype\tA\tB", "#/a\targuments\tx, y", "#/a\talias\tA"] {
            let error = lock(&format!("#/b\ttype\tB\n{line}")).expect_err("an error");
            assert!(error.contains(&format!("`{line}`")), "{error}");
        }
    }
}
