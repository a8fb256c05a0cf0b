//! The members of a response: lists that may be the items, and scalars that may describe the pages.

use std::rc::Rc;

use super::evidence::Evidence;
use super::response::{ListField, ResponseFields, ScalarField};
use super::vocabulary;
use crate::ir::{DecodeKind, Field, Operation, Presence, Struct, Type};
use crate::pointer;

/// Levels of nested objects that are searched.
const MAX_DEPTH: usize = 4;
/// The members of an object that is searched: one with more is no page and requests none, and thousands of operations may have it.
pub(super) const MAX_MEMBERS: usize = 1_000;

/// The struct that is searched.
struct Enclosing<'p> {
    at: &'p str,
    name: &'p str,
    optional: bool,
    depth: usize,
    /// Whether it is the only object or list of its parent, or has the name of the resource.
    is_main: bool,
    /// Its name, if that is not one that wrappers have.
    wrapper: Option<&'p str>,
}

/// The type of the JSON body that an operation returns; `None` if it returns none, or several types.
pub(super) fn list_body(operation: &Operation) -> Option<&Type> {
    let rows = operation.success.rows.iter().filter(|row| row.kind == DecodeKind::Json);
    let mut types = rows.filter_map(|row| row.ty.as_ref());
    let first = types.next()?;
    types.all(|ty| ty == first).then_some(first)
}

impl Evidence<'_, '_> {
    /// The members of a body. `path`: that of the operation.
    pub(super) fn look_into(&self, ty: &Type, path: &str) -> Rc<ResponseFields> {
        let id = self.object_with_id(ty).map(|(id, _)| id);
        if let Some(known) = id.and_then(|id| self.known.response(id)) {
            return known;
        }
        let found = Rc::new(self.searched(ty, path));
        if let Some(id) = id.filter(|_| !found.depends_on_path) {
            self.known.add_response(id, &found);
        }
        found
    }

    fn searched(&self, ty: &Type, path: &str) -> ResponseFields {
        let mut body = ResponseFields::default();
        match self.plain(ty) {
            View::List(item) => body.lists.push(ListField {
                at: String::new(),
                item: item.clone(),
                optional: false,
                name: String::new(),
                wrapper: None,
            }),
            View::Struct(fields) => {
                let top = Enclosing {
                    at: "",
                    name: "",
                    optional: false,
                    depth: 0,
                    is_main: true,
                    wrapper: None,
                };
                self.members(fields, &top, &resource(path), &mut body);
            }
            View::Other => {}
        }
        let scalars = body.scalars.iter().enumerate();
        let signs = scalars.filter(|(_, scalar)| scalar.may_be_sign());
        body.signs = signs.map(|(position, _)| position).collect();
        body
    }

    fn members(&self, object: &Struct, parent: &Enclosing<'_>, resource: &Resource, body: &mut ResponseFields) {
        if object.fields.len() > MAX_MEMBERS {
            return;
        }
        let only = self.only_container(object);
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
                    wrapper: parent.wrapper.map(ToOwned::to_owned),
                }),
                View::Struct(inner) if parent.depth < MAX_DEPTH => {
                    body.depends_on_path = true;
                    let is_main = parent.is_main && (only == Some(field.wire.as_str()) || resource.is(&name));
                    let is_known = is_looked_into(&name, parent);
                    let inside = Enclosing {
                        at: &at,
                        name: &name,
                        optional,
                        depth: parent.depth + 1,
                        is_main,
                        wrapper: if is_known { parent.wrapper } else { Some(name.as_str()) },
                    };
                    body.has_object |= parent.depth == 0 && !is_known;
                    if is_known || (is_main && !vocabulary::ASIDE.contains(&name.as_str())) {
                        self.members(inner, &inside, resource, body);
                    }
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

    /// Whether there is a list in a body, at most three levels deep.
    pub(super) fn has_list(&self, ty: &Type) -> bool {
        self.has_list_within(ty, 3)
    }

    fn has_list_within(&self, ty: &Type, depth: usize) -> bool {
        match self.plain(ty) {
            View::List(_) => true,
            View::Struct(object) if depth > 0 && object.fields.len() <= MAX_MEMBERS => {
                let mut fields = object.fields.iter();
                fields.any(|field| self.has_list_within(&field.ty, depth - 1))
            }
            View::Struct(_) | View::Other => false,
        }
    }

    /// The name of the member that has the content of an object, if all others are scalars or describe pages.
    fn only_container<'o>(&self, object: &'o Struct) -> Option<&'o str> {
        let mut containers = object.fields.iter().filter(|field| {
            (!matches!(self.plain(&field.ty), View::Other) || is_open(self.scalar(&field.ty)))
                && !vocabulary::META.contains(&vocabulary::normalized(&field.wire).as_str())
        });
        let only = containers.next()?;
        containers.next().is_none().then_some(only.wire.as_str())
    }

    /// The list at a configured JSON pointer. Below a free-form value, any list is accepted.
    pub(super) fn list_at(&self, ty: &Type, path: &str) -> Option<ListField> {
        let mut list = ListField {
            at: path.to_owned(),
            item: Type::Json,
            optional: false,
            name: String::new(),
            wrapper: None,
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

    /// Whether a value of a type may have something at a JSON pointer.
    pub(super) fn has_member(&self, ty: &Type, path: &str) -> bool {
        let mut here = ty;
        for segment in path.split('/').skip(1) {
            let name = pointer::unescape(segment);
            let object = match self.plain(here) {
                View::Struct(object) => object,
                View::List(_) => return false,
                View::Other => return is_open(here),
            };
            match object.fields.iter().find(|field| field.wire == name) {
                Some(field) => here = &field.ty,
                None => return object.extra.is_some() || object.keeps_unknown,
            }
        }
        true
    }

    /// The kind of a type, behind its aliases. If every branch of a union is a list, it is a list of any values.
    fn plain<'t>(&'t self, ty: &'t Type) -> View<'t> {
        static ANY: Type = Type::Json;
        if let Type::List(item) = self.scalar(ty) {
            return View::List(item);
        }
        if let Some(object) = self.object(ty) {
            return View::Struct(object);
        }
        let is_list = |ty: &Type| matches!(self.scalar(ty), Type::List(_));
        match self.branches(ty) {
            Some(branches) if !branches.is_empty() && branches.iter().all(|branch| is_list(&branch.ty)) => {
                View::List(&ANY)
            }
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

/// What shows that a response certainly has a list of items.
pub(super) struct ListSigns {
    /// The parameters ask for pages of a size.
    pub is_asked: bool,
    /// The response describes further pages.
    pub is_marked: bool,
    /// The response has the next token.
    pub has_token: bool,
}

/// The resource that the path of an operation ends with.
pub(super) struct Resource {
    /// The last fixed segment, and the one before if the last one is a verb.
    words: Vec<String>,
}

/// Verbs at the end of a path: the resource is before them.
const VERBS: [&str; 9] = [
    "get", "list", "search", "query", "find", "filter", "all", "retrieve", "fetch",
];

fn resource(path: &str) -> Resource {
    // Some documents have several operations at one path, which differ after `#`.
    Resource {
        words: path.split('#').flat_map(last_words).collect(),
    }
}

fn last_words(path: &str) -> Vec<String> {
    let mut fixed = path
        .trim_end_matches(".json")
        .rsplit(['/', ':', '.'])
        .filter(|segment| !segment.is_empty() && !segment.contains('{') && !segment.contains('}'))
        .map(vocabulary::normalized);
    let mut words: Vec<String> = fixed.next().into_iter().collect();
    if words.iter().any(|word| VERBS.contains(&word.as_str())) {
        words.extend(fixed.next());
    }
    words
}

impl Resource {
    /// Whether a list of this name has the items of the resource: `merchants`, `listLabels`.
    fn is(&self, name: &str) -> bool {
        let is_same = |word: &str| word == name || (!name.is_empty() && stem(word) == stem(name));
        let bare = |word: &str| {
            VERBS
                .iter()
                .find_map(|verb| word.strip_prefix(verb).map(ToOwned::to_owned))
        };
        // `ListImportFailures` lists failures.
        let has_end = |rest: &str| is_same(rest) || (name.len() > 3 && rest.ends_with(name));
        let mut words = self.words.iter();
        words.any(|word| is_same(word) || bare(word).is_some_and(|rest| !rest.is_empty() && has_end(&rest)))
    }
}

/// A word without the endings of a plural: `merchants`, `merchant_list`.
fn stem(word: &str) -> &str {
    let bare = word
        .strip_suffix("list")
        .filter(|bare| !bare.is_empty())
        .unwrap_or(word);
    let single = bare.strip_suffix("ies").or_else(|| bare.strip_suffix('y'));
    single.unwrap_or_else(|| bare.trim_end_matches('s'))
}

impl ResponseFields {
    /// The list of items.
    pub(super) fn items(&self, path: &str, signs: &ListSigns) -> Option<&ListField> {
        let is_marked = signs.is_marked || signs.is_asked;
        let resource = resource(path);
        let is_resource = |list: &ListField| resource.is(&list.name);
        let is_usual = |list: &ListField| vocabulary::ITEMS.contains(&list.name.as_str());
        // In an object of any name, a list has to have a name that fits.
        let fits_wrapper = |list: &ListField| {
            let wrapper = list.wrapper.as_deref();
            wrapper.is_none_or(|name| is_usual(list) || is_resource(list) || stem(name) == stem(&list.name))
        };
        let parts = self
            .lists
            .iter()
            .filter(|list| list.item != Type::File && !self.is_part(list));
        let all: Vec<&ListField> = parts.filter(|list| fits_wrapper(list)).collect();
        let may_be = |list: &&&ListField| is_resource(list) || !vocabulary::NO_ITEMS.contains(&list.name.as_str());
        let lists: Vec<&ListField> = all.iter().filter(may_be).copied().collect();
        let only = |fits: &dyn Fn(&ListField) -> bool| {
            let mut found = lists.iter().filter(|list| fits(list));
            found.next().filter(|_| found.next().is_none())
        };
        let is_top = |list: &ListField| list.at.matches('/').count() <= 1;
        let alone = || match all.as_slice() {
            [list] if !vocabulary::NEVER_ITEMS.contains(&list.name.as_str()) => Some(list),
            _ => None,
        };
        only(&|list| list.at.is_empty())
            .or_else(|| only(&|list| is_top(list) && is_resource(list)))
            .or_else(|| only(&|list| is_top(list) && is_usual(list)))
            .or_else(|| only(&|list| is_usual(list) || is_resource(list)))
            .or_else(|| only(&|list| self.counts(list)))
            .or_else(|| only(&|list| is_marked && !is_scalar(&list.item)))
            .or_else(|| only(&|list| is_marked && is_top(list) && !is_scalar(&list.item)))
            .or_else(|| alone().filter(|list| is_marked && self.may_be_all(list, signs)))
            .copied()
    }

    /// Whether the only list is that of the items, whatever its name is: the response describes its pages, or has nothing
    /// else.
    fn may_be_all(&self, list: &ListField, signs: &ListSigns) -> bool {
        let is_unusual = vocabulary::NO_ITEMS.contains(&list.name.as_str());
        if is_unusual {
            signs.has_token || (signs.is_marked && !self.has_object)
        } else {
            signs.is_marked || self.scalars.is_empty()
        }
    }

    /// Whether a list has the name of the resource or a common one.
    pub(super) fn is_named(&self, list: &ListField, path: &str) -> bool {
        list.at.is_empty() || vocabulary::ITEMS.contains(&list.name.as_str()) || resource(path).is(&list.name)
    }

    /// Whether a member counts the items of a list in its name: `total_transactions`.
    fn counts(&self, list: &ListField) -> bool {
        !list.name.is_empty() && self.signs().any(|scalar| scalar.is_total_of(&list.name))
    }

    /// Whether a list belongs to a single resource, which has an id. An envelope may have an id too.
    fn is_part(&self, list: &ListField) -> bool {
        let Some((owner, _)) = list.at.rsplit_once('/') else {
            return false;
        };
        let is_envelope = owner.is_empty() && vocabulary::ITEMS.contains(&list.name.as_str());
        // The list itself, or an object that it is in.
        let is_inside =
            |parent: &str| owner == parent || owner.strip_prefix(parent).is_some_and(|rest| rest.starts_with('/'));
        let is_id = |scalar: &ScalarField| {
            scalar.name == "id" && scalar.at.rsplit_once('/').is_some_and(|(parent, _)| is_inside(parent))
        };
        !is_envelope && self.signs().any(is_id)
    }
}

fn is_scalar(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::Named(_) | Type::Boxed(_) | Type::Json | Type::JsonMap | Type::Map(_) | Type::Custom(_)
    )
}
