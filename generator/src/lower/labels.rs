//! What the branches of a union are called: in the names of variants, and in `names.lock`.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Lower;
use super::members::Members;
use crate::pointer::Pointer;
use crate::resolve::{Schema, SchemaType};

/// Words of a name that is made of several.
const MAX_WORDS: usize = 3;

/// What a branch is called.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// What the variant is named after. `None`: its type.
    pub name: Option<String>,
    /// What its inline type is named after. No other branch has the same.
    pub role: String,
    /// The key of the branch in `names.lock`. No other branch has the same, and an inserted branch changes none.
    pub key: String,
}

/// What is known of a branch.
struct Described<'a> {
    at: &'a Pointer,
    target: Pointer,
    schema: Schema,
    /// The names of its properties.
    names: Vec<String>,
}

impl Lower<'_, '_> {
    /// One label for each branch. `tag`: the property of the declared discriminator.
    pub(super) fn labels(&mut self, tag: Option<&str>, pointers: &[Pointer]) -> Vec<Label> {
        let branches: Vec<Described<'_>> = pointers.iter().map(|at| self.described(at)).collect();
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for name in branches.iter().flat_map(|branch| &branch.names) {
            *uses.entry(name.as_str()).or_default() += 1;
        }
        let names: Vec<Option<String>> = branches.iter().map(|branch| self.name(tag, branch, &uses)).collect();
        let names = self.distinct_names(&branches, names);
        let mut roles = BTreeSet::new();
        let mut labels = Vec::new();
        for (branch, name) in branches.iter().zip(names) {
            let base = name
                .clone()
                .or_else(|| self.content(branch))
                .unwrap_or_else(|| "variant".to_owned());
            let mut role = base.clone();
            let mut number = 2;
            while !roles.insert(role.clone()) {
                role = format!("{base} {number}");
                number += 1;
            }
            let is_inline = branch.target == *branch.at;
            labels.push(Label {
                name: name.map(|_| role.clone()),
                key: if is_inline {
                    role.clone()
                } else {
                    branch.target.to_string()
                },
                role,
            });
        }
        labels
    }

    fn described<'a>(&mut self, at: &'a Pointer) -> Described<'a> {
        let target = self.target(at);
        let schema = self.resolver.schema(&target).unwrap_or_default();
        let names = if schema.all_of.is_empty() {
            schema.properties.iter().map(|(name, _)| name.clone()).collect()
        } else {
            let mut members = Members::default();
            self.merge(&target, &mut members, 0);
            members.properties.into_iter().map(|property| property.name).collect()
        };
        Described {
            at,
            target,
            schema,
            names,
        }
    }

    /// Its component, its title, its tag, or a key that only it has.
    fn name(&self, tag: Option<&str>, branch: &Described<'_>, uses: &BTreeMap<&str, usize>) -> Option<String> {
        if branch.target != *branch.at {
            return branch.target.segments().pop();
        }
        let schema = &branch.schema;
        if !schema.title.is_empty() && schema.title.len() < 60 {
            return Some(schema.title.clone());
        }
        let names = branch.names.iter().map(String::as_str);
        let constant = tag
            .into_iter()
            .chain(names)
            .find_map(|key| self.constant_of(branch, key));
        if constant.is_some() {
            return constant;
        }
        if let ([one], true) = (schema.required.as_slice(), branch.names.len() < 4) {
            return Some(one.clone());
        }
        if !branch.names.is_empty() {
            let own = branch.names.iter().find(|name| uses.get(name.as_str()) == Some(&1));
            return own.cloned().or_else(|| self.content(branch));
        }
        let word = match schema.kind? {
            SchemaType::String => "string",
            SchemaType::Integer => "integer",
            SchemaType::Number => "number",
            SchemaType::Boolean => "boolean",
            SchemaType::Array => "array",
            SchemaType::Object => return None,
        };
        Some(word.to_owned())
    }

    /// The only value of a property.
    fn constant_of(&self, branch: &Described<'_>, key: &str) -> Option<String> {
        let (_, property) = branch.schema.properties.iter().find(|(name, _)| name == key)?;
        match self.resolver.schema(&self.target(property))?.values?.as_slice() {
            [only] => only.as_str().map(str::to_owned),
            _ => None,
        }
    }

    /// Branches of one name are called after what they contain.
    fn distinct_names(&self, branches: &[Described<'_>], names: Vec<Option<String>>) -> Vec<Option<String>> {
        let count = |wanted: &Option<String>| names.iter().filter(|name| *name == wanted).count();
        let pairs = branches.iter().zip(&names);
        let distinct = pairs.map(|(branch, name)| match name {
            Some(_) if count(name) > 1 && branch.target == *branch.at => self.content(branch).or_else(|| name.clone()),
            _ => name.clone(),
        });
        distinct.collect()
    }

    /// A name of what a schema contains: its values, its items, its members or its format.
    fn content(&self, branch: &Described<'_>) -> Option<String> {
        let schema = &branch.schema;
        if let Some(values) = &schema.values {
            let words = values.iter().take(MAX_WORDS).map(|value| match value.as_str() {
                Some("") => "empty".to_owned(),
                Some(text) => text.to_owned(),
                None => value.to_string(),
            });
            return Some(words.collect::<Vec<_>>().join(" "));
        }
        if let Some(items) = &schema.items {
            return Some(self.plural(items));
        }
        if let Some(crate::resolve::Extra::Schema(values)) = &schema.extra {
            return Some(format!("{} by name", self.plural(values)));
        }
        let names: Vec<&str> = branch.names.iter().take(MAX_WORDS).map(String::as_str).collect();
        if !names.is_empty() {
            return Some(names.join(" "));
        }
        Some(schema.format.clone()).filter(|format| !format.is_empty())
    }

    /// What a list of a schema contains.
    fn plural(&self, items: &Pointer) -> String {
        let target = self.target(items);
        if target != *items {
            return plural_of(&target.segments().pop().unwrap_or_default());
        }
        let schema = self.resolver.schema(&target).unwrap_or_default();
        if !schema.title.is_empty() {
            return plural_of(&schema.title);
        }
        if !schema.properties.is_empty() {
            let names = schema.properties.iter().take(MAX_WORDS).map(|(name, _)| name.as_str());
            return format!("{} items", names.collect::<Vec<_>>().join(" "));
        }
        let word = match schema.kind {
            Some(SchemaType::String) if schema.format.is_empty() => "strings",
            Some(SchemaType::String) => return plural_of(&schema.format),
            Some(SchemaType::Integer) => "integers",
            Some(SchemaType::Number) => "numbers",
            Some(SchemaType::Boolean) => "booleans",
            Some(SchemaType::Array) => "lists",
            Some(SchemaType::Object) => "objects",
            None => "items",
        };
        word.to_owned()
    }
}

/// The plural of an English noun.
fn plural_of(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    match word.strip_suffix('y') {
        Some(stem) if !ends(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ends(&["s", "x", "ch", "sh"]) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}
