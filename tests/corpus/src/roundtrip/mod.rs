//! Decodes examples of real documents into generated types, encodes them again, and compares the JSON.

pub(crate) mod derive;
pub(crate) mod equal;
pub(crate) mod examples;
pub(crate) mod program;
pub(crate) mod validity;
pub(crate) mod work;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::run::{Plan, progress};
use crate::{RoundTripArguments, cache, compile, document, folders, package, pool};

/// The committed list of failures with their causes, maintained by hand.
const KNOWN: &str = "roundtrip.tsv";
const HEADER: &str = "document\texample\tfailure\tcause";
/// Maximum total size of the documents of one program, in bytes.
const MAX_BATCH_BYTES: u64 = 1_500_000;

/// The results of the examples of one document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub name: String,
    /// Examples in the document.
    pub examples: usize,
    /// Those that the validator accepts.
    pub valid: usize,
    /// Valid examples that are equal after the round trip.
    pub equal: usize,
    /// The other valid examples: JSON pointer and failure.
    pub failures: Vec<(String, String)>,
    /// Why no example was tested.
    pub error: Option<String>,
}

/// Runs the round trips. Returns false if there is a failure without a cause.
pub(crate) fn run(arguments: &RoundTripArguments) -> Result<bool, String> {
    let documents = arguments.selection.apply(document::list(&package::fetch()?)?)?;
    let plan = Plan::new(arguments.jobs, false)?;
    let library = compile::runtime()?;
    let key = format!("{} {}", plan.program_key, cache::key_of_file(&library));
    let results = folders::work("roundtrip/results")?;
    let batches = batches(documents);
    let bar = progress(batches.len(), "round trip (programs)");
    let mut outcomes: Vec<Outcome> = Vec::new();
    pool::run(
        batches,
        plan.jobs,
        |_| 1,
        |batch: Vec<Document>| one_batch(&results, &key, &batch, &library),
        |batch: Vec<Outcome>| {
            bar.inc(1);
            outcomes.extend(batch);
        },
    );
    bar.finish_and_clear();
    outcomes.sort_by(|a, b| a.name.cmp(&b.name));
    report(&outcomes)
}

/// Groups small documents into one program.
pub(crate) fn batches(documents: Vec<Document>) -> Vec<Vec<Document>> {
    let mut batches: Vec<Vec<Document>> = Vec::new();
    let mut size = u64::MAX;
    for document in documents {
        size = size.saturating_add(document.size);
        if size > MAX_BATCH_BYTES {
            size = document.size;
            batches.push(Vec::new());
        }
        if let Some(last) = batches.last_mut() {
            last.push(document);
        }
    }
    batches
}

fn one_batch(results: &Path, key: &str, batch: &[Document], library: &Path) -> Vec<Outcome> {
    let Some(first) = batch.first() else {
        return Vec::new();
    };
    let names: String = batch
        .iter()
        .map(|document| format!("{} {}\n", document.name, document.size))
        .collect();
    let key = format!("{key} {names}");
    cache::get_or_make(results, &first.slug(), &key, || {
        work::batch(batch, library).unwrap_or_else(|error| {
            let failed = |document: &Document| Outcome {
                name: document.name.clone(),
                error: Some(error.clone()),
                ..Outcome::default()
            };
            batch.iter().map(failed).collect()
        })
    })
}

fn report(outcomes: &[Outcome]) -> Result<bool, String> {
    let known = known()?;
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().map(of).sum::<usize>();
    let (examples, valid, equal) = (sum(|one| one.examples), sum(|one| one.valid), sum(|one| one.equal));
    let with = outcomes.iter().filter(|one| one.valid > 0).count();
    let share = if valid == 0 {
        100.0
    } else {
        equal as f64 * 100.0 / valid as f64
    };
    println!(
        "{examples} examples, {valid} valid in {with} documents, {equal} equal after the round trip ({share:.3} %)"
    );
    let mut lines = String::from(HEADER);
    let mut unexplained = 0;
    for outcome in outcomes {
        for (pointer, failure) in &outcome.failures {
            let cause = known
                .get(&(outcome.name.clone(), pointer.clone()))
                .map(String::as_str)
                .unwrap_or_default();
            unexplained += usize::from(cause.is_empty());
            lines.push_str(&format!(
                "\n{}\t{pointer}\t{}\t{cause}",
                outcome.name,
                failure.replace('\t', " ")
            ));
        }
        if let Some(error) = &outcome.error {
            println!("{}: not tested: {error}", outcome.name);
            unexplained += 1;
        }
    }
    let file = folders::work("report")?.join(KNOWN);
    folders::write(&file, &format!("{lines}\n"))?;
    println!(
        "{} failures are listed in {}, {unexplained} of them without a cause",
        valid - equal,
        file.display()
    );
    Ok(unexplained == 0)
}

/// The causes in the committed list.
fn known() -> Result<BTreeMap<(String, String), String>, String> {
    let text = folders::read(&folders::committed(KNOWN))?;
    let line = |line: &str| -> Option<((String, String), String)> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [document, pointer, _, cause] = fields.as_slice() else {
            return None;
        };
        Some((((*document).to_owned(), (*pointer).to_owned()), (*cause).to_owned()))
    };
    Ok(text.lines().skip(1).filter_map(line).collect())
}
