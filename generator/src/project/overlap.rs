//! Clients that would overwrite or remove each other's files.

use std::path::{Path, PathBuf};

use super::index::is_module;
use crate::config::{ClientEntry, Layout, ProjectFile, path_parts as parts};
use crate::diag::Position;
use crate::name::client_name;
use crate::write::is_written_below;

/// A conflict: the position in the configuration, and a description.
pub(super) struct Overlap {
    pub position: Position,
    pub message: String,
}

/// Every client whose output overlaps with that of an earlier one, and the index if it overlaps with any.
pub(super) fn overlaps(file: &ProjectFile) -> Vec<Overlap> {
    let mut ordered: Vec<&ClientEntry> = file.clients.iter().collect();
    ordered.sort_by_key(|client| (client.out_position.line, client.out_position.column));
    let mut found = Vec::new();
    for (at, second) in ordered.iter().enumerate() {
        let clash = ordered
            .iter()
            .take(at)
            .find_map(|first| Some((first, clash(first, second).or_else(|| clash(second, first))?)));
        if let Some((first, what)) = clash {
            let (one, other) = (&first.settings.name, &second.settings.name);
            found.push(Overlap {
                position: second.out_position,
                message: format!("the clients `{one}` and `{other}` {what}; choose a separate folder for each"),
            });
        }
    }
    found.extend(docs_overlaps(&ordered));
    if file.index.is_some() {
        found.extend(twins(&ordered));
    }
    if let Some((path, position)) = &file.index {
        let messages = ordered.iter().filter_map(|client| with_index(client, path));
        found.extend(messages.take(1).map(|message| Overlap {
            position: *position,
            message,
        }));
    }
    found
}

/// What happens if the index is written beside a client.
fn with_index(client: &ClientEntry, index: &Path) -> Option<String> {
    let name = &client.settings.name;
    if holds_file(client, index) {
        Some(format!(
            "the index is in the folder of the client `{name}`, which removes generated files that it does not own; move the index out of it"
        ))
    } else if is_twin(index, client) {
        Some(format!(
            "the index and the client `{name}` would be one module, in a file and in the folder of this name; move one of both"
        ))
    } else {
        None
    }
}

/// Clients that would be one module of the index.
fn twins(clients: &[&ClientEntry]) -> Vec<Overlap> {
    let name = |client: &ClientEntry| client_name(&client.settings.name);
    let modules: Vec<&ClientEntry> = clients.iter().copied().filter(|client| is_module(client)).collect();
    let twins = modules.iter().enumerate().filter_map(|(at, second)| {
        let first = modules.iter().take(at).find(|first| name(first) == name(second))?;
        let (one, other) = (&first.settings.name, &second.settings.name);
        let message = format!(
            "the clients `{one}` and `{other}` are both `pub mod {}` in the index; choose another name for one",
            name(second)
        );
        Some(Overlap {
            position: second.out_position,
            message,
        })
    });
    twins.collect()
}

/// References in the same folder or in the pages of another one, or in the folder of a package, which has a `README.md` of its own.
fn docs_overlaps(clients: &[&ClientEntry]) -> Vec<Overlap> {
    let folder = |client: &ClientEntry| client.docs.as_deref().and_then(parts);
    let mut found = Vec::new();
    for (at, second) in clients.iter().enumerate() {
        let Some(docs) = folder(second) else { continue };
        let same = clients
            .iter()
            .take(at)
            .find(|first| folder(first).as_ref() == Some(&docs));
        let is_nested = |client: &&&ClientEntry| {
            let other = folder(client).filter(|other| *other != docs);
            other.is_some_and(|other| is_in_pages(&docs, &other) || is_in_pages(&other, &docs))
        };
        let is_package = |client: &&&ClientEntry| {
            client.settings.layout == Layout::Crate && parts(&client.out).as_ref() == Some(&docs)
        };
        let message = if let Some(first) = same {
            let (one, other) = (&first.settings.name, &second.settings.name);
            format!("the references of `{one}` and `{other}` are in the same folder; choose a separate folder for each")
        } else if let Some(first) = clients.iter().take(at).find(is_nested) {
            let (one, other) = (&first.settings.name, &second.settings.name);
            format!(
                "one of the references of `{one}` and `{other}` is in a folder that the other one writes; choose a separate folder for each"
            )
        } else if let Some(owner) = clients.iter().find(is_package) {
            format!(
                "the package of `{}` is in this folder; choose another folder for the reference",
                owner.settings.name
            )
        } else {
            continue;
        };
        found.push(Overlap {
            position: second.docs_position,
            message,
        });
    }
    found
}

/// Whether a folder is one that the reference in another folder writes.
fn is_in_pages(folder: &[String], other: &[String]) -> bool {
    let below = folder.strip_prefix(other).and_then(<[String]>::first);
    below.is_some_and(|name| matches!(name.as_str(), "api" | "models"))
}

/// What happens if `inner` is in the folder of `outer`.
fn clash(outer: &ClientEntry, inner: &ClientEntry) -> Option<String> {
    let (folder, deeper) = (parts(&outer.out)?, parts(&inner.out)?);
    let below = deeper.strip_prefix(folder.as_slice())?;
    let shown = inner.out.display();
    let is_file = |client: &ClientEntry| client.settings.layout == Layout::File;
    match (is_file(outer), is_file(inner)) {
        // Single files can share a folder if their names differ.
        (true, true) => {
            let file = |client: &ClientEntry| client_name(&client.settings.name);
            (below.is_empty() && file(outer) == file(inner))
                .then(|| format!("both write `{}.rs` in `{shown}`", file(inner)))
        }
        (true, false) => {
            let file = outer.out.join(format!("{}.rs", client_name(&outer.settings.name)));
            is_twin(&file, inner).then(|| format!("would be one module, in `{}` and in `{shown}`", file.display()))
        }
        _ if below.is_empty() => Some(format!("both write to `{shown}`")),
        // A folder with a lock of its own is not touched; single files are.
        (false, true) => Some(format!(
            "overlap: `{shown}` is in the folder of the other, which removes generated files that it does not own"
        )),
        (false, false) => is_written_below(outer.settings.layout, &below.iter().collect::<PathBuf>())
            .then(|| format!("overlap: `{shown}` is a folder that the other one writes")),
    }
}

/// Whether a file of code and the folder of a client would be one module: `shop.rs` and `shop/mod.rs`.
fn is_twin(file: &Path, client: &ClientEntry) -> bool {
    let module = parts(&file.with_extension(""));
    client.settings.layout == Layout::Module && module.is_some() && module == parts(&client.out)
}

/// Whether a client would remove or overwrite a file.
fn holds_file(client: &ClientEntry, file: &Path) -> bool {
    let (Some(out), Some(file)) = (parts(&client.out), parts(file)) else {
        return false;
    };
    match file.strip_prefix(out.as_slice()) {
        Some([name]) if client.settings.layout == Layout::File => {
            *name == format!("{}.rs", client_name(&client.settings.name))
        }
        Some(_) => client.settings.layout != Layout::File,
        None => false,
    }
}
