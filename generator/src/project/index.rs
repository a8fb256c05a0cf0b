//! The index: a Rust file with a module for each client that is not a package.

use std::path::Path;

use crate::config::{ClientEntry, Layout, path_from};
use crate::format::{File, HEADER, UNFORMATTED};
use crate::name::client_name;
use crate::write::{self, Mode, Report, WriteError};

/// Files whose modules are beside them.
const ROOTS: [&str; 3] = ["lib.rs", "main.rs", "mod.rs"];

pub(super) fn write_index(index: &Path, clients: &[ClientEntry], mode: Mode) -> Result<Report, WriteError> {
    let folder = index.parent().unwrap_or(Path::new(""));
    let path = index
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let modules = clients.iter().filter(|client| is_module(client));
    let mut modules: Vec<(String, String)> = modules.map(|client| module(&path, folder, client)).collect();
    modules.sort();
    let modules: String = modules.into_iter().map(|(_, text)| text).collect();
    let text = format!("{HEADER}\n//! Generated clients.\n\n{UNFORMATTED}\n{modules}");
    // The folder of the index contains the clients too, so only the index itself is compared.
    write::save_file(folder, File { path, text }, mode)
}

/// Whether a client can be a module of the index. A package is a dependency instead.
pub(super) fn is_module(client: &ClientEntry) -> bool {
    client.settings.layout != Layout::Crate
}

/// The name of the module of a client, and its declaration.
fn module(index: &str, folder: &Path, client: &ClientEntry) -> (String, String) {
    let name = client_name(&client.settings.name);
    let inner = match client.settings.layout {
        Layout::File => format!("{name}.rs"),
        Layout::Module | Layout::Crate => "mod.rs".to_owned(),
    };
    let file = path_from(folder, &client.out.join(inner));
    // Where rustc looks for it.
    let usual = match index.strip_suffix(".rs") {
        Some(stem) if !ROOTS.contains(&index) => format!("{stem}/{name}"),
        _ => name.clone(),
    };
    let found = file == format!("{usual}.rs") || file == format!("{usual}/mod.rs");
    let path = if found {
        String::new()
    } else {
        format!("#[path = {file:?}]\n")
    };
    let text = format!("{path}pub mod {name};\n");
    (name, text)
}
