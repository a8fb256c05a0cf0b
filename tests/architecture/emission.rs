//! Emission decides nothing: what it prints is data of the IR and of the names.
//!
//! A decision that is made while code is printed is made again by the reference and by the examples, and then differs.
//! Most such decisions compare a count with a threshold, so `emit` contains neither. The folder of examples is excluded: it
//! selects what to show by size, and no other stage depends on the selection.

use super::sources::sources;

const EXAMPLES: &str = "emit/example/";

/// Whether a line compares something with a number, counts, or names a threshold.
fn decides(line: &str) -> bool {
    let is_threshold = line.contains("const MAX_") || line.contains("const MIN_");
    let counts = [".take(", ".count()"].iter().any(|call| line.contains(call));
    let compares = ["< ", "> ", "<= ", ">= ", "== ", "!= "].iter().any(|sign| {
        line.split(sign)
            .skip(1)
            .any(|right| right.starts_with(|c: char| c.is_ascii_digit()))
    });
    is_threshold || counts || compares
}

#[test]
fn emission_has_no_thresholds() {
    let mut findings = Vec::new();
    for source in sources("generator/src") {
        let is_emission = source.path.starts_with("emit/") && !source.path.starts_with(EXAMPLES);
        for line in source.code().lines().filter(|line| is_emission && decides(line)) {
            findings.push(format!("{}: {}", source.path, line.trim()));
        }
    }
    assert!(
        findings.is_empty(),
        "Decide this in `passes`, or in `name` if it is about names, and keep the result in the IR.\n{}",
        findings.join("\n")
    );
}

#[test]
fn decisions_are_recognized() {
    assert!(
        decides("if fields.len() > 4 {") && decides("const MAX_FIELDS: usize = 4;") && decides("names.iter().take(6)")
    );
    assert!(!decides("if row.boxed { quote!(Box<#ty>) } else { ty }") && !decides("Vec<u8>"));
}
