//! IR and names to a reference in Markdown: an index, a page for each tag, a page for each file of models.
//!
//! | from | to | file |
//! |---|---|---|
//! | everything | what links go where | `context.rs` |
//! | the API | `README.md`: client, credentials, all operations, all models | `index.rs` |
//! | a tag | `api/<tag>.md` | `page.rs` |
//! | an operation | its section | `operation.rs`, `parameters.rs`, `responses.rs` |
//! | a file of models | `models/<file>.md` | `models.rs` |
//! | texts of the document | Markdown that stays in its place | `text.rs`, `markdown.rs` |
//!
//! Types, signatures and examples are tokens of the emission, so they are what the client has.

mod context;
mod index;
mod models;
mod operation;
mod page;
mod parameters;
mod responses;
mod security;
mod text;

use crate::config::{Layout, Settings};
use crate::emit::Emit;
use crate::emit::example::CratePath;
use crate::format::{File, PAGE_HEADER};
use crate::ir::Api;
use crate::name::Names;

use context::Reference;

/// Every page of the reference. An error is a defect: an example that is no Rust.
pub(crate) fn files(api: &Api, names: &Names, settings: &Settings) -> Result<Vec<File>, String> {
    let emit = Emit {
        api,
        names,
        times: settings.time_crate,
    };
    let path = CratePath::new(&crate_path(names, settings));
    let reference = Reference::new(&emit, path);
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

/// Where examples import the client from.
fn crate_path(names: &Names, settings: &Settings) -> String {
    match (&settings.crate_path, settings.layout) {
        (Some(path), _) => path.clone(),
        (None, Layout::Crate) => names.client.clone(),
        (None, Layout::Module | Layout::File) => format!("crate::{}", names.client),
    }
}

fn file(path: &str, body: &str) -> File {
    File {
        path: path.to_owned(),
        text: format!("{PAGE_HEADER}\n\n{}\n", body.trim_end()),
    }
}
