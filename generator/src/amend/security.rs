//! The credentials that operations ask for.

use super::Effect;
use super::edit::{Trees, map, target};
use super::kind::{Kind, kind};
use super::problem::Problem;
use crate::config::Requirements;
use crate::load::{Documents, Map, Node};
use crate::pointer::Pointer;
use crate::text::similar;

/// `security`.
pub(super) fn set(trees: &mut Trees<'_>, at: &Pointer, wanted: &Requirements) -> Result<Effect, Problem> {
    if !matches!(kind(trees.documents, at), Kind::Operation | Kind::Document) {
        return Err(Problem::OtherKind(
            "operations, or about `#`, which is every operation without its own",
        ));
    }
    check_names(trees.documents, wanted)?;
    let alternatives = wanted.0.iter().map(|names| {
        let none = || Node::Array(Vec::new());
        Node::Object(names.iter().map(|name| (name.clone(), none())).collect::<Map>())
    });
    let new = Node::Array(alternatives.collect());
    let defined = trees.target(at)?;
    let map = trees.map_mut(&defined).ok_or(Problem::Unreadable)?;
    let old = map.insert("security".to_owned(), new.clone());
    Ok(if old == Some(new) {
        Effect::Same
    } else {
        Effect::Changed
    })
}

fn check_names(documents: &Documents, wanted: &Requirements) -> Result<(), Problem> {
    let schemes = Pointer::root().child("components").child("securitySchemes");
    let schemes = target(documents, &schemes).ok().and_then(|at| map(documents, &at));
    let is_known = |name: &str| schemes.is_some_and(|map| map.contains_key(name));
    let Some(name) = wanted.0.iter().flatten().find(|name| !is_known(name)) else {
        return Ok(());
    };
    let known = schemes.into_iter().flat_map(|map| map.keys()).map(String::as_str);
    Err(Problem::NoScheme {
        name: name.clone(),
        similar: similar(name, known).map(str::to_owned),
    })
}
