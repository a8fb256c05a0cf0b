//! How the features of two packages differ, for a program whose `Cargo.toml` names those that it needs.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Verdict;
use super::side::Side;
use super::verdict::{Difference, Effect, Subject};
use crate::name::paired;

/// Each feature, with the models that it compiles.
type Features<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// The features that are gone or new, and those that compile less of what both versions have.
pub(crate) fn differences(old: Side<'_>, new: Side<'_>) -> Vec<Difference> {
    let (before, after) = match (features(old), features(new)) {
        (None, None) => return Vec::new(),
        (None, Some(_)) => return vec![introduced()],
        (before, after) => (before.unwrap_or_default(), after.unwrap_or_default()),
    };
    let known = models(new);
    let mut found = Vec::new();
    for (feature, models) in &before {
        let Some(kept) = after.get(feature) else {
            found.push(row("feature-removed", item(feature), String::new(), String::new()));
            continue;
        };
        let lost: Vec<&str> = models
            .difference(kept)
            .filter(|model| known.contains(*model))
            .copied()
            .collect();
        if !lost.is_empty() {
            found.push(row("feature-narrowed", item(feature), item(feature), lost.join(", ")));
        }
    }
    let added = after.keys().filter(|feature| !before.contains_key(*feature));
    found.extend(added.map(|feature| row("feature-added", String::new(), item(feature), String::new())));
    found
}

/// Everything was compiled in any case, also for programs with `default-features = false`.
fn introduced() -> Difference {
    let help = "with `default-features = false`, name the features whose operations and models are used";
    Difference {
        help: Some(help.to_owned()),
        ..row(
            "feature-narrowed",
            "features".to_owned(),
            "features".to_owned(),
            "everything without features".to_owned(),
        )
    }
}

/// A feature as a path in `Cargo.toml`.
fn item(feature: &str) -> String {
    format!("features.{feature}")
}

/// The items are paths in `Cargo.toml`; empty for a version that does not have it.
fn row(rule: &'static str, old: String, new: String, before: String) -> Difference {
    let subject = |item| Subject { pointer: None, item };
    Difference {
        rule,
        effect: Effect::None,
        code: match rule {
            "feature-added" => Verdict::Fine,
            _ => Verdict::Breaks,
        },
        old: subject(old),
        new: subject(new),
        before,
        after: String::new(),
        items: Vec::new(),
        help: None,
    }
}

fn models(side: Side<'_>) -> BTreeSet<&str> {
    side.names.types.iter().map(|name| name.ident.as_str()).collect()
}

/// `None` for a package without features of tags.
fn features(side: Side<'_>) -> Option<Features<'_>> {
    let features = side.names.features.as_ref()?;
    let mut found: Features<'_> = features.names().map(|name| (name.as_str(), BTreeSet::new())).collect();
    for (file, gate) in paired(&side.names.files, &features.files) {
        let types = || file.types.iter().filter_map(|id| side.names.ty(*id));
        for feature in &gate.features {
            let models = found.entry(feature).or_default();
            models.extend(types().map(|name| name.ident.as_str()));
        }
    }
    Some(found)
}
