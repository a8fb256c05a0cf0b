//! The arguments of structs and calls in `names.lock`.

use super::lock::{LockKind, Session};
use crate::ir::{Construction, Operation, Param, Struct};
use crate::pointer::Pointer;

/// Records the arguments of `new`. Their order stays where there is no `new` for now.
pub(super) fn of_struct(key: &Pointer, s: &Struct, lock: &mut Session<'_>) {
    let members: Vec<&str> = s.fields.iter().map(|field| field.wire.as_str()).collect();
    let arguments: Vec<&str> = s.arguments().map(|field| field.wire.as_str()).collect();
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
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    record(&operation.key, &members, &arguments, lock);
}

/// Two lines: the arguments, and the order of these and of earlier ones that are members still, if there are any.
fn record(key: &Pointer, members: &[&str], arguments: &[&str], lock: &mut Session<'_>) {
    let mut order = lock.order(key);
    order.retain(|name| members.contains(&name.as_str()));
    for name in arguments {
        if !order.iter().any(|known| known == name) {
            order.push((*name).to_owned());
        }
    }
    if !arguments.is_empty() {
        lock.record_list(key, LockKind::Arguments, arguments.iter().copied());
    }
    if order != arguments {
        lock.record_list(key, LockKind::Order, order.iter().map(String::as_str));
    }
}
