//! Members of an object under other names than the declared ones.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::ir::{Field, Struct};

/// The names of the members of a value, and those that are declared.
pub(super) struct Spellings<'m> {
    /// The members by their names in lower case.
    by_case: HashMap<String, Vec<(&'m str, &'m Value)>>,
    /// The first undeclared member by its letters.
    undeclared: HashMap<String, &'m str>,
    /// How many declared members have a name in lower case.
    declared: HashMap<String, usize>,
}

impl<'m> Spellings<'m> {
    pub(super) fn of(s: &Struct, members: &'m Map<String, Value>) -> Self {
        let names: HashSet<&str> = s.fields.iter().map(|field| field.wire.as_str()).collect();
        let mut found = Self {
            by_case: HashMap::new(),
            undeclared: HashMap::new(),
            declared: HashMap::new(),
        };
        for field in &s.fields {
            *found.declared.entry(field.wire.to_ascii_lowercase()).or_default() += 1;
        }
        for (name, value) in members {
            let same = found.by_case.entry(name.to_ascii_lowercase()).or_default();
            same.push((name, value));
            if !names.contains(name.as_str()) {
                found.undeclared.entry(letters(name)).or_insert(name);
            }
        }
        found
    }

    /// The only member whose name differs from that of a field in case only, if it is that of no other member.
    pub(super) fn in_another_case(&self, field: &Field) -> Option<(&'m str, &'m Value)> {
        let name = field.wire.to_ascii_lowercase();
        let is_only = self.declared.get(&name) == Some(&1);
        match self.by_case.get(&name).map(Vec::as_slice) {
            Some([only]) if is_only => Some(*only),
            _ => None,
        }
    }

    /// A member that no field declares, and that has the name of this one apart from case, `-` and `_`.
    pub(super) fn other(&self, field: &Field) -> Option<&'m str> {
        self.undeclared.get(&letters(&field.wire)).copied()
    }
}

fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '-' | '_'));
    letters.flat_map(char::to_lowercase).collect()
}
