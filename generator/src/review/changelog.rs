//! An entry for a changelog, in the style of Keep a Changelog: for the users of the client.

use super::escape::{code, prose};
use super::view::{View, states};
use super::words::{count, has_help, sentence};
use crate::compare::{Change, Verdict};

/// The longest text of a document.
const MAX_TEXT: usize = 120;
/// The sections, in their order.
const SECTIONS: [&str; 6] = ["Breaking", "Added", "Changed", "Deprecated", "Removed", "Security"];

/// The entries of all clients.
pub(super) fn changelog(views: &[View<'_>]) -> String {
    let entries: Vec<String> = views.iter().map(|view| entry(view, usize::MAX, "##")).collect();
    entries.join("\n")
}

/// The entry of one client with at most `max` lines in a section, below a heading.
pub(super) fn entry(view: &View<'_>, max: usize, heading: &str) -> String {
    let next = view.version.as_ref().and_then(|(_, next)| next.as_deref());
    let mut text = format!("{heading} {} {}\n", prose(&view.name), next.unwrap_or("(unreleased)"));
    let changes = &view.comparison.changes;
    for section in SECTIONS {
        let list: Vec<&Change> = changes.iter().filter(|change| section_of(change) == section).collect();
        let generated = if section == "Breaking" {
            view.generator().len()
        } else {
            0
        };
        if list.is_empty() && generated == 0 {
            continue;
        }
        text.push_str(&format!("\n{heading}# {section}\n\n"));
        for change in list.iter().take(max) {
            text.push_str(&format!("- {}\n", described(change)));
        }
        if list.len() > max {
            text.push_str(&format!("- {}.\n", count(list.len() - max, "more change")));
        }
        if generated > 0 {
            let items = count(generated, "item");
            text.push_str(&format!("- {items} changed with the version of oaspen.\n"));
        }
    }
    if view.is_empty() {
        text.push_str("\nNo change.\n");
    }
    text
}

fn section_of(change: &Change) -> &'static str {
    let id = change.rule.id;
    let is_about = |word: &str| id.split('-').any(|part| part == word);
    if change.code == Verdict::Breaks {
        "Breaking"
    } else if is_about("security") {
        "Security"
    } else if is_about("deprecated") {
        "Deprecated"
    } else if is_about("removed") {
        "Removed"
    } else if is_about("added") {
        "Added"
    } else {
        "Changed"
    }
}

/// One line: what happened, and what to do.
fn described(change: &Change) -> String {
    let mut text = what(change);
    if change.deployed == Verdict::Breaks {
        let some = if change.is_partial { " with some values" } else { "" };
        text.push_str(&format!(" Programs with an older client fail{some}."));
    }
    if has_help(change) {
        text.push_str(&format!(" {}", prose(&sentence(&change.help))));
    }
    text
}

/// What happened to the Rust items, or to what is sent and received.
fn what(change: &Change) -> String {
    let title = prose(change.rule.title);
    let items = &change.items;
    let item = items.iter().find(|item| item.path == change.item()).or(items.first());
    if let Some(item) = item {
        let path = code(&item.path, MAX_TEXT);
        let before = code(&item.before, MAX_TEXT);
        let after = item.after.as_deref().map(|after| code(after, MAX_TEXT));
        let happened = match after {
            Some(after) => format!("{path} is {after}; it was {before}"),
            None => format!("{path} was removed"),
        };
        let more = match items.len() - 1 {
            0 => String::new(),
            more => format!(", and {} changed", count(more, "more item")),
        };
        return format!("{happened}{more} ({title}).");
    }
    let item = code(change.item(), MAX_TEXT);
    let (before, after) = states(change, MAX_TEXT);
    let states = match (before.is_empty(), after.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!(" ({})", code(&before, MAX_TEXT)),
        (true, false) => format!(" ({})", code(&after, MAX_TEXT)),
        (false, false) => format!(" ({} → {})", code(&before, MAX_TEXT), code(&after, MAX_TEXT)),
    };
    let subject = if item.is_empty() {
        String::new()
    } else {
        format!("{item}: ")
    };
    format!("{subject}{title}{states}.")
}
