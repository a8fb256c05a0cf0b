//! A report for a comment of a pull request. Hosts refuse longer comments, so it is folded until it fits.

use super::details::details;
use super::escape::{code, prose};
use super::location::{Location, best};
use super::options::ReviewOptions;
use super::rows::{ALL, LEVELS, Level, state, subject};
use super::view::View;
use super::words::{count, for_code, for_deployed, has_help, sentence};
use crate::compare::{Change, Verdict};

/// The bytes of a comment, below the 65,536 characters of the hosts, with room for a heading of the workflow.
const MAX_BYTES: usize = 60_000;
/// The clients that are listed if nothing else fits.
const MAX_CLIENTS: usize = 100;
/// The names in the marker.
const MAX_MARKED: usize = 40;

pub(super) fn markdown(views: &[View<'_>], options: &ReviewOptions) -> String {
    let marker = marker(views);
    let first = options.all.then_some(ALL);
    for level in first.into_iter().chain(LEVELS) {
        let mut text = marker.clone();
        for view in views {
            client(&mut text, view, level, options);
            if text.len() > MAX_BYTES {
                break;
            }
        }
        if text.len() <= MAX_BYTES {
            return text;
        }
    }
    let mut text = marker;
    for view in views.iter().take(MAX_CLIENTS) {
        text.push_str(&format!("- {}\n", heading(view)));
    }
    if views.len() > MAX_CLIENTS {
        text.push_str(&format!("- and {}\n", count(views.len() - MAX_CLIENTS, "more client")));
    }
    text
}

/// The comment by which a workflow finds its report again.
fn marker(views: &[View<'_>]) -> String {
    let names = views.iter().take(MAX_MARKED).map(|view| {
        let is_safe = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let words = view.name.split(|c| !is_safe(c)).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-").chars().take(40).collect::<String>()
    });
    format!("<!-- oaspen diff: {} -->\n", names.collect::<Vec<_>>().join(" "))
}

fn heading(view: &View<'_>) -> String {
    let (code, deployed) = view.comparison.worst();
    let meaning = match (code, deployed) {
        _ if view.is_empty() => "no change",
        (Verdict::Breaks, Verdict::Breaks) => "**breaks** code and deployed programs",
        (Verdict::Breaks, _) => "**breaks** code",
        (_, Verdict::Breaks) => "**breaks** deployed programs",
        (Verdict::Fine, Verdict::Fine) if view.open.is_empty() && view.generator().is_empty() => {
            "nothing to do: code and deployed programs work as before"
        }
        (Verdict::Fine, Verdict::Fine) => "the newer oaspen **breaks** code",
        _ => "nothing breaks, and some programs do or get something else",
    };
    format!("{}: {meaning}", prose(&view.name))
}

fn client(text: &mut String, view: &View<'_>, level: Level, options: &ReviewOptions) {
    text.push_str(&format!("\n### {}\n\n", heading(view)));
    text.push_str(&sentence(&view.summary()));
    if !view.old.is_empty() || !view.new.is_empty() {
        text.push_str(&format!(
            " From {} to {}.",
            code(&view.old, level.text),
            code(&view.new, level.text)
        ));
    }
    text.push('\n');
    if view.is_empty() {
        return;
    }
    text.push_str(&format!("Suggested version: {}.\n", version(view)));
    let rows = view.open.get(..level.rows.min(view.open.len())).unwrap_or_default();
    if !rows.is_empty() {
        text.push_str(
            "\n| | Code | Deployed programs | What changed, and what to do | Where |\n|--:|---|---|---|---|\n",
        );
    }
    for (index, change) in rows.iter().enumerate() {
        text.push_str(&row(index + 1, change, level, options));
    }
    details(text, view, rows, level);
}

/// The suggested version, in bold if it is a number.
fn version(view: &View<'_>) -> String {
    let text = view.next_version("→");
    match (&view.version, text.split_once(" (")) {
        (Some((_, Some(_))), Some((numbers, reason))) => format!("**{numbers}** ({reason}"),
        _ => text,
    }
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "🟢",
        Verdict::Changes => "🟡",
        Verdict::Breaks => "🔴",
    }
}

fn row(number: usize, change: &Change, level: Level, options: &ReviewOptions) -> String {
    let mut what = subject(change, level.text);
    what.push_str(&state(change, level.text));
    if has_help(change) {
        what.push_str(&format!("<br>**To do:** {}", prose(&sentence(&change.help))));
    }
    what.push_str(&format!("<br><sub>{}</sub>", code(&change.fingerprint, level.text)));
    let place = best(change, options).map(|location| linked(&location, options));
    format!(
        "| {number} | {} {} | {} {} | {what} | {} |\n",
        mark(change.code),
        for_code(change.code),
        mark(change.deployed),
        for_deployed(change.deployed, change.is_partial),
        place.unwrap_or_default(),
    )
}

fn linked(location: &Location, options: &ReviewOptions) -> String {
    let name = location.file.rsplit('/').next().unwrap_or_default();
    let short = Location {
        file: name.to_owned(),
        ..location.clone()
    };
    let label = code(&short.text(), 80);
    let version = if location.is_old { " (old)" } else { "" };
    match location.link(options) {
        Some(link) => format!("[{label}]({link}){version}"),
        None => format!("{label}{version}"),
    }
}
