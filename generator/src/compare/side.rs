//! One of the two clients that are compared, and the Rust paths of what is in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::ir::{Api, Operation, Param, Scheme, Structure, Type, TypeDef, TypeId};
use crate::name::{Name, Names, OperationName, paired};
use crate::pointer::Pointer;

/// What each operation looks up in a version.
pub(crate) struct Index<'a> {
    /// The names of operations by their keys.
    calls: BTreeMap<&'a Pointer, &'a OperationName>,
    /// The first scheme of each name.
    schemes: HashMap<&'a str, &'a Scheme>,
}

impl<'a> Index<'a> {
    pub(super) fn of(api: &'a Api, names: &'a Names) -> Self {
        let pairs = paired(&api.operations, &names.operations);
        Self {
            calls: pairs.map(|(operation, name)| (&operation.key, name)).collect(),
            schemes: api.schemes_by_name(),
        }
    }
}

/// The operations and types of a version, with their names.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub api: &'a Api,
    pub names: &'a Names,
    pub index: &'a Index<'a>,
}

impl<'a> Side<'a> {
    pub(super) fn get(self, id: TypeId) -> Option<&'a TypeDef> {
        self.api.get(id)
    }

    /// The security scheme of this name.
    pub(super) fn scheme(self, name: &str) -> Option<&'a Scheme> {
        self.index.schemes.get(name).copied()
    }

    pub(super) fn behind_aliases(self, ty: &'a Type) -> &'a Type {
        self.api.behind_aliases(ty)
    }

    /// Whether the decoder reads null as an empty value: a list or a map.
    pub(super) fn is_empty_for_null(self, ty: &'a Type) -> bool {
        matches!(self.behind_aliases(ty), Type::List(_) | Type::Map(_) | Type::JsonMap)
    }

    /// `models::Item`
    pub(super) fn type_path(self, id: TypeId) -> String {
        let name = self.names.ty(id).map(|name| name.ident.as_str()).unwrap_or_default();
        format!("models::{name}")
    }

    /// The paths of all types.
    pub(super) fn type_paths(self) -> BTreeSet<String> {
        (0..self.api.types.len())
            .map(|index| self.type_path(TypeId(index)))
            .collect()
    }

    /// `models::Item::name`, of the member at a position.
    pub(super) fn field_path(self, id: TypeId, position: Option<usize>) -> String {
        let names = self.names.ty(id).map(|name| name.fields.as_slice()).unwrap_or_default();
        let field = position.and_then(|position| names.get(position));
        let name = field.map(|name| name.field.as_str()).unwrap_or_default();
        format!("{}::{name}", self.type_path(id))
    }

    /// `models::Kind::Book`
    pub(super) fn variant_path(self, id: TypeId, index: usize) -> String {
        let names = self
            .names
            .ty(id)
            .map(|name| name.variants.as_slice())
            .unwrap_or_default();
        let name = names.get(index).map(|name| name.as_str()).unwrap_or_default();
        format!("{}::{name}", self.type_path(id))
    }

    /// `api::items::GetItem`
    pub(super) fn call_path(self, operation: &Operation) -> String {
        let call = self
            .operation_names(operation)
            .map(|name| name.call.as_str())
            .unwrap_or_default();
        format!("{}::{call}", self.module_path(operation))
    }

    /// `api::items::Items::get_item`
    pub(super) fn method_path(self, operation: &Operation) -> String {
        let handle = self
            .names
            .tags
            .get(operation.tag)
            .map(|tag| tag.handle.as_str())
            .unwrap_or_default();
        let method = self
            .operation_names(operation)
            .map(|name| name.method.as_str())
            .unwrap_or_default();
        format!("{}::{handle}::{method}", self.module_path(operation))
    }

    /// `client.items().get_item()`
    pub(super) fn call_text(self, operation: &Operation) -> String {
        let accessor = self
            .names
            .tags
            .get(operation.tag)
            .map(|tag| tag.accessor.bare())
            .unwrap_or_default();
        let method = self
            .operation_names(operation)
            .map(|name| name.method.bare())
            .unwrap_or_default();
        format!("client.{accessor}().{method}()")
    }

    /// The setter of an optional parameter, or the method of which a required one is an argument.
    pub(super) fn param_path(self, operation: &Operation, (position, param): (usize, &Param)) -> String {
        if param.required {
            return self.method_path(operation);
        }
        let name = self.name_of_param(operation, position).map(|name| name.as_str());
        format!("{}::{}", self.call_path(operation), name.unwrap_or_default())
    }

    fn module_path(self, operation: &Operation) -> String {
        let module = self
            .names
            .tags
            .get(operation.tag)
            .map(|tag| tag.module.as_str())
            .unwrap_or_default();
        format!("api::{module}")
    }

    fn operation_names(self, operation: &Operation) -> Option<&'a OperationName> {
        self.index.calls.get(&operation.key).copied()
    }

    /// The Rust name of an argument or a setter.
    pub(super) fn param_name(self, operation: &Operation, position: usize) -> String {
        let name = self.name_of_param(operation, position);
        name.map(|name| name.bare().to_owned()).unwrap_or_default()
    }

    fn name_of_param(self, operation: &Operation, position: usize) -> Option<&'a Name> {
        self.operation_names(operation)?.params.get(position)
    }

    /// The items that belong to an operation: its method, its call, the types of its responses, its tag.
    pub(super) fn call_items(self, operation: &Operation) -> Vec<String> {
        let module = self.module_path(operation);
        let mut items = vec![self.method_path(operation), self.call_path(operation)];
        if let Some(name) = self.operation_names(operation) {
            items.push(format!("{module}::{}", name.output.as_str()));
            items.push(format!("{module}::{}", name.error.as_str()));
        }
        if let Some(tag) = self.names.tags.get(operation.tag) {
            items.push(format!("{module}::{}", tag.handle.as_str()));
            items.push(format!("Client::{}", tag.accessor.as_str()));
        }
        items
    }

    /// A type as code writes it: `Vec<Item>`.
    pub(super) fn rust(self, ty: &Type) -> String {
        match ty {
            Type::Bool => "bool".to_owned(),
            Type::I32 => "i32".to_owned(),
            Type::I64 => "i64".to_owned(),
            Type::U32 => "u32".to_owned(),
            Type::U64 => "u64".to_owned(),
            Type::F64 => "f64".to_owned(),
            Type::String => "String".to_owned(),
            Type::Formatted(format) => format.runtime.as_str().to_owned(),
            Type::Json => "Json".to_owned(),
            Type::JsonMap => "JsonMap".to_owned(),
            Type::File => "FilePart".to_owned(),
            Type::List(inner) => format!("Vec<{}>", self.rust(inner)),
            Type::Map(inner) => format!("BTreeMap<String, {}>", self.rust(inner)),
            Type::Option(inner) => format!("Option<{}>", self.rust(inner)),
            Type::Named(id) | Type::Boxed(id) => {
                let name = self.names.ty(*id).map(|name| name.ident.as_str());
                name.unwrap_or_default().to_owned()
            }
            Type::Custom(path) => path.clone(),
        }
    }

    /// The definitions that a type names directly.
    pub(super) fn ids(ty: &Type) -> Vec<TypeId> {
        match ty.structure() {
            Structure::Named(id) => vec![id],
            Structure::List(inner) | Structure::Map(inner) | Structure::Option(inner) => Self::ids(inner),
            Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => Vec::new(),
        }
    }
}
