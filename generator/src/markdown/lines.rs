//! Descriptions in doc comments.

use super::{plain, writer};

/// The lines of a doc comment, without `///`.
pub(crate) fn lines(text: &str) -> Vec<String> {
    // Most members have no title, and many no description.
    if text.is_empty() {
        Vec::new()
    } else if plain::is_plain(text) {
        plain::lines(text)
    } else {
        writer::parsed(text)
    }
}

/// The first paragraph in one line.
pub(crate) fn one_line(text: &str) -> String {
    let lines = lines(text);
    let first: Vec<&str> = lines
        .iter()
        .take_while(|line| !line.is_empty())
        .map(String::as_str)
        .collect();
    first.join(" ")
}
