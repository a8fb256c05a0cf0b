//! A document as the decoder of its client sees it, to compare it with recorded responses. Nothing here writes to disk.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Settings;
use crate::diag::Diagnostics;
use crate::ir::{Api, Operation, Status};
use crate::load::{Documents, Input};
use crate::origins::Origins;
use crate::outcome::Outcome;
use crate::pipeline::read;
use crate::pointer::Pointer;
use crate::resolve::Resolver;
use crate::{amend, lower, passes};

/// The types of a client and its responses. Without IR after an error.
pub(crate) struct Decoded {
    pub api: Option<Api>,
    /// For each operation of the IR: its responses, by status.
    pub responses: Vec<BTreeMap<Status, ResponseAt>>,
    pub outcome: Outcome,
}

/// Where a response is declared, by pointers of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResponseAt {
    /// The response, in the operation.
    pub response: Pointer,
    /// Its preferred media type, if it has several.
    pub media: Option<Pointer>,
    /// The schema of that.
    pub schema: Option<Pointer>,
}

/// The types that a client decodes: every schema that is not shared has its own.
pub(crate) fn decoded(input: &Input, settings: &Settings) -> Decoded {
    let mut diagnostics = Diagnostics::default();
    let (mut documents, old) = read(input, settings, None, &mut diagnostics);
    let mut found = (None, Vec::new());
    if old.is_some() {
        let chosen = amend::apply(&mut documents, &settings.overrides, &mut diagnostics);
        let in_tree = Settings {
            overrides: chosen.by_tree,
            ..settings.clone()
        };
        let resolver = Resolver::new(&documents);
        let mut api = lower::lower(resolver, &in_tree, &chosen.keys, &mut diagnostics);
        let responses = api
            .operations
            .iter()
            .map(|operation| responses_of(operation, &documents));
        found.1 = responses.collect();
        documents.origins.restore(&mut api);
        diagnostics.read_in(Origins::default());
        found.0 = Some(passes::decoded(api, &mut diagnostics)).filter(|_| !diagnostics.has_errors());
    }
    Decoded {
        api: found.0,
        responses: found.1,
        outcome: Outcome {
            diagnostics,
            sources: documents.sources,
            read_paths: documents.read_paths,
            ..Outcome::default()
        },
    }
}

/// For each pointer of the text: the parts that an override for it with `everywhere` is about.
pub(crate) fn equal_parts(input: &Input, settings: &Settings, at: &[Pointer]) -> Vec<BTreeSet<Pointer>> {
    let (documents, _) = read(input, settings, None, &mut Diagnostics::default());
    amend::equal_parts(&documents, at)
}

fn responses_of(operation: &Operation, documents: &Documents) -> BTreeMap<Status, ResponseAt> {
    let resolver = Resolver::new(documents);
    let origins = &documents.origins;
    let owner = operation.origin.child("responses");
    let rows = operation.success.rows.iter().chain(&operation.error.rows);
    let mut found = BTreeMap::new();
    for status in rows.map(|row| row.status) {
        let at = owner.child(&status.to_string());
        let defined = resolver.definition(&at).unwrap_or_else(|_| at.clone());
        let content = defined.child("content");
        let keys = resolver.members(&content).into_iter().flat_map(|map| map.keys());
        let keys: Vec<&str> = keys.map(String::as_str).collect();
        let media = lower::preferred_response(&keys).map(|media| content.child(media));
        let schema = media.as_ref().map(|media| media.child("schema"));
        // An override of `status` makes a reference to the response that the document has.
        let is_own = owner.contains(&defined);
        let one = ResponseAt {
            response: origins.original(if is_own { &defined } else { &at }),
            media: media.filter(|_| keys.len() > 1).map(|media| origins.original(&media)),
            schema: schema
                .filter(|schema| resolver.node(schema).is_some())
                .map(|schema| origins.original(&schema)),
        };
        found.insert(status, one);
    }
    found
}
