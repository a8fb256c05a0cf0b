//! Parts of Markdown. Each is safe with any text.

use crate::markdown;
use crate::text;

pub(super) use crate::text::{fenced, whole_code};

/// The end of a line inside of a cell.
pub(super) const BREAK: &str = " <br> ";

/// Characters of a path in one line of a table.
const MAX_PATH: usize = 60;

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

/// A path template as code. A long one is several lines, as hosts of Markdown break no line inside of a word of code.
pub(super) fn path(path: &str) -> String {
    let mut lines = vec![String::new()];
    for segment in path.split_inclusive('/') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + segment.chars().count() <= MAX_PATH => line.push_str(segment),
            _ => lines.push(segment.to_owned()),
        }
    }
    let lines: Vec<String> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| code(line))
        .collect();
    lines.join(BREAK)
}

/// A part of a page that is folded until a reader opens it.
pub(super) fn folded(summary: &str, body: &str) -> String {
    format!(
        "<details><summary>{summary}</summary>\n\n{}\n\n</details>\n\n",
        body.trim_end()
    )
}

/// Notes of the generator, then a text of the document.
pub(super) fn noted(notes: &[String], text: &str) -> String {
    match (notes, text) {
        ([], text) => text.to_owned(),
        (notes, "") => notes.join(", "),
        (notes, text) => format!("{}. {text}", notes.join(", ")),
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
    use super::{anchors, code, fenced, path};

    #[test]
    fn nothing_changes_the_text_around_it() {
        assert_eq!(code("a`b|c\n"), "`a'b\\|c'`");
        assert_eq!(fenced("text", "```\nx"), "````text\n```\nx\n````\n");
    }

    #[test]
    fn long_paths_are_broken_after_a_slash() {
        assert_eq!(path("/users/{id}"), "`/users/{id}`");
        let long = format!("/{}/{{id}}/", "collections/".repeat(5).trim_end_matches('/'));
        assert_eq!(
            path(&long),
            "`/collections/collections/collections/collections/` <br> `collections/{id}/`"
        );
        assert_eq!(path("/"), "`/`");
    }

    #[test]
    fn headings_of_one_name_have_fragments_of_their_own() {
        assert_eq!(
            anchors(["User", "user", "get_User"].into_iter()),
            ["user", "user-1", "get_user"]
        );
    }
}
