//! What the branches of a union are called: in the names of variants, and in `names.lock`.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::branch_schema::{BranchSchema, Described, Uses, constant_word, kind_word};
use super::context::Lower;
use super::leaves::Group;
use super::tag_index::without_null;
use crate::ir::DIGEST;
use crate::ir::Literal;
use crate::load::Node;
use crate::normalize::is_annotation;
use crate::pointer::Pointer;
use crate::resolve::{Extra, Schema, SchemaType};
use crate::text::hash;

/// Words of a name that is made of several.
const MAX_WORDS: usize = 3;

/// Types in each other that a name describes.
const MAX_NESTING: usize = 4;

/// What a branch is called.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// What the variant is named after. `None`: its type.
    pub name: Option<String>,
    /// What its inline type is named after. No other branch has the same.
    pub role: String,
    /// The key of the branch in `names.lock`. No other branch has the same, and an inserted branch changes none.
    pub key: String,
    /// What its key may have been in an earlier version of the document, or with other branches beside it.
    pub words: Arc<BTreeSet<String>>,
}

impl Lower<'_, '_> {
    /// One label for each branch. `tag`: the property of the declared discriminator.
    pub(super) fn labels(&mut self, tag: Option<&str>, groups: &[Group]) -> Vec<Label> {
        let pointers: Vec<Pointer> = groups.iter().map(|group| group.at.clone()).collect();
        let mut labels = self.own_labels(tag, &pointers);
        for (label, group) in labels.iter_mut().zip(groups) {
            let at = &group.at;
            let target = self.target(at);
            if group.is_joined {
                // Whichever constant comes first.
                let kind = self.resolver.schema(at).and_then(|schema| schema.kind);
                let name = format!("{} constant", kind.map_or("text", kind_word));
                *label = Label {
                    name: Some(name.clone()),
                    role: name.clone(),
                    key: name,
                    words: label.words.clone(),
                };
            } else if target != *at {
                label.key = self.key_of(&target).to_string();
            }
        }
        labels
    }

    /// The same, with the targets of references as they are written.
    pub(super) fn own_labels(&mut self, tag: Option<&str>, pointers: &[Pointer]) -> Vec<Label> {
        let branches: Vec<Described<'_>> = pointers.iter().map(|at| self.described(at)).collect();
        // Only the names of inline branches are made of these.
        let uses = LazyCell::new(|| Uses::of(&branches, |schema| &schema.names));
        let tags = LazyCell::new(|| Uses::of(&branches, |schema| &schema.identities));
        let names: Vec<Option<String>> = branches
            .iter()
            .map(|branch| {
                let is_only = |name: &str| uses.is_only(name);
                self.name(branch, &is_only, &|max| constant(tag, branch, &tags, max))
            })
            .collect();
        let names = self.distinct_names(&branches, names);
        let bases: Vec<String> = branches
            .iter()
            .zip(&names)
            .map(|(branch, name)| name.clone().or_else(|| self.content(&branch.known)))
            .map(|base| base.unwrap_or_else(|| "variant".to_owned()))
            .collect();
        let keys = self.distinct_keys(&branches, &bases);
        let roles = distinct_roles(&bases, &keys);
        let labels = names.iter().zip(roles).zip(keys.into_iter().zip(&branches));
        labels
            .map(|((name, role), (key, branch))| Label {
                name: name.as_ref().map(|_| role.clone()),
                role,
                key,
                words: branch.known.words.clone(),
            })
            .collect()
    }

    /// The key of a reference is its target. Inline branches of one name are distinguished by a digest of their content,
    /// each of them, so that none depends on its position.
    fn distinct_keys(&self, branches: &[Described<'_>], bases: &[String]) -> Vec<String> {
        let mut keys: Vec<String> = branches
            .iter()
            .zip(bases)
            .map(|(branch, base)| {
                if branch.is_inline() {
                    base.clone()
                } else {
                    branch.target.to_string()
                }
            })
            .collect();
        for with_annotations in [false, true] {
            let repeated = repeated(&keys);
            for ((key, branch), base) in keys.iter_mut().zip(branches).zip(bases) {
                if branch.is_inline() && repeated.contains(key) {
                    let node = self.resolver.node(branch.at);
                    let digest = node.map_or_else(String::new, |node| digest(node, with_annotations));
                    *key = format!("{base}{DIGEST}{digest}");
                }
            }
        }
        keys
    }

    /// Its component, its title, its tag, or a key that only it has.
    ///
    /// `is_only`: whether no other branch has a member of this name. `constant`: the values of a member that no other branch
    /// has, up to a number of them.
    fn name(
        &self,
        branch: &Described<'_>,
        is_only: &dyn Fn(&str) -> bool,
        constant: &dyn Fn(usize) -> Option<String>,
    ) -> Option<String> {
        if !branch.is_inline() {
            return branch.target.last_segment();
        }
        let known = &branch.known;
        let schema = &known.schema;
        if !schema.title.is_empty() && schema.title.len() < 60 {
            return Some(schema.title.clone());
        }
        if let Some(constant) = constant(1) {
            return Some(constant);
        }
        if let ([one], true) = (known.required.as_slice(), known.names.len() < 4) {
            return Some(one.clone());
        }
        if !known.names.is_empty() {
            let own = known.names.iter().find(|name| is_only(name));
            return own
                .cloned()
                .or_else(|| constant(MAX_WORDS))
                .or_else(|| self.content(known));
        }
        let kind = schema.kind.filter(|kind| *kind != SchemaType::Object)?;
        Some(kind_word(kind).to_owned())
    }

    /// Branches of one name are called after what they contain, and so are several maps.
    fn distinct_names(&self, branches: &[Described<'_>], names: Vec<Option<String>>) -> Vec<Option<String>> {
        let mut counts: BTreeMap<&Option<String>, usize> = BTreeMap::new();
        names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
        let is_repeated = |name: &Option<String>| counts.get(name).is_some_and(|count| *count > 1);
        let pairs = branches.iter().zip(&names);
        let distinct = pairs.map(|(branch, name)| match name {
            _ if is_repeated(name) && branch.is_inline() => self.content(&branch.known).or_else(|| name.clone()),
            _ => name.clone(),
        });
        distinct.collect()
    }

    /// A name of what a schema contains: its values, its items, its members or its format.
    pub(super) fn content(&self, branch: &BranchSchema) -> Option<String> {
        let schema = &branch.schema;
        if let Some(values) = &schema.values {
            return Some(values_of(values));
        }
        if let Some(items) = &schema.items {
            return Some(self.plural(items, 0));
        }
        if let Some(Extra::Schema(values)) = &schema.extra {
            return Some(format!("map of {}", self.plural(values, 0)));
        }
        // The order of the document does not matter.
        let mut names: Vec<&str> = branch.names.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.truncate(MAX_WORDS);
        if !names.is_empty() {
            return Some(names.join(" "));
        }
        Some(schema.format.clone()).filter(|format| !format.is_empty())
    }

    /// What a list or a map of a schema contains.
    fn plural(&self, items: &Pointer, depth: usize) -> String {
        let target = self.target(items);
        if target != *items {
            return plural_of(&target.last_segment().unwrap_or_default());
        }
        let schema = self.resolved(&target);
        if !schema.title.is_empty() {
            return plural_of(&schema.title);
        }
        if let Some(only) = self.only_part(&schema).filter(|_| depth < MAX_NESTING) {
            return self.plural(&only, depth + 1);
        }
        if !schema.properties.is_empty() {
            let members = schema.properties.iter().take(MAX_WORDS);
            let names = members.map(|(name, at)| self.resolver.declared_name(at).unwrap_or(name));
            return format!("{} items", names.collect::<Vec<_>>().join(" "));
        }
        if let Some(values) = &schema.values {
            return format!("{} items", values_of(values));
        }
        if let Some(several) = self.plurals_of_branches(&schema, depth) {
            return several;
        }
        let inner = |of: Option<&Pointer>, word: &str| match of.filter(|_| depth < MAX_NESTING) {
            Some(inner) => format!("{word} of {}", self.plural(inner, depth + 1)),
            None => word.to_owned(),
        };
        match (schema.kind, &schema.extra) {
            (Some(SchemaType::String), _) if schema.format.is_empty() => "strings".to_owned(),
            (Some(SchemaType::String), _) => plural_of(&schema.format),
            (Some(SchemaType::Integer), _) => "integers".to_owned(),
            (Some(SchemaType::Number), _) => "numbers".to_owned(),
            (Some(SchemaType::Boolean), _) => "booleans".to_owned(),
            (Some(SchemaType::Array), _) => inner(schema.items.as_ref(), "lists"),
            (Some(SchemaType::Object), Some(Extra::Schema(values))) => inner(Some(values), "maps"),
            (Some(SchemaType::Object), _) => "objects".to_owned(),
            (None, _) => "items".to_owned(),
        }
    }

    /// The same for a union of a few types.
    fn plurals_of_branches(&self, schema: &Schema, depth: usize) -> Option<String> {
        let branches = schema
            .one_of
            .iter()
            .chain(&schema.any_of)
            .filter(|at| !self.is_null(at));
        let branches: Vec<&Pointer> = branches.collect();
        if branches.is_empty() || branches.len() > MAX_WORDS || depth >= MAX_NESTING {
            return None;
        }
        let words: Vec<String> = branches.iter().map(|at| self.plural(at, depth + 1)).collect();
        Some(words.join(" or "))
    }
}

/// The first of some constants.
fn values_of(values: &[Node]) -> String {
    let words = values.iter().take(MAX_WORDS).map(|value| match value.as_str() {
        Some("") => "empty".to_owned(),
        Some(text) => text.to_owned(),
        None => value.to_string(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The texts that occur more than once.
fn repeated(texts: &[String]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut repeated = BTreeSet::new();
    for text in texts {
        if !seen.insert(text) {
            repeated.insert(text.clone());
        }
    }
    repeated
}

/// The bases, with a number where one is repeated, in the order of the keys.
fn distinct_roles(bases: &[String], keys: &[String]) -> Vec<String> {
    let mut order: Vec<(&String, usize)> = keys.iter().zip(0..).collect();
    order.sort();
    let mut taken = BTreeSet::new();
    let mut next: BTreeMap<&String, usize> = BTreeMap::new();
    let mut roles = vec![String::new(); bases.len()];
    for (_, index) in order {
        let (Some(base), Some(slot)) = (bases.get(index), roles.get_mut(index)) else {
            continue;
        };
        let mut role = base.clone();
        let number = next.entry(base).or_insert(2);
        while !taken.insert(role.clone()) {
            role = format!("{base} {number}");
            *number += 1;
        }
        *slot = role;
    }
    roles
}

/// Lists whose order has no meaning.
const UNORDERED: [&str; 5] = ["required", "enum", "oneOf", "anyOf", "allOf"];

/// A short hash of a schema, for which the order of members does not matter.
fn digest(node: &Node, with_annotations: bool) -> String {
    let mut text = String::new();
    write_sorted("", node, with_annotations, &mut text);
    format!("{:08x}", hash(&text) >> 32)
}

/// `key`: the keyword before the node.
fn write_sorted(key: &str, node: &Node, with_annotations: bool, text: &mut String) {
    match node {
        Node::Object(members) => {
            let mut members: Vec<(&String, &Node)> = members.iter().collect();
            members.retain(|(key, _)| with_annotations || !is_annotation(key));
            members.sort_by_key(|(key, _)| *key);
            text.push('{');
            for (key, value) in members {
                text.push_str(&format!("{key:?}:"));
                write_sorted(key, value, with_annotations, text);
            }
            text.push('}');
        }
        Node::Array(list) => {
            let elements = list.iter().map(|value| {
                let mut element = String::new();
                write_sorted("", value, with_annotations, &mut element);
                element
            });
            let mut elements: Vec<String> = elements.collect();
            if UNORDERED.contains(&key) {
                elements.sort_unstable();
            }
            text.push('[');
            for element in elements {
                text.push_str(&element);
                text.push(',');
            }
            text.push(']');
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => text.push_str(&node.to_string()),
    }
}

/// The values of a member that no other branch has as well, up to a number of them: of the declared discriminator, else of
/// the first such member.
fn constant(tag: Option<&str>, branch: &Described<'_>, all: &Uses<'_>, max: usize) -> Option<String> {
    let known = &branch.known;
    let is_own = |((_, values), identity): &((&String, &Vec<Literal>), &String)| {
        let count = without_null(values).take(max + 1).count();
        count > 0 && count <= max && all.is_only(identity)
    };
    let members = || known.tags.iter().zip(&known.identities);
    let of_tag = members().find(|((key, _), _)| tag == Some(key.as_str())).filter(is_own);
    let ((key, values), _) = of_tag.or_else(|| members().find(is_own))?;
    let words: Vec<String> = without_null(values).map(|value| constant_word(key, value)).collect();
    Some(words.join(" "))
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
