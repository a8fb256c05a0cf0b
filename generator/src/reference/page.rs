//! The page of a tag: its description, how its calls are made, a table of its operations, and a section for each.

use super::context::Reference;
use super::table::MarkdownTable;
use super::{index, opening, text};
use crate::emit;
use crate::format::FormatError;
use crate::markdown;

/// The name of the page and its text.
pub(super) fn page(reference: &Reference<'_>, tag: usize) -> Result<Option<(String, String)>, FormatError> {
    let (Some(described), Some(name)) = (reference.emit.api.tags.get(tag), reference.emit.names.tags.get(tag)) else {
        return Ok(None);
    };
    let operations = reference.operations(tag);
    let sections = opening::Sections::new(reference, described, operations)?;
    let mut out = format!("# {}\n\n", name.handle.bare());
    out.push_str(&emit::tag_docs(described).join("\n"));
    out.push_str(&format!(
        "\n\nAvailable as {}. ",
        text::code(&format!("client.{}()", name.accessor.as_str()))
    ));
    for feature in reference.emit.names.gate_of_tag(tag).features {
        out.push_str(&format!("With the feature {}. ", text::code(&feature)));
    }
    out.push_str(&index::addresses(reference));
    out.push_str("\n\n");
    out.push_str(&sections.opening);
    let mut table = MarkdownTable::new(&["Operation", ""]);
    for (operation, names, anchor) in operations {
        table.row(&[
            index::call(operation, names.method.bare(), &format!("#{anchor}")),
            index::summary(operation),
        ]);
    }
    out.push_str(text::section("Operations", &table.finish()).trim_end());
    out.push('\n');
    for ((_, names, _), section) in operations.iter().zip(&sections.texts) {
        out.push_str(&format!("\n## {}\n\n", text::code(names.method.bare())));
        out.push_str(section.trim_end());
        out.push('\n');
    }
    let title = markdown::one_line(&reference.emit.api.title);
    let title = if title.is_empty() { "Index".to_owned() } else { title };
    out.push_str(&format!("\n---\n\n{}\n", text::link(&title, "../README.md")));
    Ok(Some((name.module.bare().to_owned(), out)))
}
