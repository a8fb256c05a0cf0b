//! Generates one client with a generator, counts its lines, and completes it to a package.

use std::path::{Path, PathBuf};

use super::limited::{self, Outcome};
use super::row::Generated;
use super::tool::{Installed, Tool};
use super::{Plan, reasons};
use crate::document::Document;
use crate::{cache, folders};

/// Generates a client, or returns the cached result.
pub(super) fn generate(plan: &Plan, installed: &Installed, document: &Document) -> Result<Generated, String> {
    let tool = installed.tool;
    let key = format!("{} {}", installed.key, cache::key_of_file(&document.path));
    let results = plan.folder(&["generated", tool.name()])?;
    let out = plan.folder(&["clients", tool.name(), &document.slug()])?;
    let log = plan.folder(&["logs", tool.name()])?.join(document.slug());
    cache::get_or_try(&results, &document.slug(), &key, || {
        attempt(installed, document, &out, &log)
    })
}

fn attempt(installed: &Installed, document: &Document, out: &Path, log: &Path) -> Result<Generated, String> {
    let created = std::fs::remove_dir_all(out).and_then(|()| std::fs::create_dir_all(out));
    created.map_err(|error| format!("cannot create {}: {error}", out.display()))?;
    let spec = std::path::absolute(&document.path).map_err(|error| error.to_string())?;
    let measured = limited::start(&installed.command(&spec, out), log)?;
    let lines = sources(out).iter().map(|file| lines(file)).sum();
    let mut error = match measured.outcome {
        Outcome::Success if lines == 0 => Some("no Rust code was written".to_owned()),
        Outcome::Success => None,
        ref outcome => Some(reasons::of_log(installed.tool, outcome, log)),
    };
    if error.is_none() {
        error = package(installed.tool, out).err();
    }
    Ok(Generated {
        error,
        lines,
        cpu: measured.cpu,
        memory: measured.memory,
    })
}

/// Adds the missing parts of a package. Each package is a workspace of its own, because it is inside the folder of this
/// workspace.
fn package(tool: Tool, out: &Path) -> Result<(), String> {
    let manifest = out.join("Cargo.toml");
    let text = if tool == Tool::OpenapiToRust {
        let required = folders::read(&out.join("src/client/REQUIRED_DEPS.toml"))?;
        folders::write(&out.join("src/lib.rs"), "pub mod client;\n")?;
        format!("[package]\nname = \"client\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{required}")
    } else {
        folders::read(&manifest)?
    };
    let workspace = if text.contains("[workspace]") {
        ""
    } else {
        "\n[workspace]\n"
    };
    folders::write(&manifest, &format!("{text}{workspace}"))
}

/// All Rust files in a folder and its subfolders.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn lines(file: &Path) -> usize {
    let bytes = std::fs::read(file).unwrap_or_default();
    bytes.iter().filter(|byte| **byte == b'\n').count()
}
