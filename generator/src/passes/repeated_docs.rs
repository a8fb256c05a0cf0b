//! Descriptions that only repeat what is printed beside them: of fields and variants the title or the name of their type, of fields
//! and parameters their own name, of the API its title.
#![warn(clippy::wildcard_enum_match_arm)]

use crate::ir::{Api, Base, Docs, Shape, Structure, Type, TypeDef};

/// Removes them.
pub(super) fn remove(api: &mut Api) {
    if letters(&api.description) == letters(&api.title) {
        api.description.clear();
    }
    for param in api.operations.iter_mut().flat_map(|operation| &mut operation.params) {
        without_name(&mut param.docs, &param.name);
    }
    let known: Vec<Vec<String>> = api.types.iter().map(known_as).collect();
    let remove = |docs: &mut Docs, ty: &Type| {
        let Some(known) = definition(ty).and_then(|index| known.get(index)) else {
            return;
        };
        for text in [&mut docs.title, &mut docs.text] {
            if known.contains(&letters(text)) {
                text.clear();
            }
        }
    };
    for def in &mut api.types {
        match &mut def.shape {
            Shape::Struct(s) | Shape::Multipart(s) => {
                for field in &mut s.fields {
                    remove(&mut field.docs, &field.ty);
                    without_name(&mut field.docs, &field.wire);
                }
            }
            Shape::Union(union) => {
                let variants = union.variants.iter_mut();
                variants.for_each(|variant| remove(&mut variant.docs, &variant.ty));
            }
            Shape::Enum(_) | Shape::Alias(_) => {}
        }
    }
}

/// Removes texts that are only a name as it is written. `Country.` adds nothing to `country`, but it is a sentence.
fn without_name(docs: &mut Docs, name: &str) {
    for text in [&mut docs.title, &mut docs.text] {
        if text.trim().trim_end_matches('.') == name {
            text.clear();
        }
    }
}

/// The title and the name of a type.
fn known_as(def: &TypeDef) -> Vec<String> {
    let name = match &def.hint.base {
        Base::Component { name, .. } if def.hint.roles.is_empty() => letters(name),
        Base::Component { .. } | Base::Type(_) | Base::Operation(_) => String::new(),
    };
    let known = [letters(&def.docs.title), name];
    known.into_iter().filter(|text| !text.is_empty()).collect()
}

/// The type that is printed beside the field.
fn definition(ty: &Type) -> Option<usize> {
    match ty.structure() {
        Structure::Named(id) => Some(id.0),
        Structure::Option(inner) => definition(inner),
        Structure::List(_) | Structure::Map(_) => None,
        Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => None,
    }
}

/// `simple-user` and `Simple User` are the same name.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
