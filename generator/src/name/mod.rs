//! Every identifier and every file name of a client, chosen once.
//!
//! The only place where names are born. A name comes from the lock if the lock has one, else from
//! the document; it never depends on the order in which things arrive.

mod headers;
mod ident;
mod lock;
mod members;
mod operations;
mod reserved;
mod scope;
mod status;
mod types;

use crate::config::Settings;
use crate::ir::{Api, TypeId};

pub(crate) use lock::{Kind as LockKind, Lock};

/// A name that may stand in Rust code as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name(String);

impl Name {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The name without `r#`, for messages and documentation.
    pub(crate) fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

/// All names of a client, in the order of the IR.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The client's module, and the stem of its file.
    pub client: String,
    pub types: Vec<TypeName>,
    /// The files of models, by name.
    pub files: Vec<ModelFile>,
    pub tags: Vec<TagName>,
    pub operations: Vec<OperationName>,
}

#[derive(Debug)]
pub(crate) struct TypeName {
    pub ident: Name,
    pub fields: Vec<FieldName>,
    /// The field of unnamed members.
    pub extra: Name,
    pub variants: Vec<Name>,
    /// The variant of unknown values.
    pub fallback: Name,
    pub builder: Name,
}

#[derive(Debug)]
pub(crate) struct FieldName {
    pub field: Name,
    pub setter: Name,
}

/// One file of models: a named schema with its inline types.
#[derive(Debug)]
pub(crate) struct ModelFile {
    pub module: Name,
    pub types: Vec<TypeId>,
}

#[derive(Debug)]
pub(crate) struct TagName {
    pub module: Name,
    pub handle: Name,
    pub accessor: Name,
    /// Of the constants for response headers.
    pub headers: Vec<Name>,
}

#[derive(Debug)]
pub(crate) struct OperationName {
    pub method: Name,
    pub call: Name,
    pub constant: Name,
    pub output: Name,
    pub error: Name,
    pub params: Vec<Name>,
    pub body: Name,
    pub success_variants: Vec<Name>,
    pub error_variants: Vec<Name>,
}

impl Names {
    pub(crate) fn ty(&self, id: TypeId) -> Option<&TypeName> {
        self.types.get(id.0)
    }
}

/// Names everything, and tells what the lock should hold from now on.
pub(crate) fn assign(api: &Api, settings: &Settings, old: &Lock) -> (Names, Lock) {
    let mut lock = lock::Session::new(old, settings);
    let operations = operations::ids(api);
    let (types, files) = types::assign(api, &operations, &mut lock);
    let (tags, operations) = operations::assign(api, &operations, &mut lock);
    let client = client_name(&settings.name);
    (
        Names {
            client,
            types,
            files,
            tags,
            operations,
        },
        lock.finish(),
    )
}

/// A local variable that holds values of a type, in an example.
pub(crate) fn local(ty: &Name, many: bool) -> Name {
    const LONGEST: usize = 24;
    let one = ident::snake(ty.bare());
    let stem = one
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    let word = match stem {
        _ if !many => one,
        Some(stem) => format!("{stem}ies"),
        None if one.ends_with(['s', 'x']) || one.ends_with("ch") => format!("{one}es"),
        None => format!("{one}s"),
    };
    if word.len() > LONGEST || word.contains("response") {
        return answer();
    }
    ident::value(&word)
}

/// A local variable that holds whatever came back.
pub(crate) fn answer() -> Name {
    Name("answer".to_owned())
}

/// The name of a client from any text.
pub(crate) fn client_name(text: &str) -> String {
    let name = ident::snake(text);
    if reserved::is_module(&name) {
        format!("{name}_client")
    } else {
        name
    }
}
