//! The trees while they are changed.

use super::compositions::{Beside, Compositions};
use super::mentions::Mentions;
use super::order::Orders;
use super::parameters::Parameters;
use super::problem::Problem;
use super::references::References;
use super::required::RequiredLists;
use crate::load::{Documents, Map, Node, find};
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// The trees, and what is computed once for several changes.
pub(super) struct Trees<'d> {
    pub documents: &'d mut Documents,
    compositions: Option<Compositions>,
    references: Option<References>,
    mentions: Option<Mentions>,
    parameters: Option<Parameters>,
    orders: Orders,
    required: RequiredLists,
    /// The members that got other names, to be checked when all of them have theirs.
    pub renamed: Vec<Renamed>,
}

/// A member that got another name.
pub(super) struct Renamed {
    /// The schema that declares it, by its pointer in the text.
    pub owner: Pointer,
    pub old: String,
    pub new: String,
}

impl<'d> Trees<'d> {
    pub(super) fn new(documents: &'d mut Documents) -> Self {
        Self {
            documents,
            compositions: None,
            references: None,
            mentions: None,
            parameters: None,
            orders: Orders::default(),
            required: RequiredLists::default(),
            renamed: Vec::new(),
        }
    }

    /// The node without the references on the way.
    pub(super) fn target(&self, at: &Pointer) -> Result<Pointer, Problem> {
        target(self.documents, at)
    }

    pub(super) fn map(&self, at: &Pointer) -> Option<&Map> {
        map(self.documents, at)
    }

    pub(super) fn map_mut(&mut self, at: &Pointer) -> Option<&mut Map> {
        let tree = self.documents.files.get_mut(at.file())?;
        tree.pointer_mut(at.fragment())?.as_object_mut()
    }

    /// Which schemas contain which through `allOf`.
    pub(super) fn compositions(&mut self) -> &Compositions {
        self.compositions
            .get_or_insert_with(|| Compositions::of(self.documents))
    }

    /// How many schemas mention a member by its name.
    pub(super) fn mentions(&mut self) -> &mut Mentions {
        self.mentions.get_or_insert_with(|| Mentions::of(self.documents))
    }

    /// The schemas around one ([`Compositions::around`]), of which only it may mention a name if `is_alone`.
    pub(super) fn around(&mut self, owner: &Pointer, is_alone: bool) -> Vec<(Pointer, bool)> {
        if is_alone {
            return vec![(owner.clone(), false)];
        }
        self.compositions().around(owner)
    }

    /// What describes its values besides these ([`Compositions::beside`]).
    pub(super) fn beside(&mut self, owner: &Pointer, is_alone: bool) -> Beside {
        if is_alone {
            return Beside::default();
        }
        self.compositions().beside(owner)
    }

    /// Which operations have which parameters.
    pub(super) fn parameters(&mut self) -> &mut Parameters {
        self.parameters.get_or_insert_with(|| Parameters::of(self.documents))
    }

    /// The lists of required members, with the trees that they are read from.
    pub(super) fn required(&mut self) -> (&mut RequiredLists, &Documents) {
        (&mut self.required, self.documents)
    }

    /// Gives a member of an object another key, in its place once [`Trees::settle`] was called. References to it follow.
    pub(super) fn rename_key(&mut self, owner: &Pointer, old: &str, new: &str) -> Result<(), Problem> {
        let references = self.references.get_or_insert_with(|| References::of(self.documents));
        let tree = self.documents.files.get_mut(owner.file());
        let map = tree.and_then(|tree| tree.pointer_mut(owner.fragment())?.as_object_mut());
        let Some(map) = map else {
            return Err(Problem::Unreadable);
        };
        if map.contains_key(new) {
            return Err(Problem::Taken(new.to_owned()));
        }
        self.orders.rename(owner, map, old, new);
        let (from, to) = (owner.child(old), owner.child(new));
        self.orders.follow(&from, &to);
        self.required.follow(&from, &to);
        self.parameters.take_if(|known| known.has_within(&from));
        self.documents.origins.rekeyed(&from, &to);
        if let Some(compositions) = &mut self.compositions {
            compositions.follow(&from, &to);
        }
        for changed in references.follow(&from, &to) {
            if let Some(holder) = self.map_mut(&changed.holder) {
                changed.write(holder);
            }
        }
        Ok(())
    }

    /// Brings the trees up to date with what is changed in them as a whole: lists of required members, the order of keys.
    pub(super) fn settle(&mut self) {
        self.required.write(self.documents);
        self.orders.restore(self.documents);
    }

    /// An object got a reference to a node.
    pub(super) fn refers(&mut self, holder: Pointer, target: &Pointer) {
        if let Some(references) = &mut self.references {
            references.add(holder, target.clone());
        }
    }
}

/// The node without the references on the way.
pub(super) fn target(documents: &Documents, at: &Pointer) -> Result<Pointer, Problem> {
    Resolver::new(documents).definition(at).map_err(|_| Problem::Unreadable)
}

pub(super) fn node<'d>(documents: &'d Documents, at: &Pointer) -> Option<&'d Node> {
    find(documents.files.get(at.file())?, at.fragment())
}

pub(super) fn map<'d>(documents: &'d Documents, at: &Pointer) -> Option<&'d Map> {
    node(documents, at)?.as_object()
}

/// The pointers in the tree of a node of the text.
pub(super) fn in_tree(documents: &Documents, text: &Pointer) -> Vec<Pointer> {
    let moved = documents.origins.pointers(text);
    if moved.is_empty() { vec![text.clone()] } else { moved }
}
