//! Operations. One that cannot be generated is removed again, with its types.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Lower;
use super::error::{OperationError, Part};
use super::scheme_names::Meant;
use super::template::{Template, template};
use super::{security, servers};
use crate::config::{Decision, Filter};
use crate::diag::{Diagnostic, codes};
use crate::ir::{Api, Docs, Grouped, Operation, PathPart, Requirement, Server, Tag};
use crate::load::Node;
use crate::normalize::METHODS;
use crate::pointer::Pointer;
use crate::resolve::{self, DeclaredPath, RequiredSchemes, ResolveError, all_paths};

/// The characters of a path in a message.
const MAX_SHOWN: usize = 200;

/// An operation that the document declares.
struct Declared {
    at: Pointer,
    /// Identifies the operation, also where several paths share it.
    key: Pointer,
    item: Pointer,
    method: &'static str,
    path: String,
    tag: String,
    grouped: Grouped,
}

impl Declared {
    /// Path and method, also of a path item that several paths reference.
    fn lock_key(&self) -> Pointer {
        Pointer::root().child("paths").child(&self.path).child(self.method)
    }
}

/// Lowers every operation that the filters allow. Returns how many there are.
pub(super) fn all(lower: &mut Lower<'_, '_>, api: &mut Api) -> usize {
    let declared = declared(lower);
    let names: BTreeSet<&str> = declared.iter().map(|d| d.tag.as_str()).collect();
    let tags: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
    let mut ids = BTreeMap::new();
    for one in &declared {
        let checkpoint = lower.checkpoint();
        let index = api.operations.len();
        match operation(lower, one, index, &tags, &api.servers) {
            Ok(mut operation) => {
                unique_id(lower, &mut operation, &mut ids);
                api.operations.push(operation);
            }
            Err(problem) => {
                lower.roll_back(checkpoint);
                let method = one.method.to_uppercase();
                let path: String = one.path.chars().take(MAX_SHOWN).collect();
                let message = format!("{method} {path} is left out: {problem}");
                let found = Diagnostic::new(&codes::SKIPPED, &one.at, message)
                    .marking(problem.cause())
                    .on_value();
                lower.diagnostics.report(match problem.missing() {
                    Some(missing) => found.lacking(missing),
                    None => found,
                });
            }
        }
    }
    // A tag whose operations were all skipped is dropped.
    let used: BTreeSet<usize> = api.operations.iter().map(|operation| operation.tag).collect();
    let positions: BTreeMap<usize, usize> = used.iter().copied().zip(0..).collect();
    for operation in &mut api.operations {
        operation.tag = positions.get(&operation.tag).copied().unwrap_or(0);
    }
    let mut grouped: BTreeMap<&str, Grouped> = BTreeMap::new();
    for one in &declared {
        let known = grouped.entry(&one.tag).or_insert(one.grouped);
        *known = one.grouped.min(*known);
    }
    let described = tag_descriptions(lower);
    let kept = tags.into_iter().filter(|(_, index)| used.contains(index));
    api.tags = kept
        .map(|(name, _)| Tag {
            description: described.get(name).cloned().unwrap_or_default(),
            grouped: grouped.get(name).copied().unwrap_or_default(),
            name: name.to_owned(),
            ..Tag::default()
        })
        .collect();
    declared.len()
}

/// Every operation that the filters allow, in the order of the paths.
fn declared(lower: &mut Lower<'_, '_>) -> Vec<Declared> {
    let paths = Pointer::root().child("paths");
    let mut list = Vec::new();
    let filters = lower.settings.filters.index();
    let mut matched = BTreeSet::new();
    let mut known = Vec::new();
    for DeclaredPath { path, item, key } in all_paths(lower.resolver) {
        let item = match item {
            Ok(item) => item,
            Err(problem) => {
                report_path(lower, &paths, &path, &problem);
                continue;
            }
        };
        for method in METHODS {
            let at = item.child(method);
            let Some(node) = lower.resolver.node(&at) else { continue };
            let tags: Vec<&str> = node
                .get("tags")
                .and_then(Node::as_array)
                .into_iter()
                .flatten()
                .filter_map(Node::as_str)
                .collect();
            let id = node.get("operationId").and_then(Node::as_str).unwrap_or("");
            let matching = filters.matching(id, &path, &tags);
            matched.extend(&matching);
            if matched.len() < filters.len() {
                let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
                known.push((id.to_owned(), path.clone(), tags));
            }
            if !filters.allow(&matching) {
                continue;
            }
            let (tag, grouped) = group(&tags, &path);
            list.push(Declared {
                key: key.child(method),
                at,
                item: item.clone(),
                method,
                path: path.clone(),
                tag: tag.to_owned(),
                grouped,
            });
        }
    }
    report_unmatched(lower, filters.others(&matched), &known);
    // The order of the document must not decide which of two operations keeps an operationId.
    list.sort_by(|a, b| a.path.cmp(&b.path));
    list
}

/// Reports filters that match no operation, with what they may mean. `known`: the ids, paths and tags of operations.
fn report_unmatched<'f>(
    lower: &mut Lower<'_, '_>,
    filters: impl Iterator<Item = &'f Filter<'f>>,
    known: &[(String, String, Vec<String>)],
) {
    let paths = Pointer::root().child("paths");
    for filter in filters {
        let message = format!(
            "`{}` of `{}` matches no operation of this document",
            filter.text, filter.name
        );
        let found = Diagnostic::new(&codes::CONFIG, &paths, message);
        let known = known
            .iter()
            .map(|(id, path, tags)| (id.as_str(), path.as_str(), tags.as_slice()));
        let suggests = lower.diagnostics.suggests(&codes::CONFIG);
        let similar = suggests.then(|| filter.similar(known)).flatten();
        lower.diagnostics.report(found.suggest(similar));
    }
}

fn report_path(lower: &mut Lower<'_, '_>, paths: &Pointer, path: &str, problem: &ResolveError) {
    let at = paths.child(path);
    match problem {
        ResolveError::Dangling(target) if !lower.resolver.has_file(target) => {
            let message = format!("the path `{path}` is left out: `{}` is not read", target.file());
            let found = Diagnostic::new(&codes::DANGLING_REF, &at, message);
            lower.diagnostics.report(found.lacking(at.child("$ref")));
        }
        problem => {
            let what = format!("the path `{path}` is left out");
            lower.report_dangling(&codes::DANGLING_REF, &at, problem, &what);
        }
    }
}

/// The group of an operation: its first tag, or else the first fixed segment of its path.
fn group<'t>(tags: &[&'t str], path: &'t str) -> (&'t str, Grouped) {
    match (tags.first(), first_segment(path)) {
        (Some(tag), _) => (tag, Grouped::ByTag),
        (None, Some(segment)) => (segment, Grouped::BySegment),
        (None, None) => ("default", Grouped::Otherwise),
    }
}

/// The first segment of a path that is no parameter, no version and not `api`.
fn first_segment(path: &str) -> Option<&str> {
    let is_version =
        |s: &str| s.len() < 5 && s.starts_with('v') && s.chars().skip(1).all(|c| c.is_ascii_digit() || c == '.');
    let path = path.split('?').next().unwrap_or(path);
    path.split('/')
        .find(|s| !s.is_empty() && !s.contains('{') && !is_version(s) && *s != "api")
}

fn tag_descriptions(lower: &Lower<'_, '_>) -> BTreeMap<String, String> {
    let at = Pointer::root().child("tags");
    let count = lower.resolver.node(&at).and_then(Node::as_array).map_or(0, Vec::len);
    let tags = (0..count).filter_map(|index| lower.resolver.tag(&at.index(index)).ok());
    tags.map(|tag| (tag.name, tag.description)).collect()
}

/// Removes an id that is empty, or that an earlier operation has: the operation is then named after its method and
/// path.
fn unique_id(lower: &mut Lower<'_, '_>, operation: &mut Operation, ids: &mut BTreeMap<String, Pointer>) {
    match operation.id.take().filter(|id| !id.trim().is_empty()) {
        None => {
            let message = "the operation is named after its method and path";
            let found = Diagnostic::new(&codes::NO_OPERATION_ID, &operation.origin, message);
            let missing = operation.origin.child("operationId");
            lower.diagnostics.report(found.lacking(missing));
        }
        Some(id) => match ids.get(&id) {
            Some(first) => {
                let message = format!("`{id}` is also the operationId of `{first}`");
                lower.report(&codes::DUPLICATE_ID, &operation.origin.child("operationId"), message);
            }
            None => {
                ids.insert(id.clone(), operation.origin.clone());
                operation.id = Some(id);
            }
        },
    }
}

fn operation(
    lower: &mut Lower<'_, '_>,
    declared: &Declared,
    index: usize,
    tags: &BTreeMap<&str, usize>,
    shared: &[Server],
) -> Result<Operation, OperationError> {
    let at = &declared.at;
    lower.use_value_name(&declared.key);
    lower.use_override(&declared.key, Decision::Pages, true);
    let typed = lower
        .resolver
        .operation(at)
        .map_err(OperationError::in_part(Part::Operation))?;
    let parts = path_parts(lower, declared)?;
    let params = lower.params(at, &declared.item, index, &declared.path, &parts)?;
    let fixed_query = lower.fixed_query(at, &declared.path, &params);
    let mut bodies = lower.bodies(at, index)?.into_iter();
    let responses = lower.responses(at, index)?;
    lower.run_deferred();
    let security = requirements(lower, at, typed.security.clone());
    Ok(Operation {
        too_many_arguments: false,
        origin: declared.key.clone(),
        key: declared.lock_key(),
        id: typed.id.clone(),
        method: upper(declared.method),
        path: declared.path.clone(),
        parts,
        fixed_query,
        tag: tags.get(declared.tag.as_str()).copied().unwrap_or(0),
        docs: docs(lower, &declared.item, &typed),
        params,
        body: bodies.next(),
        other_bodies: bodies.collect(),
        success: responses.success,
        error: responses.error,
        other: responses.other,
        accept: responses.accept,
        server: servers::of_operation(lower, at, &declared.item, shared),
        events: responses.streams.events,
        json_lines: responses.streams.json_lines,
        security: security::without_own_token(lower, &declared.key, declared.method, &declared.path, security),
        paging: None,
    })
}

/// The parts of the path, with the parameters that its placeholders mean.
fn path_parts(lower: &mut Lower<'_, '_>, declared: &Declared) -> Result<Vec<PathPart>, OperationError> {
    let at = &declared.at;
    let Template {
        parts,
        renamed,
        interpolated,
    } = template(&declared.path, &lower.path_parameters(at, &declared.item))?;
    for (written, name) in renamed {
        let message = format!("the placeholder `{{{written}}}` of the path is read as the parameter `{name}`");
        let found = Diagnostic::new(&codes::PATH_PARAMETER, at, message)
            .with_help(Some("give the placeholder and the parameter the same name".into()))
            .marking(declared.key.parent().as_ref())
            .suggest(Some(&format!("{{{name}}}")));
        lower.diagnostics.report(found);
    }
    for name in interpolated {
        let message =
            format!("the sign in front of the placeholder `{{{name}}}` is no part of the path; it is left out");
        lower.report_in_path(at, message, "remove the sign from the path");
    }
    Ok(parts)
}

/// The texts of an operation, else those of its path.
fn docs(lower: &Lower<'_, '_>, item: &Pointer, typed: &resolve::Operation) -> Docs {
    let text = |own: &Option<String>, key: &str| {
        let own = own.clone();
        own.or_else(|| lower.text(item, key).map(str::to_owned))
            .unwrap_or_default()
    };
    Docs {
        title: text(&typed.summary, "summary"),
        text: text(&typed.description, "description"),
        deprecated: typed.deprecated,
        ..Docs::default()
    }
}

fn upper(method: &'static str) -> &'static str {
    match method {
        "get" => "GET",
        "put" => "PUT",
        "post" => "POST",
        "delete" => "DELETE",
        "options" => "OPTIONS",
        "head" => "HEAD",
        "patch" => "PATCH",
        _ => "TRACE",
    }
}

/// The operation's own requirements, else those of the document.
fn requirements(lower: &mut Lower<'_, '_>, at: &Pointer, own: Option<Vec<RequiredSchemes>>) -> Vec<Vec<Requirement>> {
    let pointer = if own.is_some() {
        at.child("security")
    } else {
        Pointer::root().child("security")
    };
    let sets: Vec<RequiredSchemes> = match own {
        Some(own) => own,
        None => {
            let inherited = lower.resolver.node(&pointer).and_then(Node::as_array);
            inherited
                .into_iter()
                .flatten()
                .filter_map(Node::as_object)
                .map(|set| set.iter().map(|(name, list)| (name.clone(), scopes(list))).collect())
                .collect()
        }
    };
    let mut kept = Vec::new();
    for (index, set) in sets.into_iter().enumerate() {
        let at = pointer.index(index);
        kept.push(
            set.into_iter()
                .filter_map(|(name, scopes)| {
                    let scheme = declared_scheme(lower, &at, name)?;
                    Some(Requirement { scheme, scopes })
                })
                .collect(),
        );
    }
    kept
}

fn scopes(list: &Node) -> Vec<String> {
    let names = list.as_array().into_iter().flatten().filter_map(Node::as_str);
    names.map(str::to_owned).collect()
}

/// The name of the scheme that a requirement means. Without a declared one, no credential could satisfy the requirement.
fn declared_scheme(lower: &mut Lower<'_, '_>, at: &Pointer, name: String) -> Option<String> {
    let at = at.child(&name);
    match lower.schemes.meant(&name) {
        Meant::Declared => Some(name),
        Meant::OtherCase(declared) => {
            let message = format!("the security scheme `{name}` is declared as `{declared}`, which is used");
            lower.report(&codes::INVALID, &at, message);
            Some(declared.to_owned())
        }
        Meant::Unknown => {
            let suggests = lower.diagnostics.suggests(&codes::INVALID);
            let nearest = suggests.then(|| lower.schemes.nearest(&name)).flatten();
            let message = format!("the security scheme `{name}` is not declared; it is ignored");
            let schemes = lower.schemes.at().clone();
            let found = Diagnostic::new(&codes::INVALID, &at, message).suggest(nearest);
            let found = found.meaning(nearest.map(|known| schemes.child(known)));
            lower.diagnostics.report(found.lacking(schemes.child(&name)));
            None
        }
    }
}
