//! Operations whose method in the lock has the name that the `operationId` of another operation asks for: the document gave
//! their ids to other routes, and the lock keeps the names of the routes.

use std::collections::BTreeMap;

use super::super::{ident, ids, stems};
use super::content::{Lock, LockKind};
use crate::ir::Api;
use crate::pointer::Pointer;

/// An operation with the name of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misnamed {
    /// The operation.
    pub at: Pointer,
    /// Its method in the lock.
    pub method: String,
    /// Its `operationId`.
    pub id: String,
    /// The method and the path of the operation that has the `operationId` of this name.
    pub other: String,
}

impl Lock {
    pub(super) fn misnamed(&self, api: &Api) -> Vec<Misnamed> {
        if self.is_empty() {
            return Vec::new();
        }
        let ids = ids::ids(api);
        let stems = stems::of_operations(api, &ids);
        let wanted: Vec<[String; 2]> = ids
            .iter()
            .zip(&stems)
            .map(|(id, stem)| [ident::snake(id), ident::snake(stem)])
            .collect();
        // The operation of each tag that a name belongs to by its id.
        let mut owners: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        for (index, (operation, names)) in api.operations.iter().zip(&wanted).enumerate() {
            for name in names.iter().filter(|_| operation.id.is_some()) {
                owners.insert((operation.tag, name), index);
            }
        }
        let mut found = Vec::new();
        for (operation, own) in api.operations.iter().zip(&wanted) {
            let (Some(id), Some(method)) = (&operation.id, self.decided_method(&operation.key)) else {
                continue;
            };
            // A name that another operation had has something after it.
            let rest = |name: &String| method.strip_prefix(name.as_str());
            if own
                .iter()
                .filter_map(rest)
                .any(|rest| rest.is_empty() || rest.starts_with('_'))
            {
                continue;
            }
            let other = owners
                .get(&(operation.tag, method))
                .and_then(|index| api.operations.get(*index));
            if let Some(other) = other {
                found.push(Misnamed {
                    at: operation.origin.clone(),
                    method: method.to_owned(),
                    id: id.clone(),
                    other: format!("{} {}", other.method, other.path),
                });
            }
        }
        found
    }

    fn decided_method(&self, key: &Pointer) -> Option<&str> {
        let name = self.names.get(&(key.as_str().to_owned(), LockKind::Method))?;
        Some(name.trim_start_matches("r#"))
    }
}
