//! Names of tags, methods, calls and parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::method_and_path;
use super::lock::{LockKind, Session};
use super::names::{Name, OperationName, TagName};
use super::namespace::Namespace;
use super::{arguments, bodies, groups, headers, ident, reserved, status, stems};
use crate::ir::{Api, Operation, Param, ParamLocation, ResponseSet, tag_key};
use crate::pointer::Pointer;

pub(super) fn assign(api: &Api, ids: &[String], lock: &mut Session<'_>) -> (Vec<TagName>, Vec<OperationName>) {
    let by_tag = api.operations_by_tag();
    let mut tags = tags(api, &by_tag, lock);
    let groups = groups::assign(api, &tags, &by_tag, lock);
    for (tag, groups) in tags.iter_mut().zip(groups) {
        tag.groups = groups;
    }
    let mut order: Vec<usize> = (0..api.operations.len()).collect();
    order.sort_by_cached_key(|index| {
        api.operations
            .get(*index)
            .map(|op| (!lock.knows(&op.key, LockKind::Call), op.id.is_none(), op.key.clone()))
    });
    let mut scopes: Vec<TagNamespaces> = tags.iter().map(TagNamespaces::new).collect();
    for operation in &api.operations {
        if let Some(scope) = scopes.get_mut(operation.tag) {
            bodies::reserve(operation, &mut scope.methods, lock);
            scope.calls.extend(lock.decided(&operation.key, LockKind::Call));
        }
    }
    reserve_omitted(api, &mut scopes, lock);
    let stems = stems::of_operations(api, ids);
    let mut names: Vec<Option<OperationName>> = api.operations.iter().map(|_| None).collect();
    for index in order {
        let (Some(operation), Some(stem)) = (api.operations.get(index), stems.get(index)) else {
            continue;
        };
        let Some(scope) = scopes.get_mut(operation.tag) else {
            continue;
        };
        let module = api.tags.get(operation.tag).map(|tag| tag_key(&tag.name));
        let module = module
            .and_then(|key| lock.recorded(&key, LockKind::Tag))
            .unwrap_or_default();
        let name = operation_name(operation, stem, &module, scope, lock);
        if let Some(slot) = names.get_mut(index) {
            *slot = Some(name);
        }
    }
    let mut names: Vec<OperationName> = names.into_iter().flatten().collect();
    // Last, so that no other operation gets another name because of them.
    for (operation, names) in api.operations.iter().zip(&mut names) {
        if let Some(scope) = scopes.get_mut(operation.tag) {
            bodies::methods(operation, names, &mut scope.methods, lock);
        }
    }
    constants(api, &tags, &mut names);
    (tags, names)
}

/// Excludes the methods and calls of operations that a filter omits.
fn reserve_omitted(api: &Api, scopes: &mut [TagNamespaces], lock: &Session<'_>) {
    const SEGMENTS: usize = 3;
    let here: BTreeSet<&str> = api.operations.iter().map(|operation| operation.key.as_str()).collect();
    // Methods of other bodies are below the key of their operation.
    let operation = |key: &str| key.split('/').take(SEGMENTS + 1).collect::<Vec<_>>().join("/");
    let omitted = |kind| lock.omitted(kind, |key| here.contains(operation(key).as_str()));
    let modules: BTreeMap<String, String> = omitted(LockKind::Module).into_iter().collect();
    let tags: Vec<Option<String>> = api
        .tags
        .iter()
        .map(|tag| lock.recorded(&tag_key(&tag.name), LockKind::Tag))
        .collect();
    let scope_of = |key: &str| {
        tags.iter()
            .position(|tag| tag.is_some() && tag.as_ref() == modules.get(&operation(key)))
    };
    for (key, name) in omitted(LockKind::Method) {
        if let Some(scope) = scope_of(&key).and_then(|index| scopes.get_mut(index)) {
            scope.methods.reserve(&name);
        }
    }
    for (key, name) in omitted(LockKind::Call) {
        if let Some(scope) = scope_of(&key).and_then(|index| scopes.get_mut(index)) {
            scope.types.reserve(&name);
            scope.calls.insert(name);
        }
    }
}

/// Names the statics of a tag's operations. Calls are tuple structs, whose constructors are in the same namespace as
/// statics.
fn constants(api: &Api, tags: &[TagName], names: &mut [OperationName]) {
    let mut taken: BTreeMap<usize, (BTreeSet<String>, Namespace)> = BTreeMap::new();
    for (operation, name) in api.operations.iter().zip(names.iter()) {
        let (types, _) = taken.entry(operation.tag).or_default();
        types.insert(name.call.as_str().to_owned());
        types.extend(tags.get(operation.tag).map(|tag| tag.handle.as_str().to_owned()));
    }
    for (operation, name) in api.operations.iter().zip(names.iter_mut()) {
        let (types, scope) = taken.entry(operation.tag).or_default();
        let shouty = ident::shouty(name.call.as_str());
        let candidates = [shouty.clone(), format!("{shouty}_OPERATION")];
        name.constant = Name(scope.choose(&candidates, &|constant| {
            !types.contains(constant) && ident::snake(constant) != constant
        }));
    }
}

/// Tags in the lock are named first, so that a new one takes no name of theirs.
fn tags(api: &Api, by_tag: &[Vec<usize>], lock: &mut Session<'_>) -> Vec<TagName> {
    let keys: Vec<Pointer> = api.tags.iter().map(|tag| tag_key(&tag.name)).collect();
    let mut order: Vec<(usize, &Pointer)> = keys.iter().enumerate().collect();
    order.sort_by_key(|(index, key)| (!lock.knows(key, LockKind::Tag), *index));
    let mut scopes = TagScopes::default();
    let known: BTreeSet<&str> = keys.iter().map(Pointer::as_str).collect();
    for (_, name) in lock.omitted(LockKind::Tag, |key| known.contains(key)) {
        scopes.modules.reserve(&name);
    }
    let mut names: Vec<(usize, &Pointer, String)> = Vec::new();
    for (index, key) in order {
        let stem = api
            .tags
            .get(index)
            .map(|tag| ident::snake(&tag.name))
            .unwrap_or_default();
        let decided = lock.decided(key, LockKind::Tag);
        let name = match decided.filter(|name| scopes.modules.take(name)) {
            Some(name) => name,
            None => scopes.modules.choose(&[stem.clone(), format!("{stem}_api")], &|name| {
                !reserved::is_module(name)
            }),
        };
        lock.record(key, LockKind::Tag, &name);
        names.push((index, key, name));
    }
    // A tag that cannot have its own name takes none of another one.
    names.sort_by_key(|(index, _, name)| (TagScopes::is_reserved(name), *index));
    let list = names.into_iter().map(|(index, key, name)| {
        let operations = by_tag.get(index).map_or(&[] as &[usize], Vec::as_slice);
        let headers = headers::assign(api, operations, key, lock);
        (index, scopes.tag(&name, headers))
    });
    let mut list: Vec<(usize, TagName)> = list.collect();
    list.sort_by_key(|(index, _)| *index);
    list.into_iter().map(|(_, name)| name).collect()
}

/// The namespaces of tags.
#[derive(Default)]
struct TagScopes {
    modules: Namespace,
    handles: Namespace,
    accessors: Namespace,
}

impl TagScopes {
    fn is_reserved(name: &str) -> bool {
        reserved::is_client_method(name) || reserved::is_type(&ident::camel(name))
    }

    /// The names of a tag, from the name of its module.
    fn tag(&mut self, name: &str, headers: Vec<Name>) -> TagName {
        // A file has an ASCII name.
        let module = match name.is_ascii() {
            true => name.to_owned(),
            false => self
                .modules
                .choose(&[ident::file(name)], &|name| !reserved::is_module(name)),
        };
        let camel = ident::camel(name);
        let handle = self.handles.choose(&[camel.clone(), format!("{camel}Api")], &|name| {
            !reserved::is_type(name) && (headers.is_empty() || name != headers::TYPE)
        });
        let accessor = self
            .accessors
            .choose(&[name.to_owned(), format!("{name}_api")], &|name| {
                !reserved::is_client_method(name)
            });
        TagName {
            module: Name(module),
            handle: ident::ty(&handle),
            accessor: ident::value(&accessor),
            headers,
            groups: Vec::new(),
        }
    }
}

/// The namespaces of one file of operations.
struct TagNamespaces {
    methods: Namespace,
    types: Namespace,
    /// The calls in the lock: no other type takes their names.
    calls: BTreeSet<String>,
}

impl TagNamespaces {
    fn new(tag: &TagName) -> Self {
        let mut types = Namespace::default();
        types.take(tag.handle.as_str());
        if !tag.headers.is_empty() {
            types.take(headers::TYPE);
        }
        Self {
            methods: Namespace::default(),
            types,
            calls: BTreeSet::new(),
        }
    }
}

fn operation_name(
    operation: &Operation,
    stem: &str,
    module: &str,
    scope: &mut TagNamespaces,
    lock: &mut Session<'_>,
) -> OperationName {
    let long = format!("{stem} {}", method_and_path(operation));
    let renamed = lock.renamed_value(&operation.origin);
    let renamed = renamed.filter(|name| !reserved::is_handle_method(name));
    let decided = renamed.or_else(|| lock.decided(&operation.key, LockKind::Method));
    let method = match decided.filter(|name| scope.methods.take(name)) {
        Some(name) => name,
        None => {
            let candidates = [ident::snake(stem), ident::snake(&long)];
            let name = scope
                .methods
                .choose(&candidates, &|name| !reserved::is_handle_method(name));
            ident::value(&name).0
        }
    };
    lock.record(&operation.key, LockKind::Method, &method);
    let call = match lock
        .decided(&operation.key, LockKind::Call)
        .filter(|name| scope.types.take(name))
    {
        Some(name) => name,
        None => {
            let camel = ident::camel(stem);
            let candidates = [camel.clone(), format!("{camel}Call"), ident::camel(&long)];
            // In scripts without capitals, an argument could have the name of a tuple struct.
            let allowed = |name: &str| !reserved::is_type(name) && ident::snake(name) != name;
            scope.types.choose(&candidates, &allowed)
        }
    };
    lock.record(&operation.key, LockKind::Call, &call);
    let is_free = |name: &str| !scope.calls.contains(name);
    let output = scope.types.choose(&[format!("{call}Output")], &is_free);
    let error = scope.types.choose(&[format!("{call}Error")], &is_free);
    lock.record(&operation.key, LockKind::Module, module);
    let (params, other_bodies) = params(operation, lock);
    arguments::of_operation(operation, lock);
    OperationName {
        method: Name(method),
        call: ident::ty(&call),
        // Set by `constants`, after every call of the tag has a name.
        constant: Name(String::new()),
        output: ident::ty(&output),
        error: ident::ty(&error),
        params,
        body: Name(bodies::BODY.to_owned()),
        content_type: Name(bodies::CONTENT_TYPE.to_owned()),
        other_bodies,
        success_variants: variants(&operation.success),
        error_variants: variants(&operation.error),
    }
}

/// The names of the parameters, and of the setters of the optional bodies.
fn params(operation: &Operation, lock: &mut Session<'_>) -> (Vec<Name>, Vec<Name>) {
    let mut scope = Namespace::default();
    if operation.body.is_some() {
        scope.take(bodies::BODY);
    }
    if operation.bodies().any(|body| body.is_media_passed) {
        scope.take(bodies::CONTENT_TYPE);
    }
    let parameters = operation.key.child("parameters");
    let key = |param: &Param| parameters.child(param.location.as_str()).child(param.key_name());
    let keys: Vec<Pointer> = operation.params.iter().map(key).collect();
    // The setters of optional parameters are beside the methods that every call has.
    let fits = |param: &Param, name: &str| param.required || !reserved::is_call_method(name);
    let locked: Vec<Option<String>> = operation
        .params
        .iter()
        .zip(&keys)
        .map(|(param, key)| {
            // The runtime may have a method of that name since the lock was written.
            let renamed = lock.renamed_value(&param.origin);
            let name = renamed.or_else(|| lock.decided(key, LockKind::Param));
            let name = name.filter(|name| fits(param, name));
            name.filter(|name| scope.take(name))
        })
        .collect();
    let mut names = Vec::new();
    for ((param, key), locked) in operation.params.iter().zip(&keys).zip(locked) {
        let name = match locked {
            Some(name) => ident::bare(&name),
            None => {
                let stem = ident::snake(&param.name);
                let location = match param.location {
                    ParamLocation::Query => "param",
                    other => other.as_str(),
                };
                let candidates = [stem.clone(), format!("{stem}_{location}")];
                scope.choose(&candidates, &|name| fits(param, name))
            }
        };
        let name = ident::value(&name);
        lock.record(key, LockKind::Param, name.as_str());
        names.push(name);
    }
    let setters = bodies::setters(operation, &mut scope, lock);
    (names, setters)
}

fn variants(responses: &ResponseSet) -> Vec<Name> {
    let mut scope = Namespace::default();
    responses
        .rows
        .iter()
        .map(|row| Name(scope.choose(&[status::variant(row.status)], &|_| true)))
        .collect()
}
