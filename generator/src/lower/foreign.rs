//! The members that a sealed object must not have, because they belong to another branch of its union.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use indexmap::IndexSet;

use super::profile::Profile;
use super::tag_index::TagIndex;

/// Members of other branches that a guard excludes at most. With more, a value with one of the others is read as the closed
/// branch, which ignores it.
const MAX_FOREIGN: usize = 64;

/// The branches that have optional members.
pub(super) struct Foreign<'b> {
    groups: Vec<Group<'b>>,
    /// The group of a branch.
    of_branches: BTreeMap<usize, usize>,
    /// Every optional member.
    all: BTreeSet<&'b String>,
}

/// Branches with the same optional members and the same required ones.
struct Group<'b> {
    optional: Vec<&'b String>,
    keys: &'b IndexSet<String>,
    /// In order.
    branches: Vec<usize>,
}

impl<'b> Foreign<'b> {
    pub(super) fn of(profiles: &[&'b Profile]) -> Self {
        let mut groups: Vec<Group<'b>> = Vec::new();
        let mut known: BTreeMap<(Vec<&String>, Vec<&String>), usize> = BTreeMap::new();
        let mut of_branches = BTreeMap::new();
        for (index, profile) in profiles.iter().enumerate() {
            // A required member is noticed without this: the branch that requires it applies, or fails for another one.
            let optional = profile
                .members
                .iter()
                .filter(|name| !profile.keys.contains(name.as_str()));
            let optional: Vec<&String> = optional.collect();
            if optional.is_empty() {
                continue;
            }
            let number = *known
                .entry((optional.clone(), profile.keys.iter().collect()))
                .or_insert(groups.len());
            of_branches.insert(index, number);
            match groups.get_mut(number) {
                Some(group) => group.branches.push(index),
                None => groups.push(Group {
                    optional,
                    keys: &profile.keys,
                    branches: vec![index],
                }),
            }
        }
        let all = groups.iter().flat_map(|group| group.optional.iter().copied());
        Self {
            all: all.collect(),
            groups,
            of_branches,
        }
    }

    /// The members of branches that may be meant instead of a sealed one and require more. An object with some of them but not
    /// all that are required is none of both.
    pub(super) fn names(&self, profile: &Profile, index: usize, tags: &TagIndex<'_>) -> Vec<String> {
        let mut names = match tags.few_rivals(index) {
            Some(few) => self.of_few(profile, &few),
            None => self.of_many(profile, index, tags),
        };
        names.truncate(MAX_FOREIGN);
        names
    }

    fn of_few(&self, profile: &Profile, rivals: &[usize]) -> Vec<String> {
        let groups = rivals.iter().filter_map(|rival| self.of_branches.get(rival));
        let mut names = Vec::new();
        for group in groups.filter_map(|group| self.groups.get(*group)) {
            names.extend(group.unknown(profile, &names));
            if names.len() >= MAX_FOREIGN {
                break;
            }
        }
        names
    }

    /// The same where most branches are rivals: a group whose members are known is left out as a whole.
    fn of_many(&self, profile: &Profile, index: usize, tags: &TagIndex<'_>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        // The next branch of each group that was begun, and the groups that were not.
        let mut begun: BinaryHeap<Reverse<(usize, usize, usize)>> = BinaryHeap::new();
        let mut rest = (0..self.groups.len()).peekable();
        let is_known =
            |name: &&String, names: &[String]| profile.members.contains(name.as_str()) || names.contains(name);
        let mut is_done = self.all.iter().all(|name| is_known(name, &names));
        while !is_done && names.len() < MAX_FOREIGN {
            let first = |group: &usize| Some((*self.groups.get(*group)?.branches.first()?, *group, 0));
            let fresh = rest.peek().and_then(first);
            let (branch, number, place) = match (fresh, begun.peek().map(|next| next.0)) {
                (Some(fresh), next) if next.is_none_or(|next| fresh < next) => {
                    rest.next();
                    fresh
                }
                (_, Some(next)) => {
                    begun.pop();
                    next
                }
                (_, None) => break,
            };
            let Some(group) = self.groups.get(number) else { break };
            let new = group.unknown(profile, &names);
            if new.is_empty() {
                continue;
            }
            if branch != index && tags.are_rivals(index, branch) {
                names.extend(new);
                is_done = self.all.iter().all(|name| is_known(name, &names));
            } else if let Some(next) = group.branches.get(place + 1) {
                begun.push(Reverse((*next, number, place + 1)));
            }
        }
        names
    }
}

impl Group<'_> {
    /// The optional members that are not known yet, if the branches require more than a sealed one.
    fn unknown(&self, profile: &Profile, known: &[String]) -> Vec<String> {
        if self.keys.iter().all(|key| profile.keys.contains(key)) {
            return Vec::new();
        }
        let is_new = |name: &&&String| !profile.members.contains(name.as_str()) && !known.contains(name);
        self.optional
            .iter()
            .filter(is_new)
            .map(|name| (*name).clone())
            .collect()
    }
}
