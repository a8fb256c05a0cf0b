//! Doc comments.

use super::purpose;
use super::scope::Scope;
use crate::ir::{Docs, Grouped, Tag, TypeDef};
use crate::markdown;
use crate::text::code;

/// Title, text and constraints, with an empty line between them.
pub(super) fn lines(docs: &Docs) -> Vec<String> {
    let mut lines = description(docs);
    paragraph(&mut lines, notes(docs));
    lines
}

/// The same, where the first paragraph is shown alone and has to be short.
pub(super) fn summarized(docs: &Docs) -> Vec<String> {
    let mut lines = summary_and_text(docs);
    paragraph(&mut lines, notes(docs));
    lines
}

fn summary_and_text(docs: &Docs) -> Vec<String> {
    if docs.title.trim().is_empty() {
        markdown::summarized(&docs.text)
    } else {
        description(docs)
    }
}

/// Title and text.
fn description(docs: &Docs) -> Vec<String> {
    let mut lines = markdown::lines(&docs.title);
    let text = markdown::lines(&docs.text);
    if text != lines {
        paragraph(&mut lines, text);
    }
    lines
}

/// The constraints.
fn notes(docs: &Docs) -> Vec<String> {
    markdown::lines(&docs.notes.join(" "))
}

/// The docs of a type. Without a description, they begin with what it is for.
pub(super) fn of_type(scope: &Scope<'_>, def: &TypeDef) -> Vec<String> {
    let mut lines = summary_and_text(&def.docs);
    if lines.is_empty() {
        lines.push(purpose::in_docs(scope, def.purpose.as_ref()));
    }
    paragraph(&mut lines, notes(&def.docs));
    deprecated(&mut lines, def.docs.deprecated);
    lines
}

/// The docs of a tag. Without a description, they are what its operations have in common.
pub(crate) fn of_tag(tag: &Tag) -> Vec<String> {
    let lines = markdown::summarized(&tag.description);
    if lines.is_empty() {
        let name = code(&tag.name);
        markdown::lines(&match tag.grouped {
            Grouped::ByTag => format!("Operations with the tag {name}."),
            Grouped::BySegment => format!("Operations without a tag whose path contains {name}."),
            Grouped::Otherwise => format!("Operations of the group {name}."),
        })
    } else {
        lines
    }
}

/// The docs of a field. Without a description, they are the name of the property, if the field has another one.
pub(super) fn of_field(docs: &Docs, wire: &str, name: &str) -> Vec<String> {
    let mut lines = lines(docs);
    if lines.is_empty() && wire != name {
        lines = markdown::lines(&format!("The property {}.", code(wire)));
    }
    deprecated(&mut lines, docs.deprecated);
    lines
}

pub(super) fn paragraph(lines: &mut Vec<String>, more: Vec<String>) {
    if !lines.is_empty() && !more.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
}

fn deprecated(lines: &mut Vec<String>, is_deprecated: bool) {
    if is_deprecated {
        paragraph(lines, vec!["**Deprecated.**".to_owned()]);
    }
}
