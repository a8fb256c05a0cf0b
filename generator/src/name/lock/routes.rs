//! Operations whose path parameters have other names than in the lock, or whose path is written in another way:
//! `/user_pets/{id}` and `/UserPets/{petId}/` are one route.

use std::collections::BTreeMap;

use super::content::Lock;
use super::pairing;
use super::parameters::Keys;
use super::route::Route;
use super::unmatched::{New, Old, Unmatched};
use crate::ir::Api;
use crate::pointer::Pointer;

impl Lock {
    /// Gives an operation the lines of the one that the document does not have any more, if only the names of path
    /// parameters, a slash at the end, the case of letters, `-` and `_` distinguish them. Of several, it is the one with the
    /// same `operationId`, or else the one whose words are written in the same way.
    pub(super) fn follow_routes(&mut self, api: &Api) {
        let Unmatched { old, new } = self.unmatched(api);
        let mut shapes: BTreeMap<&(String, String), Vec<&New<'_>>> = BTreeMap::new();
        for new in &new {
            shapes.entry(&new.route.shape).or_default().push(new);
        }
        let mut candidates: Vec<(&Old, &New<'_>)> = Vec::new();
        for old in &old {
            let same = shapes.get(&old.route.shape).into_iter().flatten();
            let same = same.filter(|new| {
                // Words that are written in another way are weak evidence: an `operationId` has to stay.
                let is_written_so = old.route.written == new.route.written;
                is_written_so || new.operation.id.is_none() || new.has_name_of(old)
            });
            candidates.extend(same.map(|new| (old, *new)));
        }
        for (old, new) in pairing::clear(&candidates, |(old, new)| {
            let is_written_so = old.route.written == new.route.written;
            (
                &old.key,
                new.operation.key.as_str(),
                (new.has_name_of(old), is_written_so),
            )
        }) {
            self.follow_operation(old, new);
        }
    }

    /// Gives an operation the lines of one that is gone.
    pub(super) fn follow_operation(&mut self, old: &Old, new: &New<'_>) {
        let to = &new.operation.key;
        self.relocate(&Pointer::parse(&old.key), to, |_| true);
        let keys = self.path_parameters(&old.route, new);
        self.rename_parameters(to, &keys);
    }

    /// The new names of the parameters of a path, in the order of the path. Where the path is another one, those that the
    /// operation had and has are not renamed.
    fn path_parameters(&self, old: &Route, new: &New<'_>) -> Keys {
        let (mut before, mut after): (Vec<&String>, Vec<&String>) =
            (old.names.iter().collect(), new.route.names.iter().collect());
        if before.len() != after.len() {
            return Keys::new();
        }
        if old.shape.0 != new.route.shape.0 {
            let known = self.parameter_names(&new.operation.key);
            before.retain(|name| !new.operation.params.iter().any(|param| param.name == **name));
            after.retain(|name| !known.contains(*name));
        }
        let key = |name: &String| format!("path/{name}");
        let pairs = before.into_iter().zip(after);
        pairs.map(|(old, new)| (key(old), key(new))).collect()
    }
}
