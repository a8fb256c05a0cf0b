//! Selects the operations to test. They are chosen once by a fixed rule and kept in a committed list.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::features::{self, NESTED, QUOTAS};
use super::schema::Tree;
use super::{operation, values};
use crate::document::{self, Document};
use crate::folders;

/// The required minimum of operations and of documents.
pub(crate) const MIN_OPERATIONS: usize = 1000;
pub(crate) const MIN_DOCUMENTS: usize = 100;

/// The number of operations to choose, and the reserve of each quota, so that a change of a few documents does not
/// violate a minimum.
const TARGET_OPERATIONS: usize = 1200;
const SPARE: usize = 10;
/// Larger documents are not used, because Prism needs minutes for each.
const MAX_DOCUMENT_BYTES: u64 = 6_000_000;
/// Maximum number of operations of one document and of one provider, except if a feature has no others.
const MAX_PER_DOCUMENT: usize = 9;
const MAX_PER_PROVIDER: usize = 90;
/// Values are made for this many operations of a document, and for all operations with a rare feature.
const MAX_COMMON_PER_DOCUMENT: usize = 30;

/// The committed list.
const LIST: &str = "judge/operations.tsv";
/// The number of operations of the corpus that can be chosen for each feature; written together with the list.
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

/// The number of operations to choose from, by feature.
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

/// Chooses the operations again and writes the list.
pub(crate) fn choose(root: &Path) -> Result<(), String> {
    let documents = document::list(root)?;
    let mut candidates: Vec<Candidate> = documents
        .iter()
        .filter(|document| document.size <= MAX_DOCUMENT_BYTES)
        .flat_map(|document| candidates_of(document).unwrap_or_default())
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

/// The operations of a document for which values can be made.
fn candidates_of(document: &Document) -> Result<Vec<Candidate>, String> {
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
        if (candidates.len() >= MAX_COMMON_PER_DOCUMENT && !rare) || !features::can_be_invalid(tree, operation) {
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
        count(&self.by_document, &candidate.document) < MAX_PER_DOCUMENT
            && count(&self.by_provider, provider(&candidate.document)) < MAX_PER_PROVIDER
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

/// Fills the quotas first, then the rest of the list.
fn pick(candidates: &[Candidate]) -> BTreeSet<usize> {
    let mut picked = Picked::default();
    for (feature, least) in QUOTAS.into_iter().chain([NESTED]) {
        // First with the limits per document and provider, then without.
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
    // Documents that are already used come first: each further document is one more client to compile.
    for known in [true, false] {
        for (index, candidate) in candidates.iter().enumerate() {
            let is_candidate = !known || picked.by_document.contains_key(candidate.document.as_str());
            if picked.indices.len() < TARGET_OPERATIONS && is_candidate && picked.has_room(candidate) {
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

/// FNV-1a: the order does not depend on the meaning of names, and is the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{Candidate, MAX_PER_DOCUMENT, pick};

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
        assert_eq!(picked.len(), MAX_PER_DOCUMENT);
        assert!(picked.contains(&200));
    }
}
