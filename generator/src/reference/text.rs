//! Parts of Markdown. Each is safe with any text.

use crate::markdown;
use crate::text;

pub(super) use crate::text::fenced;

/// Inline code, safe in a table.
pub(super) fn code(name: &str) -> String {
    text::code(name).replace('|', "\\|")
}

/// A link inside of the reference. Both arguments are made by the generator.
pub(super) fn link(shown: &str, target: &str) -> String {
    format!("[{shown}]({target})")
}

/// Paragraphs of the document.
pub(super) fn paragraphs(text: &str) -> String {
    let lines = markdown::lines(text);
    if lines.is_empty() {
        String::new()
    } else {
        format!("{}\n\n", lines.join("\n"))
    }
}

/// A titled part of a page. Empty for an empty body.
pub(super) fn section(title: &str, body: &str) -> String {
    if body.trim().is_empty() {
        return String::new();
    }
    format!("**{title}**\n\n{}\n\n", body.trim_end())
}

/// A table. Its cells are safe already.
pub(super) struct MarkdownTable {
    text: String,
    rows: usize,
}

impl MarkdownTable {
    pub(super) fn new(columns: &[&str]) -> Self {
        let head = format!("| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()));
        Self { text: head, rows: 0 }
    }

    pub(super) fn row(&mut self, cells: &[String]) {
        // Cells have no line breaks. If one had, it would end the row.
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('\n', " ")).collect();
        self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
        self.rows += 1;
    }

    /// The table, or an empty text if it has no rows.
    pub(super) fn finish(self) -> String {
        if self.rows == 0 { String::new() } else { self.text }
    }
}

/// The fragments of the headings of one page, as hosts of Markdown make them: in lower case, with a number after
/// repeated ones.
pub(super) fn anchors<'h>(headings: impl Iterator<Item = &'h str>) -> Vec<String> {
    let mut used = std::collections::BTreeMap::<String, usize>::new();
    headings
        .map(|heading| {
            let slug: String = heading
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || *c == '_' || *c == '-')
                .collect();
            let count = used.entry(slug.clone()).or_default();
            *count += 1;
            if *count == 1 {
                slug
            } else {
                format!("{slug}-{}", *count - 1)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{MarkdownTable, anchors, code, fenced};

    #[test]
    fn nothing_changes_the_text_around_it() {
        assert_eq!(code("a`b|c\n"), "`a'b\\|c'`");
        assert_eq!(fenced("text", "```\nx"), "````text\n```\nx\n````\n");
        let mut table = MarkdownTable::new(&["a", "b"]);
        table.row(&["x\ny".to_owned(), String::new()]);
        assert_eq!(table.finish(), "| a | b |\n|---|---|\n| x y |  |\n");
        assert_eq!(MarkdownTable::new(&["a"]).finish(), "");
    }

    #[test]
    fn headings_of_one_name_have_fragments_of_their_own() {
        assert_eq!(
            anchors(["User", "user", "get_User"].into_iter()),
            ["user", "user-1", "get_user"]
        );
    }
}
