//! Uses of types.
//!
//! A match on [`Type`] lists every variant, so that the compiler reports what a new variant has to be added to. Code that
//! does not depend on the scalar matches on [`Type::structure`].
#![warn(clippy::wildcard_enum_match_arm)]

use super::formats::{TextFormat, text_format};

/// Index of a type definition in [`super::api::Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub usize);

/// A use of a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Bool,
    I32,
    I64,
    U32,
    U64,
    F64,
    String,
    /// A string of a format that has a Rust type of its own.
    Formatted(&'static TextFormat),
    /// Any JSON value.
    Json,
    /// A free-form object.
    JsonMap,
    /// A part of a multipart form, or a body of bytes.
    File,
    List(Box<Type>),
    Map(Box<Type>),
    /// An element of a list or a map that may be null.
    Option(Box<Type>),
    Named(TypeId),
    /// A named type in a `Box`, which breaks a cycle.
    Boxed(TypeId),
    /// A Rust path from the configuration.
    Custom(String),
}

/// The structure of a type, for code that does not depend on the scalar.
pub(crate) enum Structure<'t> {
    Scalar,
    /// Any JSON value, or any object.
    Json,
    File,
    List(&'t Type),
    Map(&'t Type),
    Option(&'t Type),
    /// A named type, boxed or not.
    Named(TypeId),
    Custom,
}

/// The type of the runtime for a part of a multipart form that is a file or a value.
pub(crate) const ANY_PART: &str = "oaspen_client::AnyPart";

/// Whether a path is a type of the runtime for a whole part, so that it is written as it is.
fn is_part(path: &str) -> bool {
    let path: String = path.split_whitespace().collect();
    matches!(path.trim_start_matches("::"), ANY_PART | "oaspen_client::FilePart")
}

impl Type {
    /// A text that no other type has, for sets.
    pub(crate) fn identity(&self) -> String {
        format!("{self:?}")
    }

    /// The type of a Rust path from the configuration. A `Vec` is a list.
    pub(crate) fn custom(path: &str) -> Self {
        let path = path.trim();
        let inner = path.strip_prefix("Vec").map(str::trim_start);
        let inner = inner.and_then(|rest| rest.strip_prefix('<')?.strip_suffix('>'));
        match inner.filter(|inner| !inner.contains(',')) {
            Some(inner) => Self::List(Box::new(Self::custom(inner))),
            None => Self::Custom(path.to_owned()),
        }
    }

    /// Whether the configuration has this type, or that of the items of this list.
    pub(crate) fn is_chosen(&self) -> bool {
        matches!(self, Self::Custom(_)) || matches!(self, Self::List(inner) if matches!(**inner, Self::Custom(_)))
    }

    /// The type of a string of a format. `has_type` is false for formats that the settings read as strings.
    pub(crate) fn of_text(format: &str, has_type: impl Fn(&TextFormat) -> bool) -> Self {
        let format = text_format(format).filter(|format| has_type(format));
        format.map_or(Self::String, Self::Formatted)
    }

    /// The type of an integer of a format.
    pub(crate) fn of_integer(format: &str) -> Self {
        match format {
            "int32" | "int16" | "int8" | "uint8" | "uint16" => Self::I32,
            "uint32" => Self::U32,
            "uint64" => Self::U64,
            _ => Self::I64,
        }
    }

    /// The type of a number of a format. `float` is an `f64` too: servers write more digits than an `f32` holds.
    pub(crate) fn of_number(format: &str) -> Self {
        match format {
            "int32" => Self::I32,
            "int64" | "long" | "integer" => Self::I64,
            _ => Self::F64,
        }
    }

    pub(crate) fn structure(&self) -> Structure<'_> {
        match self {
            Self::Bool
            | Self::I32
            | Self::I64
            | Self::U32
            | Self::U64
            | Self::F64
            | Self::String
            | Self::Formatted(_) => Structure::Scalar,
            Self::Json | Self::JsonMap => Structure::Json,
            Self::File => Structure::File,
            Self::List(inner) => Structure::List(inner),
            Self::Map(inner) => Structure::Map(inner),
            Self::Option(inner) => Structure::Option(inner),
            Self::Named(id) | Self::Boxed(id) => Structure::Named(*id),
            Self::Custom(path) if is_part(path) => Structure::File,
            Self::Custom(_) => Structure::Custom,
        }
    }

    /// Whether it is a type of the runtime for a whole part, chosen by an override or because the kind is open.
    pub(crate) fn is_custom_part(&self) -> bool {
        matches!(self, Self::Custom(path) if is_part(path))
    }

    /// Whether it is the type of a part that is a file or a value.
    pub(crate) fn is_any_part(&self) -> bool {
        matches!(self, Self::Custom(path) if path == ANY_PART)
    }

    /// Whether it is, or is a list of, parts that are files or values.
    pub(crate) fn has_any_part(&self) -> bool {
        let is_inside = matches!(self, Self::List(inner) | Self::Option(inner) if inner.has_any_part());
        self.is_any_part() || is_inside
    }

    /// Whether its values are JSON numbers.
    pub(crate) fn is_number(&self) -> bool {
        match self {
            Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::F64 => true,
            Self::Bool | Self::String | Self::Formatted(_) | Self::File | Self::Custom(_) => false,
            Self::Json | Self::JsonMap | Self::List(_) | Self::Map(_) | Self::Option(_) => false,
            Self::Named(_) | Self::Boxed(_) => false,
        }
    }

    /// Whether its values are JSON strings, of any format.
    pub(crate) fn is_text(&self) -> bool {
        match self {
            Self::String | Self::Formatted(_) => true,
            Self::Bool | Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::F64 => false,
            Self::Json | Self::JsonMap | Self::File | Self::List(_) | Self::Map(_) | Self::Option(_) => false,
            Self::Named(_) | Self::Boxed(_) | Self::Custom(_) => false,
        }
    }

    /// Calls `visit` for every definition that this type names directly.
    pub(crate) fn for_each_id(&self, visit: &mut dyn FnMut(TypeId)) {
        match self.structure() {
            Structure::Named(id) => visit(id),
            Structure::List(inner) | Structure::Map(inner) | Structure::Option(inner) => inner.for_each_id(visit),
            Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => {}
        }
    }

    /// Calls `visit` for every Rust path from the configuration.
    pub(crate) fn for_each_path(&self, visit: &mut dyn FnMut(&str)) {
        match self {
            Self::Custom(path) => visit(path),
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) => inner.for_each_path(visit),
            Self::Bool | Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::F64 | Self::String => {}
            Self::Formatted(_) | Self::Json | Self::JsonMap | Self::File | Self::Named(_) | Self::Boxed(_) => {}
        }
    }

    /// Rewrites every definition that this type names.
    pub(crate) fn map_ids(&mut self, map: &dyn Fn(TypeId) -> TypeId) {
        match self {
            Self::Named(id) | Self::Boxed(id) => *id = map(*id),
            Self::List(inner) | Self::Map(inner) | Self::Option(inner) => inner.map_ids(map),
            Self::Bool | Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::F64 => {}
            Self::String | Self::Formatted(_) | Self::Json | Self::JsonMap | Self::File | Self::Custom(_) => {}
        }
    }
}
