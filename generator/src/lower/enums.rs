//! Enumerations: strings, integers, or a mixture.

use super::context::{Lower, LoweredType};
use crate::diag::codes;
use crate::ir::{Enum, EnumKind, EnumValue, Hint, Literal, Shape, Type};
use crate::load::Node;
use crate::pointer::Pointer;

impl Lower<'_, '_> {
    pub(super) fn enumeration(&mut self, at: &Pointer, hint: &Hint, values: &[Node], nullable: bool) -> LoweredType {
        let names = self.suggested(at, &["x-enum-varnames", "x-enumNames"]);
        let texts = self.suggested(at, &["x-enum-descriptions", "x-enumDescriptions"]);
        let mut list: Vec<EnumValue> = Vec::new();
        let mut has_null = nullable;
        let is_text = self.text(at, "type") == Some("string");
        if is_text && values.iter().any(|value| value.is_number() || value.is_boolean()) {
            self.report(
                &codes::REPAIRED,
                at,
                "the type of this enum is `string`; its unquoted values are read as strings",
            );
        }
        for (index, value) in values.iter().enumerate() {
            // `enum: [1, 2]` of `type: string` is YAML without quotes.
            let Some(value) = literal(value).map(|value| if is_text { value.into_text() } else { value }) else {
                return LoweredType {
                    ty: Type::Json,
                    nullable,
                };
            };
            if value == Literal::Null {
                has_null = true;
            } else if !list.iter().any(|known| known.value == value) {
                list.push(EnumValue {
                    value,
                    hint: names.get(index).cloned(),
                    docs: texts.get(index).cloned().unwrap_or_default(),
                });
            }
        }
        let ty = match kind_of(&list) {
            None => Type::Json,
            // At most two values, and Rust has a type for them.
            Some(EnumKind::Mixed) if list.iter().all(|v| matches!(v.value, Literal::Bool(_))) => Type::Bool,
            Some(EnumKind::Mixed) if list.iter().any(|v| is_rounded(&v.value)) => {
                let message = "a value of this enum has too many digits to be kept exactly; any JSON value is accepted";
                self.report(&codes::AS_JSON, at, message);
                Type::Json
            }
            Some(EnumKind::Mixed)
                if list
                    .iter()
                    .all(|v| matches!(v.value, Literal::Float(_) | Literal::Integer(_))) =>
            {
                Type::F64
            }
            Some(kind) => {
                let id = self.reserve(at, hint, self.docs(at));
                self.define(id, Shape::Enum(Enum { kind, values: list }));
                Type::Named(id)
            }
        };
        LoweredType { ty, nullable: has_null }
    }

    fn suggested(&self, at: &Pointer, keys: &[&str]) -> Vec<String> {
        let node = self.resolver.node(at);
        let found = keys.iter().find_map(|key| node?.get(*key)?.as_array());
        found
            .into_iter()
            .flatten()
            .map(|name| name.as_str().unwrap_or("").to_owned())
            .collect()
    }
}

fn kind_of(values: &[EnumValue]) -> Option<EnumKind> {
    if values.is_empty() {
        None
    } else if values.iter().all(|v| matches!(v.value, Literal::String(_))) {
        Some(EnumKind::String)
    } else if values.iter().all(|v| matches!(v.value, Literal::Integer(_))) {
        Some(EnumKind::Integer)
    } else {
        Some(EnumKind::Mixed)
    }
}

/// Whether an integer of the document is too large for every integer type, so that it was rounded.
fn is_rounded(value: &Literal) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    matches!(value, Literal::Float(value) if value.trunc() == *value && value.abs() > EXACT)
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
