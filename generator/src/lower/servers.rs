//! Servers: those of the document, and those of single operations.

use std::collections::BTreeMap;

use super::context::Lower;
use crate::diag::{Diagnostic, codes};
use crate::ir::{Server, ServerVariable};
use crate::load::Node;
use crate::normalize::METHODS;
use crate::pointer::Pointer;
use crate::resolve;

/// The servers of the document, in its order. If it has none, the servers that most of its paths and operations
/// declare.
pub(super) fn of_document(lower: &mut Lower<'_, '_>) -> Vec<Server> {
    let at = Pointer::root().child("servers");
    let mut servers = read(lower, &at);
    if servers.is_empty() {
        servers = most_frequent(lower);
    }
    match Server::default_of(&servers) {
        Some(server) if server.is_absolute() => {}
        Some(server) if servers.iter().any(Server::is_absolute) => {
            let message = format!(
                "the first server, `{}`, is relative: callers set `origin` or `base_url`, or choose another one with `server`",
                server.url
            );
            lower.report(&codes::MISSING_SERVER, &at, message);
        }
        _ => {
            let found = Diagnostic::new(&codes::MISSING_SERVER, &at, "there is no absolute server address");
            let first = at.index(0).child("url");
            lower.diagnostics.report(found.lacking(first));
        }
    }
    servers
}

/// The server of an operation or of its path, if it is not the server of the client.
pub(super) fn of_operation(
    lower: &mut Lower<'_, '_>,
    operation: &Pointer,
    item: &Pointer,
    shared: &[Server],
) -> Option<Server> {
    let pointers = [operation.child("servers"), item.child("servers")];
    let at = pointers.iter().find(|at| lower.resolver.node(at).is_some())?;
    let own = read(lower, at);
    let shares = Server::default_of(shared).is_some_and(|default| own.iter().any(|server| server.same(default)));
    if shares {
        return None;
    }
    let server = own.into_iter().next()?;
    let message = format!("requests go to `{}` unless a base URL is set", server.resolved());
    lower.report(&codes::OWN_SERVER, at, message);
    Some(server)
}

fn most_frequent(lower: &mut Lower<'_, '_>) -> Vec<Server> {
    let paths = Pointer::root().child("paths");
    let mut counts: BTreeMap<Vec<Server>, usize> = BTreeMap::new();
    for path in lower.resolver.members(&paths).into_iter().flat_map(|map| map.keys()) {
        let Ok(item) = lower.resolver.definition(&paths.child(path)) else {
            continue;
        };
        let operations = METHODS.iter().map(|method| item.child(method).child("servers"));
        for at in operations.chain([item.child("servers")]) {
            let servers = read(lower, &at);
            if servers.iter().any(Server::is_absolute) {
                *counts.entry(servers).or_default() += 1;
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(servers, _)| servers).unwrap_or_default()
}

/// The servers of a list; one that cannot be read is reported and skipped.
fn read(lower: &mut Lower<'_, '_>, at: &Pointer) -> Vec<Server> {
    let count = lower.resolver.node(at).and_then(Node::as_array).map_or(0, Vec::len);
    let mut servers = Vec::new();
    for at in (0..count).map(|index| at.index(index)) {
        match lower.resolver.server(&at) {
            Ok(server) => servers.push(Server {
                variables: variables(&server),
                url: absolute(server.url),
            }),
            Err(problem) => {
                let message = format!("this server cannot be read: {problem}; it is left out");
                let found = Diagnostic::new(&codes::INVALID, &at, message);
                lower.diagnostics.report(match problem.missing() {
                    Some(missing) => found.lacking(missing),
                    None => found,
                });
            }
        }
    }
    servers
}

/// Completes `//host/path`, which has no scheme.
fn absolute(url: String) -> String {
    let url = url.trim().to_owned();
    if url.starts_with("//") {
        format!("https:{url}")
    } else {
        url
    }
}

fn variables(server: &resolve::Server) -> Vec<ServerVariable> {
    let mut found: Vec<(usize, ServerVariable)> = Vec::new();
    let mut offsets: BTreeMap<&str, usize> = BTreeMap::new();
    for (offset, _) in server.url.match_indices('{') {
        let rest = server.url.get(offset + 1..).unwrap_or("");
        if let Some((name, _)) = rest.split_once('}') {
            offsets.entry(name).or_insert(offset);
        }
    }
    for variable in &server.variables {
        let name = &variable.name;
        let Some(offset) = offsets.get(name.as_str()).copied() else {
            continue;
        };
        let mut values = variable.values.clone();
        if !values.is_empty() {
            values.retain(|value| *value != variable.default);
            values.insert(0, variable.default.clone());
        }
        let variable = ServerVariable {
            name: name.clone(),
            default: variable.default.clone(),
            values,
        };
        found.push((offset, variable));
    }
    found.sort_by_key(|(offset, _)| *offset);
    found.into_iter().map(|(_, variable)| variable).collect()
}
