//! The report: accepted and refused requests, and quotas.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use super::features::{NESTED, QUOTAS};
use super::prepare::Case;
use super::select::{MIN_DOCUMENTS, MIN_OPERATIONS};
use super::verdicts::{AllVerdicts, COMPLETE, KnownRefusal, Validator};
use crate::folders;

/// The minimum share of accepted requests.
const MIN_RATE: f64 = 0.99;

/// The results by case.
pub(crate) struct Findings<'a> {
    accepted: Vec<&'a Case>,
    /// Refused requests with the reason.
    refused: Vec<(&'a Case, String)>,
    /// The number of invalid variants of accepted requests, and those that were not refused. Variants of refused
    /// requests are not counted.
    variants: usize,
    accepted_variants: Vec<(&'a Case, String)>,
    /// Accepted requests without a refused invalid variant: it is not shown that the validator checked them.
    unverified: Vec<&'a Case>,
    by_validator: BTreeMap<Validator, usize>,
}

/// Combines the verdicts.
pub(crate) fn findings<'a>(cases: &'a [Case], verdicts: &AllVerdicts) -> Findings<'a> {
    let mut found = Findings {
        accepted: Vec::new(),
        refused: Vec::new(),
        variants: 0,
        accepted_variants: Vec::new(),
        unverified: Vec::new(),
        by_validator: BTreeMap::new(),
    };
    for case in cases {
        *found.by_validator.entry(verdicts.validator(case)).or_default() += 1;
        let own = verdicts.deciding(case).get(&(case.case, String::new()));
        let problem = case.problem.as_deref().or(verdicts.missing_value(case));
        match (problem, own) {
            (Some(problem), _) => found.refused.push((case, problem.to_owned())),
            (None, None) => found.refused.push((case, "no verdict".to_owned())),
            (None, Some(own)) if own.accepted => {
                found.accepted.push(case);
                found.count_variants(case, verdicts);
            }
            (None, Some(own)) => found.refused.push((case, own.reason.clone())),
        }
    }
    found
}

impl<'a> Findings<'a> {
    fn count_variants(&mut self, case: &'a Case, verdicts: &AllVerdicts) {
        let before = self.variants - self.accepted_variants.len();
        let verdicts = verdicts
            .deciding(case)
            .range((case.case, String::new())..(case.case + 1, String::new()));
        for ((_, variant), verdict) in verdicts.filter(|((_, variant), _)| !matches!(variant.as_str(), "" | COMPLETE)) {
            self.variants += 1;
            if verdict.accepted || verdict.failed {
                self.accepted_variants.push((case, variant.clone()));
            }
        }
        if self.variants - self.accepted_variants.len() == before {
            self.unverified.push(case);
        }
    }

    fn rate(&self) -> f64 {
        self.accepted.len() as f64 / (self.accepted.len() + self.refused.len()).max(1) as f64
    }

    /// The results that the committed list does not explain.
    fn unexplained(&self, known: &[KnownRefusal]) -> Vec<String> {
        let explained = |case: &Case, variant: &str| known.iter().any(|known| known.covers(case, variant));
        let refused = self
            .refused
            .iter()
            .filter(|(case, _)| !explained(case, ""))
            .map(|(case, reason)| format!("refused: {}: {reason}", title(case)));
        let unverified = self
            .unverified
            .iter()
            .map(|case| format!("no invalid variant is refused: {}", title(case)));
        let accepted_variants = self
            .accepted_variants
            .iter()
            .filter(|(case, variant)| !explained(case, variant))
            .map(|(case, variant)| format!("invalid and accepted: {}: {variant}", title(case)));
        refused.chain(accepted_variants).chain(unverified).collect()
    }

    /// Lines of the list that match no result.
    fn outdated(&self, known: &[KnownRefusal]) -> Vec<String> {
        let is_needed = |known: &&KnownRefusal| {
            self.refused.iter().any(|(case, _)| known.covers(case, ""))
                || self
                    .accepted_variants
                    .iter()
                    .any(|(case, variant)| known.covers(case, variant))
        };
        known
            .iter()
            .filter(|known| !is_needed(known))
            .map(|known| {
                format!(
                    "on the list of refusals, but not refused: {} {} {} {}",
                    known.document, known.method, known.path, known.variant
                )
            })
            .collect()
    }
}

fn title(case: &Case) -> String {
    format!("{} {} {}", case.document, case.method.to_uppercase(), case.path)
}

/// Prints the report. Returns false if a requirement is not met.
pub(crate) fn print(
    findings: &Findings<'_>,
    known: &[KnownRefusal],
    available: &BTreeMap<String, usize>,
    folder: &Path,
) -> Result<bool, String> {
    let documents: BTreeSet<&str> = findings.accepted.iter().map(|case| case.document.as_str()).collect();
    let total = findings.accepted.len() + findings.refused.len();
    println!(
        "requests: {total} of {} documents; accepted: {} ({:.2} %)",
        documents.len(),
        findings.accepted.len(),
        findings.rate() * 100.0
    );
    for (validator, count) in &findings.by_validator {
        println!("decided by {}: {count}", validator.name());
    }
    println!(
        "invalid variants of accepted requests: {}; refused: {}; accepted requests without a refused variant: {}",
        findings.variants,
        findings.variants - findings.accepted_variants.len(),
        findings.unverified.len()
    );
    let (table, mut failures) = quotas(findings, available);
    print!("{table}");
    if total < MIN_OPERATIONS || documents.len() < MIN_DOCUMENTS {
        failures.push(format!(
            "fewer than {MIN_OPERATIONS} operations of {MIN_DOCUMENTS} documents"
        ));
    }
    if findings.rate() < MIN_RATE {
        failures.push(format!(
            "less than {:.0} % of the requests are accepted",
            MIN_RATE * 100.0
        ));
    }
    failures.extend(findings.unexplained(known));
    failures.extend(findings.outdated(known));
    for known in known {
        println!(
            "known ({}): {} {} {} {}",
            known.fault, known.document, known.method, known.path, known.variant
        );
    }
    for line in &failures {
        println!("failure: {line}");
    }
    folders::write(&folder.join("findings.txt"), &failures.join("\n"))?;
    Ok(failures.is_empty())
}

/// The table of quotas, and the quotas that are not met.
fn quotas(findings: &Findings<'_>, available: &BTreeMap<String, usize>) -> (String, Vec<String>) {
    let mut table =
        String::from("| accepted requests with | required | available in the corpus | accepted |\n|---|---|---|---|\n");
    let mut failures = Vec::new();
    for (feature, required) in QUOTAS.into_iter().chain([NESTED]) {
        let count = findings
            .accepted
            .iter()
            .filter(|case| case.features.contains(&feature))
            .count();
        let usable = available.get(feature).copied().unwrap_or(0);
        // Writing to a String cannot fail.
        let _ = writeln!(table, "| {feature} | {required} | {usable} | {count} |");
        let refused = findings
            .refused
            .iter()
            .filter(|(case, _)| case.features.contains(&feature))
            .count();
        if count + refused < required.min(usable) {
            failures.push(format!("only {} requests with {feature}", count + refused));
        }
    }
    (table, failures)
}
