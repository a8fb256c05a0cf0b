//! What a call responds with, in the docs of its method and of its type.
#![warn(clippy::wildcard_enum_match_arm)]

use super::scope::Scope;
use crate::ir::{Operation, ResponseSet, ResponseType, StreamedResponse, Structure, Type};
use crate::markdown;
use crate::name::{Name, OperationName};
use crate::text::code;

/// The type of a successful response, with a link. `None` if no body is read.
pub(super) fn success(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> Option<String> {
    // What is asked for first decides what the response is.
    let is_first = |series: &&StreamedResponse| operation.accept.first() == Some(&series.media_type);
    if let Some(events) = operation.events.as_ref().filter(is_first) {
        return Some(format!("events of {}", described(scope, &events.ty)));
    }
    if let Some(lines) = operation.json_lines.as_ref().filter(is_first) {
        return Some(format!("a stream of {}", described(scope, &lines.ty)));
    }
    side(scope, &operation.success, &names.output)
}

/// What the call responds with, and how it fails, as a sentence.
pub(super) fn both(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> Option<String> {
    let success = success(scope, operation, names);
    let error = side(scope, &operation.error, &names.error);
    Some(match (success, error) {
        (Some(success), Some(error)) => format!("Responds with {success}; fails with {error}."),
        (Some(success), None) => format!("Responds with {success}."),
        (None, Some(error)) => format!("Fails with {error}."),
        (None, None) => return None,
    })
}

fn side(scope: &Scope<'_>, responses: &ResponseSet, name: &Name) -> Option<String> {
    match &responses.ty {
        ResponseType::Nothing => None,
        ResponseType::One(Type::File) => Some("bytes".to_owned()),
        ResponseType::One(ty) => Some(described(scope, ty)),
        ResponseType::ByStatus => Some(format!("[`{}`]", name.bare())),
    }
}

/// A type in words, with a link to the model in it.
fn described(scope: &Scope<'_>, ty: &Type) -> String {
    match ty.structure() {
        Structure::List(inner) => format!("a list of {}", described(scope, inner)),
        Structure::Map(inner) => format!("a map of {}", described(scope, inner)),
        Structure::Option(inner) => format!("{} or null", described(scope, inner)),
        Structure::Named(id) => match scope.emit.names.ty(id) {
            Some(name) => format!("[`models::{}`]", name.ident.bare()),
            None => String::new(),
        },
        Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => {
            code(&scope.ty(ty).to_string().replace(' ', ""))
        }
    }
}

/// A list item for each description of a status. Statuses with the same one share an item.
pub(super) fn statuses(operation: &Operation) -> Vec<String> {
    let mut list: Vec<(Vec<String>, String)> = Vec::new();
    for row in operation.success.rows.iter().chain(&operation.error.rows) {
        let text = if row.is_repetition {
            String::new()
        } else {
            markdown::brief(&row.docs)
        };
        let headers: Vec<String> = row.headers.iter().map(|header| code(&header.name)).collect();
        let headers = if headers.is_empty() {
            String::new()
        } else {
            format!("with {}", headers.join(", "))
        };
        let parts = [text.trim_end_matches('.').to_owned(), headers];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
        let meaning = parts.join(", ");
        let status = format!("`{}`", row.status);
        match list.iter_mut().find(|(_, known)| *known == meaning) {
            Some((statuses, _)) if !statuses.contains(&status) => statuses.push(status),
            Some(_) => {}
            None => list.push((vec![status], meaning)),
        }
    }
    // What is only a status is last.
    let (bare, described): (Vec<_>, Vec<_>) = list.into_iter().partition(|(_, meaning)| meaning.is_empty());
    let is_one_status =
        matches!((described.as_slice(), bare.as_slice()), ([], [(statuses, _)]) if matches!(statuses.as_slice(), [_]));
    if is_one_status {
        return Vec::new();
    }
    let described = described.into_iter();
    let described = described.map(|(statuses, meaning)| format!("- {}: {meaning}", statuses.join(", ")));
    let bare = bare
        .into_iter()
        .map(|(statuses, _)| format!("- {}", statuses.join(", ")));
    // One by one: the length of a description is bounded, and not that of the list.
    described.chain(bare).flat_map(|item| markdown::lines(&item)).collect()
}
