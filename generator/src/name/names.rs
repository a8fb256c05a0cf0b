//! The names of a client, in the order of the IR.

use std::collections::BTreeSet;

use crate::ir::TypeId;

/// A Rust identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name(pub(super) String);

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
    /// The module of the client, and the stem of its file.
    pub client: String,
    pub types: Vec<TypeName>,
    /// The files of models, by name.
    pub files: Vec<ModelFile>,
    pub tags: Vec<TagName>,
    pub operations: Vec<OperationName>,
    /// The features of the package, if it has any for tags.
    pub features: Option<Features>,
}

/// The features of a package for tags.
#[derive(Debug)]
pub(crate) struct Features {
    /// The feature of each tag.
    pub tags: Vec<String>,
    /// When each file of models is compiled.
    pub files: Vec<Gate>,
    /// The feature of files that no tag needs, if there are any.
    pub rest: Option<String>,
}

/// With one of these features, something is compiled; without any, always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gate {
    pub features: Vec<String>,
}

impl Features {
    /// Every feature.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.tags.iter().chain(&self.rest)
    }
}

#[derive(Debug)]
pub(crate) struct TypeName {
    pub ident: Name,
    pub fields: Vec<FieldName>,
    /// The field of additional properties.
    pub extra: Name,
    pub variants: Vec<Name>,
    /// The variant of undeclared values.
    pub fallback: Name,
    pub builder: Name,
    /// Earlier names, which are deprecated.
    pub aliases: Vec<Name>,
    /// Earlier names of the builder, which are deprecated.
    pub builder_aliases: Vec<Name>,
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
    /// The constants of response headers.
    pub headers: Vec<Name>,
    /// The files of its operations, if one file would be too long.
    pub groups: Vec<OperationGroup>,
}

/// One file of a tag's operations.
#[derive(Debug)]
pub(crate) struct OperationGroup {
    pub module: Name,
    /// Indices into the operations of the client.
    pub operations: BTreeSet<usize>,
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
    /// The argument for the media type of a body, where callers choose it.
    pub content_type: Name,
    /// For each other body its method, or its setter if it is optional.
    pub other_bodies: Vec<Name>,
    pub success_variants: Vec<Name>,
    pub error_variants: Vec<Name>,
}

impl Names {
    pub(crate) fn ty(&self, id: TypeId) -> Option<&TypeName> {
        self.types.get(id.0)
    }

    /// The feature with which a tag is compiled.
    pub(crate) fn gate_of_tag(&self, tag: usize) -> Gate {
        let features = self.features.as_ref().and_then(|features| features.tags.get(tag));
        Gate {
            features: features.cloned().into_iter().collect(),
        }
    }

    /// The features with which a file of models is compiled.
    pub(crate) fn gate_of_file(&self, file: usize) -> Gate {
        let gate = self.features.as_ref().and_then(|features| features.files.get(file));
        gate.cloned().unwrap_or_default()
    }
}

/// Parts of the IR with their names.
///
/// # Panics
///
/// If the lengths differ. The names were then not made for this IR, and the shorter length would silently omit parts of
/// the client.
pub(crate) fn paired<'a, T, N>(parts: &'a [T], names: &'a [N]) -> impl ExactSizeIterator<Item = (&'a T, &'a N)> {
    assert_eq!(parts.len(), names.len(), "each part has one name");
    parts.iter().zip(names)
}
