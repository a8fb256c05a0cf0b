//! The members of a response: lists that may be the items, and scalars that may describe the pages.

use super::evidence::Evidence;
use super::vocabulary;
use crate::ir::{DecodeKind, Field, Operation, Presence, Shape, Struct, Type};
use crate::pointer::{self, Pointer};

/// Levels of nested objects that are searched.
const MAX_DEPTH: usize = 4;

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
    /// Whether the name is that of the parameter, after `next`: `next_start` or `next_page.offset`.
    pub(super) fn is_token_of(&self, parameter: &str) -> bool {
        let word = vocabulary::normalized(parameter);
        let is_inside = self.parent.starts_with("next") && self.name == word;
        is_inside || self.name.strip_prefix("next").is_some_and(|rest| rest == word)
    }
}

#[derive(Debug, Default)]
pub(super) struct ResponseFields {
    pub lists: Vec<ListField>,
    pub scalars: Vec<ScalarField>,
}

/// The struct that is searched.
struct Enclosing<'p> {
    at: &'p str,
    name: &'p str,
    optional: bool,
    depth: usize,
}

/// The type of the JSON body that an operation returns; `None` if it returns none, or several types.
pub(super) fn list_body(operation: &Operation) -> Option<&Type> {
    let rows = operation.success.rows.iter().filter(|row| row.kind == DecodeKind::Json);
    let mut types = rows.filter_map(|row| row.ty.as_ref());
    let first = types.next()?;
    types.all(|ty| ty == first).then_some(first)
}

impl Evidence<'_> {
    pub(super) fn look_into(&self, ty: &Type) -> ResponseFields {
        let mut body = ResponseFields::default();
        match self.plain(ty) {
            View::List(item) => body.lists.push(ListField {
                at: String::new(),
                item: item.clone(),
                optional: false,
                name: String::new(),
            }),
            View::Struct(fields) => {
                let top = Enclosing {
                    at: "",
                    name: "",
                    optional: false,
                    depth: 0,
                };
                self.members(fields, &top, &mut body);
            }
            View::Other => {}
        }
        body
    }

    fn members(&self, object: &Struct, parent: &Enclosing<'_>, body: &mut ResponseFields) {
        let is_previous = |field: &Field| vocabulary::normalized(&field.wire).starts_with("prev");
        let has_previous = object.fields.iter().any(is_previous);
        for field in &object.fields {
            let at = format!("{}/{}", parent.at, pointer::escape(&field.wire));
            let name = vocabulary::normalized(&field.wire);
            let optional = parent.optional || field.presence != Presence::Required;
            match self.plain(&field.ty) {
                View::List(item) => body.lists.push(ListField {
                    at,
                    item: item.clone(),
                    optional,
                    name,
                }),
                View::Struct(inner) if parent.depth < MAX_DEPTH && is_looked_into(&name, parent) => {
                    let inside = Enclosing {
                        at: &at,
                        name: &name,
                        optional,
                        depth: parent.depth + 1,
                    };
                    self.members(inner, &inside, body);
                }
                View::Struct(_) => {}
                View::Other => body.scalars.push(ScalarField {
                    at,
                    origin: field.origin.clone(),
                    ty: field.ty.clone(),
                    parent: parent.name.to_owned(),
                    name,
                    has_previous,
                }),
            }
        }
    }

    /// The list at a configured JSON pointer. Below a free-form value, any list is accepted.
    pub(super) fn list_at(&self, ty: &Type, path: &str) -> Option<ListField> {
        let mut list = ListField {
            at: path.to_owned(),
            item: Type::Json,
            optional: false,
            name: String::new(),
        };
        let mut here = ty;
        for segment in path.split('/').skip(1) {
            let name = pointer::unescape(segment);
            let object = match self.plain(here) {
                View::Struct(object) => object,
                View::List(_) => return None,
                View::Other => return is_open(here).then_some(ListField { optional: true, ..list }),
            };
            let field = object.fields.iter().find(|field| field.wire == name)?;
            list.optional |= field.presence != Presence::Required;
            here = &field.ty;
        }
        match self.plain(here) {
            View::List(item) => list.item = item.clone(),
            View::Struct(_) => return None,
            View::Other if is_open(here) => {}
            View::Other => return None,
        }
        Some(list)
    }

    /// The kind of a type, behind its aliases.
    fn plain<'t>(&'t self, ty: &'t Type) -> View<'t> {
        match self.scalar(ty) {
            Type::List(item) => View::List(item),
            Type::Named(id) | Type::Boxed(id) => match self.types.get(id.0).map(|def| &def.shape) {
                Some(Shape::Struct(object)) => View::Struct(object),
                _ => View::Other,
            },
            _ => View::Other,
        }
    }
}

/// Whether an object of this name describes the pages or wraps the response. Other objects are part of the data.
fn is_looked_into(name: &str, parent: &Enclosing<'_>) -> bool {
    vocabulary::META.contains(&name) || (parent.depth < 2 && vocabulary::WRAPPERS.contains(&name))
}

fn is_open(ty: &Type) -> bool {
    matches!(ty, Type::Json | Type::JsonMap | Type::Map(_))
}

enum View<'t> {
    List(&'t Type),
    Struct(&'t Struct),
    Other,
}

impl ResponseFields {
    /// The list of items. `is_marked`: the response describes further pages, so it certainly has such a list.
    pub(super) fn items(&self, path: &str, is_marked: bool) -> Option<&ListField> {
        let resource = path
            .rsplit('/')
            .find(|segment| !segment.is_empty() && !segment.contains('{'))
            .map(vocabulary::normalized)
            .unwrap_or_default();
        let may_be = |list: &&ListField| list.name == resource || !vocabulary::NO_ITEMS.contains(&list.name.as_str());
        let lists: Vec<&ListField> = self
            .lists
            .iter()
            .filter(|list| list.item != Type::File)
            .filter(may_be)
            .filter(|list| !self.is_part(list))
            .collect();
        let only = |fits: &dyn Fn(&ListField) -> bool| {
            let mut found = lists.iter().filter(|list| fits(list));
            found.next().filter(|_| found.next().is_none())
        };
        let is_top = |list: &ListField| list.at.matches('/').count() <= 1;
        only(&|list| list.at.is_empty())
            .or_else(|| only(&|list| is_top(list) && list.name == resource))
            .or_else(|| only(&|list| is_top(list) && vocabulary::ITEMS.contains(&list.name.as_str())))
            .or_else(|| only(&|list| vocabulary::ITEMS.contains(&list.name.as_str()) || list.name == resource))
            .or_else(|| only(&|list| is_marked && !is_scalar(&list.item)))
            .copied()
    }

    /// Whether a list belongs to a single resource, which has an id. An envelope may have an id too.
    fn is_part(&self, list: &ListField) -> bool {
        let Some((owner, _)) = list.at.rsplit_once('/') else {
            return false;
        };
        let id = format!("{owner}/id");
        let is_envelope = owner.is_empty() && vocabulary::ITEMS.contains(&list.name.as_str());
        !is_envelope && self.scalars.iter().any(|scalar| scalar.at == id)
    }
}

fn is_scalar(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::Named(_) | Type::Boxed(_) | Type::Json | Type::JsonMap | Type::Map(_) | Type::Custom(_)
    )
}
