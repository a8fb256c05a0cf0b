//! Names of the methods and setters that send another media type than the preferred one.

use super::lock::{LockKind, Session};
use super::names::{Name, OperationName};
use super::namespace::Namespace;
use super::{ident, reserved};
use crate::ir::{Body, Operation};
use crate::pointer::Pointer;

/// The argument, and the setter, of a body.
pub(super) const BODY: &str = "body";
/// The argument for the media type of a body.
pub(super) const CONTENT_TYPE: &str = "content_type";

fn key(operation: &Operation, body: &Body) -> Pointer {
    operation.key.child("requestBody").child(&body.key)
}

/// Takes the methods that the lock knows, before a new operation gets one of their names.
pub(super) fn reserve(operation: &Operation, scope: &mut Namespace, lock: &Session<'_>) {
    for body in operation.other_bodies.iter().filter(|body| body.required) {
        if let Some(name) = lock.decided(&key(operation, body), LockKind::Method) {
            scope.take(&name);
        }
    }
}

/// Names the methods of an operation whose bodies are required: `add_hen_multipart`.
pub(super) fn methods(operation: &Operation, names: &mut OperationName, scope: &mut Namespace, lock: &mut Session<'_>) {
    let bodies = operation.other_bodies.iter().filter(|body| body.required);
    let methods = bodies.map(|body| {
        let key = key(operation, body);
        let name = lock.decided(&key, LockKind::Method).unwrap_or_else(|| {
            let of = |word: &str| ident::snake(&format!("{} {word}", names.method.bare()));
            let candidates = [of(&body.label), of(&body.key)];
            scope.choose(&candidates, &|name| !reserved::is_handle_method(name))
        });
        lock.record(&key, LockKind::Method, &name);
        ident::value(&name)
    });
    let methods: Vec<Name> = methods.collect();
    names.other_bodies.extend(methods);
}

/// Names the setters of an operation whose bodies are optional: `multipart_body`.
pub(super) fn setters(operation: &Operation, scope: &mut Namespace, lock: &mut Session<'_>) -> Vec<Name> {
    let bodies = operation.other_bodies.iter().filter(|body| !body.required);
    let setters = bodies.map(|body| {
        let key = key(operation, body);
        let fits = |name: &str| !reserved::is_call_method(name);
        let known = lock.decided(&key, LockKind::Param).filter(|name| fits(name));
        let name = known.filter(|name| scope.take(name)).unwrap_or_else(|| {
            let of = |word: &str| ident::snake(&format!("{word} {BODY}"));
            scope.choose(&[of(&body.label), of(&body.key)], &fits)
        });
        lock.record(&key, LockKind::Param, &name);
        ident::value(&name)
    });
    setters.collect()
}
