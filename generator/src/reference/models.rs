//! The page of a file of models: a named schema, then its inline types.

use super::context::{PageKind, Reference};
use super::parameters::described;
use super::table::MarkdownTable;
use super::text;
use crate::emit;
use crate::format;
use crate::ir::{Docs, Enum, Field, Presence, Shape, Struct, Type, TypeDef, TypeId, Union};
use crate::markdown;
use crate::name::{ModelFile, TypeName, paired};

pub(super) fn page(reference: &Reference<'_>, file: &ModelFile) -> String {
    let mut out = String::new();
    for (at, id) in file.types.iter().enumerate() {
        let (Some(def), Some(name)) = (reference.emit.api.get(*id), reference.emit.names.ty(*id)) else {
            continue;
        };
        let mark = if at == 0 { "#" } else { "##" };
        out.push_str(&format!("{mark} {}\n\n", text::code(name.ident.bare())));
        out.push_str(&about(&def.docs));
        let purpose = reference.purpose(PageKind::Models, def);
        out.extend(purpose.map(|purpose| format!("{purpose}\n\n")));
        out.push_str(&shape(reference, *id, def, name));
        out.push('\n');
    }
    out.push_str(&format!("---\n\n{}\n", text::link("Index", "../README.md")));
    out
}

fn about(docs: &Docs) -> String {
    let mut out = String::new();
    if docs.deprecated {
        out.push_str("**Deprecated.**\n\n");
    }
    out.push_str(&text::paragraphs(&docs.title));
    if docs.text.trim() != docs.title.trim() {
        out.push_str(&text::paragraphs(&docs.text));
    }
    out.push_str(&text::paragraphs(&docs.notes.join(" ")));
    out
}

fn shape(reference: &Reference<'_>, id: TypeId, def: &TypeDef, name: &TypeName) -> String {
    match &def.shape {
        Shape::Struct(s) | Shape::Multipart(s) => {
            let construction = reference
                .in_models
                .construction(id)
                .map(|construction| format!("Created with {}.\n\n", text::code(&construction)));
            let is_form = matches!(def.shape, Shape::Multipart(_));
            format!(
                "{}{}",
                construction.unwrap_or_default(),
                fields(reference, s, name, is_form)
            )
        }
        Shape::Enum(e) => values(e, name),
        Shape::Union(union) => branches(reference, union, name),
        Shape::Alias(ty) => {
            let spelled = format::inline(&reference.in_models.ty(ty));
            format!(
                "Another name for {}.\n",
                reference.linked(PageKind::Models, &spelled, Some(ty))
            )
        }
    }
}

fn fields(reference: &Reference<'_>, s: &Struct, name: &TypeName, is_form: bool) -> String {
    let place = if is_form { "form" } else { "JSON" };
    let mut table = MarkdownTable::new(&["Field", "Type", ""]);
    for (field, field_name) in paired(&s.fields, &name.fields) {
        let spelled = format::inline(&reference.in_models.field(field));
        let code = text::code(field_name.field.as_str());
        let cell = if field.wire == field_name.field.bare() {
            code
        } else {
            format!("{code}{}({} in {place})", text::BREAK, text::code(&field.wire))
        };
        table.row(&[
            cell,
            reference.linked(PageKind::Models, &spelled, Some(&field.ty)),
            text::noted(&notes(field), &described(&field.docs)),
        ]);
    }
    if let Some(ty) = &s.extra_values() {
        let map = Type::Map(Box::new(ty.clone()));
        let spelled = format::inline(&reference.in_models.ty(&map));
        table.row(&[
            text::code(name.extra.as_str()),
            reference.linked(PageKind::Models, &spelled, Some(ty)),
            "Properties that the schema does not declare.".to_owned(),
        ]);
    }
    let is_patch = |field: &Field| field.presence == Presence::OptionalNullable { patch: true };
    match table.finish() {
        table if table.is_empty() => "It has no fields.\n".to_owned(),
        table if s.fields.iter().any(is_patch) => format!("{PATCH}{table}"),
        table => table,
    }
}

const PATCH: &str = "A `Patch` is absent, null or a value.\n\n";

fn notes(field: &Field) -> Vec<String> {
    let presence: &[&str] = match field.presence {
        Presence::Required => &["**required**"],
        Presence::Nullable => &["**required**", "nullable"],
        Presence::Optional | Presence::OptionalNullable { patch: true } => &[],
        Presence::OptionalNullable { patch: false } => &["nullable"],
    };
    let mut notes: Vec<String> = presence.iter().map(|&note| note.to_owned()).collect();
    notes.extend(field.read_only.then(|| "only in responses".to_owned()));
    notes.extend(field.write_only.then(|| "only in requests".to_owned()));
    notes.extend(field.tag.as_ref().map(|tag| format!("always {}", text::code(tag))));
    notes.extend(
        field
            .part_type
            .as_ref()
            .map(|media| format!("as {}", text::code(media))),
    );
    notes
}

fn values(e: &Enum, name: &TypeName) -> String {
    let mut table = MarkdownTable::new(&["Variant", "Value", ""]);
    for (value, variant) in paired(&e.values, &name.variants) {
        table.row(&[
            text::code(variant.bare()),
            text::code(&value.value.quoted()),
            markdown::cell(&value.docs),
        ]);
    }
    table.row(&[
        text::code(name.fallback.bare()),
        "any value that the schema does not declare".to_owned(),
        String::new(),
    ]);
    table.finish()
}

fn branches(reference: &Reference<'_>, union: &Union, name: &TypeName) -> String {
    let mut table = MarkdownTable::new(&["Variant", "Type", ""]);
    for (branch, variant) in paired(&union.variants, &name.variants) {
        let spelled = format::inline(&reference.in_models.branch(branch));
        let mut texts = vec![markdown::cell(&emit::when(branch)), described(&branch.docs)];
        texts.retain(|text| !text.is_empty());
        table.row(&[
            text::code(variant.bare()),
            reference.linked(PageKind::Models, &spelled, Some(&branch.ty)),
            texts.join(" "),
        ]);
    }
    table.row(&[
        text::code(name.fallback.bare()),
        text::code("Json"),
        "A value that matches no other variant.".to_owned(),
    ]);
    table.finish()
}

/// Names in a summary, before the others are counted.
const MAX_NAMES: usize = 5;

/// The entry of a model in the index: the first sentence of its description, or where it is used, or its fields, values or variants.
pub(super) fn summary(reference: &Reference<'_>, def: &TypeDef, name: &TypeName) -> String {
    let text = if def.docs.text.trim().is_empty() {
        def.docs.title.clone()
    } else {
        markdown::brief(&def.docs.text)
    };
    let text = markdown::cell(&text);
    if !text.is_empty() {
        return text;
    }
    if let Some(purpose) = reference.purpose(PageKind::Index, def) {
        // A cell of a table.
        return purpose.replace('|', "\\|");
    }
    match &def.shape {
        Shape::Struct(s) | Shape::Multipart(s) if s.fields.is_empty() => String::new(),
        Shape::Struct(_) | Shape::Multipart(_) => {
            listed("Fields", name.fields.iter().map(|field| field.field.bare().to_owned()))
        }
        Shape::Enum(e) if e.values.is_empty() => String::new(),
        Shape::Enum(e) => listed("Values", e.values.iter().map(|value| value.value.quoted())),
        Shape::Union(_) => listed("Variants", name.variants.iter().map(|name| name.bare().to_owned())),
        Shape::Alias(ty) => {
            let spelled = format::inline(&reference.in_models.ty(ty));
            format!("Another name for {}.", text::code(&spelled))
        }
    }
}

/// Names in one sentence: "Fields `a`, `b` and 3 more."
fn listed(what: &str, names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(MAX_NAMES);
    let names: Vec<String> = names.take(MAX_NAMES).map(|name| text::code(&name)).collect();
    match more {
        0 => format!("{what} {}.", names.join(", ")),
        more => format!("{what} {} and {more} more.", names.join(", ")),
    }
}
