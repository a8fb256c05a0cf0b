//! What is known of the values of a schema before any type is: it distinguishes the branches of a union.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};

use crate::ir::{JsonKind, Literal};
use crate::pointer::Pointer;

/// The values of a schema. Everything that is not known is left out.
///
/// Thousands of unions may refer to one large schema: what is large in it is shared, and copied only to be changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// The JSON types, without null. Empty if they are not known.
    pub kinds: BTreeSet<JsonKind>,
    /// The members that an object needs to have.
    pub keys: Rc<IndexSet<String>>,
    /// The members of an object with a closed list of values, in the order of the document.
    pub tags: Rc<Tags>,
    /// The defaults of the strings that a schema itself declares and requires.
    pub defaults: Rc<IndexMap<String, String>>,
    /// Whether every value is one of a list.
    pub is_closed: bool,
    /// The members that an object declares.
    pub members: Rc<IndexSet<String>>,
    /// Whether an object has no other members.
    pub is_sealed: bool,
}

/// Members of an object, each with the values of which it has one, if it is present.
pub(super) type Tags = IndexMap<String, Vec<Literal>>;

/// What a schema itself declares, without its branches.
pub(super) struct OwnProfile {
    pub profile: Profile,
    pub choices: Vec<OwnChoice>,
}

/// The branches of a union that are not null, and what a discriminator declares about them.
pub(super) struct OwnChoice {
    pub branches: Vec<Pointer>,
    pub declared: Option<Declared>,
}

/// What a discriminator declares about the branches of a union.
pub(super) struct Declared {
    pub property: String,
    /// The values of the mapping that select a branch.
    pub selecting: BTreeSet<String>,
    /// The values of the mapping, by the schema that they select.
    pub mapped: BTreeMap<Pointer, Vec<String>>,
}

impl Profile {
    /// The only JSON type of the values.
    pub(super) fn kind(&self) -> Option<JsonKind> {
        let mut kinds = self.kinds.iter();
        kinds.next().copied().filter(|_| kinds.next().is_none())
    }

    pub(super) fn may_be_object(&self) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&JsonKind::Object)
    }

    pub(super) fn values(&self, key: &str) -> Option<&[Literal]> {
        self.tags.get(key).map(Vec::as_slice)
    }

    pub(super) fn set_values(&mut self, key: &str, values: Vec<Literal>) {
        Rc::make_mut(&mut self.tags).insert(key.to_owned(), values);
    }

    pub(super) fn require<'k>(&mut self, keys: impl IntoIterator<Item = &'k String>) {
        add_new(&mut self.keys, keys);
    }

    /// Adds what another schema requires of the same value.
    pub(super) fn and(&mut self, other: Self) {
        if self.kinds.is_empty() {
            self.kinds = other.kinds;
        }
        self.require(other.keys.iter());
        for (key, values) in other.tags.iter() {
            self.set_values(key, values.clone());
        }
        self.is_closed |= other.is_closed;
        add_new(&mut self.members, other.members.iter());
        self.is_sealed |= other.is_sealed;
    }

    /// What all values of any of these schemas have in common.
    pub(super) fn any_of(all: &[Self]) -> Self {
        let mut common = Self::default();
        if all.iter().all(|one| !one.kinds.is_empty()) {
            common.kinds = all.iter().flat_map(|one| one.kinds.iter().copied()).collect();
        }
        common.is_closed = all.iter().all(|one| one.is_closed);
        let objects: Vec<&Self> = all.iter().filter(|one| one.may_be_object()).collect();
        let Some(first) = objects.first() else { return common };
        for object in &objects {
            add_new(&mut common.members, object.members.iter());
        }
        common.is_sealed = objects.iter().all(|one| one.is_sealed);
        let is_shared = |key: &&String| objects.iter().all(|one| one.keys.contains(key.as_str()));
        common.keys = Rc::new(first.keys.iter().filter(is_shared).cloned().collect());
        for key in first.tags.keys() {
            let values: Option<Vec<&[Literal]>> = objects.iter().map(|one| one.values(key)).collect();
            let Some(values) = values else { continue };
            let mut known = HashSet::new();
            let values = values.into_iter().flatten();
            let distinct = values.filter(|value| known.insert(value.identity()));
            common.set_values(key, distinct.cloned().collect());
        }
        common
    }
}

fn add_new<'n>(list: &mut Rc<IndexSet<String>>, names: impl IntoIterator<Item = &'n String>) {
    let new: Vec<&String> = names.into_iter().filter(|name| !list.contains(*name)).collect();
    if !new.is_empty() {
        Rc::make_mut(list).extend(new.into_iter().cloned());
    }
}
