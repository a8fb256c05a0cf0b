//! How the decoder recognizes the branches of a union.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::branches::Branch;
use super::context::Lower;
use super::foreign::Foreign;
use super::profile::Profile;
use super::tag_index::{TagIndex, is_disjoint, without_null};
use crate::ir::{Guard, GuardTag, JsonKind, Literal};

/// Members that a guard compares at most.
const MAX_TAGS: usize = 8;

impl Lower<'_, '_> {
    /// One guard for each branch.
    pub(super) fn guards(&self, discriminator: Option<&str>, branches: &[Branch]) -> Vec<Guard> {
        let tags = self.tags(discriminator, branches);
        let profiles: Vec<&Profile> = branches.iter().map(|branch| &branch.profile).collect();
        let (rivals, counts) = (Rivals::new(&profiles, &tags), Counts::of(&profiles));
        let guards = profiles.iter().zip(&tags).enumerate().map(|(index, (profile, own))| {
            match profile.kind() {
                Some(kind) if kind != JsonKind::Object && counts.is_only(kind) => Guard::Kind(kind),
                Some(JsonKind::Object) if counts.is_only(JsonKind::Object) && own.is_empty() => {
                    Guard::Kind(JsonKind::Object)
                }
                Some(JsonKind::Object) => {
                    // Where tags do not suffice, the required members help.
                    let is_ambiguous = exclusive(own).is_empty() || rivals.of(index).any(|other| other.may_be_object());
                    let foreign = rivals.foreign(index);
                    object(own, Some(&*profile.keys).filter(|_| is_ambiguous), foreign)
                }
                None if !own.is_empty() && profile.kinds.is_empty() => object(own, None, Vec::new()),
                _ => Guard::Any,
            }
        });
        guards.collect()
    }

    /// The members that distinguish the objects among the branches. One member is enough if every object has another
    /// value there: the declared discriminator, else the first one.
    fn tags(&self, discriminator: Option<&str>, branches: &[Branch]) -> Vec<Vec<GuardTag>> {
        let objects: Vec<&Profile> = branches
            .iter()
            .map(|branch| &branch.profile)
            .filter(|one| one.may_be_object())
            .collect();
        let candidates = objects
            .iter()
            .flat_map(|profile| profile.tags.keys().map(String::as_str));
        let mut tried = BTreeSet::new();
        let candidates = discriminator
            .into_iter()
            .chain(candidates)
            .filter(|key| tried.insert(*key));
        let single = candidates.into_iter().find(|key| decides(key, &objects));
        // Many branches may have one list of values.
        let mut compared: BTreeMap<(String, Vec<String>), bool> = BTreeMap::new();
        let mut differs = |key: &String, values: &[Literal]| {
            let own = |other: &&Profile| is_disjoint(Some(values), other.values(key));
            let texts = values.iter().map(ToString::to_string).collect();
            let known = compared.entry((key.clone(), texts));
            *known.or_insert_with(|| objects.iter().any(own))
        };
        let mut is_used = |key: &String, values: &[Literal]| match single {
            Some(single) => key == single,
            None => {
                let is_constant = without_null(values).count() == 1;
                is_constant || discriminator == Some(key) || differs(key, values)
            }
        };
        let members = objects.iter().flat_map(|profile| profile.tags.iter());
        let used: BTreeSet<&str> = members
            .filter(|(key, values)| is_used(key, values))
            .map(|(key, _)| key.as_str())
            .collect();
        // A branch with several values of a tag has the tag as well: it takes part where another branch has one of them.
        let tags = |profile: &Profile| -> Vec<GuardTag> {
            let tags = profile
                .tags
                .iter()
                .filter(|(key, _)| profile.may_be_object() && used.contains(key.as_str()));
            tags.take(MAX_TAGS).map(tag).collect()
        };
        let found: Vec<Vec<GuardTag>> = branches.iter().map(|branch| tags(&branch.profile)).collect();
        if found.iter().any(|tags| !tags.is_empty()) {
            found
        } else {
            Self::default_tags(branches).unwrap_or(found)
        }
    }

    /// Defaults that differ, of a required string that all branches have. A branch that requires a member that no other one
    /// requires is recognized with another value, too.
    fn default_tags(branches: &[Branch]) -> Option<Vec<Vec<GuardTag>>> {
        let first = &branches.first()?.profile;
        let mut keys: Vec<&String> = first.defaults.keys().collect();
        keys.retain(|key| branches.iter().all(|branch| branch.profile.defaults.contains_key(*key)));
        keys.sort_by_key(|key| first.keys.get_index_of(*key));
        let mut requiring: BTreeMap<&String, usize> = BTreeMap::new();
        for key in branches
            .iter()
            .filter(|_| !keys.is_empty())
            .flat_map(|branch| branch.profile.keys.iter())
        {
            *requiring.entry(key).or_default() += 1;
        }
        let is_only = |key: &String| requiring.get(key) == Some(&1);
        keys.into_iter().find_map(|key| {
            let defaults: Vec<&String> = branches
                .iter()
                .filter_map(|branch| branch.profile.defaults.get(key))
                .collect();
            let distinct: BTreeSet<&String> = defaults.iter().copied().collect();
            let tag = |(branch, value): (&Branch, &String)| GuardTag {
                key: key.clone(),
                values: vec![Literal::String(value.clone())],
                is_default: branch.profile.keys.iter().any(is_only),
            };
            let tags = branches.iter().zip(defaults);
            (distinct.len() == branches.len()).then(|| tags.map(|pair| vec![tag(pair)]).collect())
        })
    }
}

/// The branches of which a value may match the tags of another one as well.
struct Rivals<'b> {
    profiles: &'b [&'b Profile],
    index: TagIndex<'b>,
    /// `None` if no branch is sealed.
    members: Option<Foreign<'b>>,
}

impl<'b> Rivals<'b> {
    fn new(profiles: &'b [&'b Profile], tags: &'b [Vec<GuardTag>]) -> Self {
        let index = TagIndex::new(tags.iter().map(|tags| exclusive(tags)).collect());
        let is_sealed = profiles.iter().any(|profile| profile.is_sealed);
        let members = is_sealed.then(|| Foreign::of(profiles));
        Self {
            profiles,
            index,
            members,
        }
    }

    fn of(&self, index: usize) -> impl Iterator<Item = &'b Profile> {
        let rivals = self.index.rivals(index);
        rivals.filter_map(|other| self.profiles.get(other).copied())
    }

    /// The members that a sealed object must not have.
    fn foreign(&self, index: usize) -> Vec<String> {
        let profile = self.profiles.get(index).filter(|profile| profile.is_sealed);
        let members = profile.zip(self.members.as_ref());
        members.map_or_else(Vec::new, |(profile, members)| {
            members.names(profile, index, &self.index)
        })
    }
}

/// How many of some branches may have a value of each JSON type.
struct Counts(BTreeMap<JsonKind, usize>, usize);

impl Counts {
    fn of(profiles: &[&Profile]) -> Self {
        let mut found = Self(BTreeMap::new(), 0);
        for profile in profiles {
            profile
                .kinds
                .iter()
                .for_each(|kind| *found.0.entry(*kind).or_default() += 1);
            found.1 += usize::from(profile.kinds.is_empty());
        }
        found
    }

    /// Whether only one may have a value of this type.
    fn is_only(&self, kind: JsonKind) -> bool {
        self.0.get(&kind).copied().unwrap_or(0) + self.1 == 1
    }
}

/// Whether every object has values of a member that no other object has.
fn decides(key: &str, objects: &[&Profile]) -> bool {
    let mut seen = BTreeSet::new();
    objects.len() > 1
        && objects.iter().all(|profile| {
            let values = profile
                .values(key)
                .map(|values| without_null(values).map(ToString::to_string));
            let own: Option<BTreeSet<String>> = values.map(Iterator::collect);
            own.is_some_and(|own| own.into_iter().all(|value| seen.insert(value)))
        })
}

fn object(tags: &[GuardTag], keys: Option<&IndexSet<String>>, lacks: Vec<String>) -> Guard {
    let keys = || keys.into_iter().flatten();
    if tags.is_empty() && keys().next().is_none() && lacks.is_empty() {
        return Guard::Any;
    }
    // A tag that is required need not be named twice.
    let is_no_tag = |key: &&String| !tags.iter().any(|tag| tag.key == **key);
    Guard::Object {
        tags: tags.to_vec(),
        keys: keys().filter(is_no_tag).cloned().collect(),
        lacks,
    }
}

fn tag((key, values): (&String, &Vec<Literal>)) -> GuardTag {
    GuardTag {
        key: key.clone(),
        values: values.clone(),
        is_default: false,
    }
}

/// The tags that exclude objects with other values.
pub(super) fn exclusive(tags: &[GuardTag]) -> Vec<&GuardTag> {
    tags.iter().filter(|tag| !tag.is_default).collect()
}

/// Whether there is a member of which each of these objects has values that no other one has.
pub(super) fn are_distinct(objects: &[Vec<&GuardTag>]) -> bool {
    let keys = objects.first().into_iter().flatten().map(|tag| &tag.key);
    keys.into_iter().any(|key| {
        let mut seen = BTreeSet::new();
        objects.iter().all(|tags| {
            let tag = tags.iter().find(|tag| tag.key == *key);
            tag.is_some_and(|tag| without_null(&tag.values).all(|value| seen.insert(value.to_string())))
        })
    })
}

/// The order in which branches are tried: the ones that require more first, then the order of the document.
pub(super) fn order(guard: &Guard, is_closed: bool) -> (u8, Reverse<(usize, usize)>) {
    let none = Reverse((0, 0));
    match guard {
        Guard::Object { tags, keys, .. } => (u8::from(tags.is_empty()), Reverse((tags.len(), keys.len()))),
        Guard::Kind(JsonKind::Number) => (3, none),
        Guard::Kind(JsonKind::Object) => (4, none),
        Guard::Kind(_) => (2, none),
        Guard::Any if is_closed => (5, none),
        Guard::Any => (6, none),
    }
}
