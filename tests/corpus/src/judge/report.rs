//! The figures: how many requests are accepted, what is refused, which quotas are met.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use super::features::{NESTED, QUOTAS};
use super::prepare::Case;
use super::select::{LEAST_DOCUMENTS, LEAST_OPERATIONS};
use super::verdicts::{COMPLETE, Judge, Known, Panel};
use crate::folders;

/// What of all requests must be accepted.
const LEAST_RATE: f64 = 0.99;

/// What the judges found, by case.
pub(crate) struct Findings<'a> {
    accepted: Vec<&'a Case>,
    /// With the reason.
    refused: Vec<(&'a Case, String)>,
    /// Wrong twins of accepted requests: how many there are, and those that were not refused. That a twin of a
    /// refused request is refused says nothing.
    controls: usize,
    slipped: Vec<(&'a Case, String)>,
    /// Accepted requests without a wrong twin that was refused: nothing shows that the judge looked at them.
    uncontrolled: Vec<&'a Case>,
    by_judge: BTreeMap<Judge, usize>,
}

/// Puts the verdicts together.
pub(crate) fn findings<'a>(cases: &'a [Case], panel: &Panel) -> Findings<'a> {
    let mut found = Findings {
        accepted: Vec::new(),
        refused: Vec::new(),
        controls: 0,
        slipped: Vec::new(),
        uncontrolled: Vec::new(),
        by_judge: BTreeMap::new(),
    };
    for case in cases {
        *found.by_judge.entry(panel.judge(case)).or_default() += 1;
        let own = panel.of(case).get(&(case.case, String::new()));
        let problem = case.problem.as_deref().or(panel.lost(case));
        match (problem, own) {
            (Some(problem), _) => found.refused.push((case, problem.to_owned())),
            (None, None) => found.refused.push((case, "there is no verdict".to_owned())),
            (None, Some(own)) if own.accepted => {
                found.accepted.push(case);
                found.look_at_twins(case, panel);
            }
            (None, Some(own)) => found.refused.push((case, own.reason.clone())),
        }
    }
    found
}

impl<'a> Findings<'a> {
    fn look_at_twins(&mut self, case: &'a Case, panel: &Panel) {
        let before = self.controls - self.slipped.len();
        let verdicts = panel
            .of(case)
            .range((case.case, String::new())..(case.case + 1, String::new()));
        for ((_, control), verdict) in verdicts.filter(|((_, control), _)| !matches!(control.as_str(), "" | COMPLETE)) {
            self.controls += 1;
            if verdict.accepted || verdict.failed {
                self.slipped.push((case, control.clone()));
            }
        }
        if self.controls - self.slipped.len() == before {
            self.uncontrolled.push(case);
        }
    }

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
        let uncontrolled = self
            .uncontrolled
            .iter()
            .map(|case| format!("no wrong twin is refused: {}", title(case)));
        let slipped = self
            .slipped
            .iter()
            .filter(|(case, control)| !explained(case, control))
            .map(|(case, control)| format!("wrong and accepted: {}: {control}", title(case)));
        refused.chain(slipped).chain(uncontrolled).collect()
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
        "requests: {all} of {} documents; accepted: {} ({:.2} %)",
        documents.len(),
        findings.accepted.len(),
        findings.rate() * 100.0
    );
    for (judge, count) in &findings.by_judge {
        println!("judged by {}: {count}", judge.name());
    }
    println!(
        "wrong twins of accepted requests: {}; refused: {}; accepted requests without a refused wrong twin: {}",
        findings.controls,
        findings.controls - findings.slipped.len(),
        findings.uncontrolled.len()
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
