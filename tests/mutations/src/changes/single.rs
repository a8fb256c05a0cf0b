//! Changes that are possible in one document only.

mod access;
mod forms;
mod legacy;
mod modern;
mod names;
mod pages;
mod params;
mod shapes;
mod shop;
mod streams;

use serde_json::Value;

use super::{Change, set};
use crate::base::Base;

/// What is changed: pointers with new values; null removes.
type Edits<'a> = &'a [(&'a str, Value)];

pub(super) fn add(base: &Base, found: &mut Vec<Change>) {
    let mut change = |kind: &'static str, edits: Edits<'_>, means: &dyn Fn(Change) -> Change| {
        let mut tree = base.tree.clone();
        for (pointer, value) in edits {
            set(&mut tree, pointer, value.clone());
        }
        found.push(means(Change::new(kind, edits.first().map_or("", |(at, _)| at), tree)));
    };
    match base.name {
        "access" => {
            access::access(&mut change);
            access::media(&mut change);
        }
        "modern" => modern::modern(&mut change),
        "params" => params::params(&mut change),
        "shapes" => shapes::shapes(&mut change),
        "shop" => shop::shop(&mut change),
        "streams" => streams::streams(&mut change),
        "forms" => forms::forms(&mut change),
        "legacy" => legacy::legacy(&mut change),
        "names" => {
            names::names(&mut change);
            names::calls(&mut change);
        }
        "pages" => {
            pages::pages(&mut change);
            pages::gone(&mut change);
        }
        _ => {}
    }
}

type Add<'a> = &'a mut dyn FnMut(&'static str, Edits<'_>, &dyn Fn(Change) -> Change);
