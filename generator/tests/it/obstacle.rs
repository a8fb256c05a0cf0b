//! Every name of a document is a keyword, a name of ours, a name no file may have, or hardly a name.
//!
//! That rustc, clippy and rustdoc accept the result is checked by `tests/snapshots`, whose build script
//! generates the same document.

use crate::{common, safe, words};
use std::collections::BTreeMap;

#[test]
fn every_name_becomes_one_that_rust_and_file_systems_accept() {
    let text = words::document().to_string();
    let outcome = common::generate(&text, None);
    safe::check(&outcome, "obstacle course");
    assert_eq!(outcome.stats.skipped, 0, "{}", common::rendered(&outcome));
    assert!(outcome.stats.operations > 2 * 250);
    names_of_one_scope_differ(&outcome.lock);
    let again = common::generate(&text, Some(&outcome.lock));
    if let Some(difference) = common::difference(&common::files(&outcome), &common::files(&again)) {
        panic!("the lock does not reproduce every name:\n{difference}");
    }
}

/// Not even where case does not count.
fn names_of_one_scope_differ(lock: &str) {
    let mut scopes: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for line in lock.lines().filter(|line| !line.starts_with("# ")) {
        let parts: Vec<&str> = line.split('\t').collect();
        let [place, kind, name] = parts[..] else {
            panic!("{line}")
        };
        let owner = match kind {
            "type" | "file" | "tag" => String::new(),
            "field" | "variant" | "param" => place
                .rsplit_once('/')
                .map(|(owner, _)| owner.to_owned())
                .unwrap_or_default(),
            _ => continue,
        };
        scopes
            .entry((kind.to_owned(), owner))
            .or_default()
            .push(name.trim_start_matches("r#").to_lowercase());
    }
    for ((kind, owner), mut names) in scopes {
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "{kind} in {owner}");
    }
}

#[test]
fn the_names_fit_into_one_file() {
    let settings = oaspen::Settings {
        name: "self".into(),
        layout: oaspen::Layout::File,
        ..oaspen::Settings::default()
    };
    let outcome = oaspen::generate(
        &common::text_input("spec.json", words::document().to_string()),
        &settings,
        None,
    );
    assert!(!outcome.diagnostics.has_errors(), "{}", common::rendered(&outcome));
    safe::check(&outcome, "obstacle course in one file");
}
