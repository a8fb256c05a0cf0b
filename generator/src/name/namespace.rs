//! One namespace: who gets which name.

use std::collections::BTreeMap;

/// Names that were given, without regard to case: `Foo` and `foo` are one file on many systems.
#[derive(Debug, Default)]
pub(super) struct Namespace {
    taken: BTreeMap<String, String>,
}

impl Namespace {
    /// Whether a name is still free.
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(&key(name))
    }

    /// Takes a name that the lock or the configuration decides. `false` if somebody has it.
    pub(super) fn take(&mut self, name: &str) -> bool {
        self.is_free(name) && self.taken.insert(key(name), name.to_owned()).is_none()
    }

    /// The first of the candidates that is free and allowed; then the last one with a number.
    pub(super) fn choose(&mut self, candidates: &[String], allowed: &dyn Fn(&str) -> bool) -> String {
        for candidate in candidates {
            if allowed(candidate) && self.take(candidate) {
                return candidate.clone();
            }
        }
        let last = candidates.last().map_or("value", String::as_str);
        let separator = if last.contains('_') || last.starts_with(|c: char| c.is_ascii_lowercase()) {
            "_"
        } else {
            ""
        };
        let mut number = 2_usize;
        loop {
            let candidate = format!("{last}{separator}{number}");
            if self.take(&candidate) {
                return candidate;
            }
            number += 1;
        }
    }
}

fn key(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_ascii_lowercase()
}
