//! The order of arguments: that of `names.lock`, so that a document in another order does not exchange the values of calls
//! that still compile. New arguments come last.

use super::Locked;
use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Construction, Field, Param, Shape};
use crate::pointer::Pointer;

pub(super) fn keep(api: &mut Api, locked: &Locked, diagnostics: &mut Diagnostics) {
    let keys: Vec<Pointer> = api.types.iter().map(|def| api.lock_key(def)).collect();
    for (def, key) in api.types.iter_mut().zip(keys) {
        let (Shape::Struct(s) | Shape::Multipart(s)) = &mut def.shape else {
            continue;
        };
        if let (Construction::Positional, Some(known)) = (s.construction, locked.orders.get(key.as_str())) {
            let slots = slots(&s.fields, |field| field.is_argument());
            let name = |field: &Field| field.key_name().to_owned();
            order(&mut s.fields, &slots, known, name);
            let now: Vec<String> = s.arguments().map(name).collect();
            report(&def.origin, locked.arguments.get(key.as_str()), &now, diagnostics);
        }
    }
    for operation in &mut api.operations {
        if let Some(known) = locked.orders.get(operation.key.as_str()) {
            let slots = slots(&operation.params, |param| param.required);
            order(&mut operation.params, &slots, known, Param::key);
            let required = operation.params.iter().filter(|param| param.required);
            let now: Vec<String> = required.map(Param::key).collect();
            let known = locked.arguments.get(operation.key.as_str());
            report(&operation.origin, known, &now, diagnostics);
        }
    }
}

fn slots<T>(list: &[T], is_argument: impl Fn(&T) -> bool) -> Vec<usize> {
    let all = list.iter().enumerate();
    all.filter(|(_, one)| is_argument(one)).map(|(at, _)| at).collect()
}

/// Sorts the elements at `slots`; the others stay where they are.
fn order<T: Clone>(list: &mut [T], slots: &[usize], known: &[String], name: impl Fn(&T) -> String) {
    let mut arguments: Vec<T> = slots.iter().filter_map(|at| list.get(*at).cloned()).collect();
    arguments.sort_by_key(|one| {
        let name = name(one);
        known.iter().position(|other| *other == name).unwrap_or(usize::MAX)
    });
    for (at, argument) in slots.iter().zip(arguments) {
        if let Some(slot) = list.get_mut(*at) {
            *slot = argument;
        }
    }
}

/// If the number of arguments changes, no call compiles. Otherwise a call can pass a value to another argument.
fn report(at: &Pointer, known: Option<&Vec<String>>, now: &[String], diagnostics: &mut Diagnostics) {
    let Some(known) = known.filter(|known| known.len() == now.len()) else {
        return;
    };
    let mut pairs = known.iter().zip(now).enumerate();
    if let Some((index, (old, new))) = pairs.find(|(_, (old, new))| old != new) {
        let message = format!(
            "argument {} was `{old}` and is `{new}` now, and calls may still compile",
            index + 1
        );
        diagnostics.add(&codes::MOVED_ARGUMENT, at, message);
    }
}

#[cfg(test)]
mod tests {
    use super::{order, slots};

    #[test]
    fn known_arguments_come_first_and_others_stay_where_they_are() {
        let known = ["c".to_owned(), "a".to_owned()];
        let mut list = ["a", "x", "b", "c", "y"];
        let at = slots(&list, |name| ["a", "b", "c"].contains(name));
        order(&mut list, &at, &known, |name| (*name).to_owned());
        assert_eq!(list, ["c", "x", "a", "b", "y"]);
    }
}
