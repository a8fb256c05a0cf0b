//! Operations whose path parameters have other names than in the lock: `/pets/{id}` and `/pets/{petId}` are one route.

use std::collections::{BTreeMap, BTreeSet};

use super::content::{Lock, LockKind};
use super::list;
use crate::ir::Api;
use crate::pointer::{Pointer, escape, unescape};

/// The path and the method of an operation, and the names of its path parameters.
pub(super) struct Route {
    /// Without the names: `/pets/{}`.
    pub(super) shape: (String, String),
    pub(super) names: Vec<String>,
}

impl Route {
    /// `None` if this is not the key of an operation.
    pub(super) fn of(key: &str) -> Option<Self> {
        let segments = Pointer::parse(key).segments();
        let [paths, path, method] = segments.as_slice() else {
            return None;
        };
        if paths != "paths" {
            return None;
        }
        let (mut shape, mut names) = (String::new(), Vec::new());
        let mut rest = path.as_str();
        while let Some((text, (name, after))) = rest
            .split_once('{')
            .and_then(|(text, tail)| Some((text, tail.split_once('}')?)))
        {
            shape.push_str(text);
            shape.push_str("{}");
            names.push(name.to_owned());
            rest = after;
        }
        shape.push_str(rest);
        Some(Self {
            shape: (shape, method.clone()),
            names,
        })
    }
}

/// The key of a route, or `None` if several operations have it.
type Routes = BTreeMap<(String, String), Option<(String, Vec<String>)>>;

fn routes<'k>(keys: impl Iterator<Item = &'k str>) -> Routes {
    let mut found = Routes::new();
    for key in keys {
        if let Some(route) = Route::of(key) {
            let only = Some((key.to_owned(), route.names));
            found
                .entry(route.shape)
                .and_modify(|known| *known = None)
                .or_insert(only);
        }
    }
    found
}

impl Lock {
    /// Gives an operation the lines of the one that the document does not have any more, if only the names of path
    /// parameters distinguish them.
    pub(super) fn follow_routes(&mut self, api: &Api) {
        let known = self.keys(LockKind::Call);
        let current: BTreeSet<&str> = api.operations.iter().map(|operation| operation.key.as_str()).collect();
        let gone = routes(known.iter().map(String::as_str).filter(|key| !current.contains(key)));
        let new = routes(current.iter().copied().filter(|key| !known.contains(*key)));
        for (shape, old) in gone {
            if let (Some((old, before)), Some(Some((new, after)))) = (old, new.get(&shape)) {
                let names = before.into_iter().zip(after.iter().cloned()).collect();
                let (from, to) = (Pointer::parse(&old), Pointer::parse(new));
                self.relocate(&from, &to, |_| true);
                self.rename_path_parameters(&to, &names);
            }
        }
    }

    /// Gives path parameters their new names. The argument of one is named as the document names it now; its types keep
    /// their names.
    pub(super) fn rename_path_parameters(&mut self, operation: &Pointer, names: &BTreeMap<String, String>) {
        let at = operation.child("parameters").child("path");
        let lines: Vec<(String, LockKind)> = self.below(&at).map(|(rest, kind)| (rest.to_owned(), kind)).collect();
        // Two parameters may have exchanged their names.
        let mut moved = BTreeMap::new();
        for (rest, kind) in lines {
            let Some(value) = self.names.remove(&(format!("{at}/{rest}"), kind)) else {
                continue;
            };
            let (name, inner) = match rest.split_once('/') {
                Some((name, inner)) => (unescape(name), format!("/{inner}")),
                None => (unescape(&rest), String::new()),
            };
            let new = names.get(&name).unwrap_or(&name);
            if *new == name || kind != LockKind::Param || !inner.is_empty() {
                moved.insert((format!("{at}/{}{inner}", escape(new)), kind), value);
            }
        }
        self.names.extend(moved);
        for kind in [LockKind::Arguments, LockKind::Order] {
            let Some(line) = self.names.get_mut(&(operation.as_str().to_owned(), kind)) else {
                continue;
            };
            let mut arguments = list::from_text(line).unwrap_or_default();
            for argument in &mut arguments {
                if let Some(name) = argument.strip_prefix("path/").and_then(|name| names.get(name)) {
                    *argument = format!("path/{name}");
                }
            }
            *line = list::to_text(arguments.iter().map(String::as_str));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn routes_without_the_names_of_parameters() {
        let route = |key: &str| Route::of(key).map(|route| (route.shape.0, route.names.join(" ")));
        let of = |shape: &str, names: &str| Some((shape.to_owned(), names.to_owned()));
        assert_eq!(route("#/paths/~1a~1{b}~1c.{d}/get"), of("/a/{}/c.{}", "b d"));
        assert_eq!(route("#/paths/~1a~1{b/get"), of("/a/{b", ""));
        assert_eq!(route("#/paths/~1a/get/parameters"), None);
        assert_eq!(route("#/tags/a/b"), None);
    }
}
