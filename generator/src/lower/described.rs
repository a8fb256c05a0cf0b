//! Reads what the names of the branches of a union are made of, once for each schema.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::branch_schema::{BranchSchema, Described, constant_word, kind_word};
use super::context::Lower;
use super::members::Members;
use super::tag_index::without_null;
use crate::ir::Literal;
use crate::pointer::Pointer;

/// Values of a property that a branch could be named after.
const MAX_VALUES: usize = 32;

impl Lower<'_, '_> {
    pub(super) fn described<'b>(&mut self, at: &'b Pointer) -> Described<'b> {
        let target = self.target(at);
        let known = match self.described.get(&target) {
            Some(known) if target != *at => known.clone(),
            _ => {
                let read = Rc::new(self.branch_schema(&target, target != *at));
                if target != *at {
                    self.described.insert(target.clone(), read.clone());
                }
                read
            }
        };
        Described { at, target, known }
    }

    /// `is_reference`: whether the branch can be called like the schema.
    fn branch_schema(&mut self, target: &Pointer, is_reference: bool) -> BranchSchema {
        let schema = self.resolved(target);
        let members: Vec<(String, Option<Pointer>)> = if schema.all_of.is_empty() {
            let properties = schema.properties.iter();
            properties.map(|(name, at)| (name.clone(), Some(at.clone()))).collect()
        } else {
            let mut members = Members::default();
            self.merge(target, &mut members, 0);
            let properties = members.properties.into_iter();
            properties
                .map(|mut property| (property.name, property.parts.pop()))
                .collect()
        };
        let renamed: BTreeMap<&str, &str> = members
            .iter()
            .filter_map(|(name, at)| Some((name.as_str(), self.resolver.declared_name(at.as_ref()?)?)))
            .collect();
        let declared = |name: &String| {
            renamed
                .get(name.as_str())
                .map_or_else(|| name.clone(), |&name| name.to_owned())
        };
        let tags = self.profile(target).tags;
        let mut read = BranchSchema {
            names: members.iter().map(|(name, _)| declared(name)).collect(),
            required: schema.required.iter().map(declared).collect(),
            identities: tags.iter().map(identity).collect(),
            tags,
            schema,
            words: Arc::default(),
        };
        let mut words = self.words(&read);
        words.extend(target.last_segment().filter(|_| is_reference));
        read.words = Arc::new(words);
        read
    }

    fn words(&self, branch: &BranchSchema) -> BTreeSet<String> {
        let schema = &branch.schema;
        let mut words = BTreeSet::from([schema.title.clone(), "variant".to_owned()]);
        let content = self.content(branch);
        if let Some((word, inner)) = content.as_deref().and_then(|content| content.split_once(" of ")) {
            let outer = inner.split(" of ").next().unwrap_or(inner);
            words.extend([word.to_owned(), format!("{inner} by name"), format!("{outer} by name")]);
        }
        words.extend(content);
        for (key, values) in branch.tags.iter() {
            let values = values.iter().take(MAX_VALUES);
            words.extend(values.map(|value| constant_word(key, value)));
        }
        words.extend(branch.required.iter().cloned());
        words.extend(branch.names.iter().cloned());
        words.extend(schema.kind.map(|kind| kind_word(kind).to_owned()));
        words.remove("");
        words
    }
}

/// A member and its values, as a text that no other one has.
fn identity((key, values): (&String, &Vec<Literal>)) -> String {
    let values: Vec<&Literal> = without_null(values).collect();
    format!("{key:?} {values:?}")
}
