//! Enumerations: texts, integers, or a mixture.

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
                "the values of this enum are texts by its type; those without quotes are taken as texts",
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
            // Two values at most, and the language has a type for them.
            Some(EnumKind::Mixed) if list.iter().all(|v| matches!(v.value, Literal::Bool(_))) => Type::Bool,
            Some(EnumKind::Mixed) if list.iter().any(|v| is_rounded(&v.value)) => {
                let message = "a value of this enum has more digits than are kept; any value is taken";
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

/// An integer of the document that is too big for any of ours, and was rounded when it was read.
fn is_rounded(value: &Literal) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    matches!(value, Literal::Float(value) if value.trunc() == *value && value.abs() > EXACT)
}

/// A scalar; lists and objects have no literal.
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
