//! Types that are not used are removed: merged copies, and unions that became simpler.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeMap;

use crate::ir::{Api, Base, TypeId, for_each_operation_type, for_each_type, for_each_type_mut};

pub(super) fn unreachable(api: &mut Api) {
    let mut waiting: Vec<TypeId> = Vec::new();
    for_each_operation_type(api, &mut |ty, _| ty.for_each_id(&mut |id| waiting.push(id)));
    for (index, def) in api.types.iter().enumerate() {
        // Components are generated even if nothing uses them.
        if def.hint.is_component() {
            waiting.push(TypeId(index));
        }
    }
    let mut kept = vec![false; api.types.len()];
    while let Some(id) = waiting.pop() {
        let Some(flag) = kept.get_mut(id.0).filter(|flag| !**flag) else {
            continue;
        };
        *flag = true;
        let Some(def) = api.get(id) else { continue };
        for_each_type(&def.shape, &mut |ty| ty.for_each_id(&mut |id| waiting.push(id)));
        // An inline type is named after its owner, so the owner remains.
        if let Base::Type(owner) = def.hint.base {
            waiting.push(owner);
        }
    }
    compact(api, &kept);
}

fn compact(api: &mut Api, kept: &[bool]) {
    let mut new_index: BTreeMap<usize, usize> = BTreeMap::new();
    let mut types = Vec::new();
    for (index, def) in std::mem::take(&mut api.types).into_iter().enumerate() {
        if kept.get(index).copied().unwrap_or(false) {
            new_index.insert(index, types.len());
            types.push(def);
        }
    }
    let map = |id: TypeId| TypeId(new_index.get(&id.0).copied().unwrap_or(id.0));
    for def in &mut types {
        for_each_type_mut(&mut def.shape, &mut |ty| ty.map_ids(&map));
        if let Base::Type(id) = &mut def.hint.base {
            *id = map(*id);
        }
    }
    api.types = types;
    for_each_operation_type(api, &mut |ty, _| ty.map_ids(&map));
}
