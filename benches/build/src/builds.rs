//! Builds of a package with a client: the first one, and one after the document has changed.

use std::path::Path;

use bench::Figure;
use serde_json::{Value, json};

use crate::options::Options;
use crate::package::Package;
use crate::row;

const COLD: Figure = Figure {
    name: "first-build",
    what: "the first build of a package with a client, CPU time relative to progenitor's",
    limit: 0.45,
    unit: "",
    section: "Builds with a client",
};
const CHANGED: Figure = Figure {
    name: "changed-document",
    what: "a build after the document has changed, CPU time relative to progenitor's",
    limit: 0.2,
    unit: "",
    section: "Builds with a client",
};

pub fn report(options: &Options, source: &Path) -> Result<bool, String> {
    let folder = options.work.join("document");
    std::fs::create_dir_all(&folder).map_err(|error| shown(&folder, error))?;
    let document = folder.join("spec.json");
    let text = std::fs::read_to_string(source).map_err(|error| shown(source, error))?;
    let text_after = changed(&text)?;
    let mut times = [[0.0; 2]; 2];
    for (tool, name) in ["oaspen", "progenitor"].into_iter().enumerate() {
        let package = Package::new(name, options)?.incremental();
        write(&document, &text)?;
        // Downloads are not counted.
        package.cargo(&["fetch"], &document)?;
        times[0][tool] = package.cargo(&["build", "--lib"], &document)?;
        write(&document, &text_after)?;
        times[1][tool] = package.cargo(&["build", "--lib"], &document)?;
    }
    let by_hand = Package::new("handwritten", options)?.incremental();
    by_hand.cargo(&["fetch"], &document)?;
    let least = by_hand.cargo(&["build"], &document)?;
    println!("| CPU seconds of a build | oaspen | progenitor | ratio | limit | |");
    println!("|---|---|---|---|---|---|");
    let mut passed = true;
    for (what, times, figure) in [
        ("the first one, with all dependencies", times[0], COLD),
        ("the document has changed", times[1], CHANGED),
    ] {
        passed &= row(options, what, times, &figure, times[0] / times[1])?;
    }
    println!("| the first one of a handwritten program: `reqwest`, `serde`, four calls | {least:.1} | | | | |");
    println!();
    Ok(passed)
}

/// The document with one more member in its first object schema.
fn changed(text: &str) -> Result<String, String> {
    let mut document: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let schemas = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut);
    let mut objects = schemas
        .into_iter()
        .flatten()
        .filter_map(|(_, schema)| schema.get_mut("properties"));
    let properties = objects
        .find_map(Value::as_object_mut)
        .ok_or("the document has no schema with properties")?;
    properties.insert("bench_added".to_owned(), json!({ "type": "string" }));
    Ok(document.to_string())
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| shown(path, error))
}

fn shown(path: &Path, error: impl std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}
