//! The section of an operation: everything that a caller has to know of it.

use super::context::{PageKind, Reference};
use super::{parameters, responses, security, text};
use crate::emit::example;
use crate::format;
use crate::ir::{Operation, ParamLocation, ResponseSet, ResponseType, Type};
use crate::name::OperationName;

pub(super) fn section(
    reference: &Reference<'_>,
    operation: &Operation,
    names: &OperationName,
) -> Result<String, String> {
    let spelled = reference.in_api.operation(operation, names);
    let mut out = String::new();
    if operation.docs.deprecated {
        out.push_str("**Deprecated.**\n\n");
    }
    out.push_str(&text::fenced("rust,ignore", &format::signature(&spelled.signature)?));
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
    let example = example::operation(reference.emit, operation, names, &reference.path);
    out.push_str(&text::section(
        "Example",
        &text::fenced("rust", &format::example(&example)?),
    ));
    out.push_str(&text::section("Parameters", &parameters(reference, operation, names)));
    out.push_str(&text::section(
        "Return type",
        &output(reference, operation, &format::inline(&spelled.output)),
    ));
    out.push_str(&text::section("Piece by piece", &pieces(reference, operation)));
    out.push_str(&text::section(
        "Error type",
        &error(reference, operation, &format::inline(&spelled.error)),
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

fn only(answers: &ResponseSet) -> Option<&Type> {
    match &answers.ty {
        ResponseType::One(ty) => Some(ty),
        ResponseType::Nothing | ResponseType::ByStatus => None,
    }
}

fn output(reference: &Reference<'_>, operation: &Operation, spelled: &str) -> String {
    let ty = reference.linked(PageKind::Api, spelled, only(&operation.success));
    match operation.success.ty {
        ResponseType::Nothing => format!("{ty}: the body of the answer, if there is one, is not read."),
        ResponseType::ByStatus => format!("{ty}, an enum with a variant for each status; see the table below."),
        ResponseType::One(_) => ty,
    }
}

/// Other ways to take the answer than as a whole.
fn pieces(reference: &Reference<'_>, operation: &Operation) -> String {
    let item = |ty: &Type| reference.linked(PageKind::Api, &format::inline(&reference.in_api.ty(ty)), Some(ty));
    let mut ways = Vec::new();
    if let Some(paging) = &operation.paging {
        let way =
            "The list comes page by page: `.pages()` and `.items()` of `oaspen_client::PagedCall` go on by themselves";
        ways.push(format!("{way}; an item is {}.", item(&paging.item)));
    }
    if let Some(events) = &operation.events {
        ways.push(format!(
            "`.events()` gives server-sent events; the data of one is {}.",
            item(&events.ty)
        ));
    }
    if let Some(lines) = &operation.json_lines {
        ways.push(format!(
            "`.json_lines()` gives one value after the other; one is {}.",
            item(&lines.ty)
        ));
    }
    ways.join("\n\n")
}

fn error(reference: &Reference<'_>, operation: &Operation, spelled: &str) -> String {
    let spelled = format!("oaspen_client::Error<{spelled}>");
    let ty = reference.linked(PageKind::Api, &spelled, only(&operation.error));
    match operation.error.ty {
        ResponseType::Nothing => {
            format!("{ty}: no error of this operation has a declared body; what came is kept as it is.")
        }
        ResponseType::ByStatus => format!("{ty}, an enum with a variant for each status; see the table below."),
        ResponseType::One(_) => ty,
    }
}

fn headers(operation: &Operation) -> String {
    let content = operation.body.as_ref().map(|body| text::code(&body.media_type));
    let accept = operation.accept.join(", ");
    let mut lines = vec![
        format!(
            "- **Content-Type**: {}",
            content.unwrap_or_else(|| "not sent, as there is no body".to_owned())
        ),
        if accept.is_empty() {
            "- **Accept**: not sent, as no body is declared".to_owned()
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
