//! How the features of two packages differ, for a program whose `Cargo.toml` names those that it needs.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Verdict;
use super::side::Side;
use super::verdict::{Difference, Effect, Subject};
use crate::name::paired;

/// The features of a package.
#[derive(Default)]
struct Features<'a> {
    /// Each feature, with the models that it compiles.
    models: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The models that are compiled in any case.
    common: BTreeSet<&'a str>,
}

/// The features that are gone or new, and those that compile less of what both versions have.
pub(crate) fn differences(old: Side<'_>, new: Side<'_>) -> Vec<Difference> {
    let (before, after) = match (features(old), features(new)) {
        (None, None) => return Vec::new(),
        (None, Some(_)) => return vec![introduced()],
        (before, after) => (before.unwrap_or_default(), after.unwrap_or_default()),
    };
    let known = models(new);
    // Those that are compiled in any case are compiled with each feature.
    let lost: Vec<&str> = before.common.difference(&after.common).copied().collect();
    let mut found = Vec::new();
    for (feature, models) in &before.models {
        let Some(kept) = after.models.get(feature) else {
            found.push(row("feature-removed", item(feature), String::new(), String::new()));
            continue;
        };
        let compiled = models.iter().chain(&lost).copied().collect::<BTreeSet<&str>>();
        let is_lost = |model: &&str| !kept.contains(model) && !after.common.contains(model) && known.contains(model);
        let lost: Vec<&str> = compiled.into_iter().filter(is_lost).collect();
        if !lost.is_empty() {
            found.push(row("feature-narrowed", item(feature), item(feature), lost.join(", ")));
        }
    }
    let added = after
        .models
        .keys()
        .filter(|feature| !before.models.contains_key(*feature));
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
        types: Vec::new(),
        help: None,
    }
}

fn models(side: Side<'_>) -> BTreeSet<&str> {
    side.names.types.iter().map(|name| name.ident.as_str()).collect()
}

/// `None` for a package without features of tags.
fn features(side: Side<'_>) -> Option<Features<'_>> {
    let features = side.names.features.as_ref()?;
    let mut found = Features {
        models: features.names().map(|name| (name.as_str(), BTreeSet::new())).collect(),
        ..Features::default()
    };
    for (file, gate) in paired(&side.names.files, &features.files) {
        let types = || file.types.iter().filter_map(|id| side.names.ty(*id));
        let types = || types().map(|name| name.ident.as_str());
        for feature in &gate.features {
            found.models.entry(feature).or_default().extend(types());
        }
        if gate.features.is_empty() {
            found.common.extend(types());
        }
    }
    Some(found)
}
