//! The files of models.

use super::module::{Item, Module};
use super::scope::{Emit, Scope};
use super::{enums, multipart, structs, types, unions};
use crate::ir::{Shape, TypeDef};
use crate::name::{ModelFile, TypeName};

pub(super) fn file(emit: &Emit<'_>, file: &ModelFile) -> Module {
    let scope = Scope::models(emit, &file.types);
    let mut items = Vec::new();
    for id in &file.types {
        let (Some(def), Some(name)) = (emit.api.get(*id), emit.names.ty(*id)) else {
            continue;
        };
        items.extend(type_items(&scope, def, name));
    }
    items.splice(0..0, scope.uses());
    Module {
        path: vec!["models".to_owned(), file.module.as_str().to_owned()],
        items,
        ..Module::default()
    }
}

fn type_items(scope: &Scope<'_>, def: &TypeDef, name: &TypeName) -> Vec<Item> {
    match &def.shape {
        Shape::Struct(s) => structs::items(scope, def, s, name),
        Shape::Multipart(s) => multipart::items(scope, def, s, name),
        Shape::Enum(e) => enums::items(scope, def, e, name),
        Shape::Union(u) => unions::items(scope, def, u, name),
        Shape::Alias(ty) => vec![Item::Declaration(types::alias(scope, def, ty, name))],
    }
}
