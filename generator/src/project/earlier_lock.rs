//! The lock of an earlier run where the client has none of its own: it had another layout, another name or another folder, or the
//! lock is missing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::config::{Layout, Settings};
use crate::diag::codes;
use crate::files::read_text;
use crate::name::{Lock, LockKind, client_name};
use crate::outcome::Outcome;
use crate::pointer::Pointer;
use crate::write;

/// The lock that the client has in another layout, if it has none in its own.
pub(super) fn of_other_layout(out: &Path, settings: &Settings) -> Option<PathBuf> {
    let in_layout = |layout| {
        let settings = Settings {
            layout,
            ..settings.clone()
        };
        out.join(Lock::file_name(&settings))
    };
    let (single, folder) = (in_layout(Layout::File), in_layout(Layout::Module));
    let is_file = settings.layout == Layout::File;
    let (own, earlier) = if is_file { (single, folder) } else { (folder, single) };
    let is_known = || !is_file || write::has_folder_of(out, &client_name(&settings.name));
    (!own.exists() && earlier.is_file() && is_known()).then_some(earlier)
}

/// Reports that the client has no lock, if its folder has the client, or if another lock has most of its operations.
pub(super) fn report_missing(
    lock: &Path,
    out: &Path,
    settings: &Settings,
    known: &BTreeSet<String>,
    outcome: &mut Outcome,
) {
    let own = Lock::file_name(settings);
    let found = if write::has_client_of(out, &client_name(&settings.name)) {
        let message = format!(
            "the client is in its folder, but `{}` is missing or empty",
            lock.display()
        );
        Some((own, lock.to_path_buf(), message))
    } else if settings.layout == Layout::File {
        with_other_name(&own, out, &outcome.lock, known).or_else(|| in_other_folder(&own, out, settings, &outcome.lock))
    } else {
        in_other_folder(&own, out, settings, &outcome.lock)
    };
    let Some((name, path, message)) = found else {
        return;
    };
    outcome.sources.unread(&name, path);
    let at = Pointer::document(&name);
    outcome.diagnostics.add(&codes::LOST_NAMES, &at, message);
    if settings.strict {
        outcome.diagnostics.make_strict();
    }
}

/// The name of a lock, its path, and what it means.
type Found = (String, PathBuf, String);

/// A single file beside this one. A new title or a new name of the document gives the client another name, and its lock has the
/// names that programs use. Clients with known names are no earlier ones. The first one in alphabetical order.
fn with_other_name(own: &str, out: &Path, lock: &str, known: &BTreeSet<String>) -> Option<Found> {
    let found = std::fs::read_dir(out).ok()?.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let client = Lock::client_of(&name)?.to_owned();
        (!known.contains(&client) && write::has_client_of(out, &client)).then_some((client, name))
    });
    let found: BTreeSet<(String, String)> = found.collect();
    let (earlier, name) = found
        .into_iter()
        .find(|(_, name)| has_operations_of(&out.join(name), lock))?;
    let message = format!(
        "`{own}` is missing, and `{name}` beside it has most of its operations: if the client has another name now, rename this lock, \
         and remove `{earlier}.rs`"
    );
    let path = out.join(&name);
    Some((name, path, message))
}

/// The client as a file beside its folder, or in a folder beside its file: `shop.rs` and `shop/mod.rs`.
fn in_other_folder(own: &str, out: &Path, settings: &Settings, lock: &str) -> Option<Found> {
    let client = client_name(&settings.name);
    let (folder, layout) = match settings.layout {
        Layout::File => (out.join(&client), Layout::Module),
        // The folder around `out` is empty for a path of one word.
        Layout::Module | Layout::Crate => (out.parent()?.to_path_buf(), Layout::File),
    };
    let name = Lock::file_name(&Settings {
        layout,
        ..settings.clone()
    });
    let path = folder.join(&name);
    if !write::has_client_of(&folder, &client) || !has_operations_of(&path, lock) {
        return None;
    }
    let message = format!(
        "`{own}` is missing, and `{}` has most of its operations: if the client is in another folder now, move this lock to `{}`, and \
         remove the client there",
        path.display(),
        out.join(own).display()
    );
    Some((name, path, message))
}

/// Whether a lock on the disk has most of the operations of another one.
fn has_operations_of(path: &Path, lock: &str) -> bool {
    let (old, new) = (operations(&read_text(path).unwrap_or_default()), operations(lock));
    let shared = old.intersection(&new).count();
    shared > 0 && 2 * shared >= old.len().max(new.len())
}

/// The operations that a lock names. One that cannot be read is that of no client.
fn operations(lock: &str) -> BTreeSet<String> {
    Lock::parse(lock).unwrap_or_default().keys(LockKind::Method)
}
