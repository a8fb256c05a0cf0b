//! One change in a page: the line of it, and below it both versions side by side.

use super::escape::html as escaped;
use super::location::{Location, best, location};
use super::options::ReviewOptions;
use super::view::code_states;
use super::words::{at_least, column, count, for_code, for_deployed, has_help, line, sentence, verdict};
use crate::compare::{BrokenItem, Change, Part, Verdict};

/// The longest text of a document.
const MAX_TEXT: usize = 1000;
/// The longest state in the line of a change.
const MAX_DELTA: usize = 60;
/// The items of one change that are listed.
const MAX_ITEMS: usize = 40;

/// How changes of a page are shown.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Whether a change is open when the page is loaded.
    pub(super) is_open: bool,
    /// The calls that are listed of a change.
    pub(super) calls: usize,
}

pub(super) fn row(page: &mut String, change: &Change, options: &ReviewOptions, look: Look) {
    let accepted = if change.accepted.is_some() { "yes" } else { "no" };
    let open = if look.is_open { " open" } else { "" };
    let at = best(change, options)
        .map(|location| short(&location))
        .unwrap_or_default();
    page.push_str(&format!(
        "<details class=\"change\" data-code=\"{}\" data-deployed=\"{}\" data-rule=\"{}\" data-accepted=\"{accepted}\"{open}>\n\
         <summary><span class=\"verdicts\">{}{}</span><span><code class=\"item\">{}</code> <span class=\"title\">{}</span>{}</span>\
         <span class=\"at\">{at}</span></summary>\n<div class=\"body\">\n",
        verdict(change.code),
        verdict(change.deployed),
        escaped(change.rule.id),
        badge("Code", change.code),
        badge("Deployed programs", change.deployed),
        escaped(&line(change.item(), MAX_TEXT)),
        escaped(change.rule.title),
        delta(change),
    ));
    if let Some(reason) = &change.accepted {
        let reason = escaped(&line(reason, MAX_TEXT));
        page.push_str(&format!("<p class=\"reason\"><b>Accepted:</b> {reason}</p>\n"));
    }
    if has_help(change) {
        let help = with_code(&sentence(&line(&change.help, MAX_TEXT)));
        page.push_str(&format!("<p class=\"todo\"><b>To do</b> {help}</p>\n"));
    }
    page.push_str(&format!(
        "<div class=\"sides\">{}{}{}{}</div>\n",
        side("Before", change.old.as_ref(), true, options),
        side("After", change.new.as_ref(), false, options),
        states(change),
        items(&change.items),
    ));
    calls(page, change, look.calls);
    page.push_str(&format!(
        "<div class=\"foot meta\"><p>Code {}. Deployed programs {}. {}</p><code class=\"id\" title=\"Fingerprint\">{}</code></div>\n</div></details>\n",
        for_code(change.code),
        for_deployed(change.deployed, change.is_partial),
        with_code(change.rule.explanation),
        escaped(&line(&change.fingerprint, MAX_TEXT)),
    ));
}

fn badge(of: &str, one: Verdict) -> String {
    let class = verdict(one);
    format!(
        "<span class=\"v {class}\" title=\"{of}: {class}\">{}</span>",
        column(one)
    )
}

/// The old and the new state in the line of a change that is closed.
fn delta(change: &Change) -> String {
    let (before, after) = code_states(change, MAX_DELTA);
    if before.is_empty() || after.is_empty() {
        return String::new();
    }
    let (before, after) = (escaped(&before), escaped(&after));
    format!("<span class=\"delta\"><code>{before}</code> → <code>{after}</code></span>")
}

/// The last part of the path, which is shortened if it is too long, and the position.
fn short(location: &Location) -> String {
    let name = location.file.rsplit('/').next().unwrap_or_default();
    let old = if location.is_old { " (old)" } else { "" };
    format!(
        "<span class=\"file\">{}</span><span>{}{old}</span>",
        escaped(&line(name, 120)),
        location.position()
    )
}

/// The head of one of the two sides: where the change is in this version.
fn side(title: &str, part: Option<&Part>, is_old: bool, options: &ReviewOptions) -> String {
    let Some(found) = part else {
        return format!("<div><b>{title}</b><span class=\"none\">not in this version</span></div>");
    };
    let place = location(part, is_old, options).map(|location| {
        let text = escaped(&location.text());
        match location.link(options) {
            Some(link) => format!("<a href=\"{}\" rel=\"noreferrer\">{text}</a>", escaped(&link)),
            None => format!("<code>{text}</code>"),
        }
    });
    let pointer = found.pointer.as_ref().map(|pointer| line(pointer.as_str(), MAX_TEXT));
    let pointer = pointer.map(|pointer| format!("<small>{}</small>", escaped(&pointer)));
    format!(
        "<div><b>{title}</b>{}{}</div>",
        place.unwrap_or_default(),
        pointer.unwrap_or_default()
    )
}

/// The two states of the document.
fn states(change: &Change) -> String {
    let (before, after) = (line(&change.before, MAX_TEXT), line(&change.after, MAX_TEXT));
    if before.is_empty() && after.is_empty() {
        return String::new();
    }
    let (before, after) = marked(&before, &after);
    cells(&before, &after, "In the document")
}

/// The Rust items with both signatures.
pub(super) fn items(items: &[BrokenItem]) -> String {
    let mut found = String::new();
    for item in items.iter().take(MAX_ITEMS) {
        let after = item.after.as_deref().unwrap_or_default();
        let (before, after) = marked(&line(&item.before, MAX_TEXT), &line(after, MAX_TEXT));
        found.push_str(&cells(&before, &after, &escaped(&line(&item.path, MAX_TEXT))));
    }
    if items.len() > MAX_ITEMS {
        let more = count(items.len() - MAX_ITEMS, "more item");
        found.push_str(&format!("<div class=\"none\">{more}</div><div></div>"));
    }
    found
}

/// A row of the two sides; the texts are HTML.
fn cells(before: &str, after: &str, label: &str) -> String {
    let cell = |class: &str, text: &str| {
        if text.is_empty() {
            format!("<div class=\"{class}\"><small>{label}</small><span class=\"none\">none</span></div>")
        } else {
            format!("<div class=\"{class}\"><small>{label}</small><pre>{text}</pre></div>")
        }
    };
    format!("{}{}", cell("old", before), cell("new", after))
}

/// Both texts as HTML, with the part marked in which they differ.
fn marked(before: &str, after: &str) -> (String, String) {
    if before.is_empty() || after.is_empty() || before == after {
        return (escaped(before), escaped(after));
    }
    let start = common(before.char_indices().zip(after.char_indices()));
    let (one, other) = (
        before.get(start..).unwrap_or_default(),
        after.get(start..).unwrap_or_default(),
    );
    let (from, to) = (one.len(), other.len());
    let one = one.char_indices().rev().map(|(at, c)| (from - at - c.len_utf8(), c));
    let other = other.char_indices().rev().map(|(at, c)| (to - at - c.len_utf8(), c));
    let end = common(one.zip(other));
    (mark(before, start, end), mark(after, start, end))
}

/// The bytes that two texts have in common, up to the end of a word in both.
fn common(pairs: impl Iterator<Item = ((usize, char), (usize, char))>) -> usize {
    let is_border = |c: char| !c.is_alphanumeric() && c != '_';
    let mut found = 0;
    for ((at, one), (_, other)) in pairs {
        if is_border(one) && is_border(other) {
            found = at;
        }
        if one != other {
            return found;
        }
        if is_border(one) {
            found = at + one.len_utf8();
        }
    }
    found
}

fn mark(text: &str, start: usize, end: usize) -> String {
    let stop = text.len().saturating_sub(end).max(start);
    let part = |range: std::ops::Range<usize>| escaped(text.get(range).unwrap_or_default());
    let middle = part(start..stop);
    let middle = if middle.is_empty() {
        middle
    } else {
        format!("<mark>{middle}</mark>")
    };
    format!("{}{middle}{}", part(0..start), part(stop..text.len()))
}

fn calls(page: &mut String, change: &Change, max: usize) {
    let calls = &change.calls;
    if calls.is_empty() {
        return;
    }
    let listed = calls.iter().take(max);
    let list: String = listed
        .map(|call| format!("<li><code>{}</code></li>", escaped(&line(call, MAX_TEXT))))
        .collect();
    let more = calls.len().saturating_sub(max);
    let at_least = at_least(change);
    let more = if more > 0 {
        format!("<li>and {at_least}{}</li>", count(more, "more call"))
    } else {
        String::new()
    };
    page.push_str(&format!(
        "<div><span class=\"meta\">Reached by {at_least}{}</span><ul class=\"calls\">{list}{more}</ul></div>\n",
        count(calls.len(), "call")
    ));
}

/// A sentence whose parts between backticks are code.
fn with_code(text: &str) -> String {
    let mut found = String::new();
    for (index, piece) in text.split('`').enumerate() {
        let piece = escaped(piece);
        if index % 2 == 1 {
            found.push_str(&format!("<code>{piece}</code>"));
        } else {
            found.push_str(&piece);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn the_part_that_differs_is_marked() {
        for (before, after, one, other) in [
            (
                "Vec<String>",
                "Vec<Name>",
                "Vec&lt;<mark>String</mark>&gt;",
                "Vec&lt;<mark>Name</mark>&gt;",
            ),
            ("i64", "Money", "<mark>i64</mark>", "<mark>Money</mark>"),
            ("(a: A)", "(a: A, b: B)", "(a: A)", "(a: A<mark>, b: B</mark>)"),
            (
                "f(a) -> b",
                "f(a, c) -> b",
                "f(a) -&gt; b",
                "f(a<mark>, c</mark>) -&gt; b",
            ),
            ("ä", "ää", "<mark>ä</mark>", "<mark>ää</mark>"),
            ("x x", "x x x", "x <mark>x</mark>", "x <mark>x x</mark>"),
            ("", "<b>", "", "&lt;b&gt;"),
        ] {
            assert_eq!(
                marked(before, after),
                (one.to_owned(), other.to_owned()),
                "{before} {after}"
            );
        }
    }
}
