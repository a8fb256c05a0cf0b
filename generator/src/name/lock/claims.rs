//! Names that are on several lines of the lock after a merge, or several names of one key. The document decides between
//! them where it can.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Claim, Lock, LockKind, Problem};
use super::document::members;
use crate::ir::{Api, tag_key};

/// The names of each key, and the keys of each name in lower case: many file systems ignore case.
struct Claims {
    names: BTreeMap<String, Vec<String>>,
    keys: BTreeMap<String, BTreeSet<String>>,
    /// The names of the types that keys share.
    shares: BTreeMap<String, String>,
    /// The keys that the document has.
    here: BTreeSet<String>,
}

/// Whether a key need not have one of its names.
type Rule = fn(&Claims, &str, &[String], &str) -> bool;

/// In the order in which they apply.
const RULES: [Rule; 4] = [
    Claims::is_replaced,
    Claims::is_repeated,
    Claims::has_another_name,
    Claims::shares_the_name,
];

impl Lock {
    /// Decides between contradictory lines, and returns those that need a decision by the user.
    pub(super) fn settle(&mut self, api: &Api) -> Vec<Problem> {
        let contested = std::mem::take(&mut self.contested);
        if contested.is_empty() {
            return Vec::new();
        }
        let (contested, others): (Vec<_>, Vec<_>) =
            contested.into_iter().partition(|claim| claim.kind == LockKind::Type);
        let here = Here::of(api);
        let others = others.into_iter().filter(|claim| here.may_have(claim));
        let mut problems: Vec<Problem> = others.map(|claim| claim.problem).collect();
        let mut claims = Claims::new(self, &contested, api);
        while RULES.iter().any(|rule| claims.drop_weak(*rule)) {}
        let open = contested.into_iter().filter(|claim| claims.is_open(claim));
        problems.extend(open.map(|claim| claim.problem));
        problems.sort_by_key(|problem| problem.position.line);
        for (key, names) in claims.names {
            self.names.remove(&(key.clone(), LockKind::Type));
            if let Some(name) = names.into_iter().next() {
                self.names.insert((key, LockKind::Type), name);
            }
        }
        problems
    }

    /// The contested lines, and those that they contradict.
    fn claims(&self, contested: &[Claim]) -> BTreeMap<String, Vec<String>> {
        let keys: BTreeSet<&str> = contested.iter().map(|claim| claim.key.as_str()).collect();
        let names: BTreeSet<String> = contested.iter().map(|claim| claim.name.to_lowercase()).collect();
        let mut claims: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let lines = self.names.iter().filter(|((_, kind), _)| *kind == LockKind::Type);
        for ((key, _), name) in lines {
            if keys.contains(key.as_str()) || names.contains(&name.to_lowercase()) {
                claims.entry(key.clone()).or_default().push(name.clone());
            }
        }
        for claim in contested {
            claims.entry(claim.key.clone()).or_default().push(claim.name.clone());
        }
        claims
    }
}

/// The keys that the document has.
struct Here {
    types: BTreeSet<String>,
    members: BTreeSet<String>,
    operations: BTreeSet<String>,
    tags: BTreeSet<String>,
}

impl Here {
    fn of(api: &Api) -> Self {
        let mut found = Self {
            types: BTreeSet::new(),
            members: BTreeSet::new(),
            operations: api
                .operations
                .iter()
                .map(|operation| operation.key.as_str().to_owned())
                .collect(),
            tags: api
                .tags
                .iter()
                .map(|tag| tag_key(&tag.name).as_str().to_owned())
                .collect(),
        };
        for def in &api.types {
            let key = api.lock_key(def);
            found
                .members
                .extend(members(def).into_iter().map(|member| format!("{key}/{member}")));
            found.types.insert(key.as_str().to_owned());
        }
        found
    }

    /// Whether a contradiction has an effect: the document may have the key of the lines.
    fn may_have(&self, claim: &Claim) -> bool {
        let key = claim.key.as_str();
        match claim.kind {
            LockKind::Field | LockKind::Variant | LockKind::Patch => self.members.contains(key),
            LockKind::Shares | LockKind::Shape | LockKind::Builder => self.types.contains(key),
            LockKind::Method | LockKind::Call | LockKind::Module | LockKind::Param => {
                // Parameters are below their operation, and so is a method of another media type.
                let ends = key.match_indices('/').map(|(end, _)| end).chain([key.len()]);
                ends.filter_map(|end| key.get(..end))
                    .any(|outer| self.operations.contains(outer))
            }
            LockKind::Tag => self.tags.contains(key),
            LockKind::Type | LockKind::Alias | LockKind::File | LockKind::Group => true,
            LockKind::Header | LockKind::Arguments | LockKind::Order => true,
        }
    }
}

impl Claims {
    fn new(lock: &Lock, contested: &[Claim], api: &Api) -> Self {
        let names = lock.claims(contested);
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (key, names) in &names {
            for name in names {
                keys.entry(name.to_lowercase()).or_default().insert(key.clone());
            }
        }
        let here = api.types.iter().map(|def| api.lock_key(def).as_str().to_owned());
        Self {
            names,
            keys,
            shares: lock.of_kind(LockKind::Shares),
            here: here.collect(),
        }
    }

    /// Drops the names to which a rule applies. `false` if there is none.
    fn drop_weak(&mut self, is_weak: Rule) -> bool {
        let mut is_changed = false;
        let keys: Vec<String> = self.names.keys().cloned().collect();
        for key in keys {
            let names = self.names.get(&key).cloned().unwrap_or_default();
            // The names of the first side stay, if one has to go.
            let weak = names.iter().rev().find(|name| is_weak(self, &key, &names, name));
            if let Some(weak) = weak {
                let left = names.iter().filter(|name| *name != weak).cloned().collect();
                self.names.insert(key.clone(), left);
                if let Some(keys) = self.keys.get_mut(&weak.to_lowercase()) {
                    keys.remove(&key);
                }
                is_changed = true;
            }
        }
        is_changed
    }

    fn is_here(&self, key: &str) -> bool {
        self.here.contains(key)
    }

    /// The other keys with this name.
    fn others(&self, key: &str, name: &str) -> impl Iterator<Item = &String> {
        let keys = self.keys.get(&name.to_lowercase()).into_iter().flatten();
        keys.filter(move |other| *other != key)
    }

    /// Another key has its name now.
    fn is_replaced(&self, key: &str, _: &[String], name: &str) -> bool {
        !self.is_here(key) && self.others(key, name).any(|other| self.is_here(other))
    }

    /// The document has none of the keys.
    fn is_repeated(&self, key: &str, names: &[String], name: &str) -> bool {
        let is_first = || !self.others(key, name).any(|other| other.as_str() < key);
        !self.is_here(key) && (names.len() > 1 || !is_first())
    }

    /// The name went to another key, and this one got a new name.
    fn has_another_name(&self, key: &str, names: &[String], name: &str) -> bool {
        let has_only = |other: &String| self.names.get(other).is_some_and(|names| names.len() == 1);
        let mut others = self.others(key, name);
        names.len() > 1 && others.any(|other| self.is_here(other) && has_only(other))
    }

    /// The key shares the type of another one.
    fn shares_the_name(&self, key: &str, _: &[String], name: &str) -> bool {
        let shared = self.shares.get(key);
        let mut others = self.others(key, name);
        shared.is_some_and(|shared| shared == name) && others.any(|other| self.is_here(other))
    }

    /// Whether a line contradicts another one still.
    fn is_open(&self, claim: &Claim) -> bool {
        let names = self.names.get(&claim.key).map(Vec::as_slice).unwrap_or_default();
        names.contains(&claim.name) && (names.len() > 1 || self.others(&claim.key, &claim.name).next().is_some())
    }
}
