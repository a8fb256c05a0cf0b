//! Parts of a document that many operations and types use, counted at each use: a response with thousands of header fields that
//! thousands of operations refer to is a short document and a large client.

use std::collections::{BTreeSet, HashMap};

use super::edit::size;
use super::expect::{Files, node, resolved};
use super::grammar::{ObjectKind, is_annotation};
use crate::limits::DocumentLimits;
use crate::load::{Chains, Map, Node, get};
use crate::pointer::Pointer;

/// The levels of `allOf` that are counted. Deeper ones are not read.
const MAX_LEVELS: usize = 64;
/// The values of a media type: itself, its schema and the reference in it.
const MEDIA_TYPE: u64 = 3;
/// Bytes of a text that count as one value.
const TEXT: usize = 64;

/// The values that were repeated.
pub(super) struct Shared {
    limits: DocumentLimits,
    count: u64,
    /// The values of the document, once they are needed.
    document: Option<u64>,
    /// By reference: the values of objects, of schemas with all parts of their `allOf`, and of the texts of schemas.
    objects: HashMap<String, u64>,
    combined: HashMap<String, u64>,
    texts: HashMap<String, u64>,
    /// The values of the `security` of the document.
    security: Option<u64>,
    chains: Chains,
}

impl Shared {
    pub(super) fn new(limits: DocumentLimits) -> Self {
        Self {
            limits,
            count: 0,
            document: None,
            objects: HashMap::new(),
            combined: HashMap::new(),
            texts: HashMap::new(),
            security: None,
            chains: Chains::default(),
        }
    }

    /// Counts what a reference at a pointer repeats. Returns the limit that is exceeded.
    pub(super) fn by_reference(
        &mut self,
        files: &Files,
        target: &str,
        kind: ObjectKind,
        at: &Pointer,
    ) -> Option<String> {
        let chains = &self.chains;
        let count = match kind {
            ObjectKind::Schema if is_merged(files, at) => {
                known(&mut self.combined, target, || combined(chains, files, target))
            }
            ObjectKind::Schema => known(&mut self.texts, target, || texts(files, target)),
            ObjectKind::Parameter | ObjectKind::RequestBody | ObjectKind::Response | ObjectKind::PathItem => {
                known(&mut self.objects, target, || whole(chains, files, target))
            }
            _ => return None,
        };
        self.over(files, count)
    }

    /// Counts what an operation has from its document.
    pub(super) fn by_operation(&mut self, files: &Files, operation: &Map) -> Option<String> {
        let root = files.get("").and_then(Node::as_object)?;
        let mut count = 0;
        if get(operation, "security").is_none() {
            let of_document = || get(root, "security").map_or(0, size) as u64;
            count += *self.security.get_or_insert_with(of_document);
        }
        if root.contains_key("swagger") {
            count += of_swagger(root, operation);
        }
        self.over(files, count)
    }

    fn over(&mut self, files: &Files, count: u64) -> Option<String> {
        self.count += count;
        if self.count <= self.limits.copied_values {
            return None;
        }
        let of_document = || files.values().map(size).sum::<usize>() as u64;
        let document = *self.document.get_or_insert_with(of_document);
        let most = self.limits.of_shared(document);
        (self.count > most).then(|| {
            format!(
                "the shared parts of the document have more than {most} values where each use of a part counts: `max-copied-values` sets another limit"
            )
        })
    }
}

/// What a reference counts, which is computed once.
fn known(counts: &mut HashMap<String, u64>, target: &str, count: impl FnOnce() -> u64) -> u64 {
    if let Some(known) = counts.get(target) {
        return *known;
    }
    let count = count();
    counts.insert(target.to_owned(), count);
    count
}

/// The values of an object, with those of the header fields that it refers to.
fn whole(chains: &Chains, files: &Files, target: &str) -> u64 {
    let Some((found, _)) = resolved(chains, files, target) else {
        return 0;
    };
    let headers = found.get("headers").and_then(Node::as_object);
    let headers = headers.into_iter().flat_map(Map::values).filter_map(target_of);
    let of_headers = headers.map(|target| resolved(chains, files, target).map_or(0, |(header, _)| size(header)));
    (size(found) + of_headers.sum::<usize>()) as u64
}

/// The values of a schema that another one is combined with, and of the parts of its `allOf`. A part that is reached in several ways
/// is combined once.
fn combined(chains: &Chains, files: &Files, target: &str) -> u64 {
    let mut seen = BTreeSet::new();
    let mut level = vec![target];
    let mut count = 0;
    for _ in 0..MAX_LEVELS {
        for target in std::mem::take(&mut level) {
            let Some((found, here)) = resolved(chains, files, target) else {
                continue;
            };
            if seen.insert(here) {
                count += size(found) as u64;
                let parts = found.get("allOf").and_then(Node::as_array);
                level.extend(parts.into_iter().flatten().filter_map(target_of));
            }
        }
    }
    count
}

fn target_of(node: &Node) -> Option<&str> {
    node.get("$ref")?.as_str()
}

fn is_list_of_branches(list: &Pointer) -> bool {
    list.as_str().ends_with("/oneOf") || list.as_str().ends_with("/anyOf")
}

/// Whether a reference is a part of an `allOf`, or a branch beside members, so that its members become those of another type. The
/// only part of a schema without members is its type.
fn is_merged(files: &Files, at: &Pointer) -> bool {
    let Some(list) = at.parent() else { return false };
    let is_part = list.as_str().ends_with("/allOf");
    let is_branch = is_list_of_branches(&list);
    let owner = list.parent().filter(|_| is_part || is_branch);
    let Some(owner) = owner.and_then(|owner| node(files, &owner)?.as_object()) else {
        return false;
    };
    if is_branch {
        return ["properties", "additionalProperties", "allOf"]
            .iter()
            .any(|key| owner.contains_key(*key));
    }
    let parts = get(owner, "allOf").and_then(Node::as_array).into_iter().flatten();
    let has_keywords = |part: &&Node| {
        let mut keys = part.as_object().into_iter().flat_map(Map::keys);
        keys.any(|key| !is_annotation(key))
    };
    let own = [
        "properties",
        "required",
        "additionalProperties",
        "oneOf",
        "anyOf",
        "enum",
    ];
    parts.filter(has_keywords).nth(1).is_some() || own.iter().any(|key| owner.contains_key(*key))
}

/// A schema is read once, but each reference may repeat its texts.
fn texts(files: &Files, target: &str) -> u64 {
    let found = node(files, &Pointer::parse(target));
    let length = |key: &str| found.and_then(|found| found.get(key)?.as_str()).map_or(0, str::len);
    ((length("title") + length("description")) / TEXT) as u64
}

/// The media types and the addresses that Swagger 2.0 declares for all operations.
fn of_swagger(root: &Map, operation: &Map) -> u64 {
    let others = |key: &str| {
        let list = get(operation, key).or_else(|| get(root, key));
        list.and_then(Node::as_array)
            .map_or(0, |list| list.len().saturating_sub(1)) as u64
    };
    let responses = get(operation, "responses")
        .and_then(Node::as_object)
        .map_or(0, Map::len) as u64;
    let schemes = get(operation, "schemes").and_then(Node::as_array).map_or(0, Vec::len);
    let address: usize = ["host", "basePath"]
        .iter()
        .filter_map(|key| root.get(*key))
        .map(size)
        .sum();
    (others("consumes") + others("produces") * responses) * MEDIA_TYPE + (schemes * address) as u64
}
