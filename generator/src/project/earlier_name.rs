//! The lock of a client in a single file that has another name now.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::{Layout, Settings};
use crate::diag::codes;
use crate::files::read_text;
use crate::name::client_name;
use crate::outcome::Outcome;
use crate::pointer::Pointer;
use crate::write;

/// The end of the name of a lock.
const LOCK: &str = ".names.lock";

/// Reports that a new single file has most operations of another one in its folder. A new title or a new name of the document
/// gives the client another name, and its lock has the names that programs use. Clients with these names are no earlier ones.
pub(super) fn report_earlier_name(out: &Path, settings: &Settings, known: &[&str], outcome: &mut Outcome) {
    if settings.layout != Layout::File {
        return;
    }
    let Some(earlier) = earlier_name(out, &outcome.lock, known) else {
        return;
    };
    let name = format!("{earlier}{LOCK}");
    outcome.sources.unread(&name, out.join(&name));
    let now = client_name(&settings.name);
    let message = format!(
        "`{now}{LOCK}` is missing, and `{name}` beside it has most of its operations: if the client has another name now, rename \
         this lock, and remove `{earlier}.rs`"
    );
    let at = Pointer::document(&name);
    outcome.diagnostics.add(&codes::LOST_NAMES, &at, message);
    if settings.strict {
        outcome.diagnostics.make_strict();
    }
}

/// The first one in alphabetical order.
fn earlier_name(out: &Path, lock: &str, known: &[&str]) -> Option<String> {
    let new: BTreeSet<&str> = methods(lock).collect();
    let mut found: Vec<String> = std::fs::read_dir(out)
        .ok()?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(LOCK).map(str::to_owned))
        .filter(|name| !known.iter().any(|known| client_name(known) == *name) && write::has_client_of(out, name))
        .collect();
    found.sort();
    found.into_iter().find(|name| {
        let old = read_text(&out.join(format!("{name}{LOCK}"))).unwrap_or_default();
        let shared = methods(&old).filter(|method| new.contains(method)).count();
        shared > 0 && 2 * shared >= methods(&old).count().max(new.len())
    })
}

/// The lines of a lock that are about operations, each with its path and its method.
fn methods(lock: &str) -> impl Iterator<Item = &str> {
    lock.lines()
        .filter_map(|line| line.split_once("\tmethod\t").map(|(key, _)| key))
}
