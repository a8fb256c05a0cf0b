//! What was found in a response: its lists and its scalars.

use super::vocabulary;
use crate::ir::Type;
use crate::pointer::{self, Pointer};

/// A list in a response.
#[derive(Clone, Debug)]
pub(super) struct ListField {
    /// The JSON pointer of the list in the body.
    pub at: String,
    pub item: Type,
    /// Whether it may be missing.
    pub optional: bool,
    /// Its normalized name; empty for the whole body.
    pub name: String,
    /// The name of the object that it is in, if this one has no name that wrappers have.
    pub wrapper: Option<String>,
}

/// A scalar member of a response.
#[derive(Clone, Debug)]
pub(super) struct ScalarField {
    pub at: String,
    pub origin: Pointer,
    pub ty: Type,
    /// The normalized name of the object that contains it; empty at the top.
    pub parent: String,
    pub name: String,
    /// Whether its object also has a link to the previous page.
    pub has_previous: bool,
}

impl ScalarField {
    /// Whether it is the member of this name at the top.
    pub(super) fn is_top(&self, name: &str) -> bool {
        self.at.strip_prefix('/').is_some_and(|at| at == pointer::escape(name))
    }

    /// Whether its name is that of the number of all items of a list: `total_users`.
    pub(super) fn is_total_of(&self, list: &str) -> bool {
        self.name.strip_prefix("total").is_some_and(|rest| rest == list)
    }

    /// Whether its name matters to any rule: it is in one of the lists of names, or the name of a parameter with a role, also after
    /// `next`; it begins with `total`; or it is the name of an id or a link.
    pub(super) fn may_be_sign(&self) -> bool {
        let name = self.name.as_str();
        name.starts_with("next")
            || name.starts_with("total")
            || self.parent.starts_with("next")
            || matches!(name, "id" | "href" | "count")
            || vocabulary::parameter_role(name).is_some()
            || vocabulary::is_of_response(&self.parent, name)
    }

    /// Whether it is at the top, or in an object that describes pages.
    pub(super) fn is_of_pages(&self) -> bool {
        self.at.matches('/').count() <= 1 || vocabulary::META.contains(&self.parent.as_str())
    }

    /// Whether the name is that of the parameter, after `next`: `next_start` or `next_page.offset`. `word` is normalized.
    pub(super) fn is_token_of(&self, word: &str) -> bool {
        let is_inside = self.parent.starts_with("next") && self.name == word;
        is_inside || self.name.strip_prefix("next").is_some_and(|rest| rest == word)
    }
}

impl ListField {
    /// Whether a member that leads to the next page is about this list: the object that it is in has the list, too.
    pub(super) fn is_beside(&self, next: &str) -> bool {
        let Some((mut owner, _)) = next.rsplit_once('/') else {
            return true;
        };
        while let Some((outer, name)) = owner.rsplit_once('/') {
            if !vocabulary::META.contains(&vocabulary::normalized(name).as_str()) {
                break;
            }
            owner = outer;
        }
        self.at
            .strip_prefix(owner)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[derive(Debug, Default)]
pub(super) struct ResponseFields {
    pub lists: Vec<ListField>,
    pub scalars: Vec<ScalarField>,
    /// The positions of scalars whose names say something about pages, or about what the response is.
    pub signs: Vec<usize>,
    /// Whether the path of the operation may decide which objects are searched.
    pub depends_on_path: bool,
    /// Whether there is an object at the top that neither describes pages nor wraps the response.
    pub has_object: bool,
}

impl ResponseFields {
    /// The scalars that inference may ask for by their names. There are few, and many operations may have one large response.
    pub(super) fn signs(&self) -> impl Iterator<Item = &ScalarField> + Clone {
        self.signs.iter().filter_map(|position| self.scalars.get(*position))
    }
}
