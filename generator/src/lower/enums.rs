//! Enumerations: strings, integers, or a mixture.

use std::collections::BTreeSet;

use super::context::{Lower, LoweredType};
use crate::diag::codes;
use crate::ir::{Docs, Enum, EnumKind, EnumValue, Hint, Literal, Shape, Type};
use crate::load::Node;
use crate::pointer::Pointer;
use crate::resolve::{Schema, SchemaType};

impl Lower<'_, '_> {
    pub(super) fn enumeration(&mut self, at: &Pointer, hint: &Hint, schema: &Schema) -> LoweredType {
        let Some(list) = self.enum_values(at, schema) else {
            return LoweredType::plain(Type::Json);
        };
        let nullable = schema.nullable
            || schema
                .values
                .as_ref()
                .is_some_and(|values| values.contains(&Node::Null));
        let all = |is_kind: fn(&Literal) -> bool| list.iter().all(|known| is_kind(&known.value));
        let ty = match kind_of(&list) {
            None => Type::Json,
            // At most two values, and Rust has a type for them.
            Some(EnumKind::Mixed) if all(|value| matches!(value, Literal::Bool(_))) => Type::Bool,
            Some(EnumKind::Mixed) if !list.iter().all(is_exact) => {
                let message = "a value of this enum has too many digits to be kept exactly; any JSON value is accepted";
                self.report(&codes::AS_JSON, at, message);
                Type::Json
            }
            Some(EnumKind::Mixed) if all(is_float) => Type::F64,
            Some(kind) => {
                let id = self.reserve(at, hint, self.docs(at));
                self.define(id, Shape::Enum(Enum { kind, values: list }));
                Type::Named(id)
            }
        };
        LoweredType { ty, nullable }
    }

    /// An enum of values that several schemas list.
    pub(super) fn enum_of(&mut self, at: &Pointer, hint: &Hint, values: Vec<EnumValue>) -> Type {
        let Some(kind) = kind_of(&values) else {
            return Type::Json;
        };
        let id = self.reserve(at, hint, Docs::default());
        self.define(id, Shape::Enum(Enum { kind, values }));
        Type::Named(id)
    }

    /// The values of an enum without null, each once. `None` if a value is a list or an object.
    pub(super) fn enum_values(&mut self, at: &Pointer, schema: &Schema) -> Option<Vec<EnumValue>> {
        let values = schema.values.as_deref().unwrap_or_default();
        let mut list: Vec<EnumValue> = Vec::new();
        let mut known = BTreeSet::new();
        let mut is_repaired = false;
        for (index, node) in values.iter().enumerate() {
            let value = constant(node, schema.kind)?;
            is_repaired |= node.is_string() != matches!(value, Literal::String(_)) && value != Literal::Null;
            if value != Literal::Null && known.insert(value.identity()) {
                let name = schema.value_names.get(index).filter(|name| !name.trim().is_empty());
                list.push(EnumValue {
                    value,
                    hint: name.cloned(),
                    docs: schema.value_texts.get(index).cloned().unwrap_or_default(),
                });
            }
        }
        if is_repaired {
            let kind = match schema.kind {
                Some(SchemaType::Boolean) => "`boolean`; its strings are read as booleans",
                Some(SchemaType::Integer | SchemaType::Number) => "a number; its strings are read as numbers",
                _ => "`string`; its unquoted values are read as strings",
            };
            self.report(&codes::REPAIRED, at, format!("the type of this enum is {kind}"));
        }
        Some(list)
    }
}

/// The kind of an enum with these values. `None` if there are none.
pub(super) fn kind_of<'v>(values: impl IntoIterator<Item = &'v EnumValue>) -> Option<EnumKind> {
    let mut kind = None;
    for value in values {
        let own = match value.value {
            Literal::String(_) => EnumKind::String,
            Literal::Integer(_) => EnumKind::Integer,
            Literal::Null | Literal::Bool(_) | Literal::Unsigned(_) | Literal::Float(_) => EnumKind::Mixed,
        };
        kind = Some(match kind {
            None => own,
            Some(known) if known == own => own,
            Some(_) => EnumKind::Mixed,
        });
    }
    kind
}

/// Whether a value was read without rounding. An integer of the document can be too large for every integer type.
pub(super) fn is_exact(value: &EnumValue) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    !matches!(value.value, Literal::Float(value) if value.trunc() == value && value.abs() > EXACT)
}

/// Whether a value is the same as an `f64`.
fn is_float(value: &Literal) -> bool {
    const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
    match value {
        Literal::Float(_) => true,
        Literal::Integer(value) => value.unsigned_abs() <= EXACT,
        Literal::Null | Literal::Bool(_) | Literal::Unsigned(_) | Literal::String(_) => false,
    }
}

/// A constant of a schema of this type. Documents write `1` for the string `"1"` and `"true"` for the boolean.
pub(super) fn constant(node: &Node, kind: Option<SchemaType>) -> Option<Literal> {
    let value = literal(node)?;
    Some(match (kind, value) {
        (Some(SchemaType::String), value) => value.into_text(),
        (Some(SchemaType::Boolean), Literal::String(text)) if text == "true" || text == "false" => {
            Literal::Bool(text == "true")
        }
        (Some(SchemaType::Integer | SchemaType::Number), Literal::String(text)) => match text.parse() {
            Ok(number) => Literal::Integer(number),
            Err(_) => Literal::String(text),
        },
        // `1.0` is an integer.
        (Some(SchemaType::Integer), Literal::Float(value)) => integral(value),
        (_, value) => value,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the value is an integer of less than 53 bits"
)]
fn integral(value: f64) -> Literal {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value.trunc() == value && value.abs() < EXACT {
        true => Literal::Integer(value as i64),
        false => Literal::Float(value),
    }
}

/// The literal of a scalar; lists and objects have none.
pub(super) fn literal(node: &Node) -> Option<Literal> {
    Some(match node {
        Node::Null => Literal::Null,
        Node::Bool(value) => Literal::Bool(*value),
        Node::Number(number) => match number.as_i64() {
            Some(integer) => Literal::Integer(integer),
            None => match number.as_u64() {
                Some(integer) => Literal::Unsigned(integer),
                None => Literal::Float(number.as_f64()?),
            },
        },
        Node::String(text) => Literal::String(text.clone()),
        Node::Array(_) | Node::Object(_) => return None,
    })
}
