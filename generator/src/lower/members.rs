//! What a schema declares about a value, with all parts of its `allOf`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use crate::ir::TypeId;
use crate::pointer::Pointer;
use crate::resolve::Extra;

/// So many names are compared one by one.
const FEW: usize = 16;

/// Everything that the parts of an `allOf` declare, or a single schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    pub properties: Vec<Property>,
    pub required: Vec<String>,
    /// For a search in many of these.
    pub index: Index,
    /// The members that only branches of limits require, such as `anyOf: [{ required: [a] }, { required: [b] }]`.
    pub mentioned: BTreeSet<String>,
    pub extra: Option<Extra>,
    /// Every schema that describes the additional properties.
    pub values: Vec<Pointer>,
    /// Parts that are not objects: scalars, enums and lists.
    pub others: Vec<Pointer>,
    /// The unions that a value has to match as well.
    pub choices: Vec<Choice>,
    /// The definitions that were merged already.
    pub seen: BTreeSet<Pointer>,
    /// The discriminators of its parents, each with the value that means this object, if there is only one.
    pub tags: Vec<(String, Option<String>)>,
    /// The definition that is being merged, if a reference led to it.
    pub source: Option<Rc<Source>>,
    /// The type that inline types are named after, if not the struct itself.
    pub owner: Option<TypeId>,
    /// What is combined around this object, and in how many ways.
    pub nesting: Nesting,
    /// Properties that branches describe in different ways, where the branches became one struct: any value.
    pub open: BTreeSet<String>,
}

/// Names, if they are many.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Where the properties are.
    places: HashMap<String, usize>,
    required: HashSet<String>,
}

/// Unions in unions that share members: each level multiplies the types. And values that several schemas describe.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nesting {
    pub levels: usize,
    pub combinations: usize,
    /// The values around this one, and itself, that several schemas describe.
    pub combined: usize,
}

impl Default for Nesting {
    fn default() -> Self {
        Self {
            levels: 0,
            combinations: 1,
            combined: 0,
        }
    }
}

/// A property, and every schema that describes it.
#[derive(Clone, Debug)]
pub(super) struct Property {
    pub name: String,
    /// All of these apply. The last one is the one that documentation and overrides refer to. Never empty.
    pub parts: Vec<Pointer>,
    /// The definition that declares it with all of its parts, if a reference led there.
    pub source: Option<Rc<Source>>,
}

/// A definition that is merged because a reference led to it.
#[derive(Debug)]
pub(super) struct Source {
    pub at: Pointer,
    /// The definition that has the reference.
    pub around: Option<Rc<Source>>,
}

impl Source {
    /// This one, the one around it, and so on.
    fn outwards(source: Option<&Rc<Self>>) -> impl Iterator<Item = &Rc<Self>> {
        std::iter::successors(source, |source| source.around.as_ref())
    }

    /// The innermost definition that both are in.
    pub(super) fn around_both(one: Option<&Rc<Self>>, other: Option<&Rc<Self>>) -> Option<Rc<Self>> {
        let is_around_other = |found: &&Rc<Self>| Self::outwards(other).any(|source| Rc::ptr_eq(source, found));
        Self::outwards(one).find(is_around_other).cloned()
    }
}

impl Property {
    /// Whether the same schemas describe both.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.parts == other.parts
    }

    /// Whether several schemas describe it.
    pub(super) fn is_merged(&self) -> bool {
        self.parts.len() > 1
    }

    /// The description that counts where there can be only one.
    pub(super) fn origin(&self) -> Option<&Pointer> {
        self.parts.last()
    }
}

/// One list of branches.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    /// The schema that lists the branches.
    pub at: Pointer,
    pub branches: Vec<Pointer>,
}

impl Members {
    /// Whether an object is declared.
    pub(super) fn is_object(&self) -> bool {
        !self.properties.is_empty() || !self.required.is_empty()
    }

    pub(super) fn declares(&self, name: &str) -> bool {
        self.properties.iter().any(|property| property.name == name)
    }

    pub(super) fn property(&mut self, name: &str) -> Option<&mut Property> {
        if self.properties.len() <= FEW {
            return self.properties.iter_mut().find(|property| property.name == name);
        }
        if self.index.places.len() != self.properties.len() {
            let names = self.properties.iter().map(|property| property.name.clone());
            self.index.places = names.zip(0..).collect();
        }
        self.properties.get_mut(*self.index.places.get(name)?)
    }

    /// Adds a property that is not known yet.
    pub(super) fn add(&mut self, property: Property) {
        if !self.index.places.is_empty() {
            self.index.places.insert(property.name.clone(), self.properties.len());
        }
        self.properties.push(property);
    }

    /// Removes a property that no value has.
    pub(super) fn forbid(&mut self, name: &str) {
        self.index.places.clear();
        self.properties.retain(|known| known.name != name);
    }

    /// Adds names of required members, without those that are known.
    pub(super) fn require(&mut self, names: &[String]) {
        if self.required.is_empty() {
            self.required = names.to_vec();
            return;
        }
        let is_much = self.required.len() + names.len() > FEW;
        if is_much && self.index.required.len() != self.required.len() {
            self.index.required = self.required.iter().cloned().collect();
        }
        for name in names {
            let is_new = if is_much {
                self.index.required.insert(name.clone())
            } else {
                !self.required.contains(name)
            };
            if is_new {
                self.required.push(name.clone());
            }
        }
    }
}

/// How much a schema declares about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Specificity {
    /// Nothing: any value, perhaps with a description.
    Nothing,
    /// No more than its type, or which members are required.
    TypeOnly,
    /// A scalar.
    Scalar,
    /// One of a list of values.
    Values,
    List,
    /// The members of an object, or the values of a map.
    Members,
    /// Branches.
    Union,
}
