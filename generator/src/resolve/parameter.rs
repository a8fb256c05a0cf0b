//! Parameters, from the typed model of OpenAPI.

use openapiv3::{Parameter as TypedParameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle};

use crate::pointer::Pointer;

/// A parameter of an operation or a path.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub name: String,
    pub location: Location,
    pub required: bool,
    pub deprecated: bool,
    pub description: String,
    pub style: Style,
    /// `None` if the document does not declare it.
    pub explode: Option<bool>,
    pub allow_reserved: bool,
    pub value: ParameterValue,
}

/// The value of `in`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Query,
    Path,
    Header,
    Cookie,
}

/// The value of `style`, or the default of the location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// What describes the value of a parameter.
#[derive(Clone, Debug)]
pub(crate) enum ParameterValue {
    Schema(Pointer),
    /// The first media type of `content`, and the pointer of its schema.
    Content {
        media_type: String,
        schema: Pointer,
    },
    Nothing,
}

impl Parameter {
    pub(super) fn new(typed: TypedParameter, at: &Pointer) -> Self {
        let (location, style, allow_reserved, data) = match typed {
            TypedParameter::Query {
                parameter_data,
                style,
                allow_reserved,
                ..
            } => (Location::Query, query_style(&style), allow_reserved, parameter_data),
            TypedParameter::Path { parameter_data, style } => {
                (Location::Path, path_style(&style), false, parameter_data)
            }
            TypedParameter::Header { parameter_data, .. } => (Location::Header, Style::Simple, false, parameter_data),
            TypedParameter::Cookie { parameter_data, .. } => (Location::Cookie, Style::Form, false, parameter_data),
        };
        Self {
            value: value(&data, at),
            name: data.name,
            location,
            required: data.required,
            deprecated: data.deprecated.unwrap_or(false),
            description: data.description.unwrap_or_default(),
            style,
            explode: data.explode,
            allow_reserved,
        }
    }
}

fn value(data: &ParameterData, at: &Pointer) -> ParameterValue {
    match &data.format {
        ParameterSchemaOrContent::Schema(_) => ParameterValue::Schema(at.child("schema")),
        ParameterSchemaOrContent::Content(content) => match content.keys().next() {
            Some(media_type) => ParameterValue::Content {
                media_type: media_type.clone(),
                schema: at.child("content").child(media_type).child("schema"),
            },
            None => ParameterValue::Nothing,
        },
    }
}

fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}

fn path_style(style: &PathStyle) -> Style {
    match style {
        PathStyle::Simple => Style::Simple,
        PathStyle::Label => Style::Label,
        PathStyle::Matrix => Style::Matrix,
    }
}
