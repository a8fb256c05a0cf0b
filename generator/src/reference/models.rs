//! The page of a file of models: a named schema, then its inline types.

use super::context::{PageKind, Reference};
use super::parameters::described;
use super::text::{self, MarkdownTable};
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
    let wire = if is_form { "Part" } else { "JSON property" };
    let mut table = MarkdownTable::new(&["Field", wire, "Type", "Required", "Description"]);
    for (field, field_name) in paired(&s.fields, &name.fields) {
        let spelled = format::inline(&reference.in_models.field(field));
        table.row(&[
            text::code(field_name.field.as_str()),
            text::code(&field.wire),
            reference.linked(PageKind::Models, &spelled, Some(&field.ty)),
            presence(field),
            described(&field.docs),
        ]);
    }
    if let Some(ty) = &s.extra_values() {
        let map = Type::Map(Box::new(ty.clone()));
        let spelled = format::inline(&reference.in_models.ty(&map));
        table.row(&[
            text::code(name.extra.as_str()),
            "all others".to_owned(),
            reference.linked(PageKind::Models, &spelled, Some(ty)),
            "no".to_owned(),
            "Properties that the schema does not declare.".to_owned(),
        ]);
    }
    let table = table.finish();
    if table.is_empty() {
        "It has no fields.\n".to_owned()
    } else {
        table
    }
}

fn presence(field: &Field) -> String {
    let mut notes = vec![
        match field.presence {
            Presence::Required => "yes",
            Presence::Optional => "no",
            Presence::Nullable => "yes, may be null",
            Presence::OptionalNullable { patch: true } => "no; absent, null and a value are distinguished",
            Presence::OptionalNullable { patch: false } => "no, may be null",
        }
        .to_owned(),
    ];
    notes.extend(field.read_only.then(|| "only in responses".to_owned()));
    notes.extend(field.write_only.then(|| "only in requests".to_owned()));
    notes.extend(field.tag.as_ref().map(|tag| format!("always {}", text::code(tag))));
    notes.extend(
        field
            .part_type
            .as_ref()
            .map(|media| format!("as {}", text::code(media))),
    );
    notes.join(", ")
}

fn values(e: &Enum, name: &TypeName) -> String {
    let mut table = MarkdownTable::new(&["Variant", "Value", "Description"]);
    for (value, variant) in paired(&e.values, &name.variants) {
        table.row(&[
            text::code(variant.bare()),
            text::code(&value.value.quoted()),
            markdown::cell(&value.docs),
        ]);
    }
    table.row(&[
        text::code(name.fallback.bare()),
        "any other".to_owned(),
        "A value that the schema does not declare.".to_owned(),
    ]);
    table.finish()
}

fn branches(reference: &Reference<'_>, union: &Union, name: &TypeName) -> String {
    let mut table = MarkdownTable::new(&["Variant", "Type", "When", "Description"]);
    for (branch, variant) in paired(&union.variants, &name.variants) {
        let spelled = format::inline(&reference.in_models.branch(branch));
        table.row(&[
            text::code(variant.bare()),
            reference.linked(PageKind::Models, &spelled, Some(&branch.ty)),
            markdown::cell(&emit::when(branch)),
            described(&branch.docs),
        ]);
    }
    table.row(&[
        text::code(name.fallback.bare()),
        text::code("Json"),
        "Otherwise.".to_owned(),
        "A value that matches no other variant.".to_owned(),
    ]);
    table.finish()
}
