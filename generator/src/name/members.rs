//! Names of fields and variants.
#![warn(clippy::wildcard_enum_match_arm)]

use super::constants::constant_key;
use super::lock::{LockKind, Session};
use super::names::{FieldName, Name, TypeName};
use super::namespace::Namespace;
use super::roles::JSON_TYPES;
use super::{arguments, ident};
use crate::ir::{Api, Enum, Field, Literal, Shape, Structure, Type, TypeDef, Union};
use crate::pointer::Pointer;

pub(super) fn assign(
    api: &Api,
    def: &TypeDef,
    idents: &[String],
    name: Name,
    builder: Name,
    lock: &mut Session<'_>,
) -> TypeName {
    let mut names = TypeName {
        ident: name,
        fields: Vec::new(),
        extra: Name("extra".to_owned()),
        variants: Vec::new(),
        fallback: Name("Unknown".to_owned()),
        builder,
        aliases: Vec::new(),
        builder_aliases: Vec::new(),
    };
    match &def.shape {
        Shape::Struct(s) | Shape::Multipart(s) => {
            let key = api.lock_key(def);
            arguments::of_struct(&key, s, lock);
            (names.fields, names.extra) = fields(&key.child("properties"), &s.fields, lock);
        }
        Shape::Enum(e) => (names.variants, names.fallback) = values(&api.lock_key(def), e, lock),
        Shape::Union(u) => (names.variants, names.fallback) = branches(&api.lock_key(def), u, idents, lock),
        Shape::Alias(_) => {}
    }
    names
}

fn fields(key: &Pointer, list: &[Field], lock: &mut Session<'_>) -> (Vec<FieldName>, Name) {
    let mut scope = Namespace::default();
    let locked: Vec<Option<String>> = list
        .iter()
        .map(|field| {
            // The builder has a method of this name.
            let decided = lock.renamed_value(&field.origin).filter(|name| name != "build");
            let decided = decided.or_else(|| lock.decided(&key.child(field.key_name()), LockKind::Field));
            decided.filter(|name| scope.take(name))
        })
        .collect();
    // Of several properties with the same name in Rust, the one that is written like it gets it; then the order of the
    // alphabet decides.
    let mut order: Vec<(&Field, String, Option<String>, usize)> = Vec::new();
    for (index, (field, locked)) in list.iter().zip(locked).enumerate() {
        order.push((field, ident::snake(&field.wire), locked, index));
    }
    order.sort_by(|(a, in_rust, ..), (b, other, ..)| (*in_rust != a.wire, &a.wire).cmp(&(*other != b.wire, &b.wire)));
    let mut chosen: Vec<(usize, String)> = Vec::new();
    for (field, stem, locked, index) in order {
        let bare = match locked {
            Some(name) => ident::bare(&name),
            None => {
                let has_marks = |c: char| !c.is_ascii_alphanumeric() && c != '_';
                let spelled = match field.wire.contains(has_marks) {
                    true => ident::spelled_out(&field.wire),
                    false => stem.clone(),
                };
                let candidates = [stem.clone(), spelled, format!("{stem}_field")];
                // The setters of a builder are named like the fields, and it has a method `build`.
                scope.choose(&candidates, &|name| name != "build")
            }
        };
        chosen.push((index, bare));
    }
    chosen.sort_unstable();
    let mut names = Vec::new();
    for (field, (_, bare)) in list.iter().zip(chosen) {
        let name = ident::value(&bare);
        // The key is that of the struct, because structs that share a property by `allOf` can name it differently.
        let key = key.child(field.key_name());
        lock.record(&key, LockKind::Field, name.as_str());
        if matches!(field.presence, crate::ir::Presence::OptionalNullable { patch: true }) {
            lock.record(&key, LockKind::Patch, "yes");
        }
        names.push(FieldName {
            field: name,
            setter: Name(format!("with_{bare}")),
        });
    }
    let candidates = ["extra".to_owned(), "additional_properties".to_owned()];
    (names, Name(scope.choose(&candidates, &|_| true)))
}

fn values(key: &Pointer, list: &Enum, lock: &mut Session<'_>) -> (Vec<Name>, Name) {
    let wanted = list.values.iter().map(|value| {
        let text = value
            .hint
            .clone()
            .filter(|hint| !hint.trim().is_empty())
            .unwrap_or_else(|| constant_text(&value.value));
        (
            key.child("enum").child(&constant_key(&value.value, list.kind)),
            vec![ident::ty(&ident::camel(&text)).0],
        )
    });
    variants(wanted.collect(), lock)
}

/// The text from which the name of a constant is made.
fn constant_text(literal: &Literal) -> String {
    let text = literal.to_string();
    if text.is_empty() { "empty".to_owned() } else { text }
}

fn branches(key: &Pointer, union: &Union, idents: &[String], lock: &mut Session<'_>) -> (Vec<Name>, Name) {
    let suffix = common_suffix(union);
    let wanted = union.variants.iter().map(|variant| {
        let of_type = match variant.ty.structure() {
            Structure::Named(id) => idents.get(id.0).cloned().unwrap_or_default(),
            Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => {
                type_name(&variant.ty).to_owned()
            }
            Structure::List(_) | Structure::Map(_) | Structure::Option(_) => type_name(&variant.ty).to_owned(),
        };
        let candidates = match &variant.label {
            // The Rust type is a better name than the JSON type of a scalar.
            Some(label) if JSON_TYPES.contains(&label.as_str()) => {
                vec![of_type]
            }
            Some(label) => {
                let label = ident::camel(label);
                let short = label.strip_suffix(suffix.as_str()).unwrap_or(&label).to_owned();
                vec![short, label, of_type]
            }
            None => vec![of_type],
        };
        (key.child("oneOf").child(&variant.key), candidates)
    });
    variants(wanted.collect(), lock)
}

/// The last word that all labels have in common: `Verification` of `OtpVerification` and `AdminVerification`.
fn common_suffix(union: &Union) -> String {
    let labels: Vec<String> = union
        .variants
        .iter()
        .filter_map(|v| v.label.as_deref().map(ident::camel))
        .collect();
    let last_word = |label: &str| {
        label
            .rfind(|c: char| c.is_ascii_uppercase())
            .and_then(|at| label.get(at..).map(str::to_owned))
    };
    let Some(word) = labels.first().and_then(|label| last_word(label)) else {
        return String::new();
    };
    let is_shared = labels.len() > 1
        && labels
            .iter()
            .all(|label| label.len() > word.len() && last_word(label).as_ref() == Some(&word));
    if is_shared { word } else { String::new() }
}

/// The name of a variant by the type of its payload.
fn type_name(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "Bool",
        Type::I32 | Type::I64 | Type::U32 | Type::U64 => "Integer",
        Type::F64 => "Number",
        Type::Formatted(format) => format.variant,
        Type::List(_) => "List",
        Type::Map(_) | Type::JsonMap => "Map",
        Type::Json | Type::Custom(_) => "Value",
        Type::Option(inner) => type_name(inner),
        Type::String | Type::File => "Text",
        // Not used: named types have their own names.
        Type::Named(_) | Type::Boxed(_) => "Model",
    }
}

fn variants(wanted: Vec<(Pointer, Vec<String>)>, lock: &mut Session<'_>) -> (Vec<Name>, Name) {
    let mut scope = Namespace::default();
    let locked: Vec<Option<String>> = wanted
        .iter()
        .map(|(key, _)| lock.decided(key, LockKind::Variant).filter(|name| scope.take(name)))
        .collect();
    let mut names = Vec::new();
    for ((key, candidates), locked) in wanted.into_iter().zip(locked) {
        let name = match locked {
            Some(name) => name,
            None => scope.choose(&candidates, &|name| name != "Self"),
        };
        lock.record(&key, LockKind::Variant, &name);
        names.push(ident::from_lock(&name));
    }
    let fallbacks = ["Unknown", "Unrecognized", "UnknownValue"].map(str::to_owned);
    (names, Name(scope.choose(&fallbacks, &|_| true)))
}
