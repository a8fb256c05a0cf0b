//! What kinds of nodes there are, by their pointers.

use super::edit::{map, node, target};
use crate::config::Override;
use crate::load::Documents;
use crate::normalize::METHODS;
use crate::pointer::Pointer;

/// What a node is, as far as overrides need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Operation,
    /// With the pointer of the parameter: in Swagger 2.0, its schema is the same object.
    Parameter(Pointer),
    RequestBody,
    Response,
    MediaType,
    Header,
    /// With the schema that declares it, and its name.
    Member(Pointer, String),
    Other,
}

pub(super) fn kind(documents: &Documents, at: &Pointer) -> Kind {
    let segments = at.segments();
    let last = segments.last().map(String::as_str);
    let Some(last) = last else {
        return Kind::Document;
    };
    let parent = at.parent();
    let is_parameter = |at: &Pointer| {
        let defined = target(documents, at).ok();
        defined
            .and_then(|at| map(documents, &at))
            .is_some_and(|map| map.contains_key("in") && map.contains_key("name"))
    };
    let mut near = [Some(at), parent.as_ref().filter(|_| last == "schema")]
        .into_iter()
        .flatten();
    if let Some(parameter) = near.find(|at| is_parameter(at)) {
        return Kind::Parameter(parameter.clone());
    }
    let before = segments.len().checked_sub(2).and_then(|at| segments.get(at));
    match (before.map_or("", String::as_str), last) {
        (_, "requestBody") | ("requestBodies", _) => Kind::RequestBody,
        ("responses", _) => Kind::Response,
        ("content", _) => Kind::MediaType,
        ("headers", _) => Kind::Header,
        ("properties", name) => match parent.as_ref().and_then(Pointer::parent) {
            Some(owner) => Kind::Member(owner, name.to_owned()),
            None => Kind::Other,
        },
        _ if METHODS.contains(&last) && node(documents, at).is_some_and(|node| node.get("responses").is_some()) => {
            Kind::Operation
        }
        _ => Kind::Other,
    }
}

/// The nodes that the decisions for one node are about: a type of a body is that of its schema, a stream is one of a media
/// type.
pub(super) fn spread(documents: &Documents, at: &Pointer, chosen: &Override) -> Vec<(Pointer, Override)> {
    let mut found = vec![(at.clone(), chosen.clone())];
    let here = kind(documents, at);
    let bodies = match &here {
        Kind::Operation => success(documents, at),
        Kind::Response | Kind::RequestBody | Kind::MediaType => vec![at.clone()],
        Kind::Parameter(parameter) => {
            let defined = target(documents, parameter).unwrap_or_else(|_| parameter.clone());
            // In Swagger 2.0, the parameter and its schema are one object.
            let others = [parameter.clone(), defined.clone()]
                .into_iter()
                .filter(|other| other != at);
            found.extend(others.map(|other| (other, chosen.clone())));
            if parameter == at {
                found.extend(of_schema(chosen).map(|of_schema| (defined.child("schema"), of_schema)));
            }
            Vec::new()
        }
        _ => Vec::new(),
    };
    let is_media = here == Kind::MediaType;
    for media in bodies.iter().flat_map(|body| media_types(documents, body, is_media)) {
        let stream = Override {
            stream: chosen.stream,
            ..Override::default()
        };
        if chosen.stream.is_some() && media != *at {
            found.push((media.clone(), stream));
        }
        if here != Kind::Operation {
            found.extend(of_schema(chosen).map(|of_schema| (media.child("schema"), of_schema)));
        }
    }
    found
}

/// The decisions about a parameter or a body that are about its schema.
fn of_schema(chosen: &Override) -> Option<Override> {
    let found = Override {
        ty: chosen.ty.clone(),
        nullable: chosen.nullable,
        times_without_offset: chosen.times_without_offset,
        rename: chosen.type_name().map(str::to_owned),
        ..Override::default()
    };
    (!found.is_empty()).then_some(found)
}

fn media_types(documents: &Documents, at: &Pointer, is_media: bool) -> Vec<Pointer> {
    if is_media {
        return vec![at.clone()];
    }
    let Ok(defined) = target(documents, at) else {
        return Vec::new();
    };
    let content = defined.child("content");
    let keys = map(documents, &content).into_iter().flat_map(|map| map.keys());
    keys.map(|key| content.child(key)).collect()
}

/// The success responses of an operation: those with a status of success, else the default one.
pub(super) fn success(documents: &Documents, operation: &Pointer) -> Vec<Pointer> {
    let at = operation.child("responses");
    let keys = || map(documents, &at).into_iter().flat_map(|map| map.keys());
    let declared: Vec<&String> = keys().filter(|key| key.starts_with('2')).collect();
    let found = if declared.is_empty() {
        keys().filter(|key| *key == "default").collect()
    } else {
        declared
    };
    found.into_iter().map(|key| at.child(key)).collect()
}
