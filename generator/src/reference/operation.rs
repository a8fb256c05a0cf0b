//! The section of an operation.

use super::context::{PageKind, Reference};
use super::{parameters, responses, security, text};
use crate::emit::example::CallExample;
use crate::format::{self, FormatError};
use crate::ir::{Body, Operation, ResponseSet, ResponseType, Type};
use crate::name::OperationName;

/// The section. `schemes` are those for which the client of the page has credentials.
pub(super) fn section(
    reference: &Reference<'_>,
    operation: &Operation,
    names: &OperationName,
    example: &CallExample,
    schemes: &[String],
) -> Result<String, FormatError> {
    let signature = reference.in_api.operation(operation, names);
    let mut out = String::new();
    if operation.docs.deprecated {
        out.push_str("**Deprecated.**\n\n");
    }
    let signatures: Result<Vec<String>, FormatError> = signature.signatures.iter().map(format::signature).collect();
    out.push_str(&text::fenced("rust", &signatures?.join("\n")));
    out.push('\n');
    out.push_str(&text::paragraphs(&operation.docs.title));
    if operation.docs.text.trim() != operation.docs.title.trim() {
        out.push_str(&text::paragraphs(&operation.docs.text));
    }
    let route = format!("{} {}", operation.method, operation.path);
    out.push_str(&format!("{}\n\n", text::code(&route)));
    if let Some(server) = &operation.server {
        let server = text::code(&server.url);
        out.push_str(&format!("Sent to {server}, unless a base URL is set.\n\n"));
    }
    let call = text::fenced("rust", &format::snippet(&example.call)?);
    out.push_str(&text::section("Example", &call));
    let program = text::fenced("rust", &format::example(&example.program)?);
    out.push_str(&text::folded("whole program", &program));
    let parameters = parameters::table(reference, operation, names);
    out.push_str(&text::section("Parameters", &parameters));
    let facts = [
        (
            "Return type",
            output(reference, operation, &format::inline(&signature.output)),
        ),
        ("Streaming and pages", pieces(reference, operation)),
        (
            "Error type",
            error(reference, operation, &format::inline(&signature.error)),
        ),
        ("Authorization", authorization(reference, operation, schemes)),
        ("Content-Type", content_types(operation)),
        ("Accept", accept(operation)),
    ];
    let facts = facts.iter().filter(|(_, text)| !text.is_empty());
    let facts: Vec<String> = facts.map(|(title, text)| format!("- **{title}**: {text}\n")).collect();
    out.push_str(&format!("{}\n", facts.concat()));
    out.push_str(&text::section(
        "Responses",
        &responses::table(reference, operation, names),
    ));
    Ok(out)
}

/// The security requirements, and whether the client of the page meets them.
fn authorization(reference: &Reference<'_>, operation: &Operation, schemes: &[String]) -> String {
    let needed = security::needed(reference, operation);
    let has = |wanted: &&str| schemes.iter().any(|scheme| scheme == wanted);
    if operation.shown_schemes().iter().all(has) {
        return needed;
    }
    format!("{needed}; only the client in the whole program has these credentials")
}

fn only(responses: &ResponseSet) -> Option<&Type> {
    match &responses.ty {
        ResponseType::One(ty) => Some(ty),
        ResponseType::Nothing | ResponseType::ByStatus => None,
    }
}

fn output(reference: &Reference<'_>, operation: &Operation, signature: &str) -> String {
    let ty = reference.linked(PageKind::Api, signature, only(&operation.success));
    match operation.success.ty {
        ResponseType::Nothing => format!("{ty}: no response body is read."),
        ResponseType::ByStatus => format!("{ty}, an enum with a variant per status; see the table below."),
        ResponseType::One(_) => ty,
    }
}

/// Pages, events and streams of JSON values.
fn pieces(reference: &Reference<'_>, operation: &Operation) -> String {
    let item = |ty: &Type| reference.linked(PageKind::Api, &format::inline(&reference.in_api.ty(ty)), Some(ty));
    let mut ways = Vec::new();
    if let Some(paging) = &operation.paging {
        let way = "The list is paged: `.pages()` and `.items()` of `oaspen_client::PagedCall` fetch further pages";
        ways.push(format!("{way}. The type of an item is {}.", item(&paging.item)));
    }
    if let Some(events) = &operation.events {
        ways.push(format!(
            "`.events()` returns a stream of server-sent events. The type of their data is {}.",
            item(&events.ty)
        ));
    }
    if let Some(lines) = &operation.json_lines {
        ways.push(format!(
            "`.json_lines()` returns a stream of JSON values. The type of a value is {}.",
            item(&lines.ty)
        ));
    }
    ways.join(" ")
}

fn error(reference: &Reference<'_>, operation: &Operation, signature: &str) -> String {
    let signature = format!("oaspen_client::Error<{signature}>");
    let ty = reference.linked(PageKind::Api, &signature, only(&operation.error));
    match operation.error.ty {
        ResponseType::Nothing => {
            format!("{ty}: this operation declares no error body. The received body is available as bytes.")
        }
        ResponseType::ByStatus => format!("{ty}, an enum with a variant per status; see the table below."),
        ResponseType::One(_) => ty,
    }
}

/// The media type of a body, and the others that its value can be sent as.
fn content_type(body: &Body) -> String {
    let codes = |media: &[String]| {
        media
            .iter()
            .map(|media| text::code(media))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let sent = text::code(&body.media_type);
    if body.is_media_passed {
        return format!("`content_type`, one of {}", codes(&body.media_types));
    }
    let others: Vec<String> = body
        .media_types
        .iter()
        .filter(|media| **media != body.media_type)
        .cloned()
        .collect();
    if others.is_empty() {
        sent
    } else {
        format!("{sent}, or {} with `.header(\"content-type\", ..)`", codes(&others))
    }
}

/// The media types of the bodies. Empty without a body.
fn content_types(operation: &Operation) -> String {
    let content: Vec<String> = operation.bodies().map(content_type).collect();
    content.join("; ")
}

/// The media types of the responses. Empty without a declared response body.
fn accept(operation: &Operation) -> String {
    if operation.accept.is_empty() {
        return String::new();
    }
    text::code(&operation.accept.join(", "))
}
