//! A report as SARIF 2.1.0, for hosts that show results beside the lines of a document.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::annotations::message;
use super::location::{Location, location, shown};
use super::options::ReviewOptions;
use super::view::View;
use super::words::{sentence, verdict};
use crate::compare::{Change, Rule, Verdict};

/// How many results hosts show of one run.
const MAX_RESULTS: usize = 5000;
const HOME: &str = env!("CARGO_PKG_REPOSITORY");

pub(super) fn sarif(views: &[View<'_>], options: &ReviewOptions) -> String {
    let mut changes: Vec<(&View<'_>, &Change)> = views
        .iter()
        .flat_map(|view| view.comparison.changes.iter().map(move |change| (view, change)))
        .collect();
    let total = changes.len();
    changes.sort_by_key(|(_, change)| std::cmp::Reverse((change.accepted.is_none(), worst(change))));
    changes.truncate(MAX_RESULTS);
    let rules: BTreeMap<&str, &Rule> = changes
        .iter()
        .map(|(_, change)| (change.rule.id, change.rule))
        .collect();
    let indexes: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(index, id)| (*id, index)).collect();
    let results: Vec<Value> = changes
        .iter()
        .map(|(view, change)| result(view, change, indexes.get(change.rule.id).copied(), options))
        .collect();
    let left_out = (total > MAX_RESULTS).then(|| {
        json!({ "level": "warning", "message": {
            "text": format!("The report has the first {MAX_RESULTS} of {total} changes, the worst first."),
        }})
    });
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "oaspen diff",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": HOME,
                "rules": rules.values().map(|found| rule(found)).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": left_out.into_iter().collect::<Vec<_>>(),
            }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{report:#}\n")
}

fn worst(change: &Change) -> Verdict {
    change.code.max(change.deployed)
}

fn level(change: &Change) -> &'static str {
    match worst(change) {
        Verdict::Breaks => "error",
        Verdict::Changes => "warning",
        Verdict::Fine => "note",
    }
}

fn rule(rule: &Rule) -> Value {
    let help = format!("{}\n\nWhat to do: {}", rule.explanation, sentence(rule.help));
    json!({
        "id": rule.id,
        "name": name(rule.id),
        "shortDescription": { "text": sentence(rule.title) },
        "fullDescription": { "text": rule.explanation },
        "help": { "text": help, "markdown": help },
        "properties": { "tags": ["api"] },
    })
}

/// The id in the form that SARIF uses for names: `MemberRemoved`.
fn name(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let mut chars = word.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    });
    words.collect()
}

fn result(view: &View<'_>, change: &Change, index: Option<usize>, options: &ReviewOptions) -> Value {
    let found: Vec<Value> = shown(change, view.comparison, options)
        .iter()
        .map(|location| physical(location, None))
        .collect();
    let old: Vec<Value> = location(change.old.as_ref(), true, options)
        .iter()
        .map(|location| physical(location, Some("The old version")))
        .collect();
    let suppressions: Vec<Value> = change
        .accepted
        .iter()
        .map(|reason| json!({ "kind": "external", "status": "accepted", "justification": reason }))
        .collect();
    json!({
        "ruleId": change.rule.id,
        "ruleIndex": index,
        "level": level(change),
        "message": { "text": plain(&format!("{}: {}\n{}", view.name, change.rule.title, message(change))) },
        "locations": found,
        "relatedLocations": old,
        "partialFingerprints": { "oaspenDiff/v1": format!("{}/{}", view.name, change.fingerprint) },
        "suppressions": suppressions,
        "properties": {
            "client": view.name,
            "code": verdict(change.code),
            "deployed": verdict(change.deployed),
        },
    })
}

fn physical(location: &Location, label: Option<&str>) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": location.uri() } });
    if let (Some(line), Some(map)) = (location.line, place.as_object_mut()) {
        let mut region = json!({ "startLine": line });
        if let (Some(column), Some(map)) = (location.column, region.as_object_mut()) {
            map.insert("startColumn".to_owned(), column.into());
        }
        map.insert("region".to_owned(), region);
    }
    match label {
        Some(label) => json!({ "physicalLocation": place, "message": { "text": label } }),
        None => json!({ "physicalLocation": place }),
    }
}

/// A message without links: `[text](target)` is one, so a space is put into it.
fn plain(text: &str) -> String {
    text.replace("](", "] (")
}

#[cfg(test)]
mod tests {
    use super::{name, plain};

    #[test]
    fn names_and_messages_are_those_of_the_format() {
        assert_eq!(name("member-removed-required"), "MemberRemovedRequired");
        assert_eq!(plain("[x](1)"), "[x] (1)");
    }
}
