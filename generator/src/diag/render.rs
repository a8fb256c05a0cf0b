//! Diagnostics as text, in the style of rustc.

use std::borrow::Cow;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::diagnostic::{Diagnostic, Diagnostics};
use super::excerpt::Excerpt;
use super::locate::{Wanted, marks};
use super::position::Position;
use super::search_tree::MarkedPart;
use super::select::select;
use super::severity::Severity;
use super::sources::Sources;
use crate::limits::MAX_MESSAGE;
use crate::text::{one_line, without_commands, wrapped};

/// Consequences of a finding that are shown.
const MAX_CONSEQUENCES: usize = 3;

/// The columns of an excerpt where there is no terminal.
const DEFAULT_WIDTH: usize = 140;

/// Whether rendered text has colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderStyle {
    /// No escape sequences.
    Plain,
    /// Colors for a terminal.
    Colored,
}

/// How findings are rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether there are colors.
    pub style: RenderStyle,
    /// The columns of the terminal: texts are wrapped and excerpts are cut. If `None`, texts are not wrapped.
    pub width: Option<usize>,
    /// Whether JSON pointers are shown, and all consequences of a finding.
    pub verbose: bool,
}

impl From<RenderStyle> for RenderOptions {
    fn from(style: RenderStyle) -> Self {
        Self {
            style,
            width: None,
            verbose: false,
        }
    }
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
    options: impl Into<RenderOptions>,
) -> impl Iterator<Item = String> + 'a {
    let options = options.into();
    let renderer = match options.style {
        RenderStyle::Plain => Renderer::plain(),
        RenderStyle::Colored => Renderer::styled(),
    };
    // Excerpts are cut here.
    let renderer = renderer.term_width(usize::MAX / 4);
    let wanted: Vec<_> = list.iter().map(|one| Wanted::of(one)).collect();
    let marks = marks(&wanted, sources);
    list.iter()
        .zip(marks)
        .map(move |(one, mark)| rendered(one, mark.as_ref(), sources, &renderer, options))
}

/// Renders the diagnostics of at least the severity `least`: at most `few` of each kind, and then their numbers.
pub fn render_all(list: &Diagnostics, sources: &Sources, least: Severity, few: usize, style: RenderStyle) -> String {
    let chosen = select(list, sources, least, few);
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

/// What is shown of a finding.
struct Shown<'s> {
    message: String,
    label: String,
    /// The file, the position in it, and the excerpt.
    excerpt: Option<(&'s Path, Position, Excerpt<'s>)>,
    notes: Vec<String>,
    help: Option<String>,
}

impl<'s> Shown<'s> {
    fn of(found: &Diagnostic, mark: Option<&MarkedPart>, sources: &'s Sources, options: RenderOptions) -> Self {
        let head = found.severity.as_str().len() + found.code.code.len() + "[]: ".len();
        let message = wrap(&printable(&found.message), options, head);
        let source = sources.get(found.place().file()).zip(mark);
        let gutter = source.map_or(0, |(_, mark)| mark.position.line.to_string().len()) + " | ".len();
        let label = label(found);
        let excerpt = source.map(|(source, mark)| {
            let width = options.width.unwrap_or(DEFAULT_WIDTH).saturating_sub(gutter);
            let excerpt = Excerpt::of(&source.text, mark, &label, width);
            (source.path.as_path(), mark.position, excerpt)
        });
        let is_cut = excerpt.as_ref().is_some_and(|(.., excerpt)| excerpt.is_moved);
        let has_label = excerpt.as_ref().is_some_and(|(.., excerpt)| excerpt.has_label);
        let head = gutter + "= note: ".len();
        let notes = notes(found, is_cut, options);
        let help = help(found, has_label, &label).map(|help| wrap(&printable(help), options, head));
        Self {
            message,
            notes: notes.iter().map(|note| wrap(note, options, head)).collect(),
            help,
            excerpt,
            label,
        }
    }
}

fn rendered(
    found: &Diagnostic,
    mark: Option<&MarkedPart>,
    sources: &Sources,
    renderer: &Renderer,
    options: RenderOptions,
) -> String {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let shown = Shown::of(found, mark, sources, options);
    let mut group = Group::with_title(level.primary_title(shown.message.as_str()).id(found.code.code));
    if let Some((file, position, excerpt)) = &shown.excerpt {
        let mark = AnnotationKind::Primary.span(excerpt.marked.clone());
        let label = excerpt.has_label.then_some(shown.label.as_str());
        let snippet = Snippet::source(excerpt.text.as_ref())
            .line_start(position.line)
            .annotation(mark.label(label));
        group = if excerpt.is_moved {
            // The column in the excerpt differs from the column in the line.
            group.element(origin(file, *position)).element(snippet)
        } else {
            group.element(snippet.path(path(file)))
        };
    }
    for note in &shown.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = &shown.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let text = renderer.render(&[group]).to_string();
    let text = match &shown.excerpt {
        Some((.., excerpt)) if excerpt.is_moved => without_second_file(&text, &shown.message),
        _ => text,
    };
    match without_commands(&text) {
        Cow::Owned(safe) => safe,
        Cow::Borrowed(_) => text,
    }
}

/// The text without the mark of a second file, which comes after the place and a line of its own: it is the same file. The renderer
/// has no other way to show a column that is not the one of the excerpt.
fn without_second_file(text: &str, message: &str) -> String {
    let mark = message.lines().count() + 2;
    let lines = text.lines().enumerate().filter(|(at, _)| *at != mark);
    lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

fn wrap(text: &str, options: RenderOptions, head: usize) -> String {
    match options.width {
        Some(width) => wrapped(text, width.saturating_sub(head)),
        None => text.to_owned(),
    }
}

/// The label of the marked part.
fn label(diagnostic: &Diagnostic) -> String {
    match &diagnostic.suggestion {
        Some(meant) => format!("did you mean `{}`?", printable(meant)),
        None => diagnostic.code.label.to_owned(),
    }
}

/// What follows from the same cause, and where it is.
fn notes(diagnostic: &Diagnostic, is_cut: bool, options: RenderOptions) -> Vec<String> {
    let all = &diagnostic.consequences;
    let few = if options.verbose { all.len() } else { MAX_CONSEQUENCES };
    let mut notes: Vec<String> = all.iter().take(few).map(|text| printable(text)).collect();
    match all.len().saturating_sub(few) {
        0 => {}
        more => notes.push(format!("and {more} more of its consequences")),
    }
    if options.verbose && !diagnostic.pointer.fragment().is_empty() {
        notes.push(format!("at {}", printable(&diagnostic.pointer.to_string())));
    } else if is_cut && let Some(owner) = owner(diagnostic) {
        notes.push(format!("in {}", printable(&owner)));
    }
    notes
}

/// The operation or the component that contains a finding.
fn owner(diagnostic: &Diagnostic) -> Option<String> {
    let segments = diagnostic.pointer.segments();
    match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["paths", path, method, ..] => Some(format!("{} {path}", method.to_uppercase())),
        ["paths", path] => Some(format!("`{path}`")),
        ["components", section, name, ..] => Some(format!("`{name}` of `{section}`")),
        ["definitions", name, ..] => Some(format!("`{name}` of `definitions`")),
        _ => None,
    }
}

/// What to do: the suggestion, which is more exact than the help of the code.
fn help<'d>(diagnostic: &'d Diagnostic, has_label: bool, label: &'d str) -> Option<&'d str> {
    match &diagnostic.suggestion {
        Some(_) if has_label => None,
        Some(_) => Some(label),
        None => Some(&*diagnostic.help).filter(|help| !help.is_empty()),
    }
}

fn origin(at_path: &Path, at: Position) -> Origin<'static> {
    Origin::path(self::path(at_path)).line(at.line).char_column(at.column)
}

/// A path without hidden characters.
fn path(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// A text without control and bidirectional characters, in one line and of limited length. A name with line breaks could look like
/// another finding.
fn printable(text: &str) -> String {
    let end = text.char_indices().nth(MAX_MESSAGE).map(|(at, _)| at);
    let short = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let mut out = one_line(short).into_owned();
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

    #[test]
    fn a_name_with_line_breaks_stays_in_its_finding() {
        let (mut sources, mut list) = (Sources::default(), Diagnostics::default());
        sources.insert("", "a\nb.json".into(), "{}".to_owned());
        list.add(&codes::INVALID, &Pointer::root(), "`a\nwarning[W9999]: b` is unknown");
        let shown: Vec<String> = list
            .iter()
            .map(|one| render(one, &sources, RenderStyle::Plain))
            .collect();
        let text = shown.concat();
        assert!(
            text.contains("`a\\nwarning[W9999]: b` is unknown") && text.contains("a\\nb.json"),
            "{text}"
        );
        assert!(text.lines().all(|line| !line.starts_with("warning[W9999]")), "{text}");
    }

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
        assert!(shown.lines().all(|line| line.chars().count() <= 140), "{shown}");
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
