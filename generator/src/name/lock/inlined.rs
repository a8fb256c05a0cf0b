//! Components that became inline schemas in several others. These are one type still, with the name of the component.

use std::collections::BTreeSet;

use super::candidates::Candidates;
use super::content::{Lock, LockKind};
use super::renamed::{Renamed, is_component, is_sure};
use crate::ir::Api;
use crate::pointer::Pointer;

impl Lock {
    /// Finds such components, and gives their lines to the schema with the shortest key. The others share its type.
    pub(super) fn inline_components(&mut self, api: &Api) -> Vec<Renamed> {
        let Candidates { defs, names, gone, new } = self.candidates(api);
        let mut found = Vec::new();
        for (members, old) in &gone {
            let ([old], Some(new)) = (old.as_slice(), new.get(members)) else {
                continue;
            };
            let sure: Vec<&String> = new.iter().filter(|key| is_sure(members.len(), old, key)).collect();
            let shapes: BTreeSet<String> = sure
                .iter()
                .filter_map(|key| Some(self.shape(api, defs.get(*key)?)))
                .collect();
            let is_inlined = is_component(old) && !new.iter().any(|key| is_component(key));
            if !is_inlined || sure.len() < 2 || shapes.len() > 1 {
                continue;
            }
            let (Some(name), Some(shape)) = (names.get(old), shapes.first()) else {
                continue;
            };
            let owner = self.share_inlined(old, name, shape, &sure);
            if let Some((key, def)) = owner.and_then(|key| defs.get_key_value(key)) {
                found.push(Renamed {
                    old: Pointer::parse(old),
                    new: Pointer::parse(key),
                    origin: def.origin.clone(),
                    name: name.clone(),
                });
            }
        }
        found
    }

    /// Returns the key that has the lines of the component now.
    fn share_inlined<'k>(&mut self, old: &str, name: &str, shape: &str, new: &[&'k String]) -> Option<&'k String> {
        let owner = new.iter().min_by_key(|key| (key.split('/').count(), **key))?;
        self.move_lines(&Pointer::parse(old), &Pointer::parse(owner));
        self.names.insert(((*owner).clone(), LockKind::Shape), shape.to_owned());
        for key in new.iter().filter(|key| *key != owner) {
            self.names.insert(((*key).clone(), LockKind::Shares), name.to_owned());
        }
        Some(owner)
    }
}
