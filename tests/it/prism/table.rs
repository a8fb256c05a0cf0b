//! `differences.tsv`: what is known to differ, and why.

use super::server::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A row: document, kind, what, reason. The kinds:
///
/// - `mend`: a text of the document that Prism is served in other words, `before => after`, as it cannot judge it.
/// - `differs`: an operation, and what Prism has against its request or the client against the answer; or `lacks`, and
///   what our document has and this one does not.
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

/// The document as Prism is served it. A mend that finds nothing to mend is stale.
pub(super) fn mended(document: &Path) -> PathBuf {
    let name = name(document);
    let mut text = fs::read_to_string(document).expect("a readable document");
    for row in rows().filter(|row| row.document == name && row.kind == "mend") {
        let (before, after) = row.what.split_once(" => ").expect("before => after");
        assert!(
            text.contains(before),
            "{name} has no {before:?}: take the row out of differences.tsv"
        );
        text = text.replace(before, &after.replace("\\n", "\n"));
    }
    let folder = root().join("target/prism/served");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    fs::write(&path, text).expect("a writable folder");
    path
}

/// Checks that what was found is what the table has, no more and no less.
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
