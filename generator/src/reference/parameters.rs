//! The table of the parameters and the body of an operation.

use super::context::{PageKind, Reference};
use super::table::MarkdownTable;
use super::text;
use crate::format;
use crate::ir::{Body, BodyKind, Docs, Operation, Param, ParamStyle, Presence, QueryStyle, Shape, Type};
use crate::markdown;
use crate::name::{Name, OperationName, paired};

pub(super) fn table(reference: &Reference<'_>, operation: &Operation, names: &OperationName) -> String {
    let mut table = MarkdownTable::new(&["Name", "Type", ""]);
    let mut rows: Vec<(bool, [String; 3])> = Vec::new();
    for (param, name) in paired(&operation.params, &names.params) {
        let spelled = format::inline(&reference.in_api.ty(&param.ty));
        rows.push((
            param.required,
            [
                text::code(name.as_str()),
                reference.linked(PageKind::Api, &spelled, Some(&param.ty)),
                text::noted(&notes(param, name.bare()), &described(&param.docs)),
            ],
        ));
    }
    rows.extend(
        operation
            .body
            .iter()
            .map(|body| body_row(reference, body, names, &names.body)),
    );
    // Arguments first, then setters, in the order of a call.
    rows.sort_by_key(|(required, _)| !required);
    rows.extend(operation.body.iter().flat_map(|body| parts(reference, body, names)));
    for (body, name) in paired(&operation.other_bodies, &names.other_bodies) {
        rows.push(body_row(reference, body, names, name));
        rows.extend(parts(reference, body, names));
    }
    rows.iter().for_each(|(_, cells)| table.row(cells));
    table.finish()
}

/// The row of a body; `name` is its method or its setter, unless it is the preferred one.
fn body_row(reference: &Reference<'_>, body: &Body, names: &OperationName, name: &Name) -> (bool, [String; 3]) {
    let spelled = format::inline(&reference.in_api.body(body));
    let setter = (*name != names.body).then(|| name.bare());
    let notes = body_notes(body, setter);
    let cells = [
        text::code(names.body.as_str()),
        reference.linked(PageKind::Api, &spelled, Some(&body.ty)),
        text::noted(&notes, &described(&body.docs)),
    ];
    (body.required, cells)
}

/// The fields of a form.
fn parts(reference: &Reference<'_>, body: &Body, names: &OperationName) -> Vec<(bool, [String; 3])> {
    let (BodyKind::Multipart | BodyKind::Form, Type::Named(id)) = (body.kind, &body.ty) else {
        return Vec::new();
    };
    let shape = reference.emit.api.get(*id).map(|def| &def.shape);
    let (Some(Shape::Struct(s) | Shape::Multipart(s)), Some(name)) = (shape, reference.emit.names.ty(*id)) else {
        return Vec::new();
    };
    let rows = paired(&s.fields, &name.fields).map(|(field, part)| {
        let required = field.presence == Presence::Required;
        let setter = (!required).then(|| part.setter.bare());
        let mut notes = placed("in the form", required, setter);
        if field.wire != part.field.bare() {
            notes.push(format!("sent as {}", text::code(&field.wire)));
        }
        let cells = [
            text::code(&format!("{}.{}", names.body.bare(), part.field.as_str())),
            reference.linked(
                PageKind::Api,
                &format::inline(&reference.in_api.ty(&field.ty)),
                Some(&field.ty),
            ),
            text::noted(&notes, &described(&field.docs)),
        ];
        (required, cells)
    });
    rows.collect()
}

/// Title, text and constraints in one cell.
pub(super) fn described(docs: &Docs) -> String {
    let mut parts = vec![
        markdown::cell(&docs.title),
        markdown::cell(&docs.text),
        markdown::cell(&docs.notes.join(" ")),
    ];
    parts.dedup();
    if docs.deprecated {
        parts.insert(0, "**Deprecated.**".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" <br> ")
}

/// Whether a value must be given, where it is sent, and its setter if that has another name than the value.
fn placed(place: &str, required: bool, setter: Option<&str>) -> Vec<String> {
    let need = if required { "**required**" } else { "optional" };
    let mut notes = vec![need.to_owned(), place.to_owned()];
    if let Some(setter) = setter {
        notes.push(format!("given with {}", text::code(&format!(".{setter}(..)"))));
    }
    notes
}

fn notes(param: &Param, name: &str) -> Vec<String> {
    let mut notes = placed(&format!("in the {}", param.location.as_str()), param.required, None);
    if param.name != name {
        notes.push(format!("sent as {}", text::code(&param.name)));
    }
    notes.extend(style(param.style));
    notes
}

/// The style of a parameter, if it is not the default.
fn style(style: ParamStyle) -> Option<String> {
    let (name, explode) = match style {
        ParamStyle::Default => return None,
        ParamStyle::Segments => return Some("one or more segments: `/` is not escaped".to_owned()),
        ParamStyle::MayBeEmpty => return Some("may be empty".to_owned()),
        ParamStyle::Json => return Some("written as JSON".to_owned()),
        ParamStyle::Simple { explode } => ("simple", explode),
        ParamStyle::Label { explode } => ("label", explode),
        ParamStyle::Matrix { explode } => ("matrix", explode),
        ParamStyle::Query { style, reserved } => {
            let name = match style {
                QueryStyle::Form { explode: true } => "style `form`, exploded",
                QueryStyle::Form { explode: false } => "style `form`, not exploded",
                QueryStyle::SpaceDelimited => "style `spaceDelimited`",
                QueryStyle::PipeDelimited => "style `pipeDelimited`",
                QueryStyle::DeepObject => "style `deepObject`",
                QueryStyle::Json => "JSON",
            };
            return Some(if reserved {
                format!("{name}, reserved characters are not escaped")
            } else {
                name.to_owned()
            });
        }
    };
    Some(format!("style `{name}`{}", if explode { ", exploded" } else { "" }))
}

fn body_notes(body: &Body, setter: Option<&str>) -> Vec<String> {
    let kind = match body.kind {
        BodyKind::Json => "the body as JSON",
        BodyKind::Form => "the body as a form",
        BodyKind::Multipart => "the body in parts",
        BodyKind::Bytes => "the body as bytes",
        BodyKind::Text => "the body as text",
        BodyKind::Lines => "the body as lines of JSON",
    };
    placed(kind, body.required, setter)
}
