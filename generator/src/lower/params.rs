//! Parameters: their locations, styles and types.

use std::collections::BTreeMap;

use super::context::Lower;
use super::error::{OperationError, Part};
use super::examples;
use super::path_query::PathQuery;
use super::segments::PathParam;
use crate::diag::{Diagnostic, codes};
use crate::ir::{Docs, Hint, Param, ParamLocation, ParamStyle, PathPart, QueryStyle, Role, Type};
use crate::load::Node;
use crate::media::{is_text, is_token};
use crate::pointer::Pointer;
use crate::resolve::{Location, Parameter, ParameterValue, Style};

/// Header fields that OpenAPI describes elsewhere in the document.
const OTHER_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

impl Lower<'_, '_> {
    /// What the parameters of an operation that are left out have no usable value of.
    fn left_out(&self, operation: &Pointer) -> Vec<Pointer> {
        let at = operation.child("parameters");
        let Some(list) = self.resolver.node(&at).and_then(Node::as_array) else {
            return vec![at];
        };
        let lost = list.iter().enumerate().filter(|(_, parameter)| parameter.is_null());
        lost.map(|(index, _)| at.index(index).child("name")).collect()
    }

    /// The parameters of an operation, and those of its path that it does not replace.
    pub(super) fn params(
        &mut self,
        at: &Pointer,
        item: &Pointer,
        index: usize,
        path: &str,
        parts: &[PathPart],
    ) -> Result<Vec<Param>, OperationError> {
        let mut list: Vec<Param> = Vec::new();
        let mut places: BTreeMap<(ParamLocation, String), usize> = BTreeMap::new();
        for owner in [item, at] {
            let pointer = owner.child("parameters");
            let count = self
                .resolver
                .node(&pointer)
                .and_then(Node::as_array)
                .map_or(0, Vec::len);
            for number in 0..count {
                // A repair left this one out.
                if self.resolver.node(&pointer.index(number)).is_some_and(Node::is_null) {
                    continue;
                }
                if let Some(param) = self.param(&pointer.index(number), index, path)? {
                    // A parameter of the path is replaced by its name in the document, whatever the server calls it.
                    let own = (param.location, param.key_name().to_owned());
                    let place = *places.entry(own).or_insert(list.len());
                    match list.get_mut(place) {
                        Some(known) => *known = param,
                        None => list.push(param),
                    }
                }
            }
        }
        self.match_template(at, path, parts, &mut list);
        Ok(list)
    }

    fn param(&mut self, at: &Pointer, index: usize, path: &str) -> Result<Option<Param>, OperationError> {
        let pointer = self
            .resolver
            .definition(at)
            .map_err(OperationError::in_part(Part::Parameter))?;
        let data = self
            .resolver
            .parameter(&pointer)
            .map_err(OperationError::in_part(Part::Parameter))?;
        let (location, style) = style_of(&data);
        if location == ParamLocation::Header && OTHER_HEADERS.contains(&data.name.to_ascii_lowercase().as_str()) {
            if data.required && data.name.eq_ignore_ascii_case("authorization") {
                let message = "`Authorization` is not a parameter: credentials of the client set it";
                self.report(&codes::AUTHORIZATION_HEADER, &pointer, message);
            }
            return Ok(None);
        }
        if location == ParamLocation::Header && !is_token(&data.name) {
            let error = OperationError::HeaderName {
                at: pointer.child("name"),
                name: data.name,
            };
            if data.required {
                return Err(error);
            }
            self.report(
                &codes::HEADER_NAME,
                &pointer,
                format!("{error}; the parameter is left out"),
            );
            return Ok(None);
        }
        let declared_name = self.resolver.declared_name(&pointer).map(str::to_owned);
        let key_name = declared_name.clone().unwrap_or_else(|| data.name.clone());
        let hint = Hint::operation(index).then(Role::Param(location, key_name));
        let (ty, style, schema) = self.param_value(&data.value, style, &pointer, &hint);
        let docs = self.param_docs(&pointer, &schema, &data);
        let is_text = location == ParamLocation::Path && style == ParamStyle::Default && self.bare(&ty) == Type::String;
        let path_param = PathParam {
            at,
            pointer: &pointer,
            schema: &schema,
            name: &data.name,
            description: &docs.text,
            path,
        };
        self.use_value_name(&pointer);
        let style = if is_text { self.path_style(&path_param) } else { style };
        Ok(Some(Param {
            origin: pointer,
            name: data.name,
            declared_name,
            location,
            style,
            required: data.required || location == ParamLocation::Path,
            ty,
            docs,
        }))
    }

    /// The type of a parameter, its style, and the pointer of its schema.
    fn param_value(
        &mut self,
        value: &ParameterValue,
        style: ParamStyle,
        pointer: &Pointer,
        hint: &Hint,
    ) -> (Type, ParamStyle, Pointer) {
        match value {
            ParameterValue::Schema(schema) => (self.schema(schema, hint).ty, style, schema.clone()),
            ParameterValue::Content { media_type, schema } => {
                let has_schema = self.resolver.node(schema).is_some();
                let ty = if has_schema {
                    self.schema(schema, hint).ty
                } else {
                    Type::Json
                };
                let style = if is_text(media_type) {
                    ParamStyle::Default
                } else {
                    ParamStyle::Json
                };
                (ty, style, schema.clone())
            }
            ParameterValue::Nothing => (Type::String, ParamStyle::Default, pointer.clone()),
        }
    }

    /// The description of the parameter, else of its schema; the constraints are those of the schema.
    fn param_docs(&self, pointer: &Pointer, schema: &Pointer, data: &Parameter) -> Docs {
        let docs = self.docs(schema);
        Docs {
            title: String::new(),
            text: if data.description.trim().is_empty() {
                docs.text
            } else {
                data.description.clone()
            },
            notes: docs.notes,
            limits: docs.limits,
            example: examples::example(self.resolver, pointer).or(docs.example),
            examples: examples::digest(self.resolver, pointer).wrapping_add(docs.examples),
            default: docs.default,
            deprecated: data.deprecated || docs.deprecated,
        }
    }

    /// Makes the path parameters match the path template.
    fn match_template(&mut self, at: &Pointer, path: &str, parts: &[PathPart], list: &mut Vec<Param>) {
        let names: Vec<&String> = parts
            .iter()
            .filter_map(|p| {
                if let PathPart::Param(name) = p {
                    Some(name)
                } else {
                    None
                }
            })
            .collect();
        let query = PathQuery::of(path);
        self.move_to_query(&names, &query, list);
        self.query_of_path(at, &query, list);
        for name in &names {
            if !list
                .iter()
                .any(|p| p.location == ParamLocation::Path && p.name == **name)
            {
                let message =
                    format!("the path contains `{name}`, which is not declared; it is generated as a required string");
                let found = Diagnostic::new(&codes::PATH_PARAMETER, at, message);
                let found = self.left_out(at).into_iter().fold(found, Diagnostic::lacking);
                self.diagnostics.report(found);
                list.push(Param {
                    origin: at.child("parameters").child(name),
                    name: (*name).clone(),
                    declared_name: None,
                    location: ParamLocation::Path,
                    style: if self.is_many_by_name(path, name) {
                        ParamStyle::Segments
                    } else {
                        ParamStyle::Default
                    },
                    required: true,
                    ty: Type::String,
                    docs: Docs::default(),
                });
            }
        }
        // Path parameters come first and in the order of the path, whatever the order of declaration.
        list.sort_by_key(|param| match param.location {
            ParamLocation::Path => names.iter().position(|name| **name == param.name).unwrap_or(0),
            _ => usize::MAX,
        });
    }
}

/// The location, and the style if it is not the default of the location.
fn style_of(parameter: &Parameter) -> (ParamLocation, ParamStyle) {
    let explode = parameter.explode.unwrap_or(false);
    match parameter.location {
        Location::Query => (ParamLocation::Query, query_style(parameter)),
        Location::Path => {
            let style = match parameter.style {
                Style::Label => ParamStyle::Label { explode },
                Style::Matrix => ParamStyle::Matrix { explode },
                _ if explode => ParamStyle::Simple { explode },
                _ => ParamStyle::Default,
            };
            (ParamLocation::Path, style)
        }
        Location::Header if explode => (ParamLocation::Header, ParamStyle::Simple { explode }),
        Location::Header => (ParamLocation::Header, ParamStyle::Default),
        Location::Cookie => (ParamLocation::Cookie, ParamStyle::Default),
    }
}

fn query_style(parameter: &Parameter) -> ParamStyle {
    let explode = parameter.explode.unwrap_or(parameter.style == Style::Form);
    let style = match parameter.style {
        Style::DeepObject => QueryStyle::DeepObject,
        // With `explode`, both are written like `form`.
        Style::SpaceDelimited if !explode => QueryStyle::SpaceDelimited,
        Style::PipeDelimited if !explode => QueryStyle::PipeDelimited,
        _ => QueryStyle::Form { explode },
    };
    if style == (QueryStyle::Form { explode: true }) && !parameter.allow_reserved {
        ParamStyle::Default
    } else {
        ParamStyle::Query {
            style,
            reserved: parameter.allow_reserved,
        }
    }
}
