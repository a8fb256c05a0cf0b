//! How the decoder recognizes the branches of a union.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::branches::Branch;
use super::context::Lower;
use super::profile::{ClosedMember, Profile};
use crate::ir::{Guard, GuardTag, JsonKind, Literal};
use crate::pointer::Pointer;

/// Members that a guard compares at most.
const MAX_TAGS: usize = 8;
/// Members of other branches that a guard excludes at most. With more, a value with one of the others is read as the closed
/// branch, which ignores it.
const MAX_FOREIGN: usize = 64;

impl Lower<'_, '_> {
    /// One guard for each branch.
    pub(super) fn guards(&self, discriminator: Option<&str>, branches: &[Branch]) -> Vec<Guard> {
        let tags = self.tags(discriminator, branches);
        let profiles: Vec<&Profile> = branches.iter().map(|branch| &branch.profile).collect();
        let rivals = Rivals::new(&profiles, &tags);
        let guards = profiles.iter().zip(&tags).enumerate().map(|(index, (profile, own))| {
            let others = || {
                let all = profiles.iter().zip(&tags).enumerate();
                all.filter(|(other, _)| *other != index).map(|(_, pair)| pair)
            };
            match profile.kind() {
                Some(kind) if kind != JsonKind::Object && !others().any(|(other, _)| may_be(other, kind)) => {
                    Guard::Kind(kind)
                }
                Some(JsonKind::Object) if !others().any(|(other, _)| other.may_be_object()) && own.is_empty() => {
                    Guard::Kind(JsonKind::Object)
                }
                Some(JsonKind::Object) => {
                    // Where tags do not suffice, the required members help.
                    let is_ambiguous = exclusive(own).is_empty() || rivals.of(index).any(|other| other.may_be_object());
                    let foreign = foreign(profile, rivals.of(index));
                    object(own, if is_ambiguous { &profile.keys } else { &[] }, foreign)
                }
                None if !own.is_empty() && profile.kinds.is_empty() => object(own, &[], Vec::new()),
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
            .flat_map(|profile| &profile.tags)
            .map(|member| member.key.as_str());
        let mut tried = BTreeSet::new();
        let candidates = discriminator
            .into_iter()
            .chain(candidates)
            .filter(|key| tried.insert(*key));
        let single = candidates.into_iter().find(|key| decides(key, &objects));
        let is_used = |member: &ClosedMember| match single {
            Some(key) => member.key == key,
            None => {
                let is_constant = without_null(&member.values).count() == 1;
                let differs = |other: &&Profile| is_disjoint(Some(&member.values), other.values(&member.key));
                is_constant || discriminator == Some(&member.key) || objects.iter().any(differs)
            }
        };
        let members = objects.iter().flat_map(|profile| &profile.tags);
        let used: BTreeSet<&str> = members
            .filter(|member| is_used(member))
            .map(|member| member.key.as_str())
            .collect();
        // A branch with several values of a tag has the tag as well: it takes part where another branch has one of them.
        let tags = |profile: &Profile| -> Vec<GuardTag> {
            let tags = profile
                .tags
                .iter()
                .filter(|member| profile.may_be_object() && used.contains(member.key.as_str()));
            tags.take(MAX_TAGS).map(tag).collect()
        };
        let found: Vec<Vec<GuardTag>> = branches.iter().map(|branch| tags(&branch.profile)).collect();
        if found.iter().any(|tags| !tags.is_empty()) {
            found
        } else {
            self.default_tags(branches).unwrap_or(found)
        }
    }

    /// Defaults that differ, of a required string that all branches have. A branch that requires a member that no other one
    /// requires is recognized with another value, too.
    fn default_tags(&self, branches: &[Branch]) -> Option<Vec<Vec<GuardTag>>> {
        let first = branches.first()?;
        first.profile.keys.iter().find_map(|key| {
            let defaults: Option<Vec<String>> = branches
                .iter()
                .map(|branch| self.default_of(&branch.target, key))
                .collect();
            let defaults = defaults?;
            let distinct: BTreeSet<&String> = defaults.iter().collect();
            let is_other = |key: &String, index: usize| {
                let mut others = branches.iter().enumerate().filter(|(other, _)| *other != index);
                others.all(|(_, branch)| !branch.profile.keys.contains(key))
            };
            let tag = |(index, (branch, value)): (usize, (&Branch, &String))| GuardTag {
                key: key.clone(),
                values: vec![Literal::String(value.clone())],
                is_default: branch.profile.keys.iter().any(|key| is_other(key, index)),
            };
            let tags = branches.iter().zip(&defaults).enumerate();
            (distinct.len() == branches.len()).then(|| tags.map(|pair| vec![tag(pair)]).collect())
        })
    }

    fn default_of(&self, target: &Pointer, key: &str) -> Option<String> {
        let schema = self.resolver.schema(target)?;
        if !schema.required.iter().any(|name| name == key) {
            return None;
        }
        let (_, property) = schema.properties.iter().find(|(name, _)| name == key)?;
        let default = self.resolved(property).default?;
        default.as_str().map(str::to_owned)
    }
}

/// The branches of which a value may match the tags of another one as well.
struct Rivals<'b> {
    profiles: &'b [&'b Profile],
    tags: &'b [Vec<GuardTag>],
    /// Whether only branches without tags can be rivals of those with tags.
    is_distinct: bool,
    /// The branches without tags.
    untagged: Vec<usize>,
}

impl<'b> Rivals<'b> {
    fn new(profiles: &'b [&'b Profile], tags: &'b [Vec<GuardTag>]) -> Self {
        let all = tags.iter().map(|tags| exclusive(tags));
        let (untagged, tagged): (Vec<_>, Vec<_>) = all.enumerate().partition(|(_, tags)| tags.is_empty());
        let tagged: Vec<Vec<&GuardTag>> = tagged.into_iter().map(|(_, tags)| tags).collect();
        Self {
            profiles,
            tags,
            is_distinct: are_distinct(&tagged),
            untagged: untagged.into_iter().map(|(index, _)| index).collect(),
        }
    }

    fn of(&self, index: usize) -> Box<dyn Iterator<Item = &'b Profile> + '_> {
        let own = self.tags.get(index).map(|tags| exclusive(tags)).unwrap_or_default();
        let (profiles, tags) = (self.profiles, self.tags);
        if self.is_distinct && !own.is_empty() {
            let others = self.untagged.iter().filter(move |other| **other != index);
            return Box::new(others.filter_map(|other| profiles.get(*other).copied()));
        }
        let others = profiles.iter().zip(tags).enumerate();
        let rivals = others.filter(move |(other, (_, tags))| *other != index && overlap(&own, &exclusive(tags)));
        Box::new(rivals.map(|(_, (other, _))| *other))
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

fn may_be(profile: &Profile, kind: JsonKind) -> bool {
    profile.kinds.is_empty() || profile.kinds.contains(&kind)
}

/// The members that a sealed object must not have, because they belong to an object that requires more. An object with
/// some of them but not all that are required is none of both.
fn foreign<'p>(profile: &Profile, rivals: impl Iterator<Item = &'p Profile>) -> Vec<String> {
    if !profile.is_sealed {
        return Vec::new();
    }
    let requires_more = |other: &&Profile| other.keys.iter().any(|key| !profile.keys.contains(key));
    let mut names: Vec<String> = Vec::new();
    for rival in rivals.filter(requires_more) {
        // A required member is noticed without this: the branch that requires it applies, or fails for another one.
        let optional = rival.members.iter().filter(|name| !rival.keys.contains(name));
        let own = |name: &String| profile.members.contains(name) || names.contains(name);
        let new: Vec<String> = optional.filter(|name| !own(name)).cloned().collect();
        names.extend(new);
        if names.len() >= MAX_FOREIGN {
            break;
        }
    }
    names.truncate(MAX_FOREIGN);
    names
}

fn object(tags: &[GuardTag], keys: &[String], lacks: Vec<String>) -> Guard {
    if tags.is_empty() && keys.is_empty() && lacks.is_empty() {
        return Guard::Any;
    }
    // A tag that is required need not be named twice.
    let is_no_tag = |key: &&String| !tags.iter().any(|tag| tag.key == **key);
    Guard::Object {
        tags: tags.to_vec(),
        keys: keys.iter().filter(is_no_tag).cloned().collect(),
        lacks,
    }
}

fn tag(member: &ClosedMember) -> GuardTag {
    GuardTag {
        key: member.key.clone(),
        values: member.values.clone(),
        is_default: false,
    }
}

fn without_null(values: &[Literal]) -> impl Iterator<Item = &Literal> {
    values.iter().filter(|value| **value != Literal::Null)
}

/// Whether two members have no value in common. `None` is any value.
fn is_disjoint(a: Option<&[Literal]>, b: Option<&[Literal]>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    without_null(a).all(|value| without_null(b).all(|other| !is_same(value, other)))
}

/// Whether two constants are the same tag: a number and a boolean are also equal to their texts.
fn is_same(a: &Literal, b: &Literal) -> bool {
    match (a, b) {
        (Literal::String(a), Literal::String(b)) => a == b,
        _ => a.to_string() == b.to_string(),
    }
}

/// The tags that exclude objects with other values.
pub(super) fn exclusive(tags: &[GuardTag]) -> Vec<&GuardTag> {
    tags.iter().filter(|tag| !tag.is_default).collect()
}

/// Whether an object can match the tags of both.
pub(super) fn overlap(a: &[&GuardTag], b: &[&GuardTag]) -> bool {
    let other = |tag: &GuardTag| {
        let found = b.iter().find(|other| other.key == tag.key);
        found.map(|other| other.values.as_slice())
    };
    !a.iter().any(|tag| is_disjoint(Some(&tag.values), other(tag)))
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
