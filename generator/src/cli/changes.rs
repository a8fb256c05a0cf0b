//! Diffs between the files on disk and the generated ones.

use oaspen::{Change, visible};
use similar::TextDiff;

/// A unified diff, which `patch -p1` and `git apply` understand, with colors. On a terminal, hidden characters of the files are
/// escapes.
pub(crate) fn diff(change: &Change, on_terminal: bool) -> String {
    let path = change.path.display().to_string();
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let name = |side: &str, text: &Option<String>| {
        text.as_ref()
            .map_or_else(|| "/dev/null".to_owned(), |_| format!("{side}/{path}"))
    };
    let (old, new) = (change.old.as_deref().unwrap_or(""), change.new.as_deref().unwrap_or(""));
    let text = TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&name("a", &change.old), &name("b", &change.new))
        .to_string();
    let text = if on_terminal { visible(&text) } else { text.into() };
    text.split_inclusive('\n').map(colored).collect()
}

fn colored(line: &str) -> String {
    let color = match line.chars().next() {
        Some('+') => "32",
        Some('-') => "31",
        Some('@') => "36",
        _ => return line.to_owned(),
    };
    let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
    format!("\u{1b}[{color}m{text}\u{1b}[0m{end}")
}
