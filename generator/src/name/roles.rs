//! Names of inline types: from their owners, or from what they are for if they have several owners.

use super::ident;
use super::singular::singular;
use crate::ir::{Api, Base, Role, TypeDef};

/// Whether schemas of several components or operations became this type, and it has a role to be named after.
pub(super) fn is_shared(api: &Api, def: &TypeDef) -> bool {
    let root = api.root_key(def);
    has_role(def) && def.homes.values().any(|other| *other != root)
}

/// Whether a property, a parameter, a branch or the status of an error names the type.
pub(super) fn has_role(def: &TypeDef) -> bool {
    def.hint.roles.iter().any(is_named)
}

/// Names after the role, if several schemas became this type: none of them is a better name. `Customer` of a property
/// `customer`, `Label` of the items of `labels`; after the component or the operation, if they are all inside of one.
pub(super) fn by_role(api: &Api, def: &TypeDef, operations: &[String]) -> Option<Vec<String>> {
    let names = names_of_role(def).filter(|_| !def.homes.is_empty())?;
    if is_shared(api, def) {
        return Some(names);
    }
    let root = root_name(api, def, operations);
    Some(
        names
            .iter()
            .map(|name| ident::camel(&format!("{root}{name}")))
            .collect(),
    )
}

/// `User` of a component, `CreateUserRequest` of an operation.
fn root_name(api: &Api, def: &TypeDef, operations: &[String]) -> String {
    let chain = api.owners(def);
    let Some(root) = chain.last() else { return String::new() };
    match &root.hint.base {
        Base::Component { name, .. } => ident::camel(name),
        Base::Operation(index) => {
            let id = operations.get(*index).map(|id| ident::camel(id)).unwrap_or_default();
            format!("{id}{}", root.hint.roles.first().map(short).unwrap_or_default())
        }
        Base::Type(_) => String::new(),
    }
}

fn names_of_role(def: &TypeDef) -> Option<Vec<String>> {
    let at = def.hint.roles.iter().rposition(is_named)?;
    let (named, inner) = def.hint.roles.get(at..)?.split_first()?;
    let name = match named {
        Role::Field(name) | Role::Param(_, name) | Role::Branch { label: name, .. } => name.clone(),
        error => short(error),
    };
    let suffix: String = inner.iter().map(short).collect();
    let long = match inner {
        [] => long(named),
        _ => ident::camel(&format!("{}{suffix}", ident::camel(&name))),
    };
    let short = match inner {
        [] => ident::camel(&name),
        [Role::Item | Role::Value] => {
            let words = ident::snake(&name);
            let one = singular(&words);
            ident::camel(&one.unwrap_or_else(|| format!("{words} {suffix}")))
        }
        _ => long.clone(),
    };
    Some(vec![short, long])
}

/// The JSON types, which are no names.
pub(super) const JSON_TYPES: [&str; 5] = ["string", "integer", "number", "boolean", "array"];

/// Whether a role is a name of the document, or the status of an error.
fn is_named(role: &Role) -> bool {
    match role {
        Role::Field(_) | Role::Param(..) => true,
        Role::Response(status) => status.is_error(),
        Role::Branch { label, .. } => !JSON_TYPES.contains(&label.as_str()),
        _ => false,
    }
}

pub(super) fn short(role: &Role) -> String {
    match role {
        Role::Field(name) | Role::Param(_, name) | Role::Branch { label: name, .. } => ident::camel(name),
        Role::Base => "Base".to_owned(),
        Role::Item => "Item".to_owned(),
        Role::Value => "Value".to_owned(),
        Role::Request => "Request".to_owned(),
        Role::RequestAs { label, .. } => format!("{}Request", ident::camel(label)),
        Role::Response(status) => format!("{}Response", super::status::variant(*status)),
        Role::OnlyResponse(_) => "Response".to_owned(),
        Role::SharedResponse => "Body".to_owned(),
        Role::Event => "Event".to_owned(),
        Role::Line => "Line".to_owned(),
    }
}

pub(super) fn long(role: &Role) -> String {
    match role {
        Role::Field(name) => format!("{}Field", ident::camel(name)),
        Role::RequestAs { key, .. } => format!("{}Request", ident::camel(key)),
        Role::Param(_, name) => format!("{}Param", ident::camel(name)),
        Role::Branch { label, .. } => format!("{}Variant", ident::camel(label)),
        Role::SharedResponse => "Response".to_owned(),
        Role::Response(_) => format!("{}Body", short(role)),
        other => short(other),
    }
}
