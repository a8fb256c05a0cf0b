//! Branches of unions whose keys have changed.
//!
//! The key of a branch comes from its content: its only constant, a member that no other branch has. A second constant or
//! another branch can change it. The lines of the lock then follow the branch: of the branches that have an old key among
//! their words, or the same members, the one whose members are most like those in the lock takes its lines over.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Lock, LockKind};
use crate::ir::{Api, Base, DIGEST, Role, Shape, Structure, TypeId, Union, Variant};
use crate::pointer::{Pointer, escape, unescape};

/// A branch of the document and a branch of the lock that may be the same. The best pair is the least one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    /// Neither a word nor the members are those of the branch in the lock, but one has all members of the other.
    is_guess: bool,
    /// How many members only one of both has.
    differences: usize,
    has_other_key: bool,
    /// How many members of types inside of them only one of both has.
    inner_differences: usize,
    own: String,
    known: String,
}

impl Lock {
    /// Gives the branches of unions the keys that they have now.
    pub(super) fn follow_branches(&mut self, api: &Api) {
        let mut unions: Vec<(Pointer, TypeId)> = Vec::new();
        for (index, def) in api.types.iter().enumerate() {
            if matches!(def.shape, Shape::Union(_)) {
                unions.push((api.lock_key(def).child("oneOf"), TypeId(index)));
            }
        }
        if unions.is_empty() {
            return;
        }
        let inner = inner_members(api);
        // The keys of inner unions begin with those of outer ones.
        unions.sort_by_cached_key(|(key, _)| (key.segments().len(), key.clone()));
        for (key, id) in unions {
            if let Some(Shape::Union(union)) = api.get(id).map(|def| &def.shape) {
                let moved = self.moved_branches(api, &inner, &key, (id, union));
                self.rename_branches(&key, &moved);
            }
        }
    }

    /// The keys of branches in the lock that are other ones now, with the new ones.
    fn moved_branches(
        &self,
        api: &Api,
        inner: &BTreeSet<String>,
        key: &Pointer,
        (id, union): (TypeId, &Union),
    ) -> BTreeMap<String, String> {
        let known = self.branches(key);
        let has_all = union.variants.iter().all(|variant| known.contains_key(&variant.key));
        if known.is_empty() || (has_all && known.len() == union.variants.len()) {
            return BTreeMap::new();
        }
        let mut pairs = Vec::new();
        let candidates = Candidates::new(&known, union.variants.len());
        for variant in &union.variants {
            let members = members(api, id, variant);
            let words = &variant.words;
            for (known, locked) in candidates.of(&variant.key, words, &members) {
                let is_same = !locked.is_empty() && *locked == members;
                let has_word = words_of(known).iter().any(|word| words.contains(word));
                let is_sure = *known == variant.key || has_word || is_same;
                let is_more = locked.is_subset(&members) || members.is_subset(locked);
                let is_near = !locked.is_empty() && !members.is_empty() && is_more;
                if is_sure || is_near {
                    pairs.push(Pair {
                        is_guess: !is_sure,
                        inner_differences: self.inner_differences(key, (known, &variant.key), inner),
                        // A type that another one replaces has no members in the lock.
                        differences: if locked.is_empty() {
                            0
                        } else {
                            locked.symmetric_difference(&members).count()
                        },
                        has_other_key: *known != variant.key,
                        own: variant.key.clone(),
                        known: known.clone(),
                    });
                }
            }
        }
        pairs.sort();
        let mut moved: BTreeMap<String, String> = BTreeMap::new();
        let mut found = BTreeSet::new();
        for pair in pairs {
            if !moved.contains_key(&pair.known) && found.insert(pair.own.clone()) {
                moved.insert(pair.known, pair.own);
            }
        }
        moved
    }

    /// How many members below a branch of the lock and one of the document only one of them has.
    fn inner_differences(&self, union: &Pointer, (known, own): (&str, &str), inner: &BTreeSet<String>) -> usize {
        let (known, own) = (union.child(known), format!("{}/", union.child(own)));
        let locked: BTreeSet<&str> = self
            .below(&known)
            .filter(|(_, kind)| matches!(kind, LockKind::Field | LockKind::Variant))
            .map(|(rest, _)| rest)
            .collect();
        // The members of a shared type are below another key.
        let shared: Vec<String> = self
            .below(&known)
            .filter(|(_, kind)| *kind == LockKind::Shares)
            .map(|(rest, _)| format!("{rest}/"))
            .collect();
        let is_shared = |rest: &str| shared.iter().any(|around| rest.starts_with(around.as_str()));
        let here = inner.range(own.clone()..).map_while(|key| key.strip_prefix(&own));
        let here: BTreeSet<&str> = here.filter(|rest| !is_shared(rest)).collect();
        locked.symmetric_difference(&here).count()
    }

    /// The branches below a key, with the keys of their members.
    fn branches(&self, key: &Pointer) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (rest, kind) in self.below(key) {
            let (branch, inner) = rest.split_once('/').unwrap_or((rest, ""));
            let members = found.entry(unescape(branch)).or_default();
            let is_member = kind == LockKind::Field && inner.split('/').count() == 2;
            if is_member {
                members.insert(inner.to_owned());
            }
        }
        found
    }

    /// The lines below a key, with the rest of their keys.
    pub(super) fn below(&self, key: &Pointer) -> impl Iterator<Item = (&str, LockKind)> {
        let prefix = format!("{key}/");
        let lines = self.names.range((prefix.clone(), LockKind::Type)..);
        lines.map_while(move |((key, kind), _)| Some((key.strip_prefix(&prefix)?, *kind)))
    }

    /// Gives branches their new keys. Lines that another branch had under a new key are dropped.
    fn rename_branches(&mut self, key: &Pointer, moved: &BTreeMap<String, String>) {
        if moved.iter().all(|(known, own)| known == own) {
            return;
        }
        let targets: BTreeSet<&String> = moved.values().collect();
        let lines: Vec<(String, LockKind)> = self.below(key).map(|(rest, kind)| (rest.to_owned(), kind)).collect();
        let mut renamed = BTreeMap::new();
        for (rest, kind) in lines {
            let Some(name) = self.names.remove(&(format!("{key}/{rest}"), kind)) else {
                continue;
            };
            let (branch, inner) = match rest.split_once('/') {
                Some((branch, inner)) => (unescape(branch), format!("/{inner}")),
                None => (unescape(&rest), String::new()),
            };
            match moved.get(&branch) {
                Some(own) => renamed.insert((format!("{key}/{}{inner}", escape(own)), kind), name),
                None if targets.contains(&branch) => None,
                None => renamed.insert((format!("{key}/{rest}"), kind), name),
            };
        }
        self.names.extend(renamed);
    }
}

/// Pairs of branches up to which all are compared. With more, only those are that have a key, a word or all members in
/// common.
const MAX_PAIRS: usize = 250_000;
/// Branches with one word, or with the same members, that are compared in a large union.
const MAX_ALIKE: usize = 64;

/// The keys of branches in the lock.
#[derive(Default)]
struct Alike<'k> {
    by_word: BTreeMap<String, Vec<&'k String>>,
    by_members: BTreeMap<&'k BTreeSet<String>, Vec<&'k String>>,
}

impl<'k> Alike<'k> {
    /// The branches with one of these words. A branch of the document can have many more words than all those of the lock.
    fn with_words(&self, words: &BTreeSet<String>) -> Vec<&Vec<&'k String>> {
        if words.len() <= self.by_word.len() {
            words.iter().filter_map(|word| self.by_word.get(word)).collect()
        } else {
            let known = self.by_word.iter().filter(|(word, _)| words.contains(*word));
            known.map(|(_, keys)| keys).collect()
        }
    }
}

/// The branches of the lock that may be one of the document.
struct Candidates<'k> {
    known: &'k BTreeMap<String, BTreeSet<String>>,
    /// By their words, and by their members. `None`: all are compared.
    alike: Option<Alike<'k>>,
}

impl<'k> Candidates<'k> {
    fn new(known: &'k BTreeMap<String, BTreeSet<String>>, variants: usize) -> Self {
        let is_large = known.len().saturating_mul(variants) > MAX_PAIRS;
        let alike = is_large.then(|| {
            let mut alike = Alike::default();
            for (key, members) in known {
                for word in words_of(key) {
                    alike.by_word.entry(word).or_default().push(key);
                }
                if !members.is_empty() {
                    alike.by_members.entry(members).or_default().push(key);
                }
            }
            alike
        });
        Self { known, alike }
    }

    fn of(
        &self,
        key: &str,
        words: &BTreeSet<String>,
        members: &BTreeSet<String>,
    ) -> Vec<(&'k String, &'k BTreeSet<String>)> {
        let Some(alike) = &self.alike else {
            return self.known.iter().collect();
        };
        let with_words = alike.with_words(words);
        let lists = with_words.into_iter().chain(alike.by_members.get(members));
        let keys = lists.flat_map(|keys| keys.iter().take(MAX_ALIKE).map(|key| key.as_str()));
        let keys: BTreeSet<&str> = keys.chain([key]).collect();
        keys.into_iter()
            .filter_map(|key| self.known.get_key_value(key))
            .collect()
    }
}

/// What a key in the lock is made of.
fn words_of(key: &str) -> Vec<String> {
    let word = key.split_once(DIGEST).map_or(key, |(word, _)| word);
    let mut words = vec![word.to_owned()];
    words.extend(Some(last_segment(key)).filter(|last| !last.is_empty()));
    words
}

/// The keys of all members of inline types.
fn inner_members(api: &Api) -> BTreeSet<String> {
    let inline = api.types.iter().filter(|def| !def.hint.roles.is_empty());
    let all = inline.flat_map(|def| {
        let key = api.lock_key(def);
        super::document::members(def)
            .into_iter()
            .map(move |member| format!("{key}/{member}"))
    });
    all.collect()
}

/// The keys of the members of an inline branch.
fn members(api: &Api, union: TypeId, variant: &Variant) -> BTreeSet<String> {
    let Structure::Named(id) = variant.ty.structure() else {
        return BTreeSet::new();
    };
    let inline = api.get(id).filter(|def| def.hint.base == Base::Type(union));
    let inline = inline.filter(|def| matches!(def.hint.roles.as_slice(), [Role::Branch { .. }]));
    match inline.map(|def| &def.shape) {
        Some(Shape::Struct(s)) => s
            .fields
            .iter()
            .map(|field| format!("properties/{}", escape(field.key_name())))
            .collect(),
        _ => BTreeSet::new(),
    }
}

/// The last segment of a key that is a pointer: the name of a component.
fn last_segment(key: &str) -> String {
    match key.contains('#') {
        true => Pointer::parse(key).last_segment().unwrap_or_default(),
        false => String::new(),
    }
}
