//! A report for programs. Its schema is `docs/diff.schema.json`.

use serde_json::{Value, json};

use super::location::location;
use super::options::ReviewOptions;
use super::view::View;
use super::words::{bump, verdict};
use crate::compare::{BrokenItem, Change, Part, Verdict};

pub(super) fn json(views: &[View<'_>], options: &ReviewOptions) -> String {
    let clients: Vec<Value> = views.iter().map(|view| client(view, options)).collect();
    let report = json!({
        "command": "diff",
        "exit": options.exit,
        "clients": clients,
    });
    format!("{report:#}\n")
}

fn client(view: &View<'_>, options: &ReviewOptions) -> Value {
    let comparison = view.comparison;
    let (code, deployed) = comparison.worst();
    let (current, next) = view.version.clone().unzip();
    let changes: Vec<Value> = comparison.changes.iter().map(|one| change(one, options)).collect();
    json!({
        "name": comparison.client,
        "old": comparison.old,
        "new": comparison.new,
        "code": verdict(code),
        "deployed": verdict(deployed),
        "bump": bump(comparison.bump()),
        "version": current,
        "next": next.flatten(),
        "operations": comparison.operations,
        "types": comparison.types,
        "counts": {
            "changes": comparison.changes.len(),
            "accepted": view.accepted.len(),
            "code": counts(view, |change| change.code),
            "deployed": counts(view, |change| change.deployed),
        },
        "changes": changes,
        "generator": comparison.generator.iter().map(item).collect::<Vec<_>>(),
        "stale": view.stale,
    })
}

/// How many changes have each verdict, without those that are accepted.
fn counts(view: &View<'_>, of: fn(&Change) -> Verdict) -> Value {
    let count = |verdict: Verdict| {
        let changes = view.open.iter().chain(&view.quiet);
        changes.filter(|change| of(change) == verdict).count()
    };
    json!({
        "breaks": count(Verdict::Breaks),
        "changes": count(Verdict::Changes),
        "fine": count(Verdict::Fine),
    })
}

fn change(change: &Change, options: &ReviewOptions) -> Value {
    json!({
        "rule": change.rule.id,
        "title": change.rule.title,
        "fingerprint": change.fingerprint,
        "code": verdict(change.code),
        "deployed": verdict(change.deployed),
        "partial": change.is_partial,
        "item": change.item(),
        "before": change.before,
        "after": change.after,
        "old": part(change.old.as_ref(), true, options),
        "new": part(change.new.as_ref(), false, options),
        "items": change.items.iter().map(item).collect::<Vec<_>>(),
        "calls": change.calls,
        "more_calls": change.has_more_calls,
        "help": change.help,
        "accepted": change.accepted,
    })
}

fn part(part: Option<&Part>, is_old: bool, options: &ReviewOptions) -> Value {
    let Some(found) = part else { return Value::Null };
    let location = location(part, is_old, options);
    json!({
        "item": found.item,
        "pointer": found.pointer.as_ref().map(|pointer| pointer.as_str()),
        "file": location.as_ref().map(|location| &location.file),
        "line": location.as_ref().and_then(|location| location.line),
        "column": location.as_ref().and_then(|location| location.column),
    })
}

fn item(item: &BrokenItem) -> Value {
    json!({
        "path": item.path,
        "before": item.before,
        "after": item.after,
    })
}
