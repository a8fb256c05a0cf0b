//! Clients that would overwrite or remove each other's files.

use std::path::Path;

use crate::config::{ClientEntry, Layout, ProjectFile, path_parts as parts};
use crate::diag::Position;
use crate::name::client_name;

/// Where a client or the index would do harm, and to whom.
pub(super) struct Overlap {
    pub position: Position,
    pub message: String,
}

/// Every client whose output clashes with that of one before it in the file, and the index if it clashes with any.
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
                message: format!("the clients `{one}` and `{other}` {what}; give each a folder of its own"),
            });
        }
    }
    found.extend(docs_overlaps(&ordered));
    if let Some((path, position)) = &file.index {
        let client = ordered.iter().find(|client| holds_file(client, path));
        found.extend(client.map(|client| Overlap {
            position: *position,
            message: format!(
                "the index lies in the folder of the client `{}`, which removes files that are not its own; put it outside",
                client.settings.name
            ),
        }));
    }
    found
}

/// References that lie in each other, or among the files of a package, which has pages of its own.
fn docs_overlaps(clients: &[&ClientEntry]) -> Vec<Overlap> {
    let folder = |client: &ClientEntry| client.docs.as_deref().and_then(parts);
    let mut found = Vec::new();
    for (at, second) in clients.iter().enumerate() {
        let Some(docs) = folder(second) else { continue };
        let same = clients
            .iter()
            .take(at)
            .find(|first| folder(first).as_ref() == Some(&docs));
        let is_package = |client: &&&ClientEntry| {
            client.settings.layout == Layout::Crate && parts(&client.out).as_ref() == Some(&docs)
        };
        let message = if let Some(first) = same {
            let (one, other) = (&first.settings.name, &second.settings.name);
            format!("the references of `{one}` and `{other}` are in one folder; give each a folder of its own")
        } else if let Some(owner) = clients.iter().find(is_package) {
            format!(
                "the package of `{}` is in this folder; give the reference one of its own",
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

/// What goes wrong where `inner` lies in the folder of `outer`.
fn clash(outer: &ClientEntry, inner: &ClientEntry) -> Option<String> {
    let (folder, deeper) = (parts(&outer.out)?, parts(&inner.out)?);
    let below = deeper.strip_prefix(folder.as_slice())?;
    let shown = inner.out.display();
    let is_file = |client: &ClientEntry| client.settings.layout == Layout::File;
    match (is_file(outer), is_file(inner)) {
        // Files share a folder as long as they have different names.
        (true, true) => {
            let file = |client: &ClientEntry| client_name(&client.settings.name);
            (below.is_empty() && file(outer) == file(inner))
                .then(|| format!("both write `{}.rs` in `{shown}`", file(inner)))
        }
        (true, false) => None,
        _ if below.is_empty() => Some(format!("both write to `{shown}`")),
        // A folder with a lock of its own is left alone; single files are not.
        (false, true) => Some(format!(
            "overlap: `{shown}` lies in the folder of the other, which removes what it did not write"
        )),
        (false, false) => is_owned(outer.settings.layout, below)
            .then(|| format!("overlap: `{shown}` is among the files that the other writes")),
    }
}

/// Whether a folder within that of a client is one that the client writes itself.
fn is_owned(layout: Layout, below: &[String]) -> bool {
    let names: Vec<&str> = below.iter().map(String::as_str).collect();
    matches!(
        (layout, names.as_slice()),
        (Layout::Crate, ["src"] | ["src", "api" | "models", ..]) | (Layout::Module, ["api" | "models", ..])
    )
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
