//! A repair for the parser that keeps positions.

/// A text of the same length, in which a line that begins with a closing bracket continues the line before it. YAML expects these
/// brackets to be indented; most parsers and authors do not. `None` if there is no such line.
pub(super) fn joined(text: &str) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut is_changed = false;
    let mut before: Option<&str> = None;
    for line in text.split('\n') {
        if let Some(before) = before {
            // A bracket after a comment would be part of it.
            let joins = line.trim_start().starts_with(['}', ']']) && !before.contains(['#', '\r']);
            new.push(if joins { ' ' } else { '\n' });
            is_changed |= joins;
        }
        new.push_str(line);
        before = Some(line);
    }
    is_changed.then_some(new)
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn closing_brackets_continue_their_line() {
        assert_eq!(joined("a: {\n  b: 1\n}\nc: 2").as_deref(), Some("a: {\n  b: 1 }\nc: 2"));
        assert_eq!(joined("a: [ # x\n]\n"), None);
    }
}
