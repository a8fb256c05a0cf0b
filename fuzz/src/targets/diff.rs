//! Two versions of a document.

use crate::cases::documents;
use crate::choices::Choices;
use crate::generated::{assert_visible, input, settings};
use crate::target::{Part, Target, join};
use oaspen::{Input, ReviewFormat, ReviewOptions, Settings, Version};

pub(super) const TARGET: Target = Target {
    name: "diff",
    parts: &[Part::Choices, Part::Document, Part::Changed],
    seeds,
    check,
    memory_mib: 128,
};

const FORMATS: [ReviewFormat; 7] = [
    ReviewFormat::Text,
    ReviewFormat::Markdown,
    ReviewFormat::Json,
    ReviewFormat::Html,
    ReviewFormat::Sarif,
    ReviewFormat::Annotations,
    ReviewFormat::Changelog,
];

/// The largest comment that hosts accept.
const MAX_COMMENT: usize = 65_536;

fn seeds() -> Vec<Vec<u8>> {
    let twice = |document: Vec<u8>| join(&[Vec::new(), document.clone(), document]);
    documents().into_iter().map(twice).collect()
}

fn version(label: &str, input: Input, settings: &Settings) -> Version {
    Version {
        label: label.to_owned(),
        input,
        settings: settings.clone(),
        lock: None,
        files: None,
    }
}

/// A version differs in nothing from itself, and a report is the same each time and has no hidden characters.
fn check(parts: &[&[u8]]) {
    let mut choices = Choices::new(parts[0]);
    let settings = settings(&mut choices);
    let side = |label: &str, text: &[u8]| version(label, input(text, &mut Choices::new(&[])), &settings);
    let (old, new) = (side("old", parts[1]), side("new", parts[2]));
    let Ok(comparison) = oaspen::compare(&old, &new) else {
        return;
    };
    let options = ReviewOptions {
        all: choices.flag(),
        versions: [("client".to_owned(), "1.2.3".to_owned())].into(),
        ..ReviewOptions::default()
    };
    let again = oaspen::compare(&old, &new).expect("the same comparison");
    let comparisons = ([comparison], [again]);
    for format in FORMATS {
        let report = oaspen::review(&comparisons.0, format, &options);
        assert!(
            report == oaspen::review(&comparisons.1, format, &options),
            "{format:?} differs in a second run"
        );
        // Pages have a script with tabs.
        assert_visible(&report);
        assert!(format != ReviewFormat::Markdown || report.chars().count() < MAX_COMMENT);
        if matches!(format, ReviewFormat::Json | ReviewFormat::Sarif) {
            assert!(
                serde_json::from_str::<serde_json::Value>(&report).is_ok(),
                "{format:?}: {report}"
            );
        }
    }
    let itself = oaspen::compare(&new, &side("again", parts[2]));
    let itself = itself.expect("a version that can be compared");
    assert!(
        itself.changes.is_empty(),
        "a version differs from itself: {:?}",
        itself.changes
    );
}
