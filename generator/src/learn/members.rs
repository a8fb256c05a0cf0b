//! Which members of an object are which fields of its type. Nothing is done for a field that the object does not have, so an
//! object costs what it has, however many members its schema declares.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::ir::{Field, Presence, Struct};

/// The fields of a type by their names.
pub(super) struct Members<'s> {
    fields: &'s [Field],
    /// Sorted names with the indices of the fields.
    names: Vec<(&'s str, usize)>,
    required: usize,
    /// Only for objects with a member that is not declared.
    other_names: OnceCell<OtherNames>,
}

struct OtherNames {
    /// Sorted names in lower case.
    cases: Vec<(String, usize)>,
    /// Sorted names in lower case without `-` and `_`.
    letters: Vec<(String, usize)>,
}

/// How an object has a field.
pub(super) enum Found<'m> {
    Named(&'m Value),
    /// A required one, under a name that differs in case only.
    InAnotherCase(&'m Value),
    /// Not under its name; there is an undeclared member with this one, which differs in case, `-` and `_`.
    Spelled(&'m str),
}

/// What an object has.
pub(super) struct Object<'m> {
    /// By the indices of the fields.
    pub fields: BTreeMap<usize, Found<'m>>,
    pub has_all_required: bool,
    /// The names of members that are no field, in no spelling.
    pub extra: Vec<&'m Value>,
}

impl<'s> Members<'s> {
    pub(super) fn of(s: &'s Struct) -> Self {
        let names = s.fields.iter().enumerate();
        let mut names: Vec<(&str, usize)> = names.map(|(index, field)| (field.wire.as_str(), index)).collect();
        names.sort_unstable();
        Self {
            fields: &s.fields,
            names,
            required: s.fields.iter().filter(|field| is_required(field)).count(),
            other_names: OnceCell::new(),
        }
    }

    /// `is_strict`: names of members have their case.
    pub(super) fn find<'m>(&self, object: &'m Map<String, Value>, is_strict: bool) -> Object<'m> {
        let mut fields = BTreeMap::new();
        let mut undeclared: Vec<(&str, &Value)> = Vec::new();
        for (name, value) in object {
            let before = fields.len();
            fields.extend(indices(&self.names, name).map(|index| (index, Found::Named(value))));
            if fields.len() == before {
                undeclared.push((name, value));
            }
        }
        let mut used: BTreeSet<&str> = BTreeSet::new();
        if !undeclared.is_empty() {
            if !is_strict {
                self.in_another_case(&undeclared, &mut fields, &mut used);
            }
            self.spelled(&undeclared, &mut fields, &mut used);
        }
        let is_there = |(index, found): &(&usize, &Found)| {
            !matches!(found, Found::Spelled(_)) && self.fields.get(**index).is_some_and(is_required)
        };
        let extra = undeclared.iter().filter(|(name, _)| !used.contains(name));
        Object {
            has_all_required: fields.iter().filter(is_there).count() == self.required,
            extra: extra.map(|(_, value)| *value).collect(),
            fields,
        }
    }

    /// The decoder reads a member for a required field that is not there, if both are the only ones of that name in lower case.
    fn in_another_case<'m>(
        &self,
        undeclared: &[(&'m str, &'m Value)],
        fields: &mut BTreeMap<usize, Found<'m>>,
        used: &mut BTreeSet<&'m str>,
    ) {
        let mut by_case: HashMap<String, Vec<(&str, &Value)>> = HashMap::new();
        for (name, value) in undeclared {
            by_case
                .entry(name.to_ascii_lowercase())
                .or_default()
                .push((name, value));
        }
        for (name, value) in undeclared {
            let case = name.to_ascii_lowercase();
            let is_only = by_case.get(&case).is_some_and(|same| same.len() == 1);
            let mut declared = indices(&self.other_names().cases, &case);
            let (Some(index), None, true) = (declared.next(), declared.next(), is_only) else {
                continue;
            };
            if self.fields.get(index).is_some_and(is_required) && !fields.contains_key(&index) {
                fields.insert(index, Found::InAnotherCase(value));
                used.insert(name);
            }
        }
    }

    /// The first member of each spelling.
    fn spelled<'m>(
        &self,
        undeclared: &[(&'m str, &'m Value)],
        fields: &mut BTreeMap<usize, Found<'m>>,
        used: &mut BTreeSet<&'m str>,
    ) {
        for (name, _) in undeclared {
            for index in indices(&self.other_names().letters, &letters(name)) {
                let found = fields.entry(index);
                if let std::collections::btree_map::Entry::Vacant(free) = found {
                    free.insert(Found::Spelled(name));
                    used.insert(name);
                }
            }
        }
    }

    fn other_names(&self) -> &OtherNames {
        self.other_names.get_or_init(|| {
            let sorted = |name: fn(&str) -> String| {
                let names = self.fields.iter().enumerate();
                let mut names: Vec<(String, usize)> = names.map(|(index, field)| (name(&field.wire), index)).collect();
                names.sort_unstable();
                names
            };
            OtherNames {
                cases: sorted(str::to_ascii_lowercase),
                letters: sorted(letters),
            }
        })
    }
}

/// The fields with a name, of a sorted list.
fn indices<K: AsRef<str>>(names: &[(K, usize)], name: &str) -> impl Iterator<Item = usize> {
    let first = names.partition_point(|(one, _)| one.as_ref() < name);
    let rest = names.get(first..).unwrap_or_default().iter();
    rest.take_while(move |(one, _)| one.as_ref() == name)
        .map(|(_, index)| *index)
}

pub(super) fn is_required(field: &Field) -> bool {
    field.presence == Presence::Required
}

fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '-' | '_'));
    letters.flat_map(char::to_lowercase).collect()
}
