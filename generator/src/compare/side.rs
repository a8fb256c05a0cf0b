//! One of the two clients that are compared, and the Rust paths of what is in it.

use crate::ir::{Api, Field, Operation, Param, Type, TypeDef, TypeId};
use crate::name::{Names, paired};

/// The operations and types of a version, with their names.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub api: &'a Api,
    pub names: &'a Names,
}

impl<'a> Side<'a> {
    pub(super) fn get(self, id: TypeId) -> Option<&'a TypeDef> {
        self.api.get(id)
    }

    pub(super) fn behind_aliases(self, ty: &'a Type) -> &'a Type {
        self.api.behind_aliases(ty)
    }

    /// `models::Item`
    pub(super) fn type_path(self, id: TypeId) -> String {
        let name = self.names.ty(id).map(|name| name.ident.as_str()).unwrap_or_default();
        format!("models::{name}")
    }

    /// `models::Item::name`
    pub(super) fn field_path(self, id: TypeId, fields: &[Field], wire: &str) -> String {
        let names = self.names.ty(id).map(|name| name.fields.as_slice()).unwrap_or_default();
        let field = fields.iter().zip(names).find(|(field, _)| field.wire == wire);
        let name = field.map(|(_, name)| name.field.as_str()).unwrap_or_default();
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

    /// The enums of the responses, if the operation has them: `api::items::GetItemOutput`, `api::items::GetItemError`.
    pub(super) fn response_paths(self, operation: &Operation) -> [String; 2] {
        let module = self.module_path(operation);
        let names = self.operation_names(operation);
        let path = |name: Option<&str>| format!("{module}::{}", name.unwrap_or_default());
        [
            path(names.map(|names| names.output.as_str())),
            path(names.map(|names| names.error.as_str())),
        ]
    }

    /// The handle of the tag of an operation, and the method of the client that returns it.
    pub(super) fn tag_paths(self, operation: &Operation) -> [String; 2] {
        let tag = self.names.tags.get(operation.tag);
        let handle = tag.map(|tag| tag.handle.as_str()).unwrap_or_default();
        let accessor = tag.map(|tag| tag.accessor.as_str()).unwrap_or_default();
        [
            format!("{}::{handle}", self.module_path(operation)),
            format!("Client::{accessor}"),
        ]
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
    pub(super) fn param_path(self, operation: &Operation, param: &Param) -> String {
        if param.required {
            return self.method_path(operation);
        }
        let names = self
            .operation_names(operation)
            .map(|name| name.params.as_slice())
            .unwrap_or_default();
        let pair = operation.params.iter().zip(names).find(|(other, _)| *other == param);
        let name = pair.map(|(_, name)| name.as_str()).unwrap_or_default();
        format!("{}::{name}", self.call_path(operation))
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

    fn operation_names(self, operation: &Operation) -> Option<&'a crate::name::OperationName> {
        let mut all = paired(&self.api.operations, &self.names.operations);
        all.find(|(other, _)| other.key == operation.key).map(|(_, name)| name)
    }
}
