//! Files, functions and macros stay small enough to be read at once.

use super::sources::sources;

const MAX_FILE_LINES: usize = 500;
const MAX_ITEM_LINES: usize = 60;

const ITEMS: &[&str] = &["fn ", "async fn ", "const fn ", "macro_rules! "];

/// Whether a line opens a function or a macro whose end is on a later line.
fn opens_item(line: &str) -> bool {
    let mut line = line.trim();
    for visibility in ["pub ", "pub(crate) ", "pub(super) "] {
        line = line.strip_prefix(visibility).unwrap_or(line);
    }
    ITEMS.iter().any(|item| line.starts_with(item)) && !line.ends_with(';') && !line.ends_with('}')
}

#[test]
fn files_functions_and_macros_stay_small() {
    let mut findings = Vec::new();
    for folder in ["fuzz/src", "generator/src", "runtime/src"] {
        for source in sources(folder) {
            let lines: Vec<&str> = source.text.lines().collect();
            if lines.len() > MAX_FILE_LINES {
                findings.push(format!(
                    "{folder}/{}: {} lines; the limit is {MAX_FILE_LINES}",
                    source.path,
                    lines.len()
                ));
            }
            for (at, line) in lines.iter().enumerate().filter(|(_, line)| opens_item(line)) {
                let indent = line.len() - line.trim_start().len();
                let close = format!("{}}}", " ".repeat(indent));
                let length = lines[at..].iter().position(|line| *line == close).unwrap_or(0) + 1;
                if length > MAX_ITEM_LINES {
                    let position = format!("{folder}/{}:{}", source.path, at + 1);
                    findings.push(format!(
                        "{position}: {length} lines; the limit is {MAX_ITEM_LINES}: {}",
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(
        findings.is_empty(),
        "Split each of these by what it does, not by its length.\n{}",
        findings.join("\n")
    );
}
