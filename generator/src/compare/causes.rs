//! Which change an item belongs to that code can no longer use.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{BrokenItem, Change};
use super::side::Side;
use crate::ir::{Shape, Type, TypeId, for_each_type, for_each_type_of};

/// The changes, by what they are about in the old client.
pub(super) struct Causes<'a> {
    changes: &'a [Change],
    /// The types and operations of the old client.
    owners: Owners,
    /// Changes by their items.
    by_item: BTreeMap<&'a str, Vec<usize>>,
    /// Changes by the type or the operation that they are about.
    by_owner: BTreeMap<String, Vec<usize>>,
    /// For each type that is gone the change that removed its last use.
    gone: BTreeMap<String, usize>,
}

impl<'a> Causes<'a> {
    pub(super) fn find(old: Side<'_>, changes: &'a [Change], broken: &[BrokenItem]) -> Self {
        let mut causes = Self {
            changes,
            owners: Owners::of(old),
            by_item: BTreeMap::new(),
            by_owner: BTreeMap::new(),
            gone: BTreeMap::new(),
        };
        for (index, change) in changes.iter().enumerate() {
            let Some(item) = change.old.as_ref().map(|part| part.item.as_str()) else {
                continue;
            };
            let owner = causes.owners.nearest(item).unwrap_or(item).to_owned();
            causes.by_owner.entry(owner).or_default().push(index);
            causes.by_item.entry(item).or_default().push(index);
        }
        causes.gone = causes.gone_types(old, broken);
        causes
    }

    /// The change that an item belongs to. `None` if nothing that is sent or received explains it.
    pub(super) fn of(&self, broken: &BrokenItem) -> Option<usize> {
        let path = broken.path.as_str();
        let own = ancestors(path).find_map(|path| self.gone.get(path));
        own.copied()
            .or_else(|| self.same_item(path))
            .or_else(|| self.same_owner(path))
            .or_else(|| self.mentioned(&broken.before))
    }

    /// The change of the item itself, or of the field that a setter sets.
    fn same_item(&self, path: &str) -> Option<usize> {
        let field = path
            .rsplit_once("::with_")
            .map(|(owner, name)| format!("{owner}::{name}"));
        let kind = self.kind(path);
        let same = [Some(path), field.as_deref()];
        let found = same.into_iter().flatten().find_map(|path| self.by_item.get(path))?;
        self.best(found, |rule| relevance(rule, kind).max(1))
    }

    /// The change of the same type or operation that is most likely the cause.
    fn same_owner(&self, path: &str) -> Option<usize> {
        let owner = self.owners.nearest(path)?;
        let kind = self.kind(path);
        self.best(self.by_owner.get(owner)?, |rule| relevance(rule, kind))
    }

    /// The change because of which a type is gone that the item mentioned.
    fn mentioned(&self, signature: &str) -> Option<usize> {
        let words = signature.split(|c: char| !c.is_alphanumeric() && c != '_');
        let mut found = words.filter_map(|word| self.gone.get(&format!("models::{word}")));
        found.next().copied()
    }

    /// Of several changes the most relevant one, and of these the first.
    fn best(&self, indices: &[usize], relevance: impl Fn(&str) -> u8) -> Option<usize> {
        let ranked = indices.iter().filter_map(|index| {
            let change = self.changes.get(*index)?;
            Some((relevance(change.rule.id), std::cmp::Reverse(*index)))
        });
        let (relevance, std::cmp::Reverse(index)) = ranked.max()?;
        (relevance > 0).then_some(index)
    }

    fn kind(&self, path: &str) -> ItemKind {
        let last = path.rsplit("::").next().unwrap_or(path);
        match self.owners.operations.get(path) {
            Some(kind) => *kind,
            None if last == "Error" => ItemKind::Error,
            None if ["Output", "Event", "Line"].contains(&last) => ItemKind::Output,
            None if last == "new" || last == "builder" => ItemKind::Constructor,
            None if last.starts_with("derive ") => ItemKind::Derive,
            None => ItemKind::Other,
        }
    }

    /// The types that the new client does not have, each with the first change that could have reached it before.
    fn gone_types(&self, old: Side<'_>, broken: &[BrokenItem]) -> BTreeMap<String, usize> {
        let gone: BTreeSet<&str> = broken
            .iter()
            .filter(|item| item.after.is_none() && self.owners.types.contains_key(&item.path))
            .map(|item| item.path.as_str())
            .collect();
        if gone.is_empty() {
            return BTreeMap::new();
        }
        let uses = uses(old);
        let mut found = BTreeMap::new();
        let mut order: Vec<usize> = (0..self.changes.len()).collect();
        order.sort_by_key(|index| {
            let rule = self.changes.get(*index).map_or("", |change| change.rule.id);
            std::cmp::Reverse(removal(rule))
        });
        for index in order {
            let Some(change) = self.changes.get(index).filter(|change| removal(change.rule.id) > 0) else {
                continue;
            };
            let Some(item) = change.old.as_ref().map(|part| part.item.as_str()) else {
                continue;
            };
            let mut waiting: Vec<TypeId> = uses.get(item).cloned().unwrap_or_default();
            waiting.extend(self.owners.types.get(item));
            while let Some(id) = waiting.pop() {
                let path = old.type_path(id);
                if !gone.contains(path.as_str()) || found.contains_key(&path) {
                    continue;
                }
                waiting.extend(uses.get(&path).into_iter().flatten());
                found.insert(path, index);
            }
        }
        found
    }
}

/// The types and the operations of a client, by the paths of their items.
struct Owners {
    types: BTreeMap<String, TypeId>,
    /// The items of operations: methods, calls, enums of responses.
    operations: BTreeMap<String, ItemKind>,
    /// The method of each of them.
    methods: BTreeMap<String, String>,
}

impl Owners {
    fn of(side: Side<'_>) -> Self {
        let ids = (0..side.api.types.len()).map(TypeId);
        let mut owners = Self {
            types: ids.map(|id| (side.type_path(id), id)).collect(),
            operations: BTreeMap::new(),
            methods: BTreeMap::new(),
        };
        for operation in &side.api.operations {
            let method = side.method_path(operation);
            let mut add = |path: String, kind| {
                owners.methods.entry(path.clone()).or_insert_with(|| method.clone());
                owners.operations.insert(path, kind);
            };
            let [output, error] = side.response_paths(operation);
            add(method.clone(), ItemKind::Method);
            add(side.call_path(operation), ItemKind::Call);
            add(output, ItemKind::Output);
            add(error, ItemKind::Error);
            // What is left of a tag belongs to its first operation.
            for path in side.tag_paths(operation) {
                owners.methods.entry(path).or_insert_with(|| method.clone());
            }
        }
        owners
    }

    /// The type or the method that an item belongs to.
    fn nearest<'p>(&'p self, path: &'p str) -> Option<&'p str> {
        ancestors(path).find_map(|path| {
            let method = self.methods.get(path).map(String::as_str);
            let builder = path
                .strip_suffix("Builder")
                .filter(|owner| self.types.contains_key(*owner));
            let ty = self.types.get_key_value(path).map(|(path, _)| path.as_str());
            method.or(ty).or(builder)
        })
    }
}

/// A path, and the paths around it.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once("::").map(|(owner, _)| owner))
}

/// For each item of a client the types that it uses directly.
fn uses(side: Side<'_>) -> BTreeMap<String, Vec<TypeId>> {
    let mut uses: BTreeMap<String, Vec<TypeId>> = BTreeMap::new();
    let mut add = |path: String, ty: &Type| ty.for_each_id(&mut |id| uses.entry(path.clone()).or_default().push(id));
    for (index, def) in side.api.types.iter().enumerate() {
        let id = TypeId(index);
        for_each_type(&def.shape, &mut |ty| add(side.type_path(id), ty));
        match &def.shape {
            Shape::Struct(s) | Shape::Multipart(s) => {
                for field in &s.fields {
                    add(side.field_path(id, &s.fields, &field.wire), &field.ty);
                }
            }
            Shape::Union(union) => {
                for (index, variant) in union.variants.iter().enumerate() {
                    add(side.variant_path(id, index), &variant.ty);
                }
            }
            Shape::Enum(_) | Shape::Alias(_) => {}
        }
    }
    for operation in &side.api.operations {
        for_each_type_of(operation, &mut |ty| add(side.method_path(operation), ty));
        for param in &operation.params {
            add(side.param_path(operation, param), &param.ty);
        }
    }
    uses
}

/// What an item is, as far as it matters which changes it follows from.
#[derive(Clone, Copy, PartialEq)]
enum ItemKind {
    Constructor,
    Derive,
    Method,
    Call,
    Output,
    Error,
    /// A field, a variant, a setter, a conversion.
    Other,
}

/// How likely it is that an item of a kind changed because of a rule. Zero: not at all.
fn relevance(rule: &str, kind: ItemKind) -> u8 {
    let (about, what) = rule.split_once('-').unwrap_or((rule, ""));
    match (about, what, kind) {
        ("documentation" | "default" | "limit" | "server" | "security", ..) => 0,
        ("member" | "parameter" | "operation" | "value" | "branch", "added" | "deprecated" | "undeprecated", _) => 0,
        ("operation", "removed" | "moved" | "renamed", _) => 4,
        ("member", _, ItemKind::Constructor | ItemKind::Method) => 3,
        ("parameter" | "request", _, ItemKind::Method) => 3,
        ("status" | "response", _, ItemKind::Output) | ("error", _, ItemKind::Error) => 3,
        ("type" | "element" | "enum", ..) => 2,
        ("member" | "value" | "branch", ..) | ("parameter" | "request", _, ItemKind::Other | ItemKind::Call) => 1,
        ("status" | "response" | "error", _, ItemKind::Output | ItemKind::Error | ItemKind::Call) => 1,
        _ => 0,
    }
}

/// How likely it is that a rule removes a type. Zero: not at all.
fn removal(rule: &str) -> u8 {
    match rule.split_once('-') {
        Some((_, what)) if what.contains("renamed") => 4,
        Some((_, what)) if what.contains("removed") => 3,
        Some(("type" | "enum" | "element", _)) => 2,
        Some((_, what)) if what.contains("changed") => 1,
        _ => 0,
    }
}
