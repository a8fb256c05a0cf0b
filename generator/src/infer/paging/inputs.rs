//! What a call can set: query parameters, and members of a JSON body.

use std::rc::Rc;

use super::evidence::Evidence;
use super::fields::MAX_MEMBERS;
use super::vocabulary;
use crate::ir::{BodyKind, Operation, Param, ParamLocation, ParamStyle, Presence, QueryStyle, Struct, Type};
use crate::pointer::{self, Pointer};

/// Objects in a body whose members are searched, too.
const GROUPS: [&str; 8] = [
    "options",
    "pagination",
    "paging",
    "page",
    "pager",
    "paginationoptions",
    "pagerequest",
    "pageinfo",
];

/// A query parameter, or a member of the request body.
#[derive(Clone, Debug)]
pub(super) struct Input<'o> {
    /// The name of a parameter, or the JSON pointer of a member.
    pub name: String,
    /// The normalized name of the parameter or the member.
    pub word: String,
    pub ty: &'o Type,
    pub schema: Pointer,
    /// The description.
    pub text: &'o str,
    pub required: bool,
}

impl Input<'_> {
    /// Whether it is a member of the request body.
    pub(super) fn is_in_body(&self) -> bool {
        is_pointer(&self.name)
    }

    /// Whether the description contains one of these phrases.
    pub(super) fn mentions(&self, phrases: &[&str]) -> bool {
        let text = self.text.to_ascii_lowercase();
        phrases.iter().any(|phrase| text.contains(phrase))
    }
}

/// Whether the name of an input is a JSON pointer into the request body.
pub(super) fn is_pointer(name: &str) -> bool {
    name.starts_with('/')
}

impl Evidence<'_, '_> {
    /// A number in the schema of an input: its default or a bound.
    pub(super) fn number_of(&self, input: &Input<'_>, key: &str) -> Option<u64> {
        self.number_at(&input.schema, key)
    }

    /// Query parameters, and members of the body. The latter come first, except in a GET: where both have one name, an
    /// importer has copied it into the query.
    pub(super) fn inputs<'o>(&'o self, operation: &'o Operation) -> Vec<Input<'o>> {
        let params = operation.params.iter();
        let params = params.filter(|param| param.location == ParamLocation::Query && !is_pointer(&param.name));
        let params = params.filter(|param| self.is_plain(param));
        let params = params.map(|param| Input {
            name: param.name.clone(),
            word: vocabulary::parameter_word(&param.name),
            ty: &param.ty,
            schema: param.origin.child("schema"),
            text: &param.docs.text,
            required: param.required,
        });
        let members = self.body_inputs(operation);
        if operation.method == "GET" {
            params.chain(members).collect()
        } else {
            members.into_iter().chain(params).collect()
        }
    }

    /// Whether a value is written as it is. A single value looks the same with and without `explode`, and a number as JSON.
    fn is_plain(&self, param: &Param) -> bool {
        match param.style {
            ParamStyle::Default
            | ParamStyle::Query {
                style: QueryStyle::Form { .. },
                ..
            } => true,
            ParamStyle::Json => self.is_number(&param.ty),
            _ => false,
        }
    }

    fn body_inputs<'o>(&'o self, operation: &'o Operation) -> Vec<Input<'o>> {
        let mut inputs = Vec::new();
        let body = operation.body.as_ref().filter(|body| body.kind == BodyKind::Json);
        if let Some(body) = body {
            self.members_of("", &body.ty, &mut inputs);
        }
        inputs
    }

    /// Adds the members of an object and of the groups in it, without those that have nothing to do with pages.
    fn members_of<'o>(&'o self, at: &str, ty: &'o Type, inputs: &mut Vec<Input<'o>>) {
        let Some((id, object)) = self
            .object_with_id(ty)
            .filter(|(_, object)| object.fields.len() <= MAX_MEMBERS)
        else {
            return;
        };
        let asked = self.known.asked(id, || self.may_ask(object));
        for field in asked.iter().filter_map(|position| object.fields.get(*position)) {
            let name = format!("{at}/{}", pointer::escape(&field.wire));
            let word = vocabulary::normalized(&field.wire);
            if at.is_empty() && GROUPS.contains(&word.as_str()) && self.object(&field.ty).is_some() {
                self.members_of(&name, &field.ty, inputs);
            } else {
                inputs.push(Input {
                    name,
                    word,
                    ty: &field.ty,
                    schema: field.origin.clone(),
                    text: &field.docs.text,
                    required: field.presence == Presence::Required,
                });
            }
        }
    }

    /// The positions of the members whose names say something about pages.
    fn may_ask(&self, object: &Struct) -> Rc<[usize]> {
        let fields = object.fields.iter().enumerate();
        let fields = fields.filter(|(_, field)| {
            let word = vocabulary::normalized(&field.wire);
            let is_flag = *self.scalar(&field.ty) == Type::Bool;
            vocabulary::is_about_pages(&word, is_flag) || GROUPS.contains(&word.as_str())
        });
        fields.map(|(position, _)| position).collect()
    }

    /// Whether the body of an operation has a member at a JSON pointer. Below a free-form value, there may be any.
    pub(super) fn has_body_member(&self, operation: &Operation, path: &str) -> bool {
        let Some(body) = operation.body.as_ref().filter(|body| body.kind == BodyKind::Json) else {
            return false;
        };
        let mut here = &body.ty;
        for segment in path.split('/').skip(1) {
            let Some(object) = self.object(here) else {
                return matches!(self.scalar(here), Type::Json | Type::JsonMap | Type::Map(_));
            };
            let name = pointer::unescape(segment);
            match object.fields.iter().find(|field| field.wire == name) {
                Some(field) => here = &field.ty,
                None => return object.extra.is_some(),
            }
        }
        true
    }
}
