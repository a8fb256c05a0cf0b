//! Lines with several names, as a JSON list: the order of arguments, and earlier names of a type.

use std::collections::BTreeMap;

use super::content::{Lock, LockKind};

impl Lock {
    /// The arguments of structs and operations, by key.
    pub(crate) fn arguments(&self) -> BTreeMap<String, Vec<String>> {
        let lines = self.names.iter().filter(|((_, kind), _)| *kind == LockKind::Arguments);
        lines
            .filter_map(|((key, _), value)| Some((key.clone(), from_text(value)?)))
            .collect()
    }
}

pub(super) fn to_text<'n>(names: impl Iterator<Item = &'n str>) -> String {
    serde_json::Value::from_iter(names).to_string()
}

/// `None` if the text is no list of names.
pub(super) fn from_text(text: &str) -> Option<Vec<String>> {
    serde_json::from_str(text).ok()
}

/// The list that two branches of a repository come to: the new names of one follow those of the other.
pub(super) fn joined(one: &str, other: &str) -> Option<String> {
    let mut names = from_text(one)?;
    for name in from_text(other)? {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Some(to_text(names.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::{from_text, joined, to_text};

    #[test]
    fn arguments_are_one_line() {
        let names = ["a,b", "c \"d\"", "e\tf\n"];
        let text = to_text(names.into_iter());
        assert!(!text.contains(['\t', '\n']), "{text}");
        assert_eq!(from_text(&text).unwrap_or_default(), names);
        assert_eq!(from_text("a"), None);
        assert_eq!(from_text("[1]"), None);
    }

    #[test]
    fn new_arguments_of_two_branches_are_kept() {
        let both = joined(r#"["a","b","c"]"#, r#"["a","b","d"]"#);
        assert_eq!(both.as_deref(), Some(r#"["a","b","c","d"]"#));
    }
}
