//! Compares the lists that oaspen pages with a committed table of how they should be paged.
//!
//! The table is made by reading the documents. It has every operation of its documents that returns a list.

mod decision;

use std::collections::BTreeMap;

use clap::Args;

use crate::document::Document;
use crate::selection::Selection;
use crate::{document, folders, package, pool};
use decision::{Decided, Decision};

/// The committed table.
const TABLE: &str = "paging.tsv";
const COLUMNS: usize = 8;
/// Percent of the paged lists of the table that have to be recognized.
const LEAST_RECALL: f64 = 95.0;

/// The API pages the list, but the document does not declare all that is needed: a note has to have the reason.
const UNCLEAR: &str = "unclear";

/// Arguments of `paging`.
#[derive(Debug, Args)]
pub(crate) struct PagingArguments {
    #[command(flatten)]
    selection: Selection,
    /// Print what is decided about every operation of the selected documents, and compare nothing.
    #[arg(long)]
    print: bool,
}

/// What the table has about one operation.
#[derive(Debug)]
struct Expected {
    document: String,
    operation: String,
    decision: Decision,
}

/// How many lists are recognized.
#[derive(Debug, Default)]
struct Score {
    /// Lists of the table.
    lists: usize,
    /// Those that are paged by the table.
    paged: usize,
    /// Those that oaspen pages.
    claimed: usize,
    /// Those that it pages as the table has it.
    right: usize,
    /// One sentence for each fault.
    faults: Vec<String>,
    /// One sentence for each paged list that is not recognized.
    missed: Vec<String>,
}

/// Compares the decisions with the table. Returns false if one is wrong, or too many are missing.
pub(crate) fn run(arguments: &PagingArguments) -> Result<bool, String> {
    let documents = arguments.selection.apply(document::list(&package::fetch()?)?)?;
    if arguments.print {
        return Ok(print(documents));
    }
    let expected = read()?;
    let mut by_document: BTreeMap<&str, Vec<&Expected>> = BTreeMap::new();
    for one in &expected {
        by_document.entry(&one.document).or_default().push(one);
    }
    let known: Vec<Document> = documents
        .into_iter()
        .filter(|document| by_document.contains_key(document.name.as_str()))
        .collect();
    let mut score = Score::default();
    let count = known.len();
    decide(known, |document, decided| {
        let expected = by_document.get(document.name.as_str());
        score.add(&document.name, expected.map_or(&[], Vec::as_slice), &decided);
    });
    Ok(score.report(count))
}

fn print(documents: Vec<Document>) -> bool {
    decide(documents, |document, decided| {
        let mut lines: Vec<String> = decided
            .paged
            .iter()
            .map(|(operation, decision)| format!("{}\t{operation}\t{}", document.name, shown(decision)))
            .collect();
        let rejected = decided.rejected.iter();
        lines.extend(rejected.map(|(operation, why)| format!("{}\t{operation}\trejected\t{why}", document.name)));
        for line in lines {
            println!("{line}");
        }
    });
    true
}

/// Runs oaspen on each document, in parallel.
fn decide(documents: Vec<Document>, mut done: impl FnMut(Document, Decided) + Send) {
    let work = |document: Document| {
        let decided = decision::of(&document);
        (document, decided)
    };
    pool::run(
        documents,
        pool::slots(None),
        |_| 1,
        work,
        |(document, decided)| done(document, decided),
    );
}

fn shown(decision: &Decision) -> String {
    let Decision {
        style,
        parameter,
        size,
        items,
        next,
    } = decision;
    format!("{style}\t{parameter}\t{size}\t{items}\t{next}")
}

impl Score {
    fn add(&mut self, document: &str, expected: &[&Expected], decided: &Decided) {
        let known: Vec<&str> = expected.iter().map(|one| one.operation.as_str()).collect();
        for (operation, decision) in &decided.paged {
            if !known.contains(&operation.as_str()) {
                self.claimed += 1;
                self.faults.push(format!(
                    "{document}: {operation} is not in the table: {}",
                    shown(decision)
                ));
            }
        }
        for one in expected {
            self.lists += 1;
            let style = one.decision.style.as_str();
            let is_paged = style != "none" && style != UNCLEAR;
            self.paged += usize::from(is_paged);
            match decided.paged.get(&one.operation) {
                Some(found) => {
                    self.claimed += 1;
                    if *found == one.decision {
                        self.right += 1;
                    } else {
                        let (found, wanted) = (shown(found), shown(&one.decision));
                        self.faults.push(format!(
                            "{document}: {}\n    found    {found}\n    expected {wanted}",
                            one.operation
                        ));
                    }
                }
                None if style == UNCLEAR => self.faults.extend(silent(document, one, decided)),
                None if is_paged => {
                    let why = decided.rejected.get(&one.operation);
                    self.faults.extend(silent(document, one, decided));
                    let why = why.map_or("no note", String::as_str);
                    self.missed.push(format!(
                        "{document}: {}: {why}\n    expected {}",
                        one.operation,
                        shown(&one.decision)
                    ));
                }
                None => {}
            }
        }
    }

    /// Prints the result; returns whether it is good enough.
    fn report(&self, documents: usize) -> bool {
        for text in self.faults.iter().chain(&self.missed) {
            println!("{text}");
        }
        let (precision, recall) = (percent(self.right, self.claimed), percent(self.right, self.paged));
        println!(
            "{documents} documents, {} lists, {} paged by the table; oaspen pages {}, {} of them as the table has it",
            self.lists, self.paged, self.claimed, self.right
        );
        println!("precision {precision:.2} %, recall {recall:.2} %");
        self.faults.is_empty() && recall >= LEAST_RECALL
    }
}

/// A fault, if an operation that is not paged has no note.
fn silent(document: &str, one: &Expected, decided: &Decided) -> Option<String> {
    let has_reason = decided.rejected.contains_key(&one.operation);
    (!has_reason).then(|| format!("{document}: {}: no note has a reason", one.operation))
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        100.0
    } else {
        part as f64 * 100.0 / whole as f64
    }
}

fn read() -> Result<Vec<Expected>, String> {
    let text = folders::read(&folders::committed(TABLE))?;
    let lines = text.lines().skip(1).filter(|line| !line.is_empty());
    lines
        .map(|line| parse(line).ok_or_else(|| format!("{TABLE}: `{line}` has not {COLUMNS} columns")))
        .collect()
}

fn parse(line: &str) -> Option<Expected> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [document, operation, style, parameter, size, items, next, _why] = columns.as_slice() else {
        return None;
    };
    Some(Expected {
        document: (*document).to_owned(),
        operation: (*operation).to_owned(),
        decision: Decision {
            style: (*style).to_owned(),
            parameter: (*parameter).to_owned(),
            size: (*size).to_owned(),
            items: (*items).to_owned(),
            next: (*next).to_owned(),
        },
    })
}
