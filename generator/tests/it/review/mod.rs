//! Reports of comparisons: every format of small comparisons, of hostile ones and of large ones.

mod browser;
mod formats;
mod injection;
mod limits;
mod schemas;

use std::path::PathBuf;

use crate::cli_support::root;
use oaspen::{Comparison, Input, ReviewFormat, ReviewOptions, Settings, Version};

/// Each format, with the file of a report in it.
const FORMATS: [(ReviewFormat, &str); 7] = [
    (ReviewFormat::Text, "report.txt"),
    (ReviewFormat::Markdown, "report.md"),
    (ReviewFormat::Json, "report.json"),
    (ReviewFormat::Html, "report.html"),
    (ReviewFormat::Sarif, "report.sarif"),
    (ReviewFormat::Annotations, "annotations.txt"),
    (ReviewFormat::Changelog, "changelog.md"),
];

fn folder() -> PathBuf {
    root().join("tests/review")
}

/// Compares two documents of a folder below `tests/review`.
fn compared(name: &str, old: &str, new: &str) -> Comparison {
    let version = |file: &str| Version {
        label: format!("{name}/{file}"),
        input: Input::Path(folder().join(name).join(file)),
        settings: Settings {
            name: name.into(),
            ..Settings::default()
        },
        lock: None,
        files: None,
    };
    oaspen::compare(&version(old), &version(new)).expect("both can be read")
}

/// Options with a version, links, and paths below `tests/review`.
fn options() -> ReviewOptions {
    ReviewOptions {
        versions: [("parcels".to_owned(), "0.4.2".to_owned())].into(),
        link: Some("https://git.example.com/shop/api/blob/new/".into()),
        old_link: Some("https://git.example.com/shop/api/blob/old/".into()),
        roots: vec![folder()],
        ..ReviewOptions::default()
    }
}

/// The comparison of `parcels`, with one accepted change and one item that a newer oaspen changes.
fn parcels() -> Comparison {
    let mut comparison = compared("parcels", "old.yaml", "new.yaml");
    let limits = comparison
        .changes
        .iter()
        .find(|change| change.rule.id == "limit-tightened");
    let fingerprint = limits.expect("a limit is tighter").fingerprint.clone();
    let unknown = comparison.accept([(fingerprint.as_str(), "All callers ask for 100 parcels or fewer.")]);
    assert_eq!(unknown, [""; 0]);
    let broken = comparison.changes.iter().flat_map(|change| &change.items).next();
    comparison.generator.push(broken.expect("an item").clone());
    comparison
}

/// A comparison with many changes, made of those of `parcels`.
fn large(number: usize) -> Comparison {
    let mut comparison = compared("parcels", "old.yaml", "new.yaml");
    let some = comparison.changes.clone();
    comparison.changes = (0..number)
        .map(|index| {
            let mut change = some[index % some.len()].clone();
            change.fingerprint = format!("{}:{index:08x}", change.rule.id);
            if let Some(old) = &mut change.old {
                old.item = format!("models::a_rather_long_module_name::AndTheTypeWithNumber{index}::the_field");
            }
            change.calls = (0..30)
                .map(|call| format!("client.group_{call}().method_{index}()"))
                .collect();
            change
        })
        .collect();
    comparison
        .changes
        .sort_by_key(|change| std::cmp::Reverse((change.code, change.deployed)));
    comparison
}
