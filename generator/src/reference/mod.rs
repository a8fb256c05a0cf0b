//! IR and names to a reference in Markdown: an index, a page per tag, a page per file of models.
//!
//! | from | to | file |
//! |---|---|---|
//! | everything | the targets of links | `context.rs` |
//! | the API | `README.md`: client, credentials, all operations, all models | `index.rs` |
//! | a tag | `api/<tag>.md` | `page.rs`, its opening `opening.rs` |
//! | an operation | its section | `operation.rs`, `parameters.rs`, `responses.rs` |
//! | a file of models | `models/<file>.md` | `models.rs` |
//! | rows | tables that fit into a page | `table.rs` |
//! | texts of the document | Markdown that cannot change the page around it | `text.rs`, `markdown/` |
//!
//! Types, signatures and examples come from `emit`, so they are those of the client.

mod context;
mod index;
mod models;
mod opening;
mod operation;
mod page;
mod parameters;
mod responses;
mod security;
mod table;
mod text;

use crate::config::Settings;
use crate::emit::Emit;
use crate::format::{File, FormatError, PAGE_HEADER};
use crate::ir::Api;
use crate::name::Names;

use context::Reference;

/// Every page of the reference. An error is a defect: an example that is not valid Rust.
pub(crate) fn files(api: &Api, names: &Names, settings: &Settings) -> Result<Vec<File>, FormatError> {
    let emit = Emit::new(api, names, settings);
    let reference = Reference::new(&emit);
    let mut files = vec![file("README.md", &index::page(&reference)?)];
    for tag in 0..api.tags.len() {
        if let Some((name, text)) = page::page(&reference, tag)? {
            files.push(file(&format!("api/{name}.md"), &text));
        }
    }
    for page in &names.files {
        files.push(file(
            &format!("models/{}.md", page.module.bare()),
            &models::page(&reference, page),
        ));
    }
    Ok(files)
}

fn file(path: &str, body: &str) -> File {
    File {
        path: path.to_owned(),
        text: format!("{PAGE_HEADER}\n\n{}\n", body.trim_end()),
    }
}
