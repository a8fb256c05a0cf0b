//! What is below the table of a comment: code to change, calls, other changes, how to accept one, and the changelog entry.

use std::collections::BTreeMap;

use super::changelog::entry;
use super::escape::{code, prose};
use super::rows::{Level, state, subject};
use super::view::{View, by_rule};
use super::words::{count, line};
use crate::compare::{BrokenItem, Change};

/// The items of one change that are listed.
const MAX_OF_CHANGE: usize = 8;
/// The calls that are listed.
const MAX_CALLS: usize = 40;
/// Changes that are listed elsewhere than in the table.
const MAX_OTHERS: usize = 20;
/// The first and the last line of a code block. No line between them starts with a text of the document.
const FENCE: &str = "```";

/// Writes the parts below the table, in which `rows` are listed.
pub(super) fn details(text: &mut String, view: &View<'_>, rows: &[&Change], level: Level) {
    let others = view.open.get(rows.len()..).unwrap_or_default();
    counted(text, "more change", "", others);
    if !level.has_details {
        counted(
            text,
            "more",
            " that code and deployed programs do not notice",
            &view.quiet,
        );
        counted(text, "accepted change", "", &view.accepted);
        generator(text, view.generator(), level);
        return;
    }
    before_and_after(text, rows, level);
    calls(text, rows, level);
    quiet(text, view, level);
    accepted(text, view, level);
    generator(text, view.generator(), level);
    let max = if level.rows == usize::MAX {
        usize::MAX
    } else {
        MAX_OTHERS
    };
    let changelog = entry(view, max, "####");
    folded(text, "Changelog entry (`oaspen diff --format changelog`)", &changelog);
    how_to_accept(text, view, rows);
}

/// A part that is closed until a reader opens it.
fn folded(text: &mut String, title: &str, content: &str) {
    let title = title.replacen('`', "<code>", 1).replacen('`', "</code>", 1);
    text.push_str(&format!(
        "\n<details><summary>{title}</summary>\n\n{}\n\n</details>\n",
        content.trim_end()
    ));
}

fn counted(text: &mut String, noun: &str, what: &str, changes: &[&Change]) {
    if changes.is_empty() {
        return;
    }
    let list = by_rule(changes);
    let list: Vec<String> = list.iter().map(|(rule, number)| format!("{number} `{rule}`")).collect();
    let total = count(changes.len(), noun);
    text.push_str(&format!("\n{total}{what}: {}.\n", list.join(", ")));
}

fn before_and_after(text: &mut String, rows: &[&Change], level: Level) {
    let mut lines = Vec::new();
    for (index, change) in rows.iter().enumerate().filter(|(_, change)| !change.items.is_empty()) {
        lines.push(format!("@@ {}: {} @@", index + 1, line(change.item(), level.text)));
        for item in change.items.iter().take(MAX_OF_CHANGE) {
            lines.extend(signatures(item, level.text));
        }
        if change.items.len() > MAX_OF_CHANGE {
            let more = change.items.len() - MAX_OF_CHANGE;
            lines.push(format!("  and {}", count(more, "more item")));
        }
    }
    if !lines.is_empty() {
        let block = format!("{FENCE}diff\n{}\n{FENCE}", lines.join("\n"));
        folded(text, "What to change in code: Rust items before and after", &block);
    }
}

/// The two lines of an item.
fn signatures(item: &BrokenItem, max: usize) -> Vec<String> {
    let path = line(&item.path, max);
    let of = |sign: char, signature: &str| format!("{sign}{path}: {}", line(signature, max));
    let mut lines = vec![of('-', &item.before)];
    lines.extend(item.after.as_deref().map(|after| of('+', after)));
    lines
}

/// The calls, each with the rows of the changes that reach it.
fn calls(text: &mut String, rows: &[&Change], level: Level) {
    let mut list: Vec<(&str, Vec<String>)> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, change) in rows.iter().enumerate() {
        for call in &change.calls {
            let at = *known.entry(call).or_insert(list.len());
            if at == list.len() {
                list.push((call, Vec::new()));
            }
            if let Some((_, numbers)) = list.get_mut(at) {
                numbers.push((index + 1).to_string());
            }
        }
    }
    if list.is_empty() {
        return;
    }
    let shown = list.iter().take(MAX_CALLS);
    let mut lines: Vec<String> = shown
        .map(|(call, numbers)| {
            let row = if numbers.len() == 1 { "row" } else { "rows" };
            format!("- {}: {row} {}", code(call, level.text), numbers.join(", "))
        })
        .collect();
    if list.len() > MAX_CALLS {
        lines.push(format!("- {}", count(list.len() - MAX_CALLS, "more call")));
    }
    folded(
        text,
        &format!("Calls that the changes reach ({})", list.len()),
        &lines.join("\n"),
    );
}

fn quiet(text: &mut String, view: &View<'_>, level: Level) {
    if view.quiet.is_empty() {
        return;
    }
    let max = level.rows.max(MAX_OTHERS);
    let mut list: Vec<String> = view
        .quiet
        .iter()
        .take(max)
        .map(|change| format!("- {}{}", subject(change, level.text), state(change, level.text)))
        .collect();
    if view.quiet.len() > max {
        list.push(format!("- {}", count(view.quiet.len() - max, "more change")));
    }
    let title = format!(
        "{} that code and deployed programs do not notice",
        count(view.quiet.len(), "change")
    );
    folded(text, &title, &list.join("\n"));
}

fn accepted(text: &mut String, view: &View<'_>, level: Level) {
    let max = level.rows.max(MAX_OTHERS);
    let mut list: Vec<String> = view
        .accepted
        .iter()
        .take(max)
        .map(|change| {
            let reason = prose(change.accepted.as_deref().unwrap_or_default());
            let fingerprint = code(&change.fingerprint, level.text);
            format!(
                "- {}{}: {reason} ({fingerprint})",
                subject(change, level.text),
                state(change, level.text)
            )
        })
        .collect();
    if view.accepted.len() > max {
        list.push(format!("- {}", count(view.accepted.len() - max, "more change")));
    }
    if !list.is_empty() {
        let title = count(view.accepted.len(), "accepted change");
        folded(text, &title, &list.join("\n"));
    }
    if !view.stale.is_empty() {
        let stale = view.stale.iter().take(MAX_OTHERS);
        let stale: Vec<String> = stale.map(|fingerprint| code(fingerprint, level.text)).collect();
        text.push_str(&format!(
            "\nAccepted in `oaspen.toml`, and not found; remove these entries: {}.\n",
            stale.join(", ")
        ));
    }
}

fn generator(text: &mut String, items: &[BrokenItem], level: Level) {
    if items.is_empty() {
        return;
    }
    let total = count(items.len(), "item");
    let title = format!("{total} changed because oaspen is newer than the generated code, not because of the document");
    let max = level.rows.clamp(MAX_OF_CHANGE, 200);
    if !level.has_details {
        text.push_str(&format!("\n{title}.\n"));
        return;
    }
    let mut lines: Vec<String> = items
        .iter()
        .take(max)
        .flat_map(|item| signatures(item, level.text))
        .collect();
    if items.len() > max {
        lines.push(format!("  and {}", count(items.len() - max, "more item")));
    }
    folded(text, &title, &format!("{FENCE}diff\n{}\n{FENCE}", lines.join("\n")));
}

fn how_to_accept(text: &mut String, view: &View<'_>, rows: &[&Change]) {
    let Some(change) = rows.first() else { return };
    let accept = format!(
        "Fix the calls, or add the fingerprint to `oaspen.toml` with a reason:\n\n{FENCE}toml\n{}\n{FENCE}",
        acceptance(&view.name, &change.fingerprint)
    );
    folded(text, "How to accept a change", &accept);
}

/// What accepts a change in `oaspen.toml`.
pub(super) fn acceptance(client: &str, fingerprint: &str) -> String {
    let client = line(client, 80);
    let fingerprint = line(fingerprint, 200);
    format!("[[clients.{client}.accept]]\nid = \"{fingerprint}\"\nreason = \"...\"")
}
