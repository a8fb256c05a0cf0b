//! The lock of a client in a single file that has another name now.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::{Layout, Settings};
use crate::diag::codes;
use crate::files::read_text;
use crate::name::{Lock, LockKind};
use crate::outcome::Outcome;
use crate::pointer::Pointer;
use crate::write;

/// Reports that a new single file has most operations of another one in its folder. A new title or a new name of the document
/// gives the client another name, and its lock has the names that programs use. Clients with these names are no earlier ones.
pub(super) fn report_earlier_name(out: &Path, settings: &Settings, known: &BTreeSet<String>, outcome: &mut Outcome) {
    if settings.layout != Layout::File {
        return;
    }
    let Some((earlier, name)) = earlier(out, &outcome.lock, known) else {
        return;
    };
    outcome.sources.unread(&name, out.join(&name));
    let message = format!(
        "`{}` is missing, and `{name}` beside it has most of its operations: if the client has another name now, rename this lock, \
         and remove `{earlier}.rs`",
        Lock::file_name(settings)
    );
    let at = Pointer::document(&name);
    outcome.diagnostics.add(&codes::LOST_NAMES, &at, message);
    if settings.strict {
        outcome.diagnostics.make_strict();
    }
}

/// The first client in alphabetical order, with the file name of its lock.
fn earlier(out: &Path, lock: &str, known: &BTreeSet<String>) -> Option<(String, String)> {
    let found = std::fs::read_dir(out).ok()?.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let client = Lock::client_of(&name)?.to_owned();
        (!known.contains(&client) && write::has_client_of(out, &client)).then_some((client, name))
    });
    let found: BTreeSet<(String, String)> = found.collect();
    let new = operations(lock);
    found.into_iter().find(|(_, name)| {
        let old = operations(&read_text(&out.join(name)).unwrap_or_default());
        let shared = old.intersection(&new).count();
        shared > 0 && 2 * shared >= old.len().max(new.len())
    })
}

/// The operations that a lock names. One that cannot be read is that of no client.
fn operations(lock: &str) -> BTreeSet<String> {
    Lock::parse(lock).unwrap_or_default().keys(LockKind::Method)
}
