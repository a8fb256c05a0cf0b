//! What is wrong with a decoded value.

use serde_json::Value;

use super::layout::{self, Def, Layout, Seen, Ty, Walk};
use super::walk::{self, mapping};
use crate::roundtrip::equal::{self, Comparison};

/// Maximum number of members of one value that are set aside.
const MAX_SET_ASIDE: usize = 30;

/// One fault.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Fault {
    pub kind: Kind,
    /// JSON pointer of the schema of the innermost type that is affected.
    pub schema: String,
    pub what: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) enum Kind {
    /// A valid value does not decode.
    Decode,
    /// A valid value is not equal after the round trip.
    Differs,
    /// A value was decoded into a branch that does not accept it.
    Branch,
    /// The same, but only bounds or patterns of the branch exclude the value.
    Bounds,
    /// A known value is `Unknown`.
    Unknown,
    /// A wrong value was taken for something else.
    Twin,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Decode => "decode",
            Self::Differs => "differs",
            Self::Branch => "branch",
            Self::Bounds => "bounds",
            Self::Unknown => "unknown",
            Self::Twin => "twin",
        }
    }
}

impl Fault {
    /// The fault without the parts that differ between values.
    pub(crate) fn sign(&self) -> String {
        let (pointer, text) = self.what.split_once(": ").unwrap_or(("", &self.what));
        match self.kind {
            Kind::Decode => {
                let text = if self.what.starts_with('/') { text } else { &self.what };
                let text = text.split(", found").next().unwrap_or(text);
                let member = text.starts_with("missing member");
                if member {
                    text.to_owned()
                } else {
                    text.split('"').next().unwrap_or(text).trim().to_owned()
                }
            }
            Kind::Differs | Kind::Twin => {
                let member = pointer.rsplit('/').next().unwrap_or_default();
                let is_index = member.parse::<usize>().is_ok();
                let member = if is_index || member == "extra key" { "*" } else { member };
                let end = [" is lost", " was added"].into_iter().find(|end| text.ends_with(end));
                format!("{member}{}", end.unwrap_or(" became something else"))
            }
            Kind::Branch | Kind::Bounds | Kind::Unknown => text.split(" value ").next().unwrap_or(text).to_owned(),
        }
    }
}

/// What the rules need to know about a document.
pub(crate) struct Rules<'a> {
    pub document: &'a Value,
    pub layout: &'a Layout,
    pub accepts: &'a dyn Fn(&str, &Value) -> Option<bool>,
    /// Whether a schema accepts the structure of a value.
    pub structure: &'a dyn Fn(&str, &Value) -> Option<bool>,
}

/// What a program printed for a value.
pub(crate) enum Printed {
    Error(String),
    Value { after: Value, trace: String },
}

impl Printed {
    pub(crate) fn parse(line: &str) -> Self {
        let mut fields = line.splitn(3, '\t');
        let (kind, text) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        if kind != "ok" {
            return Self::Error(text.to_owned());
        }
        match serde_json::from_str(text) {
            Ok(after) => Self::Value {
                after,
                trace: fields.next().unwrap_or_default().to_owned(),
            },
            Err(error) => Self::Error(format!("encodes as no JSON: {error}")),
        }
    }
}

impl Rules<'_> {
    /// The faults of a valid value, and how it was decoded.
    pub(crate) fn valid(&self, root: &str, ty: &Ty, before: &Value, printed: &Printed) -> (Vec<Fault>, Walk) {
        let (after, trace) = match printed {
            Printed::Error(error) => return (vec![self.undecoded(root, error)], Walk::default()),
            Printed::Value { after, trace } => (after, trace),
        };
        let found = layout::walk(self.layout, ty, after, trace);
        let mut faults = Vec::new();
        if let Some((what, at)) = self.difference(root, &found, before, after) {
            faults.push(Fault {
                kind: Kind::Differs,
                schema: self.innermost(root, &found, &at),
                what,
            });
        }
        for (pointer, seen) in &found.seen {
            if let Some(value) = before.pointer(pointer) {
                faults.extend(self.seen(root, before, pointer, seen, value));
            }
        }
        (faults, found)
    }

    /// The first difference with its pointer. Members that the decoded branch does not declare are set aside if no other
    /// branch that accepts the value declares them.
    fn difference(&self, root: &str, found: &Walk, before: &Value, after: &Value) -> Option<(String, String)> {
        let mut rest = before.clone();
        for _ in 0..MAX_SET_ASIDE {
            let what = equal::difference(self.document, root, &rest, after)?;
            let at = what.split(": ").next().unwrap_or_default().to_owned();
            if !what.ends_with(" is lost") || !self.is_undeclared(root, found, before, &at) {
                return Some((what, at));
            }
            let removed = at
                .rsplit_once('/')
                .and_then(|(holder, name)| rest.pointer_mut(holder)?.as_object_mut()?.shift_remove(name));
            if removed.is_none() {
                return Some((what, at));
            }
        }
        None
    }

    /// Whether no branch that accepts the value around a lost member declares the member.
    fn is_undeclared(&self, root: &str, found: &Walk, before: &Value, at: &str) -> bool {
        let Some((holder, name)) = at.rsplit_once('/') else {
            return false;
        };
        let (Some(value), Some(schema)) = (before.pointer(holder), self.document.pointer(root)) else {
            return false;
        };
        let comparison = Comparison {
            document: self.document,
        };
        let is_required = comparison.at(schema, before, holder).iter().any(|schema| {
            let required = schema.get("required").and_then(Value::as_array);
            required.is_some_and(|list| list.iter().any(|known| known == name))
        });
        let here = || found.seen.iter().filter(|(pointer, _)| pointer == holder);
        let declares = |def: &Def| {
            let schema = self.document.pointer(&def.origin);
            let is_accepted = (self.accepts)(&def.origin, value) == Some(true);
            (
                is_accepted,
                schema.is_some_and(|schema| !comparison.member(&[schema], name).is_empty()),
            )
        };
        let mut variants = here().filter_map(|(_, seen)| match seen {
            Seen::Variant(union, _) => self.layout.types.get(*union),
            Seen::Type(_) | Seen::UnknownVariant(_) | Seen::UnknownValue(_) => None,
        });
        let others = variants
            .clone()
            .flat_map(|union| &union.variants)
            .filter_map(|(ty, _)| match ty {
                Ty::Named(id) => self.layout.types.get(*id),
                _ => None,
            });
        let is_declared = others
            .map(declares)
            .any(|(is_accepted, is_declared)| is_accepted && is_declared);
        let is_union = variants.next().is_some();
        is_union && !is_required && !is_declared
    }

    /// The fault of a value that is not valid.
    pub(crate) fn twin(&self, root: &str, ty: &Ty, before: &Value, printed: &Printed) -> Option<Fault> {
        let Printed::Value { after, trace } = printed else {
            return None;
        };
        if trace.split('\u{1f}').any(|report| report.starts_with(['u', 'e'])) {
            return None;
        }
        let what = equal::difference(self.document, root, before, after)?;
        let at = what.split(": ").next().unwrap_or_default();
        let found = layout::walk(self.layout, ty, after, trace);
        Some(Fault {
            kind: Kind::Twin,
            schema: self.innermost(root, &found, at),
            what,
        })
    }

    fn undecoded(&self, root: &str, error: &str) -> Fault {
        let at = error.split(": ").next().unwrap_or_default();
        Fault {
            kind: Kind::Decode,
            schema: walk::located(self.document, root, at),
            what: error.to_owned(),
        }
    }

    /// The schema of the innermost type around a pointer.
    fn innermost(&self, root: &str, found: &Walk, at: &str) -> String {
        let around = found.seen.iter().filter(|(pointer, _)| {
            at == pointer
                || at
                    .strip_prefix(pointer.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        });
        let last = around.max_by_key(|(pointer, _)| pointer.len());
        let id = last.map(|(_, seen)| match seen {
            Seen::Type(id) | Seen::Variant(id, _) | Seen::UnknownVariant(id) | Seen::UnknownValue(id) => *id,
        });
        id.and_then(|id| self.layout.types.get(id))
            .map_or_else(|| root.to_owned(), |def| def.origin.clone())
    }

    fn seen(&self, root: &str, before: &Value, pointer: &str, seen: &Seen, value: &Value) -> Option<Fault> {
        match seen {
            Seen::Type(_) => None,
            Seen::Variant(union, variant) => self.branch(self.layout.types.get(*union)?, *variant, pointer, value),
            Seen::UnknownVariant(union) => self.unknown_variant(self.layout.types.get(*union)?, pointer, value),
            Seen::UnknownValue(id) => {
                let schema = self.document.pointer(root)?;
                let flat = Comparison {
                    document: self.document,
                }
                .at(schema, before, pointer);
                let listed = flat.iter().any(|schema| {
                    schema.get("const") == Some(value)
                        || schema
                            .get("enum")
                            .and_then(Value::as_array)
                            .is_some_and(|list| list.contains(value))
                });
                listed.then(|| Fault {
                    kind: Kind::Unknown,
                    schema: self
                        .layout
                        .types
                        .get(*id)
                        .map(|def| def.origin.clone())
                        .unwrap_or_default(),
                    what: format!("{pointer}: the declared value {value} is unknown"),
                })
            }
        }
    }

    /// A branch was taken whose schema does not accept the value.
    fn branch(&self, union: &Def, variant: usize, pointer: &str, value: &Value) -> Option<Fault> {
        let (Ty::Named(id), _) = union.variants.get(variant)? else {
            return None;
        };
        let branch = self.layout.types.get(*id)?;
        if (self.accepts)(&branch.origin, value) != Some(false) {
            return None;
        }
        let only_bounds = (self.structure)(&branch.origin, value) != Some(false);
        Some(Fault {
            kind: if only_bounds { Kind::Bounds } else { Kind::Branch },
            schema: union.origin.clone(),
            what: format!("{pointer}: decoded as {}, which does not accept it", branch.origin),
        })
    }

    /// No branch was taken although the union accepts the value.
    fn unknown_variant(&self, union: &Def, pointer: &str, value: &Value) -> Option<Fault> {
        if (self.accepts)(&union.origin, value) == Some(false) || self.has_unknown_tag(union, value) {
            return None;
        }
        Some(Fault {
            kind: Kind::Unknown,
            schema: union.origin.clone(),
            what: format!("{pointer}: no branch was taken"),
        })
    }

    /// Whether the value has a tag that the document does not declare.
    fn has_unknown_tag(&self, union: &Def, value: &Value) -> bool {
        let Some(schema) = self.document.pointer(&union.origin) else {
            return false;
        };
        let flat = Comparison {
            document: self.document,
        }
        .flat(&[schema]);
        flat.iter()
            .filter_map(|schema| schema.get("discriminator")?.as_object())
            .any(|discriminator| {
                let Some(tag) = discriminator.get("propertyName").and_then(Value::as_str) else {
                    return false;
                };
                let Some(Value::String(name)) = value.get(tag) else {
                    return false;
                };
                let is_mapped = mapping(discriminator).iter().any(|(known, _)| known == name);
                let is_component = self
                    .document
                    .pointer(&walk::below("/components/schemas", name))
                    .is_some();
                let is_listed = flat
                    .iter()
                    .filter_map(|schema| schema.get("properties")?.get(tag))
                    .any(|schema| {
                        let flat = Comparison {
                            document: self.document,
                        }
                        .flat(&[schema]);
                        flat.iter().any(|schema| {
                            let listed = schema.get("enum").and_then(Value::as_array);
                            listed.is_some_and(|list| list.iter().any(|value| value == name))
                                || schema.get("const").is_some_and(|value| value == name)
                        })
                    });
                !is_mapped && !is_component && !is_listed
            })
    }
}
