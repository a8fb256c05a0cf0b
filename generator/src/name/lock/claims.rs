//! Names of types that are on several lines of the lock after a merge, or several names of one key. The document decides
//! between them where it can.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Claim, Lock, LockKind, Problem};
use crate::ir::Api;

/// The names of each key.
struct Claims<'a> {
    names: BTreeMap<String, Vec<String>>,
    lock: &'a Lock,
    /// The keys that the document has.
    here: BTreeSet<String>,
}

impl Lock {
    /// Decides between contradictory lines, and returns those that need a decision by the user.
    pub(super) fn settle(&mut self, api: &Api) -> Vec<Problem> {
        let contested = std::mem::take(&mut self.contested);
        if contested.is_empty() {
            return Vec::new();
        }
        let mut claims = Claims {
            names: self.claims(&contested),
            lock: self,
            here: api
                .types
                .iter()
                .map(|def| api.lock_key(def).as_str().to_owned())
                .collect(),
        };
        while let Some((key, at)) = claims.weak() {
            if let Some(names) = claims.names.get_mut(&key) {
                names.remove(at);
            }
        }
        let open = contested.into_iter().filter(|claim| claims.is_open(claim));
        let problems = open.map(|claim| claim.problem).collect();
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

impl Claims<'_> {
    fn is_here(&self, key: &str) -> bool {
        self.here.contains(key)
    }

    /// The other keys with this name, ignoring case as many file systems do.
    fn others(&self, key: &str, name: &str) -> impl Iterator<Item = (&String, &Vec<String>)> {
        let name = name.to_lowercase();
        let others = self.names.iter().filter(move |(other, _)| *other != key);
        others.filter(move |(_, names)| names.iter().any(|other| other.to_lowercase() == name))
    }

    /// A name that its key need not have: the key and the index of the name.
    fn weak(&self) -> Option<(String, usize)> {
        let rules: [&dyn Fn(&str, &[String], &str) -> bool; 4] = [
            // The key was replaced by another one.
            &|key, _, name| !self.is_here(key) && self.others(key, name).any(|(other, _)| self.is_here(other)),
            &|key, names, name| {
                !self.is_here(key) && (names.len() > 1 || self.others(key, name).any(|(other, _)| other.as_str() < key))
            },
            // The name went to another key, and this one got a new name.
            &|key, names, name| {
                let only = |(other, names): (&String, &Vec<String>)| names.len() == 1 && self.is_here(other);
                names.len() > 1 && self.others(key, name).any(only)
            },
            // The key shares the type of another one.
            &|key, _, name| {
                let shared = self.lock.names.get(&(key.to_owned(), LockKind::Shares));
                shared.is_some_and(|shared| shared == name)
                    && self.others(key, name).any(|(other, _)| self.is_here(other))
            },
        ];
        rules.iter().find_map(|is_weak| {
            self.names.iter().find_map(|(key, names)| {
                let at = names.iter().rposition(|name| is_weak(key, names, name))?;
                Some((key.clone(), at))
            })
        })
    }

    /// Whether a line contradicts another one still.
    fn is_open(&self, claim: &Claim) -> bool {
        let names = self.names.get(&claim.key).map(Vec::as_slice).unwrap_or_default();
        names.contains(&claim.name) && (names.len() > 1 || self.others(&claim.key, &claim.name).next().is_some())
    }
}
