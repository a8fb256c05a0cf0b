//! The single changes, with the verdicts that follow from their kind.

mod enums;
mod members;
mod operations;
mod params;
mod responses;
mod single;
mod whole;

use oaspen::Verdict;
use serde_json::{Value, json};

use crate::base::Base;

pub(crate) use Verdict::{Breaks, Changes, Fine};

/// A document with one change, and what it means.
pub(crate) struct Change {
    pub name: String,
    pub kind: &'static str,
    pub tree: Value,
    /// The rule of one of the rows; empty if there must be none.
    pub rule: &'static str,
    pub code: Verdict,
    pub deployed: Verdict,
    /// Whether only some requests or responses fail. `None` where that depends on where the change is: then the
    /// comparison must find what is found in fact.
    pub is_partial: Option<bool>,
    /// Whether that depends on values that are not all tried: a text may be a number.
    pub is_by_value: bool,
    /// Whether the new client is generated without the names of the old one.
    pub is_lock_lost: bool,
    /// Maximum number of rows.
    pub rows: usize,
    /// Why the verdicts may differ from the facts.
    pub exception: Option<&'static str>,
}

impl Change {
    /// A change at a place of a document.
    pub(crate) fn new(kind: &'static str, at: &str, tree: Value) -> Self {
        Self {
            name: format!("{kind} {at}"),
            kind,
            tree,
            rule: "",
            code: Fine,
            deployed: Fine,
            is_partial: None,
            is_by_value: false,
            is_lock_lost: false,
            rows: 1,
            exception: None,
        }
    }

    /// The rule, and the verdicts for code and for deployed programs.
    pub(crate) fn means(mut self, rule: &'static str, code: Verdict, deployed: Verdict) -> Self {
        (self.rule, self.code, self.deployed) = (rule, code, deployed);
        self
    }

    pub(crate) fn for_some(mut self, is_partial: bool) -> Self {
        self.is_partial = Some(is_partial);
        self
    }

    pub(crate) fn by_value(mut self) -> Self {
        self.is_by_value = true;
        self
    }

    pub(crate) fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    pub(crate) fn without_lock(mut self) -> Self {
        self.is_lock_lost = true;
        self
    }

    /// Why the verdicts may differ from the facts.
    pub(crate) fn except(mut self, reason: &'static str) -> Self {
        self.exception = Some(reason);
        self
    }
}

/// All changes, with the index of the document.
pub(crate) fn all(bases: &[Base]) -> Vec<(usize, Change)> {
    let mut found = Vec::new();
    for (index, base) in bases.iter().enumerate() {
        let mut own = Vec::new();
        members::add(base, &mut own);
        enums::add(base, &mut own);
        operations::add(base, &mut own);
        params::add(base, &mut own);
        responses::add(base, &mut own);
        whole::add(base, &mut own);
        single::add(base, &mut own);
        for change in &mut own {
            // Whether a list is paged follows from its parameters and members: one more row.
            change.rows += usize::from(base.name == "pages" && change.rows > 0) * 2;
        }
        found.extend(own.into_iter().map(|change| (index, change)));
    }
    found
}

/// The document with another value at a pointer. The last name is inserted if it is not there; `null` removes it.
pub(crate) fn with(tree: &Value, pointer: &str, value: Value) -> Value {
    let mut tree = tree.clone();
    set(&mut tree, pointer, value);
    tree
}

/// See [`with`].
pub(crate) fn set(tree: &mut Value, pointer: &str, value: Value) {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match tree.pointer_mut(parent) {
        Some(Value::Object(members)) if value.is_null() => drop(members.shift_remove(&name)),
        Some(Value::Object(members)) => drop(members.insert(name, value)),
        Some(Value::Array(items)) => match name.parse::<usize>() {
            Ok(index) if value.is_null() && index < items.len() => drop(items.remove(index)),
            Ok(index) if index < items.len() => items[index] = value,
            _ => items.push(value),
        },
        _ => {}
    }
}

/// A pointer with one more name.
pub(crate) fn below(pointer: &str, name: &str) -> String {
    crate::instances::walk::below(pointer, name)
}

/// Adds a name to a list of strings, or removes it. An empty list is removed.
pub(crate) fn listed(tree: &mut Value, pointer: &str, name: &str, is_listed: bool) {
    let mut list: Vec<Value> = tree
        .pointer(pointer)
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    list.retain(|one| one != name);
    if is_listed {
        list.push(json!(name));
    }
    set(
        tree,
        pointer,
        if list.is_empty() {
            Value::Null
        } else {
            Value::Array(list)
        },
    );
}
