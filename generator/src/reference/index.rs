//! The first page: how a client is made, and where everything is.

use super::book::{Book, From};
use super::security;
use super::text::{self, Table};
use crate::emit::{self, example};
use crate::format;
use crate::ir::{Operation, Server};
use crate::markdown;

pub(super) fn page(book: &Book<'_>) -> Result<String, String> {
    let api = &book.emit.api;
    let title = match markdown::one_line(&api.title) {
        title if title.is_empty() => text::code(&book.emit.names.client),
        title => title,
    };
    let mut out = format!("# {title}\n\n");
    if !api.version.trim().is_empty() {
        out.push_str(&format!("Version {}.\n\n", text::code(&api.version)));
    }
    out.push_str(&text::paragraphs(&api.description));
    out.push_str("## Client\n\n");
    let client = example::client(book.emit, &book.path);
    out.push_str(&text::fenced("rust", &format::example(&client)?));
    out.push_str(&format!("\n{}\n\n", addresses(book)));
    out.push_str(HOW);
    let credentials = security::table(book);
    out.push_str("\n## Credentials\n\n");
    out.push_str(if credentials.is_empty() {
        "The API declares none.\n"
    } else {
        &credentials
    });
    out.push_str("\n## Operations\n");
    for tag in 0..api.tags.len() {
        out.push_str(&operations(book, tag));
    }
    let models = models(book);
    if !models.is_empty() {
        out.push_str(&format!("\n## Models\n\n{models}"));
    }
    Ok(out)
}

/// What holds for every call.
const HOW: &str = "Required arguments are positional, everything optional is a setter of the call. `.await` gives the body; \
                   `.send_with_response().await` gives status and headers too, `.send_raw().await` the answer undecoded. \
                   Errors of single calls convert with `?`; `error.error_body()` is the body that the API declares for them, \
                   `error.status()` and `error.raw_body()` tell what came.\n";

/// The servers of the API.
pub(super) fn addresses(book: &Book<'_>) -> String {
    let servers = &book.emit.api.servers;
    let usable = servers.iter().filter(|server| server.is_absolute());
    let list: Vec<String> = usable.map(|server| text::code(&server.resolved())).collect();
    let told = match list.as_slice() {
        _ if !example::has_address(book.emit.api) => {
            "The API names no address that can be used as it stands: give yours with `.base_url(..)`.".to_owned()
        }
        [one] => format!("All paths are relative to {one}, unless `.base_url(..)` gives another address."),
        many => format!(
            "All paths are relative to the first of these servers, unless `.server(index)` or `.base_url(..)` says otherwise: {}.",
            many.join(", ")
        ),
    };
    match variables(servers) {
        names if names.is_empty() => told,
        names => format!(
            "{told} Parts of them are set with `.server_variable(name, value)`: {}.",
            names.join(", ")
        ),
    }
}

/// The variables of servers, each once, with the values that they can have.
fn variables(servers: &[Server]) -> Vec<String> {
    let mut told = Vec::new();
    for variable in servers.iter().flat_map(|server| &server.variables) {
        let values: Vec<String> = variable.values.iter().map(|value| text::code(value)).collect();
        let name = text::code(&variable.name);
        let text = match values.as_slice() {
            [] => name,
            values => format!("{name} ({})", values.join(", ")),
        };
        if !told.contains(&text) {
            told.push(text);
        }
    }
    told
}

fn operations(book: &Book<'_>, tag: usize) -> String {
    let (Some(described), Some(name)) = (book.emit.api.tags.get(tag), book.emit.names.tags.get(tag)) else {
        return String::new();
    };
    let page = format!("api/{}.md", name.module.bare());
    let mut table = Table::new(&["Method", "HTTP request", "Description"]);
    for (operation, names, anchor) in book.operations(tag) {
        let call = format!("{}().{}", name.accessor.bare(), names.method.bare());
        table.row(&[
            text::link(&text::code(&call), &format!("{page}#{anchor}")),
            route(operation),
            summary(operation),
        ]);
    }
    let told = emit::tag_docs(described).join("\n");
    format!(
        "\n### {}\n\n{told}\n\n{}",
        text::link(name.handle.bare(), &page),
        table.finish()
    )
}

/// `GET /users`.
pub(super) fn route(operation: &Operation) -> String {
    format!("**{}** {}", operation.method, text::code(&operation.path))
}

/// What an operation does, in a cell.
pub(super) fn summary(operation: &Operation) -> String {
    let docs = &operation.docs;
    let text = match markdown::cell(&docs.title) {
        title if title.is_empty() => markdown::cell(&docs.first_sentence()),
        title => title,
    };
    if docs.deprecated {
        format!("{text} (deprecated)")
    } else {
        text
    }
}

/// The models that the document names, each with the page that it shares with its inline types.
fn models(book: &Book<'_>) -> String {
    let mut table = Table::new(&["Model", "Description"]);
    for file in &book.emit.names.files {
        let first = file.types.first();
        let Some((id, def, name)) = first.and_then(|id| Some((*id, book.emit.api.get(*id)?, book.emit.names.ty(*id)?)))
        else {
            continue;
        };
        let Some(target) = book.model(From::Index, id) else {
            continue;
        };
        let docs = &def.docs;
        let told = if docs.text.trim().is_empty() {
            docs.title.clone()
        } else {
            docs.first_sentence()
        };
        table.row(&[
            text::link(&text::code(name.ident.bare()), &target),
            markdown::cell(&told),
        ]);
    }
    table.finish()
}
