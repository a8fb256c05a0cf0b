//! The types of a document with what is looked up in them for every value.

use std::cell::OnceCell;

use super::members::Members;
use super::tagged::{ByTag, Tagged};
use crate::ir::{Api, Struct, TypeId};

pub(super) struct Types<'a> {
    pub api: &'a Api,
    tagged: Tagged,
    /// By the index of the type; made for the first object of it.
    members: Vec<OnceCell<Members<'a>>>,
}

impl<'a> Types<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        Self {
            api,
            tagged: Tagged::of(api),
            members: api.types.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    pub(super) fn branches(&self, id: TypeId) -> Option<&ByTag> {
        self.tagged.get(id)
    }

    pub(super) fn members(&self, id: TypeId, s: &'a Struct) -> Option<&Members<'a>> {
        self.members.get(id.0).map(|known| known.get_or_init(|| Members::of(s)))
    }
}
