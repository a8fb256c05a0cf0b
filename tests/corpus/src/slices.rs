//! Compiles clients that are too large for the memory of most machines in slices by tag.

use std::path::Path;

use oaspen::{Filters, Mode};
use serde_json::Value;

use crate::row::Compiled;
use crate::{folders, measure, worker};

/// Generates and type checks the slices one after the other.
pub(crate) fn compile(spec: &Path, slices: usize, client: &Path, library: &Path) -> Result<bool, String> {
    let text = folders::read(spec)?;
    let tree: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", spec.display()))?;
    let tags = tags(&tree);
    drop((text, tree));
    let each = tags.len().div_ceil(slices.max(1)).max(1);
    let mut error = None;
    let mut compiled = 0;
    for tags in tags.chunks(each) {
        let out = client.join(format!("slice-{compiled}"));
        let mut settings = worker::settings();
        settings.filters = Filters {
            include_tags: tags.to_vec(),
            ..Filters::default()
        };
        let report = oaspen::update_client(spec, &out, &settings, Mode::Write);
        if report.failed() {
            return Err(format!("slice {compiled} cannot be generated"));
        }
        error = error.or(worker::first_diagnostic(&out, library)?);
        let _ = std::fs::remove_dir_all(&out);
        compiled += 1;
    }
    let used = measure::children();
    worker::print(&Compiled {
        error,
        cpu: used.cpu,
        memory: used.memory,
        slices: compiled,
    })
}

/// The tags of all operations, sorted. Operations without a tag would be in no slice; documents of this size have none.
fn tags(document: &Value) -> Vec<String> {
    let items = document
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|paths| paths.values());
    let operations = items.filter_map(Value::as_object).flat_map(|item| item.values());
    let mut tags: Vec<String> = operations
        .filter_map(|operation| operation.get("tags")?.as_array())
        .flatten()
        .filter_map(|tag| tag.as_str().map(str::to_owned))
        .collect();
    tags.sort();
    tags.dedup();
    tags
}
