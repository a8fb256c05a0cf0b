//! Lines with several names, as a JSON list: the order of arguments, and earlier names of a type.

use std::collections::BTreeMap;

use super::content::{Lock, LockKind};
use crate::text::visible_json;

impl Lock {
    /// The arguments of structs and operations, by key.
    pub(crate) fn arguments(&self) -> BTreeMap<String, Vec<String>> {
        self.lists(LockKind::Arguments)
    }

    /// The order of arguments, with those that are optional for now, by key.
    pub(crate) fn orders(&self) -> BTreeMap<String, Vec<String>> {
        let mut orders = self.lists(LockKind::Order);
        for (key, arguments) in self.arguments() {
            let order = orders.remove(&key).unwrap_or_default();
            orders.insert(key, united(order, arguments));
        }
        orders
    }

    fn lists(&self, wanted: LockKind) -> BTreeMap<String, Vec<String>> {
        let lines = self.names.iter().filter(|((_, kind), _)| *kind == wanted);
        lines
            .filter_map(|((key, _), value)| Some((key.clone(), from_text(value)?)))
            .collect()
    }

    /// The names in one line; none if there is no such line.
    pub(super) fn list(&self, key: &str, kind: LockKind) -> Vec<String> {
        let line = self.names.get(&(key.to_owned(), kind));
        line.and_then(|line| from_text(line)).unwrap_or_default()
    }
}

pub(super) fn to_text<'n>(names: impl Iterator<Item = &'n str>) -> String {
    visible_json(&serde_json::Value::from_iter(names).to_string()).into_owned()
}

/// `None` if the text is no list of names.
pub(super) fn from_text(text: &str) -> Option<Vec<String>> {
    serde_json::from_str(text).ok()
}

/// The list that two branches of a repository come to: the new names of one follow those of the other.
pub(super) fn joined(one: &str, other: &str) -> Option<String> {
    let names = united(from_text(one)?, from_text(other)?);
    Some(to_text(names.iter().map(String::as_str)))
}

/// Whether names that are in both lists have another order in each.
pub(super) fn contradict(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (from_text(one), from_text(other)) else {
        return false;
    };
    let common = one.iter().filter(|name| other.contains(name));
    !common.eq(other.iter().filter(|name| one.contains(name)))
}

/// One list with the names of both. A name that only the second one has is before the name that follows it there, if the
/// first one has that, else at the end.
pub(super) fn united(mut one: Vec<String>, other: Vec<String>) -> Vec<String> {
    let mut waiting = Vec::new();
    for name in other {
        match one.iter().position(|known| *known == name) {
            Some(at) => drop(one.splice(at..at, waiting.drain(..))),
            None => waiting.push(name),
        }
    }
    one.extend(waiting);
    one
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
        let hidden = ["a\u{9b}\u{202e}", "\u{7f}\u{e0041}"];
        let text = to_text(hidden.into_iter());
        assert!(text.is_ascii() && !text.contains('\u{7f}'), "{text}");
        assert_eq!(from_text(&text).unwrap_or_default(), hidden);
        assert_eq!(from_text("a"), None);
        assert_eq!(from_text("[1]"), None);
    }

    #[test]
    fn new_arguments_of_two_branches_are_kept() {
        let both = joined(r#"["a","b","c"]"#, r#"["a","b","d"]"#);
        assert_eq!(both.as_deref(), Some(r#"["a","b","c","d"]"#));
        let between = joined(r#"["a","c"]"#, r#"["a","b","c","d"]"#);
        assert_eq!(between.as_deref(), Some(r#"["a","b","c","d"]"#));
    }
}
