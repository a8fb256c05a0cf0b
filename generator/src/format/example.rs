//! Examples of the reference: functions with their imports, and statements of a function.

use super::error::FormatError;
use super::tokens::code;
use crate::emit::Example;
use crate::emit::example::Snippet;

/// An example: its imports, an empty line, its function.
pub(crate) fn example(example: &Example) -> Result<String, FormatError> {
    let uses: Result<Vec<String>, FormatError> = example.uses.iter().map(code).collect();
    let mut uses = uses?;
    uses.sort();
    let uses = uses.concat();
    let function = code(&example.function)?;
    let lines: Vec<String> = function.lines().map(line).collect();
    let gap = if uses.is_empty() { "" } else { "\n" };
    Ok(format!("{uses}{gap}{}\n", lines.join("\n")))
}

/// Statements: their imports, an empty line, and the statements without indentation.
pub(crate) fn snippet(snippet: &Snippet) -> Result<String, FormatError> {
    let text = example(&snippet.function)?;
    // Lines of the body are indented, so only the frame of the function begins in the first column.
    let is_frame = |line: &&str| line.starts_with("async fn ") || *line == "}";
    let lines = text.lines().filter(|line| !is_frame(line));
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    Ok(format!("{}\n", lines.join("\n")))
}

/// A line of an example. Tokens have no empty lines and no comments, so macros replace them.
fn line(line: &str) -> String {
    let code = line.trim_start();
    let comment = code
        .strip_prefix("comment!(\"")
        .and_then(|rest| rest.strip_suffix("\");"));
    match comment {
        _ if code == "blank!();" => String::new(),
        Some(comment) => format!("{}// {comment}", line.strip_suffix(code).unwrap_or_default()),
        None => line.to_owned(),
    }
}
