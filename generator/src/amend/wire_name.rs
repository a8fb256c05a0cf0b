//! `wire-name`: what members of objects and parameters are called in requests and responses.

use std::collections::BTreeSet;

use super::Effect;
use super::edit::{Renamed, Trees, in_tree};
use super::kind::{Kind, kind};
use super::member::{declares, schemas};
use super::problem::Problem;
use crate::load::Node;
use crate::pointer::Pointer;

pub(super) fn set(trees: &mut Trees<'_>, at: &Pointer, wanted: &str) -> Result<Effect, Problem> {
    if wanted.is_empty() {
        return Err(Problem::NoName);
    }
    match kind(trees.documents, at) {
        Kind::Member(_, name) if name == wanted => Ok(Effect::Same),
        Kind::Member(owner, name) => {
            rename_member(trees, &owner, &name, wanted)?;
            Ok(Effect::Changed)
        }
        Kind::Parameter(at) => rename_parameter(trees, &at, wanted),
        _ => Err(Problem::OtherKind("members of objects and parameters")),
    }
}

/// Renames a member where it is declared, and where the schemas that are built on this one declare it again.
fn rename_member(trees: &mut Trees<'_>, owner: &Pointer, name: &str, wanted: &str) -> Result<(), Problem> {
    let is_alone =
        trees.mentions().most(name) <= 1 && trees.mentions().most(wanted) == 0 && declares(trees, owner, name);
    let (around, beside) = (trees.around(owner, is_alone), trees.beside(owner, is_alone));
    let inside = || around.iter().map(|(at, _)| at).chain(&beside.branches);
    if let Some(at) = inside().chain(&beside.outer).find(|at| is_taken(trees, at, wanted)) {
        return Err(Problem::TakenIn(original(trees, &at.child("properties").child(wanted))));
    }
    let lists = schemas(trees, owner, name);
    let wholes: Vec<&Pointer> = around
        .iter()
        .filter(|(_, is_part)| !is_part)
        .map(|(at, _)| at)
        .collect();
    let mut lists: BTreeSet<Pointer> = lists.into_iter().collect();
    for at in inside() {
        // A part or a branch that is written inside of such a schema belongs to it alone.
        if wholes.iter().any(|whole| whole.contains(at)) && declares(trees, at, name) {
            let members = at.child("properties");
            trees.rename_key(&members, name, wanted)?;
            trees.documents.origins.was_named(&members.child(wanted), name);
            lists.insert(at.clone());
        }
    }
    lists.extend(beside.branches.iter().filter(|at| !declares(trees, at, name)).cloned());
    for at in &lists {
        rename_in(trees, at, name, wanted);
    }
    trees.mentions().renamed(name, wanted);
    let owner = original(trees, owner);
    trees.renamed.push(Renamed {
        owner,
        old: name.to_owned(),
        new: wanted.to_owned(),
    });
    Ok(())
}

/// Whether the document itself has a member of this name.
fn is_taken(trees: &Trees<'_>, at: &Pointer, wanted: &str) -> bool {
    let member = at.child("properties").child(wanted);
    let has_other = || trees.documents.origins.name(&member).is_some_and(|name| name != wanted);
    declares(trees, at, wanted) && !has_other()
}

/// The name in the list of required members and in the discriminator.
fn rename_in(trees: &mut Trees<'_>, at: &Pointer, name: &str, wanted: &str) {
    let (required, documents) = trees.required();
    required.rename(documents, at, name, wanted);
    let Some(map) = trees.map_mut(at) else { return };
    let property = map.get_mut("discriminator").and_then(|tag| tag.get_mut("propertyName"));
    if let Some(property) = property.filter(|property| *property == name) {
        *property = Node::from(wanted);
    }
}

/// When all members have their names: discriminators of unions follow, and a member that is also declared elsewhere is reported.
pub(super) fn settle(trees: &mut Trees<'_>) -> Vec<(Pointer, Problem)> {
    let mut problems = Vec::new();
    for one in std::mem::take(&mut trees.renamed) {
        for owner in in_tree(trees.documents, &one.owner) {
            if let Err(problem) = settle_one(trees, &owner, &one) {
                problems.push((one.owner.child("properties").child(&one.old), problem));
            }
        }
    }
    problems
}

fn settle_one(trees: &mut Trees<'_>, owner: &Pointer, one: &Renamed) -> Result<(), Problem> {
    let is_alone = trees.mentions().most(&one.old) <= 1;
    let (around, beside) = (trees.around(owner, is_alone), trees.beside(owner, is_alone));
    let member = |trees: &Trees<'_>, at: &Pointer| original(trees, &at.child("properties").child(&one.old));
    let parts = around.iter().filter(|(_, is_part)| *is_part).map(|(at, _)| at);
    let mut others = parts.chain(&beside.branches).chain(&beside.outer);
    if let Some(other) = others.find(|at| declares(trees, at, &one.old)) {
        return Err(Problem::DeclaredToo(member(trees, other)));
    }
    let wholes = around.iter().filter(|(_, is_part)| !is_part);
    let unions: Vec<Pointer> = wholes.flat_map(|(at, _)| trees.compositions().unions_of(at)).collect();
    for union in unions {
        let tag = trees
            .map(&union)
            .and_then(|map| map.get("discriminator")?.get("propertyName"));
        if tag.is_none_or(|tag| *tag != *one.old) {
            continue;
        }
        let branches = trees.compositions().branches_of(&union);
        let old = branches.iter().flatten().find(|at| declares(trees, at, &one.old));
        if let Some(old) = old {
            return Err(Problem::Discriminator {
                union: original(trees, &union),
                other: member(trees, old),
            });
        }
        rename_in(trees, &union, &one.old, &one.new);
    }
    Ok(())
}

fn original(trees: &Trees<'_>, at: &Pointer) -> Pointer {
    trees.documents.origins.original(at)
}

fn rename_parameter(trees: &mut Trees<'_>, at: &Pointer, wanted: &str) -> Result<Effect, Problem> {
    let defined = trees.target(at)?;
    let text = |key: &str| {
        trees
            .map(&defined)
            .and_then(|map| map.get(key)?.as_str())
            .unwrap_or_default()
    };
    let (location, old) = (text("in").to_owned(), text("name").to_owned());
    if location == "path" {
        return Err(Problem::PathParameter);
    }
    if old == wanted {
        return Ok(Effect::Same);
    }
    // One that had the same name is declared again, and has the new name already.
    let is_again =
        |trees: &Trees<'_>, other: &Pointer| trees.documents.origins.name(other).is_some_and(|name| name == old);
    let other = trees.parameters().beside(&defined, &location, wanted).cloned();
    if let Some(other) = other.filter(|other| !is_again(trees, other)) {
        return Err(Problem::TakenIn(original(trees, &other)));
    }
    trees.parameters().renamed(&defined, &location, &old, wanted);
    let map = trees.map_mut(&defined).ok_or(Problem::Unreadable)?;
    map.insert("name".to_owned(), Node::from(wanted));
    trees.documents.origins.was_named(&defined, &old);
    Ok(Effect::Changed)
}
