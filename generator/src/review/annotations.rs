//! Workflow commands that a host shows beside the lines of the document.

use super::location::shown;
use super::options::ReviewOptions;
use super::view::{View, states};
use super::words::{at_least, count, for_code, for_deployed, has_help, line, sentence};
use crate::compare::{Change, Verdict};
use crate::text::without_commands;

/// How many annotations of each level a host shows of one step.
const MAX_OF_LEVEL: usize = 10;
/// The longest text of a document.
const MAX_TEXT: usize = 200;

pub(super) fn annotations(views: &[View<'_>], options: &ReviewOptions) -> String {
    let mut text = String::new();
    let mut total = 0;
    let mut shown = 0;
    for (verdict, level, limit) in [
        (Verdict::Breaks, "error", MAX_OF_LEVEL),
        (Verdict::Changes, "warning", MAX_OF_LEVEL),
        // The summary is one more notice.
        (Verdict::Fine, "notice", MAX_OF_LEVEL - 1),
    ] {
        let of_level = || {
            let all = views.iter().flat_map(|view| {
                let quiet = if options.all { view.quiet.as_slice() } else { &[] };
                view.open.iter().chain(quiet).map(move |change| (view, *change))
            });
            all.filter(move |(_, change)| change.code.max(change.deployed) == verdict)
        };
        total += of_level().count();
        for (view, change) in of_level().take(limit) {
            shown += 1;
            text.push_str(&annotation(level, view, change, options));
        }
    }
    let mut summary: Vec<String> = views
        .iter()
        .map(|view| format!("{}: {}", view.name, view.summary()))
        .collect();
    if total > shown {
        summary.push(format!("{shown} of {} are annotated", count(total, "change")));
    }
    let summary = summary.join("\n");
    format!("{text}::notice title=oaspen diff::{}\n", data(&summary))
}

fn annotation(level: &str, view: &View<'_>, change: &Change, options: &ReviewOptions) -> String {
    let mut properties = Vec::new();
    if let Some(location) = shown(change, view.comparison, options) {
        properties.push(format!("file={}", property(&location.file)));
        properties.extend(location.line.map(|line| format!("line={line}")));
        properties.extend(location.column.map(|column| format!("col={column}")));
    }
    let title = format!("{}: {}", view.name, change.rule.title);
    properties.push(format!("title={}", property(&title)));
    format!("::{level} {}::{}\n", properties.join(","), data(&message(change)))
}

/// What changed, what it means and what to do, in a few lines.
pub(super) fn message(change: &Change) -> String {
    let (before, after) = states(change, MAX_TEXT);
    let item = line(change.item(), MAX_TEXT);
    let what = match (before.is_empty(), after.is_empty()) {
        (true, true) => item,
        (false, true) => format!("{item}: {before} (old)"),
        (true, false) => format!("{item}: {after} (new)"),
        (false, false) => format!("{item}: {before} => {after}"),
    };
    let mut lines = vec![what];
    lines.push(format!(
        "Code {}. Deployed programs {}.",
        for_code(change.code),
        for_deployed(change.deployed, change.is_partial)
    ));
    if let Some(call) = change.calls.first() {
        let more = match (change.calls.len() - 1, at_least(change)) {
            (0, "") => String::new(),
            (more, at_least) => format!(" and {at_least}{}", count(more, "more call")),
        };
        lines.push(format!("Reached by {}{more}.", line(call, MAX_TEXT)));
    }
    if has_help(change) {
        lines.push(format!("To do: {}", sentence(&line(&change.help, MAX_TEXT))));
    }
    lines.push(format!("Fingerprint: {}", line(&change.fingerprint, MAX_TEXT)));
    lines.join("\n")
}

/// The text of a command, without commands of other hosts.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    without_commands(&text).into_owned()
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn texts_do_not_end_a_command() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a:b,c\n"), "a%3Ab%2Cc%0A");
    }
}
