//! An `oaspen.toml`, and what it writes.

use crate::cases::configurations;
use crate::choices::Choices;
use crate::generated::{assert_visible, messages};
use crate::target::{Part, Target, join};
use crate::tree;
use oaspen::{ClientReport, Diagnostics, Mode, Project, Sources};
use serde_json::Value;
use std::fs;
use std::path::Path;

pub(super) const TARGET: Target = Target {
    name: "config",
    parts: &[Part::Choices, Part::Toml],
    seeds,
    check,
    memory_mib: 64,
};

/// The document of every client.
const DOCUMENT: &str = r##"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/a/{id}": {"get": {
    "operationId": "getA", "tags": ["a"], "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
    "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}}},
    "components": {"schemas": {"A": {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}}}}}"##;

fn seeds() -> Vec<Vec<u8>> {
    configurations()
        .into_iter()
        .map(|text| join(&[Vec::new(), text]))
        .collect()
}

/// Unusable configurations are errors. What the others write is current afterwards.
fn check(parts: &[&[u8]]) {
    let mut choices = Choices::new(parts[0]);
    let text = String::from_utf8_lossy(parts[1]);
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let path = Path::new("folder/oaspen.toml");
    let project = Project::parse(path, &text, &mut sources, &mut diagnostics);
    assert_visible(&messages(&diagnostics, &sources));
    assert_eq!(project.is_none(), diagnostics.has_errors());
    let Some(project) = project else { return };
    let specs: Vec<String> = project
        .entries()
        .map(|entry| entry.spec.to_string_lossy().into_owned())
        .collect();
    let stays = tree::read_toml(parts[1]).is_some_and(|tree| stays_below(&tree));
    if stays && choices.below(4) != 3 {
        write(&text, &specs);
    }
}

/// Whether no text of a configuration leads out of its folder: mutations must not write anywhere else.
fn stays_below(tree: &Value) -> bool {
    match tree {
        Value::String(text) => {
            let is_plain = text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || " ._-/#*{}~:<>[]".contains(c));
            is_plain && !text.starts_with(['/', '~']) && !text.contains("..")
        }
        Value::Array(list) => list.iter().all(stays_below),
        Value::Object(map) => map.iter().all(|(key, value)| {
            let is_path = matches!(
                key.as_str(),
                "spec" | "out" | "docs" | "index" | "root" | "runtime-path"
            );
            stays_below(value) && (!is_path || value.as_str().is_some_and(|text| !text.contains('~')))
        }),
        _ => true,
    }
}

fn write(text: &str, specs: &[String]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("oaspen.toml");
    fs::write(&path, text).expect("a file");
    for spec in specs {
        let spec = folder
            .path()
            .join(Path::new(spec).strip_prefix("folder").expect("a path below the folder"));
        let is_written = spec.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok())
            && fs::write(&spec, DOCUMENT).is_ok();
        if !is_written {
            return;
        }
    }
    let Ok(project) = Project::read(&path) else { return };
    let mut reports = project.update(Mode::Write, |_| {});
    if reports.iter().any(ClientReport::failed) {
        return;
    }
    reports.append(&mut project.update_references(Mode::Write, |_| {}));
    reports
        .iter()
        .for_each(|report| assert_visible(&messages(&report.diagnostics, &report.sources)));
    if reports.iter().any(ClientReport::failed) {
        return;
    }
    let mut again = project.update(Mode::Check, |_| {});
    again.append(&mut project.update_references(Mode::Check, |_| {}));
    for report in again {
        let changes: Vec<&Path> = report
            .report
            .changes
            .iter()
            .map(|change| change.path.as_path())
            .collect();
        assert!(changes.is_empty(), "not current after it was written: {changes:?}");
    }
}
