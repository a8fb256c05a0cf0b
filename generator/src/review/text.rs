//! A report for a terminal.

use super::location::best;
use super::options::ReviewOptions;
use super::view::{View, by_rule, states};
use super::words::{at_least, column, count, has_help, line};
use crate::compare::{BrokenItem, Change, Verdict};
use crate::text::{columns, without_commands, wrapped};

/// The longest text of a document.
const MAX_TEXT: usize = 200;
/// The Rust items that are listed of one change.
const MAX_ITEMS: usize = 4;
/// The column in which the lines of a change start.
const INDENT: &str = "                   ";

const RED: &str = "1;31";
const YELLOW: &str = "1;33";
const GREEN: &str = "32";
const BOLD: &str = "1";
const DIM: &str = "2";

pub(super) fn text(views: &[View<'_>], options: &ReviewOptions) -> String {
    let mut page = Page {
        text: String::new(),
        options,
    };
    for (index, view) in views.iter().enumerate() {
        if index > 0 {
            page.line("");
        }
        page.client(view);
    }
    if views.iter().any(|view| !view.comparison.changes.is_empty()) {
        page.line("");
        page.wrapped(
            "",
            "`oaspen explain RULE` explains a rule, such as the one before the colon.",
        );
    }
    page.text
}

struct Page<'a> {
    text: String,
    options: &'a ReviewOptions,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        self.text.push_str(&without_commands(text));
        self.text.push('\n');
    }

    /// A line that is wrapped between words, with the same spaces at the start of each line.
    fn wrapped(&mut self, indent: &str, text: &str) {
        let Some(width) = self.options.width else {
            return self.line(&format!("{indent}{text}"));
        };
        for line in wrapped(text, width.saturating_sub(indent.len())).lines() {
            self.line(&format!("{indent}{line}"));
        }
    }

    fn paint(&self, style: &str, text: &str) -> String {
        if self.options.color {
            format!("\u{1b}[{style}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    fn client(&mut self, view: &View<'_>) {
        let summary = format!("{}: {}", view.name, view.summary());
        // Wrapped first, because the signs of a style take no columns.
        let summary = self
            .options
            .width
            .map_or(summary.clone(), |width| wrapped(&summary, width));
        let name = self.paint(BOLD, &view.name);
        for line in summary.replacen(&view.name, &name, 1).lines() {
            self.line(line);
        }
        if !view.old.is_empty() || !view.new.is_empty() {
            self.wrapped("", &format!("from {} to {}", view.old, view.new));
        }
        if !view.is_empty() {
            self.wrapped("", &format!("suggested version: {}", view.next_version("->")));
        }
        let (shown, counted) = view.rows();
        let is_listed = !shown.is_empty() || (self.options.all && !view.quiet.is_empty());
        if is_listed {
            self.line("");
            let head = format!("{:<9}{:<10}RULE AND ITEM", "CODE", "DEPLOYED");
            let head = self.paint(DIM, &head);
            self.line(&head);
        }
        for change in shown {
            self.change(change);
        }
        self.folded("more change", "", counted);
        if self.options.all {
            for change in &view.quiet {
                self.change(change);
            }
        } else {
            self.folded("change", " that code and deployed programs do not notice", &view.quiet);
        }
        self.accepted(view);
        self.generator(view.generator());
    }

    fn change(&mut self, change: &Change) {
        let verdict = |verdict: Verdict, width: usize| {
            let style = match verdict {
                Verdict::Fine => GREEN,
                Verdict::Changes => YELLOW,
                Verdict::Breaks => RED,
            };
            self.paint(style, &format!("{:<width$}", column(verdict)))
        };
        let verdicts = format!("{}{}", verdict(change.code, 9), verdict(change.deployed, 10));
        self.title(&verdicts, change);
        let some = if change.is_partial {
            " (deployed programs fail with some values)"
        } else {
            ""
        };
        self.detail(&format!("{}{}{some}", change.rule.title, state(change)));
        for item in change.items.iter().take(MAX_ITEMS) {
            self.detail(&format!("Rust: {}", signature(item)));
        }
        if change.items.len() > MAX_ITEMS {
            let more = change.items.len() - MAX_ITEMS;
            self.detail(&format!("Rust: {}", count(more, "more item")));
        }
        if let Some(location) = best(change, self.options) {
            let version = if location.is_old { " (old)" } else { "" };
            self.detail(&format!("at {}{version}", location.text()));
        }
        if let Some(calls) = calls(change) {
            self.detail(&format!("reached by {calls}"));
        }
        if has_help(change) {
            self.detail(&format!("to do: {}", line(&change.help, MAX_TEXT)));
        }
    }

    /// The verdicts, the rule, the number of the fingerprint, and the item: below the verdicts if there is not enough space.
    fn title(&mut self, verdicts: &str, change: &Change) {
        let fingerprint = line(&change.fingerprint, MAX_TEXT);
        let rule = match fingerprint.strip_prefix(change.rule.id) {
            Some(number) => format!("{}{}", self.paint(BOLD, change.rule.id), self.paint(DIM, number)),
            None => fingerprint.clone(),
        };
        let item = line(change.item(), MAX_TEXT);
        let needed = INDENT.len() + columns(&fingerprint) + 2 + columns(&item);
        if self.options.width.is_some_and(|width| needed > width) {
            self.line(verdicts.trim_end());
            self.line(&format!("{INDENT}{rule}"));
            self.detail(&item);
        } else {
            let title = format!("{verdicts}{rule}  {item}");
            self.line(title.trim_end());
        }
    }

    fn detail(&mut self, text: &str) {
        self.wrapped(INDENT, text);
    }

    /// Changes that are only counted.
    fn folded(&mut self, noun: &str, what: &str, changes: &[&Change]) {
        if changes.is_empty() {
            return;
        }
        let list: Vec<String> = by_rule(changes)
            .iter()
            .map(|(rule, number)| format!("{number} {rule}"))
            .collect();
        self.line("");
        let total = count(changes.len(), noun);
        self.wrapped("", &format!("{total}{what} (--all lists them): {}", list.join(", ")));
    }

    fn accepted(&mut self, view: &View<'_>) {
        if !view.accepted.is_empty() {
            self.line("");
            self.line("accepted in oaspen.toml:");
        }
        for change in &view.accepted {
            let reason = line(change.accepted.as_deref().unwrap_or_default(), MAX_TEXT);
            let verdicts = format!("{:<9}{:<10}", column(change.code), column(change.deployed));
            let verdicts = self.paint(DIM, &verdicts);
            self.title(&verdicts, change);
            self.detail(&format!("reason: {reason}"));
        }
        if !view.stale.is_empty() {
            self.line("");
            self.wrapped("", "accepted in oaspen.toml, and not found; remove these entries:");
        }
        for fingerprint in view.stale {
            self.detail(&format!("- {}", line(fingerprint, MAX_TEXT)));
        }
    }

    fn generator(&mut self, items: &[BrokenItem]) {
        if items.is_empty() {
            return;
        }
        self.line("");
        let total = count(items.len(), "item");
        let reason = "changed because oaspen is newer than the generated code, not because of the document:";
        self.wrapped("", &format!("{total} {reason}"));
        let shown = if self.options.all { items.len() } else { 20 };
        for item in items.iter().take(shown) {
            self.detail(&format!("Rust: {}", signature(item)));
        }
        if items.len() > shown {
            let more = count(items.len() - shown, "more item");
            self.detail(&format!("{more} (--all lists them)"));
        }
    }
}

/// `: before => after`.
fn state(change: &Change) -> String {
    let (before, after) = states(change, MAX_TEXT);
    match (before.is_empty(), after.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!(": {before}"),
        (true, false) => format!(": {after}"),
        (false, false) => format!(": {before} => {after}"),
    }
}

/// `models::User::name: String => Name`.
fn signature(item: &BrokenItem) -> String {
    let after = item.after.as_deref().unwrap_or("removed");
    let before = line(&item.before, MAX_TEXT);
    format!("{}: {before} => {}", line(&item.path, MAX_TEXT), line(after, MAX_TEXT))
}

/// The first call, and how many more there are.
fn calls(change: &Change) -> Option<String> {
    let (first, others) = change.calls.split_first()?;
    let first = line(first, MAX_TEXT);
    Some(match (others.len(), at_least(change)) {
        (0, "") => first,
        (number, at_least) => format!("{first} and {at_least}{}", count(number, "more call")),
    })
}
