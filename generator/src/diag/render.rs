//! Diagnostics as text, in the manner of rustc.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity, Sources, position};

/// How text is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No escape sequences.
    Plain,
    /// Colours for a terminal.
    Coloured,
}

/// One diagnostic with file, line, column, an excerpt and what to do.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = printable(&diagnostic.message);
    let title = level.primary_title(message.as_str()).id(diagnostic.code.code);
    let place = diagnostic.pointer.to_string();
    let mut group = Group::with_title(title);
    let path;
    if let Some(source) = sources.get(diagnostic.pointer.file()) {
        path = source.path.display().to_string();
        let text = source.text.as_str();
        let range = match diagnostic.position {
            Some(at) => byte_of(text, at)..byte_of(text, at),
            None => position::locate(text, &diagnostic.pointer.segments()).unwrap_or(0..0),
        };
        // Only the lines around the place are handed over: documents can be tens of megabytes.
        let (window, first_line, range) = window(text, range);
        let mark = AnnotationKind::Primary.span(range).label(diagnostic.code.label);
        group = group.element(
            Snippet::source(window)
                .line_start(first_line)
                .path(path.as_str())
                .annotation(mark),
        );
    }
    if !diagnostic.pointer.fragment().is_empty() {
        group = group.element(Level::NOTE.message(format!("at {}", printable(&place))));
    }
    if !diagnostic.code.help.is_empty() {
        group = group.element(Level::HELP.message(diagnostic.code.help));
    }
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    renderer.render(&[group]).to_string()
}

/// Every diagnostic from `least` upwards, at most `limit` in full and then a count.
pub fn render_all(list: &Diagnostics, sources: &Sources, least: Severity, limit: usize, style: Style) -> String {
    let mut chosen: Vec<&Diagnostic> = list.iter().filter(|d| d.severity >= least).collect();
    chosen.sort_by_key(|d| std::cmp::Reverse(d.severity));
    let mut out = String::new();
    for diagnostic in chosen.iter().take(limit) {
        out.push_str(&render(diagnostic, sources, style));
        out.push_str("\n\n");
    }
    if chosen.len() > limit {
        out.push_str(&format!("... and {} more findings\n", chosen.len() - limit));
    }
    out
}

fn byte_of(text: &str, at: super::Position) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(at.line.saturating_sub(1))
        .map(str::len)
        .sum();
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
    start
        + line
            .char_indices()
            .nth(at.column.saturating_sub(1))
            .map_or(line.len(), |(n, _)| n)
}

/// Two lines before and after the place, cut to a width that a terminal can show.
fn window(text: &str, range: std::ops::Range<usize>) -> (&str, usize, std::ops::Range<usize>) {
    const LINES: usize = 2;
    const WIDTH: usize = 400;
    let start = range.start.min(text.len());
    let before = text.get(..start).unwrap_or("");
    let mut from = start - before.rsplit('\n').next().map_or(0, str::len);
    let line = before.matches('\n').count() + 1;
    let mut first = line;
    for _ in 0..LINES {
        match text
            .get(..from.saturating_sub(1))
            .and_then(|head| head.rfind('\n').map(|n| n + 1).or(Some(0)))
        {
            Some(earlier) if from > 0 && start - earlier < WIDTH => {
                from = earlier;
                first -= 1;
            }
            _ => break,
        }
    }
    if start - from > WIDTH {
        from = floor(text, start - WIDTH / 2);
    }
    let end = range.end.clamp(start, text.len());
    let rest = text.get(end..).unwrap_or("");
    let until = rest
        .match_indices('\n')
        .nth(LINES)
        .map_or(rest.len(), |(n, _)| n)
        .min(WIDTH);
    let until = floor(text, end + until);
    (text.get(from..until).unwrap_or(""), first, start - from..end - from)
}

fn floor(text: &str, mut at: usize) -> usize {
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Control and bidirectional characters never reach a terminal.
fn printable(text: &str) -> String {
    const LONGEST: usize = 600;
    let mut out: String = text
        .chars()
        .take(LONGEST)
        .map(|c| {
            if crate::text::is_unsafe_char(c) && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push_str(" ...");
    }
    out
}
