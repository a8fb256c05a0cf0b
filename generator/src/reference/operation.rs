//! The section of an operation.

use super::context::{PageKind, Reference};
use super::{parameters, responses, security, text};
use crate::emit::example;
use crate::format::{self, FormatError};
use crate::ir::{Body, Operation, ParamLocation, ResponseSet, ResponseType, Type};
use crate::name::OperationName;

pub(super) fn section(
    reference: &Reference<'_>,
    operation: &Operation,
    names: &OperationName,
) -> Result<String, FormatError> {
    let signature = reference.in_api.operation(operation, names);
    let mut out = String::new();
    if operation.docs.deprecated {
        out.push_str("**Deprecated.**\n\n");
    }
    let signatures: Result<Vec<String>, FormatError> = signature.signatures.iter().map(format::signature).collect();
    out.push_str(&text::fenced("rust,ignore", &signatures?.join("\n")));
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
    let example = example::operation(reference.emit, operation, names);
    out.push_str(&text::section(
        "Example",
        &text::fenced("rust", &format::example(&example)?),
    ));
    out.push_str(&text::section("Parameters", &parameters(reference, operation, names)));
    out.push_str(&text::section(
        "Return type",
        &output(reference, operation, &format::inline(&signature.output)),
    ));
    out.push_str(&text::section("Streaming and pages", &pieces(reference, operation)));
    out.push_str(&text::section(
        "Error type",
        &error(reference, operation, &format::inline(&signature.error)),
    ));
    out.push_str(&text::section("Authorization", &security::needed(reference, operation)));
    out.push_str(&text::section("HTTP request headers", &headers(operation)));
    out.push_str(&text::section(
        "HTTP responses",
        &responses::table(reference, operation, names),
    ));
    Ok(out)
}

fn parameters(reference: &Reference<'_>, operation: &Operation, names: &OperationName) -> String {
    let table = parameters::table(reference, operation, names);
    if table.is_empty() {
        return "None.".to_owned();
    }
    table
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
    ways.join("\n\n")
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

fn headers(operation: &Operation) -> String {
    let content: Vec<String> = operation.bodies().map(content_type).collect();
    let accept = operation.accept.join(", ");
    let mut lines = vec![
        format!(
            "- **Content-Type**: {}",
            if content.is_empty() {
                "not sent, because there is no body".to_owned()
            } else {
                content.join("; ")
            }
        ),
        if accept.is_empty() {
            "- **Accept**: not sent, because no response body is declared".to_owned()
        } else {
            format!("- **Accept**: {}", text::code(&accept))
        },
    ];
    let own = operation
        .params
        .iter()
        .filter(|param| param.location == ParamLocation::Header);
    for param in own {
        let need = if param.required { "required" } else { "optional" };
        lines.push(format!("- **{}**: {need}, see the parameters", text::code(&param.name)));
    }
    lines.join("\n")
}
