//! Diagnostics as text, in the style of rustc.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::diagnostic::{Diagnostic, Diagnostics};
use super::locate::marks;
use super::position::Position;
use super::search_tree::MarkedPart;
use super::select::select;
use super::severity::Severity;
use super::sources::Sources;
use crate::limits::MAX_MESSAGE;
use crate::text::{visible, visible_lines};

/// Whether rendered text has colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderStyle {
    /// No escape sequences.
    Plain,
    /// Colors for a terminal.
    Colored,
}

/// Renders one diagnostic with file, line, column, an excerpt and the help.
///
/// Every call parses the text to find the location; [`render_each`] parses it once for many diagnostics.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, style: RenderStyle) -> String {
    render_each(&[diagnostic], sources, style).collect()
}

/// Renders each diagnostic like [`render`], and parses every text once.
pub fn render_each<'a>(
    list: &'a [&'a Diagnostic],
    sources: &'a Sources,
    style: RenderStyle,
) -> impl Iterator<Item = String> + 'a {
    let renderer = match style {
        RenderStyle::Plain => Renderer::plain(),
        RenderStyle::Colored => Renderer::styled(),
    };
    let pointers: Vec<_> = list.iter().map(|one| (&one.pointer, one.position)).collect();
    let marks = marks(&pointers, sources);
    list.iter()
        .zip(marks)
        .map(move |(one, mark)| rendered(one, mark.as_ref(), sources, &renderer))
}

/// Renders the diagnostics of at least the severity `least`: at most `few` of each kind, and then their numbers.
pub fn render_all(list: &Diagnostics, sources: &Sources, least: Severity, few: usize, style: RenderStyle) -> String {
    let chosen = select(list, least, few);
    let mut out: String = render_each(&chosen.shown, sources, style)
        .map(|text| text + "\n\n")
        .collect();
    if chosen.hidden > 0 {
        out.push_str(&format!(
            "{} findings are not shown; the numbers of all:\n{}",
            chosen.hidden,
            chosen.counts()
        ));
    }
    out
}

fn rendered(diagnostic: &Diagnostic, mark: Option<&MarkedPart>, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = printable(&diagnostic.message);
    let title = level.primary_title(message.as_str()).id(diagnostic.code.code);
    let pointer = diagnostic.pointer.to_string();
    let mut group = Group::with_title(title);
    if let (Some(source), Some(mark)) = (sources.get(diagnostic.pointer.file()), mark) {
        // Only the lines around the mark are passed on: documents can be tens of megabytes.
        let window = window(&source.text, mark);
        let shown = window.visible();
        let label = AnnotationKind::Primary.span(shown.marked).label(diagnostic.code.label);
        let mut snippet = Snippet::source(shown.text)
            .line_start(window.first_line)
            .annotation(label);
        if window.is_cut || shown.is_escaped {
            // The column in the window differs from the column in the line.
            group = group.element(origin(&source.path, mark.position));
        } else {
            snippet = snippet.path(path(&source.path));
        }
        group = group.element(snippet);
    }
    if !diagnostic.pointer.fragment().is_empty() {
        group = group.element(Level::NOTE.message(format!("at {}", printable(&pointer))));
    }
    if !diagnostic.code.help.is_empty() {
        group = group.element(Level::HELP.message(diagnostic.code.help));
    }
    renderer.render(&[group]).to_string()
}

fn origin(at_path: &Path, at: Position) -> Origin<'static> {
    Origin::path(self::path(at_path)).line(at.line).char_column(at.column)
}

/// A path without hidden characters.
fn path(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// The part of a text that is shown.
struct Window<'a> {
    text: &'a str,
    first_line: usize,
    /// The marked bytes, from the start of the window.
    marked: Range<usize>,
    /// Whether the window starts inside a line.
    is_cut: bool,
}

/// A window whose hidden characters are escapes.
struct Shown<'a> {
    text: Cow<'a, str>,
    marked: Range<usize>,
    is_escaped: bool,
}

impl<'a> Window<'a> {
    fn visible(&self) -> Shown<'a> {
        let parts = [
            self.text.get(..self.marked.start),
            self.text.get(self.marked.clone()),
            self.text.get(self.marked.end..),
        ];
        let [before, marked, after] = parts.map(|part| visible_lines(part.unwrap_or("")));
        let start = before.len();
        let end = start + marked.len();
        let is_escaped = end + after.len() != self.text.len();
        Shown {
            text: if is_escaped {
                Cow::Owned([before, marked, after].concat())
            } else {
                Cow::Borrowed(self.text)
            },
            marked: start..end,
            is_escaped,
        }
    }
}

/// The marked line with two lines before and after it, cut to a width that a terminal can show.
fn window<'a>(text: &'a str, mark: &MarkedPart) -> Window<'a> {
    const LINES: usize = 2;
    const WIDTH: usize = 400;
    let start = mark.bytes.start.min(text.len());
    // The search is limited: a whole document can be one line.
    let earliest = floor(text, start.saturating_sub(WIDTH));
    let line_before = |at: usize| {
        let found = text.get(earliest..at).and_then(|head| head.rfind('\n'));
        found.map(|n| earliest + n + 1).or((earliest == 0).then_some(0))
    };
    let mut from = line_before(start).unwrap_or_else(|| floor(text, start.saturating_sub(WIDTH / 2)));
    let is_cut = line_before(start).is_none();
    let mut first_line = mark.position.line;
    for _ in 0..LINES {
        match from.checked_sub(1).filter(|_| !is_cut).and_then(line_before) {
            Some(earlier) => {
                from = earlier;
                first_line = first_line.saturating_sub(1);
            }
            None => break,
        }
    }
    let end = mark.bytes.end.clamp(start, text.len());
    let marked = text.get(start..end).and_then(|marked| marked.lines().next());
    let marked = marked.map(|marked| marked.strip_suffix('\r').unwrap_or(marked));
    let end = marked.map_or(end, |marked| start + marked.len());
    let rest = text.get(end..floor(text, end + WIDTH)).unwrap_or("");
    let until = rest.match_indices('\n').nth(LINES).map_or(rest.len(), |(n, _)| n);
    let shown = text.get(from..end + until).unwrap_or("");
    Window {
        // The end of the last line is not shown, nor half of it.
        text: shown.strip_suffix('\r').unwrap_or(shown),
        first_line,
        marked: start - from..end - from,
        is_cut,
    }
}

/// The start of the character that contains a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A text without control and bidirectional characters, and of limited length.
fn printable(text: &str) -> String {
    let end = text.char_indices().nth(MAX_MESSAGE).map(|(at, _)| at);
    let short = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let mut out = visible(short).into_owned();
    if end.is_some() {
        out.push_str(" ...");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{RenderStyle, render};
    use crate::diag::{Diagnostic, Diagnostics, Sources, codes};
    use crate::pointer::Pointer;

    /// How a finding at this pointer is shown.
    fn shown(text: &str, pointer: &str) -> String {
        let (mut sources, mut list) = (Sources::default(), Diagnostics::default());
        sources.insert("", "a.json".into(), text.to_owned());
        list.add(&codes::INVALID, &Pointer::parse(pointer), "x");
        let first: Option<&Diagnostic> = list.iter().next();
        first
            .map(|one| render(one, &sources, RenderStyle::Plain))
            .unwrap_or_default()
    }

    #[test]
    fn a_document_of_one_line_is_cut_and_its_column_is_right() {
        let members: Vec<String> = (0..2000).map(|n| format!("\"é{n}\": {n}")).collect();
        let text = format!("{{{}}}", members.join(", "));
        let before = text.split("\"é1500\"").next().unwrap_or("").chars().count();
        let shown = shown(&text, "#/é1500");
        assert!(shown.contains(&format!("a.json:1:{}\n", before + 1)), "{shown}");
        assert!(shown.contains("\"é1500\"") && !shown.contains("\"é1000\""), "{shown}");
    }

    #[test]
    fn lines_are_those_of_the_document() {
        let text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3,\n  \"d\": 4,\n  \"e\": 5,\n  \"f\": 6\n}\n";
        let shown = shown(text, "#/d");
        assert!(
            shown.contains("a.json:5:3\n") && shown.contains("\n5 |   \"d\": 4,\n"),
            "{shown}"
        );
    }
}
