//! The figures: how many requests are accepted, what is refused, which quotas are met.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use super::features::{NESTED, QUOTAS};
use super::prepare::Case;
use super::select::{LEAST_DOCUMENTS, LEAST_OPERATIONS};
use super::verdicts::{Both, COMPLETE, Known};
use crate::folders;

/// What of all requests must be accepted.
const LEAST_RATE: f64 = 0.99;

/// What the judges found, by case.
pub(crate) struct Findings<'a> {
    accepted: Vec<&'a Case>,
    /// With the reason.
    refused: Vec<(&'a Case, String)>,
    /// Wrong requests: how many were refused, and those that were not.
    controls: usize,
    slipped: Vec<(&'a Case, String)>,
    /// Accepted requests of which at least one wrong twin was refused.
    controlled: usize,
    by_prism: usize,
}

/// Puts the verdicts together.
pub(crate) fn findings<'a>(cases: &'a [Case], both: &Both) -> Findings<'a> {
    let mut found = Findings {
        accepted: Vec::new(),
        refused: Vec::new(),
        controls: 0,
        slipped: Vec::new(),
        controlled: 0,
        by_prism: 0,
    };
    for case in cases {
        let verdicts = both
            .of(case)
            .range((case.case, String::new())..(case.case + 1, String::new()));
        let mut refused_twins = 0;
        for ((_, control), verdict) in verdicts.filter(|((_, control), _)| !matches!(control.as_str(), "" | COMPLETE)) {
            found.controls += 1;
            if verdict.accepted {
                found.slipped.push((case, control.clone()));
            } else {
                refused_twins += 1;
            }
        }
        let own = both.of(case).get(&(case.case, String::new()));
        let problem = case.problem.as_deref().or(both.lost(case));
        match (problem, own) {
            (Some(problem), _) => found.refused.push((case, problem.to_owned())),
            (None, None) => found.refused.push((case, "there is no verdict".to_owned())),
            (None, Some(own)) if own.accepted => {
                found.accepted.push(case);
                found.controlled += usize::from(refused_twins > 0);
            }
            (None, Some(own)) => found.refused.push((case, own.reason.clone())),
        }
        found.by_prism += usize::from(both.by_prism(case));
    }
    found
}

impl Findings<'_> {
    fn rate(&self) -> f64 {
        self.accepted.len() as f64 / (self.accepted.len() + self.refused.len()).max(1) as f64
    }

    /// What the committed list does not explain.
    fn unexplained(&self, known: &[Known]) -> Vec<String> {
        let explained = |case: &Case, control: &str| known.iter().any(|known| known.covers(case, control));
        let refused = self
            .refused
            .iter()
            .filter(|(case, _)| !explained(case, ""))
            .map(|(case, reason)| format!("refused: {}: {reason}", title(case)));
        let slipped = self
            .slipped
            .iter()
            .filter(|(case, control)| !explained(case, control))
            .map(|(case, control)| format!("wrong and accepted: {}: {control}", title(case)));
        refused.chain(slipped).collect()
    }

    /// Lines of the list that are about nothing any more.
    fn outdated(&self, known: &[Known]) -> Vec<String> {
        let needed = |known: &&Known| {
            self.refused.iter().any(|(case, _)| known.covers(case, ""))
                || self.slipped.iter().any(|(case, control)| known.covers(case, control))
        };
        known
            .iter()
            .filter(|known| !needed(known))
            .map(|known| {
                format!(
                    "on the list of refusals, but not refused: {} {} {} {}",
                    known.document, known.method, known.path, known.control
                )
            })
            .collect()
    }
}

fn title(case: &Case) -> String {
    format!("{} {} {}", case.document, case.method.to_uppercase(), case.path)
}

/// Prints everything; false if something is worse than it must be.
pub(crate) fn print(
    findings: &Findings<'_>,
    known: &[Known],
    available: &BTreeMap<String, usize>,
    folder: &Path,
) -> Result<bool, String> {
    let documents: BTreeSet<&str> = findings.accepted.iter().map(|case| case.document.as_str()).collect();
    let all = findings.accepted.len() + findings.refused.len();
    println!(
        "requests: {all} of {} documents; accepted: {} ({:.2} %); judged by Prism: {}, by openapi-core: {}",
        documents.len(),
        findings.accepted.len(),
        findings.rate() * 100.0,
        findings.by_prism,
        all - findings.by_prism
    );
    println!(
        "wrong requests: {}; refused: {}; accepted requests with a refused wrong twin: {}",
        findings.controls,
        findings.controls - findings.slipped.len(),
        findings.controlled
    );
    let (table, mut worse) = quotas(findings, available);
    print!("{table}");
    if all < LEAST_OPERATIONS || documents.len() < LEAST_DOCUMENTS {
        worse.push(format!(
            "fewer than {LEAST_OPERATIONS} operations of {LEAST_DOCUMENTS} documents"
        ));
    }
    if findings.rate() < LEAST_RATE {
        worse.push(format!("less than {:.0} % are accepted", LEAST_RATE * 100.0));
    }
    worse.extend(findings.unexplained(known));
    worse.extend(findings.outdated(known));
    for known in known {
        println!(
            "known ({}): {} {} {} {}",
            known.fault, known.document, known.method, known.path, known.control
        );
    }
    for line in &worse {
        println!("worse: {line}");
    }
    folders::write(&folder.join("findings.txt"), &worse.join("\n"))?;
    Ok(worse.is_empty())
}

/// The table of quotas, and those that are not met.
fn quotas(findings: &Findings<'_>, available: &BTreeMap<String, usize>) -> (String, Vec<String>) {
    let mut table =
        String::from("| accepted requests with | wanted | usable in the corpus | accepted |\n|---|---|---|---|\n");
    let mut worse = Vec::new();
    for (feature, wanted) in QUOTAS.into_iter().chain([NESTED]) {
        let count = findings
            .accepted
            .iter()
            .filter(|case| case.features.contains(&feature))
            .count();
        let usable = available.get(feature).copied().unwrap_or(0);
        // Writing to a String cannot fail.
        let _ = writeln!(table, "| {feature} | {wanted} | {usable} | {count} |");
        let refused = findings
            .refused
            .iter()
            .filter(|(case, _)| case.features.contains(&feature))
            .count();
        if count + refused < wanted.min(usable) {
            worse.push(format!("only {} requests with {feature}", count + refused));
        }
    }
    (table, worse)
}
