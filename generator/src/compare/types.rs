//! How the values of a type differ between two versions, for a program that has the old type.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Verdict;
use super::side::Side;
use super::taken::Taken;
use super::verdict::{Difference, Direction, Effect, Flow, Subject};
use crate::ir::{Shape, Structure, Type, TypeDef, TypeId};

/// Two types that are compared, and how their values flow.
type Key = (TypeId, TypeId, Flow);

/// The types in each other that are compared at once: documents can nest types without limit.
const MAX_DEPTH: usize = 128;

/// Two versions of a document, and what was compared of them.
pub(super) struct Finder<'a> {
    pub old: Side<'a>,
    pub new: Side<'a>,
    /// Types that were compared, or are being compared.
    seen: BTreeSet<Key>,
    /// Aliases that were compared.
    noted: BTreeSet<(TypeId, TypeId)>,
    /// What it means that another type is used.
    others: BTreeMap<Key, Effect>,
    /// The paths of the types of each version.
    old_types: BTreeSet<String>,
    new_types: BTreeSet<String>,
    pub found: Vec<Difference>,
    pub taken: Taken<'a>,
    /// How many types are being compared, each inside of the one before.
    depth: usize,
    /// Types that are nested too deeply in others, and are compared after these.
    deferred: Vec<(Use, Key)>,
    /// Where only the documentation differs.
    pub described: Vec<Use>,
}

/// Where two types are used.
#[derive(Clone)]
pub(super) struct Use {
    pub old: Subject,
    pub new: Subject,
}

impl<'a> Finder<'a> {
    pub(super) fn new(old: Side<'a>, new: Side<'a>) -> Self {
        Self {
            old,
            new,
            seen: BTreeSet::new(),
            noted: BTreeSet::new(),
            others: BTreeMap::new(),
            old_types: old.type_paths(),
            new_types: new.type_paths(),
            found: Vec::new(),
            taken: Taken::of(new),
            depth: 0,
            deferred: Vec::new(),
            described: Vec::new(),
        }
    }

    pub(super) fn add(
        &mut self,
        at: &Use,
        rule: &'static str,
        effect: Effect,
        before: &str,
        after: &str,
    ) -> Option<&mut Difference> {
        self.found.push(Difference {
            rule,
            effect,
            code: Verdict::Fine,
            old: at.old.clone(),
            new: at.new.clone(),
            before: before.to_owned(),
            after: after.to_owned(),
            items: Vec::new(),
            types: Vec::new(),
            help: None,
        });
        self.found.last_mut()
    }

    pub(super) fn types(&mut self, at: &Use, flow: Flow, old: &'a Type, new: &'a Type) {
        self.aliases(old, new);
        let (old, new) = (self.old.behind_aliases(old), self.new.behind_aliases(new));
        match (old.structure(), new.structure()) {
            (Structure::Named(one), Structure::Named(other)) => self.named(at, flow, (old, one), (new, other)),
            (Structure::List(one), Structure::List(other)) | (Structure::Map(one), Structure::Map(other)) => {
                self.types(at, flow.sometimes(), one, other);
            }
            (Structure::Option(one), Structure::Option(other)) => self.types(at, flow.sometimes(), one, other),
            (Structure::Option(one), _) => {
                let effect = flow.if_sent(flow.sometimes().failure());
                self.add(at, "element-not-nullable", effect, "may be null", "is never null");
                self.types(at, flow.sometimes(), one, new);
            }
            (_, Structure::Option(other)) => {
                let effect = if self.old.is_empty_for_null(old) {
                    Effect::None
                } else {
                    flow.sometimes().failure()
                };
                let effect = flow.if_received(effect);
                self.add(at, "element-nullable", effect, "is never null", "may be null");
                self.types(at, flow, old, other);
            }
            _ => self.scalars(at, flow, old, new),
        }
    }

    fn named(
        &mut self,
        at: &Use,
        flow: Flow,
        (old_type, old_id): (&'a Type, TypeId),
        (new_type, new_id): (&'a Type, TypeId),
    ) {
        let (Some(old), Some(new)) = (self.old.get(old_id), self.new.get(new_id)) else {
            return;
        };
        let is_comparable = matches!(
            (&old.shape, &new.shape),
            (
                Shape::Struct(_) | Shape::Multipart(_),
                Shape::Struct(_) | Shape::Multipart(_)
            ) | (Shape::Union(_), Shape::Union(_))
        ) || matches!((&old.shape, &new.shape), (Shape::Enum(one), Shape::Enum(other)) if one.kind == other.kind || flow.is_text);
        if !is_comparable {
            self.shapes(at, flow, (old_type, old), (new_type, new));
            return;
        }
        let of_types = Use {
            old: Subject::of_type(self.old, old_id),
            new: Subject::of_type(self.new, new_id),
        };
        let key = (old_id, new_id, flow);
        if self.is_other(&of_types, new_id) {
            let effect = self.meaning_of_another(&of_types, key);
            self.type_changed(at, effect, old_type, new_type);
        } else if self.seen.insert(key) {
            self.type_notes(&of_types, old, new);
            self.nested(of_types, key);
        }
    }

    /// The parts of two types, now or after the types around them.
    fn nested(&mut self, of_types: Use, key: Key) {
        if self.depth == MAX_DEPTH {
            self.deferred.push((of_types, key));
            return;
        }
        self.depth += 1;
        self.parts(&of_types, key);
        self.depth -= 1;
        self.finish_deferred();
    }

    /// Compares what was deferred, once nothing else is being compared.
    fn finish_deferred(&mut self) {
        while self.depth == 0
            && let Some((of_types, key)) = self.deferred.pop()
        {
            self.depth += 1;
            self.parts(&of_types, key);
            self.depth -= 1;
        }
    }

    /// Whether a type is not the old one with another name: both versions have one of the two names, and for another type.
    fn is_other(&self, of_types: &Use, new: TypeId) -> bool {
        let Use { old: one, new: other } = of_types;
        let aliases = self.new.names.ty(new).map(|name| name.aliases.as_slice());
        let is_alias = aliases
            .unwrap_or_default()
            .iter()
            .any(|alias| alias.as_str() == one.name());
        one.item != other.item
            && !is_alias
            && (self.new_types.contains(&one.item) || self.old_types.contains(&other.item))
    }

    /// What all differences between two types mean together, where one is used instead of the other.
    fn meaning_of_another(&mut self, of_types: &Use, key: Key) -> Effect {
        if let Some(known) = self.others.get(&key) {
            return *known;
        }
        if self.depth == MAX_DEPTH {
            return key.2.failure();
        }
        // A type that contains itself.
        self.others.insert(key, Effect::None);
        let (first, described) = (self.found.len(), self.described.len());
        self.depth += 1;
        self.parts(of_types, key);
        self.depth -= 1;
        self.described.truncate(described);
        let path = of_types.old.item.as_str();
        let is_own = |row: &Difference| {
            let rest = row.old.item.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let (own, rest) = self.found.drain(first..).partition::<Vec<_>, _>(is_own);
        self.found.extend(rest);
        let effect = own.iter().map(|row| row.effect).max().unwrap_or(Effect::None);
        self.others.insert(key, effect);
        self.finish_deferred();
        effect
    }

    /// The members, values or branches of two types of one kind.
    fn parts(&mut self, of_types: &Use, (old_id, new_id, flow): Key) {
        let (Some(old), Some(new)) = (self.old.get(old_id), self.new.get(new_id)) else {
            return;
        };
        let ids = (old_id, new_id);
        match (&old.shape, &new.shape) {
            (Shape::Struct(one) | Shape::Multipart(one), Shape::Struct(other) | Shape::Multipart(other)) => {
                self.structs(ids, flow, (one, &old.docs), (other, &new.docs));
            }
            (Shape::Enum(one), Shape::Enum(other)) => self.enums(of_types, ids, flow, one, other),
            (Shape::Union(one), Shape::Union(other)) => self.unions(of_types, ids, flow, one, other),
            _ => {}
        }
    }

    /// The names of aliases.
    fn aliases(&mut self, mut old: &'a Type, mut new: &'a Type) {
        while let (Structure::Named(old_id), Structure::Named(new_id)) = (old.structure(), new.structure()) {
            let (Some(one), Some(other)) = (self.old.get(old_id), self.new.get(new_id)) else {
                return;
            };
            let (Shape::Alias(behind), Shape::Alias(other_behind)) = (&one.shape, &other.shape) else {
                return;
            };
            let of_types = Use {
                old: Subject::of_type(self.old, old_id),
                new: Subject::of_type(self.new, new_id),
            };
            if self.is_other(&of_types, new_id) || !self.noted.insert((old_id, new_id)) {
                return;
            }
            self.type_notes(&of_types, one, other);
            (old, new) = (behind, other_behind);
        }
    }

    fn type_notes(&mut self, at: &Use, old: &TypeDef, new: &TypeDef) {
        if at.old.item != at.new.item {
            let items = vec![at.old.item.clone()];
            let (before, after) = (at.old.name().to_owned(), at.new.name().to_owned());
            if let Some(row) = self.add(at, "type-renamed", Effect::None, &before, &after) {
                row.items = items;
                row.code = Verdict::Changes;
                row.help = Some(format!("write `{after}` instead of `{before}`"));
            }
        }
        // A type that is written in place is deprecated with its member.
        let is_named = old.hint.is_component() && new.hint.is_component();
        match (old.docs.deprecated && is_named, new.docs.deprecated && is_named) {
            (false, true) => drop(self.add(at, "type-deprecated", Effect::None, "", "deprecated")),
            (true, false) => drop(self.add(at, "type-undeprecated", Effect::None, "deprecated", "")),
            _ => {}
        }
        self.docs(at, &old.docs, &new.docs);
    }

    /// Types of different shapes.
    fn shapes(&mut self, at: &Use, flow: Flow, (old_type, old): (&Type, &TypeDef), (new_type, new): (&Type, &TypeDef)) {
        let effect = match (&old.shape, &new.shape, flow.direction) {
            // The old type is one of the branches, or all values were texts anyway.
            (_, Shape::Union(_), Direction::Received) | (Shape::Union(_), _, Direction::Sent) => {
                flow.sometimes().failure()
            }
            (_, Shape::Union(_), Direction::Sent) => Effect::None,
            (Shape::Union(union), _, Direction::Received) => {
                let is_branch = |variant: &crate::ir::Variant| matches!(variant.ty.structure(), Structure::Named(id) if self.old.get(id).is_some_and(|def| def.hint == new.hint || def.origin == new.origin));
                if union.variants.iter().any(is_branch) {
                    Effect::None
                } else {
                    Effect::Changes
                }
            }
            _ => flow.failure(),
        };
        self.type_changed(at, effect, old_type, new_type);
    }

    fn type_changed(&mut self, at: &Use, effect: Effect, old: &Type, new: &Type) {
        let (before, after) = (self.old.rust(old), self.new.rust(new));
        let types = Side::ids(old);
        let inner = self.same_member(old, new);
        let name = at.old.name().to_owned();
        if let Some(row) = self.add(at, rule_of(self.old, self.new, old, new), effect, &before, &after) {
            row.types = types;
            row.help = Some(match inner {
                Some(member) => format!("`{name}` is a `{after}` now: use its member `{member}`"),
                None => format!("use `{after}` instead of `{before}`"),
            });
        }
    }

    /// A member of the new type that has the old type: the value moved into an object.
    fn same_member(&self, old: &Type, new: &Type) -> Option<String> {
        let Structure::Named(id) = new.structure() else {
            return None;
        };
        let Shape::Struct(shape) = &self.new.get(id)?.shape else {
            return None;
        };
        let names = self.new.names.ty(id)?.fields.iter();
        let is_scalar = matches!(old.structure(), Structure::Scalar);
        let mut pairs = shape
            .fields
            .iter()
            .zip(names)
            .filter(|(field, _)| is_scalar && field.ty == *old);
        let (_, name) = pairs.next()?;
        pairs.next().is_none().then(|| name.field.bare().to_owned())
    }

    fn scalars(&mut self, at: &Use, flow: Flow, old: &Type, new: &Type) {
        if old == new {
            return;
        }
        let (reader, values) = match flow.direction {
            Direction::Sent => ((self.new, new), (self.old, old)),
            Direction::Received => ((self.old, old), (self.new, new)),
        };
        let effect = match (accepts(reader, values, flow.is_text), flow.direction) {
            (Reads::All, _) => Effect::None,
            // A value that no variant is declared for is kept as `Unknown`.
            (Reads::Listed, Direction::Received) => Effect::Changes,
            (Reads::Listed | Reads::Some, _) => flow.sometimes().failure(),
            (Reads::None, _) => flow.failure(),
        };
        self.type_changed(at, effect, old, new);
    }
}

/// Values of an enum became any values, or the reverse; else the type changed.
fn rule_of(old: Side<'_>, new: Side<'_>, one: &Type, other: &Type) -> &'static str {
    let is_enum = |side: Side<'_>, ty: &Type| match ty.structure() {
        Structure::Named(id) => side.get(id).is_some_and(|def| matches!(def.shape, Shape::Enum(_))),
        _ => false,
    };
    match (
        is_enum(old, one),
        is_enum(new, other),
        one.structure(),
        other.structure(),
    ) {
        (true, false, _, Structure::Scalar) => "enum-opened",
        (false, true, Structure::Scalar, _) => "enum-closed",
        _ => "type-changed",
    }
}

/// Which values of one type can be read as another.
enum Reads {
    All,
    /// Those that an enum lists.
    Listed,
    Some,
    None,
}

/// What happens to the values of one type where another one is read.
fn accepts((reader, one): (Side<'_>, &Type), (writer, other): (Side<'_>, &Type), is_text: bool) -> Reads {
    // In a text, one value is written as a list of it.
    match (is_text, one, other) {
        (true, Type::List(_), Type::List(_)) | (false, ..) => {}
        (true, Type::List(item), _) => return accepts((reader, item), (writer, other), true),
        (true, _, Type::List(item)) => {
            return match accepts((reader, one), (writer, item), true) {
                Reads::None => Reads::None,
                Reads::All | Reads::Listed | Reads::Some => Reads::Some,
            };
        }
        _ => {}
    }
    if let Structure::Named(id) = other.structure()
        && let Some(Shape::Enum(values)) = writer.get(id).map(|def| &def.shape)
    {
        let has_texts = matches!(values.kind, crate::ir::EnumKind::String);
        let ty = if has_texts { Type::String } else { Type::I64 };
        return accepts((reader, one), (writer, &ty), is_text);
    }
    if let Structure::Named(id) = one.structure() {
        return match reader.get(id).map(|def| &def.shape) {
            Some(Shape::Enum(values)) => {
                let is_text = matches!(values.kind, crate::ir::EnumKind::String);
                if is_text == other.is_text() {
                    Reads::Listed
                } else {
                    Reads::None
                }
            }
            // A value that no branch takes is kept as `Unknown`.
            Some(Shape::Union(_)) => Reads::Listed,
            // A map may have the members of an object.
            Some(Shape::Struct(shape)) if matches!(other.structure(), Structure::Map(_) | Structure::Json) => {
                let is_loose = shape.arguments().next().is_none();
                if is_loose { Reads::Some } else { Reads::None }
            }
            _ => Reads::None,
        };
    }
    accepts_plain((reader, one), (writer, other), is_text)
}

/// See [`accepts`]: the reader has no definition of its own.
fn accepts_plain((reader, one): (Side<'_>, &Type), (writer, other): (Side<'_>, &Type), is_text: bool) -> Reads {
    match (one, other) {
        (one, other) if one == other => Reads::All,
        (Type::Json, _) => Reads::All,
        (Type::JsonMap, Type::Map(_)) => Reads::All,
        (Type::JsonMap, Type::Named(id) | Type::Boxed(id)) => match writer.get(*id).map(|def| &def.shape) {
            Some(Shape::Struct(_)) => Reads::All,
            _ => Reads::None,
        },
        (Type::Map(_), Type::Named(id) | Type::Boxed(id)) => match writer.get(*id).map(|def| &def.shape) {
            Some(Shape::Struct(shape)) => {
                let Type::Map(value) = one else { return Reads::None };
                let fits = |field: &crate::ir::Field| {
                    matches!(accepts((reader, value), (writer, &field.ty), is_text), Reads::All)
                };
                if shape.fields.iter().all(fits) {
                    Reads::All
                } else {
                    Reads::Some
                }
            }
            _ => Reads::None,
        },
        (Type::Map(_), Type::JsonMap) | (_, Type::Json) => Reads::Some,
        (Type::I64, Type::I32 | Type::U32) | (Type::U64, Type::U32) => Reads::All,
        (Type::F64, Type::I32 | Type::I64 | Type::U32 | Type::U64) => Reads::All,
        (Type::I32 | Type::U32 | Type::U64 | Type::I64, Type::I32 | Type::I64 | Type::U32 | Type::U64) => Reads::Some,
        (Type::I32 | Type::I64 | Type::U32 | Type::U64, Type::F64) => Reads::Some,
        (Type::String, Type::Formatted(_)) => Reads::All,
        (Type::Formatted(format), Type::String) if format.is_string() => Reads::All,
        (Type::Formatted(_), Type::String) => Reads::Some,
        // Parameters are texts on the wire.
        (Type::String, other) if is_text && (other.is_number() || *other == Type::Bool) => Reads::All,
        (Type::I32 | Type::I64 | Type::U32 | Type::U64 | Type::F64 | Type::Bool, Type::String) if is_text => {
            Reads::Some
        }
        _ => Reads::None,
    }
}
