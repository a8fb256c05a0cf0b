//! The arguments of structs and calls in `names.lock`.

use std::collections::BTreeSet;

use super::lock::{LockKind, Session};
use crate::ir::{Construction, Field, Operation, Param, Struct};
use crate::pointer::Pointer;

/// Records the arguments of `new`. Their order stays where there is no `new` for now.
pub(super) fn of_struct(key: &Pointer, s: &Struct, lock: &mut Session<'_>) {
    let name = |field: &Field| field.key_name().to_owned();
    let members: Vec<String> = s.fields.iter().map(name).collect();
    let arguments: Vec<String> = s.arguments().map(name).collect();
    match s.construction {
        Construction::Positional => record(key, &members, &arguments, lock),
        Construction::Builder => {}
        Construction::Decoded | Construction::Empty | Construction::Fixed => record(key, &members, &[], lock),
    }
}

/// Records the arguments of a call.
pub(super) fn of_operation(operation: &Operation, lock: &mut Session<'_>) {
    let members: Vec<String> = operation.params.iter().map(Param::key).collect();
    let required = operation.params.iter().filter(|param| param.required);
    let arguments: Vec<String> = required.map(Param::key).collect();
    record(&operation.key, &members, &arguments, lock);
}

/// Two lines: the arguments, and the order of these and of earlier ones that are members still, if there are any.
fn record(key: &Pointer, members: &[String], arguments: &[String], lock: &mut Session<'_>) {
    let mut order = lock.order(key);
    if arguments.is_empty() && order.is_empty() {
        return;
    }
    let members: BTreeSet<&String> = members.iter().collect();
    order.retain(|name| members.contains(name));
    let mut known: BTreeSet<String> = order.iter().cloned().collect();
    let new = arguments.iter().filter(|name| known.insert((*name).clone()));
    order.extend(new.cloned());
    if !arguments.is_empty() {
        lock.record_list(key, LockKind::Arguments, arguments.iter().map(String::as_str));
    }
    if order != arguments {
        lock.record_list(key, LockKind::Order, order.iter().map(String::as_str));
    }
}
