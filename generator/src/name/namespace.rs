//! The names in one namespace.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The names that are in use, ignoring case: `Foo` and `foo` are the same file on many systems.
#[derive(Debug, Default)]
pub(super) struct Namespace {
    taken: BTreeMap<String, String>,
    /// Names that only the lock and the configuration can give.
    reserved: BTreeSet<String>,
    /// The next number of a name that occurs often, by its key with the separator.
    numbers: BTreeMap<String, usize>,
}

impl Namespace {
    /// Takes a name from the lock or the configuration. `false` if it is in use.
    pub(super) fn take(&mut self, name: &str) -> bool {
        self.take_key(key(name), name)
    }

    fn take_key(&mut self, key: String, name: &str) -> bool {
        match self.taken.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(name.to_owned());
                true
            }
            Entry::Occupied(_) => false,
        }
    }

    /// Excludes a name from those that are chosen. It can still be taken.
    pub(super) fn reserve(&mut self, name: &str) {
        self.reserved.insert(key(name));
    }

    /// Takes a name unless it is reserved or in use.
    fn take_new(&mut self, name: &str) -> bool {
        let key = key(name);
        !self.reserved.contains(&key) && self.take_key(key, name)
    }

    /// The first candidate that is free and allowed, or else the last candidate with a number.
    pub(super) fn choose(&mut self, candidates: &[String], allowed: &dyn Fn(&str) -> bool) -> String {
        for candidate in candidates {
            if allowed(candidate) && self.take_new(candidate) {
                return candidate.clone();
            }
        }
        let last = candidates.last().map_or("value", String::as_str);
        let separator = if last.contains('_') || last.starts_with(|c: char| c.is_lowercase()) {
            "_"
        } else {
            ""
        };
        // Names that differ in case share their numbers.
        let numbered = key(last) + separator;
        let mut number = self.numbers.get(&numbered).copied().unwrap_or(2);
        loop {
            let candidate = format!("{last}{separator}{number}");
            number += 1;
            if self.take_new(&candidate) {
                self.numbers.insert(numbered, number);
                return candidate;
            }
        }
    }
}

fn key(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_lowercase()
}
