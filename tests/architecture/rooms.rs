//! Which room may use which. A room is a folder of `src`, or a file beside the folders.
//!
//! The tables are ordered: a room uses only rooms in the rows below its own, so that no circle is possible.

use super::circles::circles;
use super::imports::{Arrow, arrows};
use super::sources::{Source, sources};
use std::collections::{BTreeMap, BTreeSet};

/// A room, and the rooms that it may use.
type Row = (&'static str, &'static [&'static str]);

/// How many circles a failing test lists, the shortest first.
const MAX_CIRCLES: usize = 20;

/// The rooms of the generator, from the command line down to the basics.
const GENERATOR: &[Row] = &[
    // A program of its own: it uses the public API of the library.
    ("cli", &[]),
    (
        "build_script",
        &[
            "config", "diag", "error", "load", "name", "pipeline", "project", "text", "write",
        ],
    ),
    (
        "project",
        &[
            "config", "diag", "error", "files", "format", "load", "manifest", "name", "outcome", "pipeline", "pointer",
            "step", "text", "write",
        ],
    ),
    ("write", &["config", "files", "format", "outcome", "step"]),
    (
        "learn",
        &[
            "config", "decoded", "diag", "ir", "load", "media", "outcome", "pipeline", "pointer", "text",
        ],
    ),
    (
        "decoded",
        &[
            "amend", "config", "diag", "ir", "load", "lower", "origins", "outcome", "passes", "pipeline", "pointer",
            "resolve",
        ],
    ),
    ("review", &["compare", "text"]),
    (
        "compare",
        &[
            "config", "diag", "format", "ir", "load", "manifest", "name", "outcome", "pipeline", "pointer", "text",
        ],
    ),
    (
        "pipeline",
        &[
            "amend",
            "config",
            "diag",
            "emit",
            "format",
            "infer",
            "ir",
            "limits",
            "load",
            "lower",
            "manifest",
            "name",
            "normalize",
            "origins",
            "outcome",
            "passes",
            "pointer",
            "reference",
            "resolve",
            "step",
            "text",
            "workers",
        ],
    ),
    ("outcome", &["diag", "format"]),
    (
        "reference",
        &["config", "emit", "format", "ir", "markdown", "name", "text"],
    ),
    ("passes", &["diag", "ir", "media", "pointer", "text"]),
    (
        "manifest",
        &["config", "emit", "format", "ir", "markdown", "name", "text"],
    ),
    (
        "lower",
        &[
            "config",
            "diag",
            "ir",
            "limits",
            "load",
            "media",
            "normalize",
            "pointer",
            "resolve",
            "text",
        ],
    ),
    (
        "infer",
        &["config", "diag", "ir", "media", "pointer", "resolve", "text"],
    ),
    (
        "amend",
        &[
            "config",
            "diag",
            "load",
            "media",
            "normalize",
            "pointer",
            "resolve",
            "text",
        ],
    ),
    ("resolve", &["load", "normalize", "pointer"]),
    (
        "normalize",
        &["diag", "limits", "load", "media", "origins", "pointer", "text"],
    ),
    ("media", &[]),
    ("load", &["diag", "files", "limits", "origins", "pointer", "text"]),
    ("format", &["config", "emit", "limits", "text"]),
    ("emit", &["config", "ir", "markdown", "name", "text"]),
    ("name", &["config", "diag", "ir", "pointer", "text"]),
    ("markdown", &["text"]),
    ("error", &["diag"]),
    ("config", &["diag", "limits", "pointer", "text"]),
    ("diag", &["limits", "origins", "pointer", "text"]),
    ("origins", &["ir", "pointer"]),
    ("ir", &["pointer", "text"]),
    ("files", &[]),
    ("limits", &[]),
    ("pointer", &["text"]),
    ("text", &[]),
    ("step", &[]),
    ("workers", &[]),
];

/// The rooms of the runtime, from what a program uses down to the basics.
const RUNTIME: &[Row] = &[
    ("blocking", &["call", "error", "pages", "response", "send", "stream"]),
    (
        "builder",
        &[
            "auth",
            "base",
            "body",
            "call",
            "client",
            "codec",
            "error",
            "fake",
            "params",
            "policy",
            "table",
            "transport",
        ],
    ),
    (
        "pages",
        &["base", "call", "codec", "error", "policy", "response", "send", "table"],
    ),
    (
        "stream",
        &["base", "call", "codec", "error", "policy", "response", "send", "table"],
    ),
    (
        "fake",
        &["base", "body", "call", "codec", "error", "table", "transport"],
    ),
    (
        "send",
        &[
            "auth",
            "base",
            "body",
            "call",
            "error",
            "policy",
            "response",
            "table",
            "transport",
        ],
    ),
    ("response", &["base", "body", "client", "codec", "error", "table"]),
    (
        "call",
        &[
            "auth",
            "body",
            "client",
            "codec",
            "error",
            "params",
            "policy",
            "table",
            "transport",
        ],
    ),
    ("client", &["auth", "error", "params", "policy", "table", "transport"]),
    ("auth", &["base", "body", "error", "params", "table", "transport"]),
    ("record", &["base", "body", "table", "transport"]),
    ("policy", &["error", "table"]),
    ("transport", &["base", "body", "table"]),
    ("error", &["base", "body", "codec", "table"]),
    ("params", &["body", "codec", "table"]),
    ("body", &["base", "codec"]),
    // Its paths are resolved in the crate that uses a macro, so it has no arrows here.
    ("macros", &["codec"]),
    ("table", &["codec"]),
    ("base", &[]),
    ("codec", &[]),
];

fn check_rooms(folder: &str, rows: &[Row]) {
    let sources = sources(folder);
    let mut findings = Vec::new();
    let order: BTreeMap<&str, usize> = rows.iter().enumerate().map(|(row, (room, _))| (*room, row)).collect();
    let used = used_rooms(&sources, &arrows(&sources));

    let rooms: BTreeSet<&str> = sources
        .iter()
        .filter(|source| !source.is_root())
        .map(Source::room)
        .collect();
    for room in rooms.iter().filter(|room| !order.contains_key(*room)) {
        findings.push(format!(
            "{folder}/{room} has no row. Add it to the table in tests/architecture/rooms.rs."
        ));
    }
    for (row, (room, allowed)) in rows.iter().enumerate() {
        if !rooms.contains(room) {
            findings.push(format!(
                "{folder}/{room} does not exist. Delete its row in tests/architecture/rooms.rs."
            ));
        }
        for other in allowed
            .iter()
            .filter(|other| order.get(*other).is_none_or(|below| *below <= row))
        {
            findings.push(format!(
                "the row of `{room}` allows `{other}`, which is not below it. Change the order or the rows."
            ));
        }
        for other in allowed.iter().filter(|other| !used.contains_key(&(*room, **other))) {
            findings.push(format!(
                "`{room}` does not use `{other}`. Delete `{other}` from its row."
            ));
        }
    }
    for ((room, other), example) in &used {
        let allowed = rows
            .iter()
            .find(|(name, _)| name == room)
            .map_or(&[][..], |(_, allowed)| *allowed);
        if !allowed.contains(other) {
            findings.push(format!(
                "`{room}` must not use `{other}` ({example}). Move what both need into a room below, pass it as an \
                 argument, or, where the arrow is right, add `{other}` to the row of `{room}`."
            ));
        }
    }
    assert!(findings.is_empty(), "{folder}:\n{}", findings.join("\n"));
}

/// Each pair of rooms of which the first uses the second, with one path as an example.
fn used_rooms<'a>(sources: &'a [Source], arrows: &[Arrow]) -> BTreeMap<(&'a str, &'a str), String> {
    let mut used = BTreeMap::new();
    for arrow in arrows {
        let (from, to) = (&sources[arrow.from], &sources[arrow.to]);
        if from.room() != to.room() && !from.is_root() && !to.is_root() {
            used.entry((from.room(), to.room()))
                .or_insert_with(|| format!("{} uses {}", from.path, arrow.path));
        }
    }
    used
}

fn check_circles(folder: &str) {
    let sources = sources(folder);
    let arrows = arrows(&sources);
    let files: BTreeSet<(&str, &str)> = arrows
        .iter()
        .filter(|arrow| !sources[arrow.from].is_root())
        .map(|arrow| (sources[arrow.from].path.as_str(), sources[arrow.to].path.as_str()))
        .collect();
    let used = used_rooms(&sources, &arrows);
    let rooms: BTreeSet<(&str, &str)> = used.keys().copied().collect();
    let mut findings = Vec::new();
    for circle in circles(&files).iter().take(MAX_CIRCLES) {
        findings.push(format!("files: {} -> {}", circle.join(" -> "), circle[0]));
    }
    for circle in circles(&rooms).iter().take(MAX_CIRCLES) {
        findings.push(format!("rooms: {} -> {}", circle.join(" -> "), circle[0]));
    }
    assert!(
        findings.is_empty(),
        "{folder} has circles. Move what both sides need into a file below both, or pass it as an argument.\n{}",
        findings.join("\n")
    );
}

fn check_roots(folder: &str) {
    let sources = sources(folder);
    let findings: Vec<String> = arrows(&sources)
        .iter()
        .filter(|arrow| sources[arrow.to].is_root())
        .map(|arrow| format!("{} uses {}", sources[arrow.from].path, arrow.path))
        .collect();
    assert!(
        findings.is_empty(),
        "{folder}: import from the file that defines an item, not through the root of the crate.\n{}",
        findings.join("\n")
    );
}

#[test]
fn rooms_of_the_generator_use_only_rooms_below() {
    check_rooms("generator/src", GENERATOR);
}

#[test]
fn rooms_of_the_runtime_use_only_rooms_below() {
    check_rooms("runtime/src", RUNTIME);
}

#[test]
fn the_generator_has_no_circles() {
    check_circles("generator/src");
}

#[test]
fn the_runtime_has_no_circles() {
    check_circles("runtime/src");
}

#[test]
fn nothing_imports_through_a_root() {
    check_roots("generator/src");
    check_roots("runtime/src");
}
