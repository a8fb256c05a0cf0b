//! Which operations the judge sees: chosen once by a fixed rule, then kept in a committed list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::features::{self, NESTED, QUOTAS};
use super::schema::Tree;
use super::{operation, values};
use crate::document::{self, Document};
use crate::folders;

/// How many operations, of how many documents, there must be at least.
pub(crate) const LEAST_OPERATIONS: usize = 1000;
pub(crate) const LEAST_DOCUMENTS: usize = 100;

/// What is chosen beyond the least, so that a change of a few documents does not break the rule.
const WANTED_OPERATIONS: usize = 1200;
const SPARE: usize = 10;
/// Larger documents would take the second judge minutes each.
const LARGEST: u64 = 6_000_000;
/// Operations of one document, and of one provider, save where a feature has no others.
const OF_ONE_DOCUMENT: usize = 9;
const OF_ONE_PROVIDER: usize = 90;
/// As many operations of a document are looked at for values; all those with a rare feature besides.
const LOOKED_AT: usize = 30;

/// The committed list.
const LIST: &str = "judge/operations.tsv";
/// How many operations of the corpus could be chosen for each feature, written with the list.
const AVAILABLE: &str = "judge/available.tsv";

/// The chosen operations of one document: methods and paths.
pub(crate) type Chosen = BTreeMap<String, Vec<(String, String)>>;

struct Candidate {
    document: String,
    method: &'static str,
    path: String,
    features: BTreeSet<&'static str>,
    order: u64,
}

/// Reads the committed list.
pub(crate) fn read() -> Result<Chosen, String> {
    let mut chosen = Chosen::new();
    for line in folders::read(&folders::committed(LIST))?.lines().skip(1) {
        let mut fields = line.split('\t').map(str::to_owned);
        if let (Some(document), Some(method), Some(path)) = (fields.next(), fields.next(), fields.next()) {
            chosen.entry(document).or_default().push((method, path));
        }
    }
    Ok(chosen)
}

/// How many operations there are to choose from, by feature.
pub(crate) fn available() -> Result<BTreeMap<String, usize>, String> {
    let text = folders::read(&folders::committed(AVAILABLE))?;
    Ok(text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(feature, count)| Some((feature.to_owned(), count.parse().ok()?)))
        .collect())
}

fn write_available(candidates: &[Candidate]) -> Result<(), String> {
    let mut text = String::from("feature\toperations\n");
    for (feature, _) in QUOTAS.into_iter().chain([NESTED]) {
        let having = |candidate: &&Candidate| candidate.features.contains(feature);
        text.push_str(&format!("{feature}\t{}\n", candidates.iter().filter(having).count()));
    }
    folders::write(&folders::committed(AVAILABLE), &text)
}

/// Chooses anew and writes the list.
pub(crate) fn choose(root: &Path) -> Result<(), String> {
    let documents = document::list(root)?;
    let mut candidates: Vec<Candidate> = documents
        .iter()
        .filter(|document| document.size <= LARGEST)
        .flat_map(|document| look_at(document).unwrap_or_default())
        .collect();
    candidates.sort_by(|a, b| (a.order, &a.document, &a.path).cmp(&(b.order, &b.document, &b.path)));
    let mut lines: Vec<String> = pick(&candidates)
        .into_iter()
        .filter_map(|index| candidates.get(index))
        .map(|candidate| format!("{}\t{}\t{}\n", candidate.document, candidate.method, candidate.path))
        .collect();
    lines.sort();
    write_available(&candidates)?;
    println!(
        "chose {} operations out of {} candidates",
        lines.len(),
        candidates.len()
    );
    folders::write(
        &folders::committed(LIST),
        &format!("document\tmethod\tpath\n{}", lines.concat()),
    )
}

/// The operations of a document for which there are values.
fn look_at(document: &Document) -> Result<Vec<Candidate>, String> {
    let text = folders::read(&document.path)?;
    let root: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", document.name))?;
    let tree = Tree::new(&root);
    let mut operations = operation::all(tree);
    let order = |operation: &operation::Operation<'_>| {
        hash(&format!("{} {} {}", document.name, operation.method, operation.path))
    };
    operations.sort_by_key(order);
    let common = ["in path", "in query", "body json"];
    let mut candidates = Vec::new();
    for operation in &operations {
        let declared = features::of(tree, operation, &values::Values::new());
        let rare = declared.iter().any(|feature| !common.contains(feature));
        if (candidates.len() >= LOOKED_AT && !rare) || !features::can_be_wrong(tree, operation) {
            continue;
        }
        if let Some(values) = values::of_operation(tree, operation) {
            candidates.push(Candidate {
                document: document.name.clone(),
                method: operation.method,
                path: operation.path.to_owned(),
                features: features::of(tree, operation, &values),
                order: order(operation),
            });
        }
    }
    Ok(candidates)
}

#[derive(Default)]
struct Picked<'a> {
    indices: BTreeSet<usize>,
    by_document: BTreeMap<&'a str, usize>,
    by_provider: BTreeMap<&'a str, usize>,
    by_feature: BTreeMap<&'static str, usize>,
}

impl<'a> Picked<'a> {
    fn has_room(&self, candidate: &Candidate) -> bool {
        let count = |counts: &BTreeMap<&str, usize>, key: &str| counts.get(key).copied().unwrap_or(0);
        count(&self.by_document, &candidate.document) < OF_ONE_DOCUMENT
            && count(&self.by_provider, provider(&candidate.document)) < OF_ONE_PROVIDER
    }

    fn take(&mut self, index: usize, candidate: &'a Candidate) {
        if self.indices.insert(index) {
            *self.by_document.entry(&candidate.document).or_default() += 1;
            *self.by_provider.entry(provider(&candidate.document)).or_default() += 1;
            for feature in &candidate.features {
                *self.by_feature.entry(feature).or_default() += 1;
            }
        }
    }
}

/// First what the quotas ask for, then whatever comes next.
fn pick(candidates: &[Candidate]) -> BTreeSet<usize> {
    let mut picked = Picked::default();
    for (feature, least) in QUOTAS.into_iter().chain([NESTED]) {
        // At first with the limits on documents and providers, then without.
        for limited in [true, false] {
            for (index, candidate) in candidates.iter().enumerate() {
                let enough = picked
                    .by_feature
                    .get(feature)
                    .is_some_and(|count| *count >= least + SPARE);
                if !enough && candidate.features.contains(feature) && (!limited || picked.has_room(candidate)) {
                    picked.take(index, candidate);
                }
            }
        }
    }
    // Documents that are there already first: every further one is one more client to compile.
    for known in [true, false] {
        for (index, candidate) in candidates.iter().enumerate() {
            let fits = !known || picked.by_document.contains_key(candidate.document.as_str());
            if picked.indices.len() < WANTED_OPERATIONS && fits && picked.has_room(candidate) {
                picked.take(index, candidate);
            }
        }
    }
    picked.indices
}

/// The first folder of a document's name.
fn provider(document: &str) -> &str {
    document.split('/').next().unwrap_or(document)
}

/// FNV-1a: an order that has nothing to do with names, and is the same everywhere.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{Candidate, OF_ONE_DOCUMENT, pick};

    #[test]
    fn rare_features_come_first_and_no_document_fills_the_list() {
        let candidate = |number: usize, features: &[&'static str]| Candidate {
            document: "provider/one.json".to_owned(),
            method: "get",
            path: format!("/{number}"),
            features: features.iter().copied().collect(),
            order: 0,
        };
        let mut candidates: Vec<Candidate> = (0..200).map(|number| candidate(number, &[])).collect();
        candidates.push(candidate(200, &["query deepObject"]));
        let picked = pick(&candidates);
        assert_eq!(picked.len(), OF_ONE_DOCUMENT);
        assert!(picked.contains(&200));
    }
}
