//! `differences.tsv`: known differences and their reasons.

use super::server::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A row: document, kind, what, reason. The kinds:
///
/// - `adapt`: a replacement in the document, `before => after`, because Prism cannot validate the original.
/// - `differs`: an operation and the error of Prism about its request or of the client about the response; or `lacks`
///   and a part of the document of this repository that this document does not have.
struct Row {
    document: &'static str,
    kind: &'static str,
    what: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    let table = include_str!("../../prism/differences.tsv");
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| match *line.split('\t').collect::<Vec<_>>() {
            [document, kind, what, reason] if !reason.is_empty() => Row { document, kind, what },
            _ => panic!("not a row: {line}"),
        })
}

fn name(document: &Path) -> String {
    document.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Writes the document with the replacements for Prism. A replacement that matches nothing is an error.
pub(super) fn adapted(document: &Path) -> PathBuf {
    let name = name(document);
    let mut text = fs::read_to_string(document).expect("a readable document");
    for row in rows().filter(|row| row.document == name && row.kind == "adapt") {
        let (before, after) = row.what.split_once(" => ").expect("before => after");
        assert!(
            text.contains(before),
            "{name} has no {before:?}: remove the row from differences.tsv"
        );
        text = text.replace(before, &after.replace("\\n", "\n"));
    }
    let folder = root().join("target/prism/served");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, text).expect("a writable folder");
    path
}

/// Checks that the differences found are exactly those of the table.
pub(super) fn assert_known(document: &Path, found: &BTreeSet<String>) {
    let name = name(document);
    let known: BTreeSet<String> = rows()
        .filter(|row| row.document == name && row.kind == "differs")
        .map(|row| row.what.to_owned())
        .collect();
    let new: Vec<_> = found.difference(&known).collect();
    let stale: Vec<_> = known.difference(found).collect();
    assert!(
        new.is_empty() && stale.is_empty(),
        "{name}: not in differences.tsv: {new:#?}\nin differences.tsv, but not found: {stale:#?}"
    );
}
