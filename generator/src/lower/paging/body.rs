//! What an answer has in it: lists that may be the items, members that may tell of further pages.

use super::words;
use crate::ir::{DecodeKind, Field, Operation, Presence, Shape, Struct, Type};
use crate::lower::Lower;
use crate::pointer::Pointer;

/// How deep the objects that tell of pages lie in each other.
const DEEPEST: usize = 4;

/// A list in an answer.
#[derive(Clone, Debug)]
pub(super) struct List {
    /// Where it is in the body: a JSON pointer.
    pub at: String,
    pub item: Type,
    /// Whether it may be missing.
    pub optional: bool,
    /// Its name as it is compared; empty for the whole body.
    pub word: String,
}

/// A scalar member of an answer.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub at: String,
    pub origin: Pointer,
    pub ty: Type,
    /// The name of the object that it is in, as it is compared; empty at the top.
    pub parent: String,
    pub word: String,
    /// Whether there is a link to the page before beside it.
    pub has_previous: bool,
}

#[derive(Debug, Default)]
pub(super) struct Body {
    pub lists: Vec<List>,
    pub leaves: Vec<Leaf>,
}

/// Where a struct is that is looked into.
struct Place<'p> {
    at: &'p str,
    word: &'p str,
    optional: bool,
    depth: usize,
}

impl Lower<'_, '_> {
    /// The one JSON body that an operation answers with; `None` where there is none, or more than one.
    pub(super) fn list_body<'o>(&self, operation: &'o Operation) -> Option<&'o Type> {
        let rows = operation.success.rows.iter().filter(|row| row.kind == DecodeKind::Json);
        let mut types = rows.filter_map(|row| row.ty.as_ref());
        let first = types.next()?;
        types.all(|ty| ty == first).then_some(first)
    }

    pub(super) fn look_into(&self, ty: &Type) -> Body {
        let mut body = Body::default();
        match self.plain(ty) {
            Plain::List(item) => body.lists.push(List {
                at: String::new(),
                item: item.clone(),
                optional: false,
                word: String::new(),
            }),
            Plain::Struct(fields) => {
                let top = Place {
                    at: "",
                    word: "",
                    optional: false,
                    depth: 0,
                };
                self.members(fields, &top, &mut body);
            }
            Plain::Other => {}
        }
        body
    }

    fn members(&self, object: &Struct, place: &Place<'_>, body: &mut Body) {
        let is_previous = |field: &Field| words::word(&field.wire).starts_with("prev");
        let has_previous = object.fields.iter().any(is_previous);
        for field in &object.fields {
            let at = format!("{}/{}", place.at, escaped(&field.wire));
            let word = words::word(&field.wire);
            let optional = place.optional || field.presence != Presence::Required;
            match self.plain(&field.ty) {
                Plain::List(item) => body.lists.push(List {
                    at,
                    item: item.clone(),
                    optional,
                    word,
                }),
                Plain::Struct(inner) if place.depth < DEEPEST && is_looked_into(&word, place) => {
                    let inside = Place {
                        at: &at,
                        word: &word,
                        optional,
                        depth: place.depth + 1,
                    };
                    self.members(inner, &inside, body);
                }
                Plain::Struct(_) => {}
                Plain::Other => body.leaves.push(Leaf {
                    at,
                    origin: field.origin.clone(),
                    ty: field.ty.clone(),
                    parent: place.word.to_owned(),
                    word,
                    has_previous,
                }),
            }
        }
    }

    /// The list at a JSON pointer that somebody wrote. Below what has no members of its own, anything may be.
    pub(super) fn list_at(&self, ty: &Type, pointer: &str) -> Option<List> {
        let mut list = List {
            at: pointer.to_owned(),
            item: Type::Json,
            optional: false,
            word: String::new(),
        };
        let mut here = ty;
        for segment in pointer.split('/').skip(1) {
            let name = segment.replace("~1", "/").replace("~0", "~");
            let object = match self.plain(here) {
                Plain::Struct(object) => object,
                Plain::List(_) => return None,
                Plain::Other => return is_open(here).then_some(List { optional: true, ..list }),
            };
            let field = object.fields.iter().find(|field| field.wire == name)?;
            list.optional |= field.presence != Presence::Required;
            here = &field.ty;
        }
        match self.plain(here) {
            Plain::List(item) => list.item = item.clone(),
            Plain::Struct(_) => return None,
            Plain::Other if is_open(here) => {}
            Plain::Other => return None,
        }
        Some(list)
    }

    /// What a type is, second names aside.
    fn plain<'t>(&'t self, ty: &'t Type) -> Plain<'t> {
        match self.scalar(ty) {
            Type::List(item) => Plain::List(item),
            Type::Named(id) | Type::Boxed(id) => match self.types.get(id.0).map(|def| &def.shape) {
                Some(Shape::Struct(object)) => Plain::Struct(object),
                _ => Plain::Other,
            },
            _ => Plain::Other,
        }
    }
}

/// Only objects of such names tell of pages or wrap the whole answer: anything else is part of what is listed.
fn is_looked_into(word: &str, place: &Place<'_>) -> bool {
    words::META.contains(&word) || (place.depth < 2 && words::WRAPPERS.contains(&word))
}

fn is_open(ty: &Type) -> bool {
    matches!(ty, Type::Json | Type::JsonMap | Type::Map(_))
}

enum Plain<'t> {
    List(&'t Type),
    Struct(&'t Struct),
    Other,
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

impl Body {
    /// The list that has the items. `is_marked`: the answer tells of further pages, so that it is a list for sure.
    pub(super) fn items(&self, path: &str, is_marked: bool) -> Option<&List> {
        let resource = path
            .rsplit('/')
            .find(|segment| !segment.is_empty() && !segment.contains('{'))
            .map(words::word)
            .unwrap_or_default();
        let may_be = |list: &&List| list.word == resource || !words::NO_ITEMS.contains(&list.word.as_str());
        let lists: Vec<&List> = self
            .lists
            .iter()
            .filter(|list| list.item != Type::File)
            .filter(may_be)
            .filter(|list| !self.is_part(list))
            .collect();
        let only = |fits: &dyn Fn(&List) -> bool| {
            let mut found = lists.iter().filter(|list| fits(list));
            found.next().filter(|_| found.next().is_none())
        };
        let is_top = |list: &List| list.at.matches('/').count() <= 1;
        only(&|list| list.at.is_empty())
            .or_else(|| only(&|list| is_top(list) && list.word == resource))
            .or_else(|| only(&|list| is_top(list) && words::ITEMS.contains(&list.word.as_str())))
            .or_else(|| only(&|list| words::ITEMS.contains(&list.word.as_str()) || list.word == resource))
            .or_else(|| only(&|list| is_marked && !is_scalar(&list.item)))
            .copied()
    }

    /// Whether a list is a part of a single thing, which has an id of its own. An envelope may have one too.
    fn is_part(&self, list: &List) -> bool {
        let Some((owner, _)) = list.at.rsplit_once('/') else {
            return false;
        };
        let id = format!("{owner}/id");
        let is_envelope = owner.is_empty() && words::ITEMS.contains(&list.word.as_str());
        !is_envelope && self.leaves.iter().any(|leaf| leaf.at == id)
    }
}

fn is_scalar(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::Named(_) | Type::Boxed(_) | Type::Json | Type::JsonMap | Type::Map(_) | Type::Custom(_)
    )
}
