//! Decodes examples of real documents into generated types, encodes them again, and compares the JSON.

mod batches;
pub(crate) mod derive;
pub(crate) mod equal;
pub(crate) mod examples;
pub(crate) mod program;
pub(crate) mod validity;
pub(crate) mod work;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::{ParallelArguments, folders};

pub(crate) use batches::in_batches;

/// The committed list of failures with their causes, maintained by hand.
const KNOWN: &str = "roundtrip.tsv";
const HEADER: &str = "document\texample\tfailure\tcause";

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
pub(crate) fn run(arguments: &ParallelArguments) -> Result<bool, String> {
    let mut outcomes = in_batches(arguments, "roundtrip", "round trip (programs)", &|batch, library| {
        work::batch(batch, library).unwrap_or_else(|error| {
            let failed = |document: &Document| Outcome {
                name: document.name.clone(),
                error: Some(error.clone()),
                ..Outcome::default()
            };
            batch.iter().map(failed).collect()
        })
    })?;
    outcomes.sort_by(|a, b| a.name.cmp(&b.name));
    report(&outcomes)
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
