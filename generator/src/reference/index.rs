//! The index: how to build a client, its credentials, and links to all operations and models.

use super::context::{PageKind, Reference};
use super::security;
use super::table::MarkdownTable;
use super::{models, text};
use crate::emit::{self, example};
use crate::format::{self, FormatError};
use crate::ir::{Operation, Server};
use crate::markdown;

pub(super) fn page(reference: &Reference<'_>) -> Result<String, FormatError> {
    let api = &reference.emit.api;
    let title = match markdown::one_line(&api.title) {
        title if title.is_empty() => text::code(&reference.emit.names.client),
        title => title,
    };
    let mut out = format!("# {title}\n\n");
    if !api.version.trim().is_empty() {
        out.push_str(&format!("Version {}.\n\n", text::code(&api.version)));
    }
    out.push_str(&text::paragraphs(&api.description));
    out.push_str("## Client\n\n");
    let client = example::client(reference.emit);
    out.push_str(&text::fenced("rust", &format::example(&client)?));
    out.push_str(&format!("\n{}\n\n", addresses(reference)));
    out.push_str(CALLS);
    let credentials = security::table(reference);
    out.push_str("\n## Credentials\n\n");
    out.push_str(if credentials.is_empty() {
        "The API declares no security schemes.\n"
    } else {
        &credentials
    });
    out.push_str("\n## Operations\n");
    for tag in 0..api.tags.len() {
        out.push_str(&operations(reference, tag));
    }
    let models = models_table(reference);
    if !models.is_empty() {
        out.push_str(&format!("\n## Models\n\n{models}"));
    }
    Ok(out)
}

/// What applies to every call.
const CALLS: &str = "\
- Required parameters are arguments; optional parameters are setters of the call.
- `.await` returns the body, `.send_with_response().await` also returns status and headers, `.send_raw().await` returns the
  undecoded response. With the feature `blocking` of `oaspen-client`, `.send_blocking()` does the same as `.await` without async.
- The typed errors of calls convert into `Error` with `?`. `error.error_body()` returns the declared error body, `error.status()`
  and `error.raw_body()` return the status and the body that were received.
";

/// The servers of the API.
pub(super) fn addresses(reference: &Reference<'_>) -> String {
    let servers = &reference.emit.api.servers;
    let usable = servers.iter().filter(|server| server.is_absolute());
    let list: Vec<String> = usable.map(|server| text::code(&server.resolved())).collect();
    let text = match list.as_slice() {
        [_, ..] if !example::has_address(reference.emit.api) => format!(
            "The first server of the API is relative: set its scheme and host with `.origin(..)` or another URL with \
             `.base_url(..)`, or select one of the others with `.server(index)`: {}.",
            list.join(", ")
        ),
        [] => "The API declares no usable server URL: set one with `.base_url(..)`.".to_owned(),
        [one] => format!("All paths are relative to {one}, unless another URL is set with `.base_url(..)`."),
        many => format!(
            "All paths are relative to the first of these servers, unless another one is selected with `.server(index)` or \
             `.base_url(..)`: {}.",
            many.join(", ")
        ),
    };
    match variables(servers) {
        names if names.is_empty() => text,
        names => format!(
            "{text} `.server_variable(name, value)` sets a variable of the server URL: {}.",
            names.join(", ")
        ),
    }
}

/// The variables of servers, each once, with the allowed values.
fn variables(servers: &[Server]) -> Vec<String> {
    let mut variables = Vec::new();
    for variable in servers.iter().flat_map(|server| &server.variables) {
        let values: Vec<String> = variable.values.iter().map(|value| text::code(value)).collect();
        let name = text::code(&variable.name);
        let text = match values.as_slice() {
            [] => name,
            values => format!("{name} ({})", values.join(", ")),
        };
        if !variables.contains(&text) {
            variables.push(text);
        }
    }
    variables
}

fn operations(reference: &Reference<'_>, tag: usize) -> String {
    let (Some(described), Some(name)) = (reference.emit.api.tags.get(tag), reference.emit.names.tags.get(tag)) else {
        return String::new();
    };
    let page = format!("api/{}.md", name.module.bare());
    let mut table = MarkdownTable::new(&["Operation", ""]);
    for (operation, names, anchor) in reference.operations(tag) {
        let method = format!("{}().{}", name.accessor.bare(), names.method.bare());
        table.row(&[
            call(operation, &method, &format!("{page}#{anchor}")),
            summary(operation),
        ]);
    }
    let docs = emit::tag_docs(described).join("\n");
    format!(
        "\n### {}\n\n{docs}\n\n{}",
        text::link(name.handle.bare(), &page),
        table.finish()
    )
}

/// The method that makes a call, and below it `GET /users`.
pub(super) fn call(operation: &Operation, method: &str, target: &str) -> String {
    let link = text::link(&text::code(method), target);
    format!(
        "{link}{}{} {}",
        text::BREAK,
        operation.method,
        text::path(&operation.path)
    )
}

/// The summary of an operation, as a table cell.
pub(super) fn summary(operation: &Operation) -> String {
    let docs = &operation.docs;
    let text = match markdown::cell(&docs.title) {
        title if title.is_empty() => markdown::cell(&markdown::brief(&docs.text)),
        title => title,
    };
    if docs.deprecated {
        format!("{text} (deprecated)")
    } else {
        text
    }
}

/// The models that have a page, each with a link to its page.
fn models_table(reference: &Reference<'_>) -> String {
    let mut table = MarkdownTable::new(&["Model", ""]);
    for file in &reference.emit.names.files {
        let first = file.types.first();
        let Some((id, def, name)) =
            first.and_then(|id| Some((*id, reference.emit.api.get(*id)?, reference.emit.names.ty(*id)?)))
        else {
            continue;
        };
        let Some(target) = reference.model(PageKind::Index, id) else {
            continue;
        };
        table.row(&[
            text::link(&text::code(name.ident.bare()), &target),
            models::summary(reference, def, name),
        ]);
    }
    table.finish()
}
