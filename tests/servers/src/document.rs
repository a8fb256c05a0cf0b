//! The document of a server, and the client that oaspen generates from it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use oaspen::{Diagnostics, Mode, RenderStyle, Severity, Sources};
use serde_json::Value;

use crate::folders;
use crate::process::Running;
use crate::server::Server;

/// Status and body of a GET request.
pub(crate) fn fetch(url: &str) -> Result<(u16, String), String> {
    const LIMIT: u64 = 64 << 20;
    let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(20)));
    let agent = config.http_status_as_error(false).build().new_agent();
    let response = agent.get(url).header("accept", "application/json").call();
    let mut response = response.map_err(|error| error.to_string())?;
    let body = response.body_mut().with_config().limit(LIMIT).read_to_string();
    Ok((response.status().as_u16(), body.map_err(|error| error.to_string())?))
}

/// The file of a document that the server does not serve.
fn file(server: &Server) -> Option<PathBuf> {
    let is_served = server.document.starts_with('/');
    (!is_served).then(|| folders::documents().join(&server.document))
}

/// Whether the document is a file that is not on this machine.
pub(crate) fn is_missing(server: &Server) -> bool {
    file(server).is_some_and(|file| !file.is_file())
}

/// Writes the document of a server into a folder.
pub(crate) fn write(server: &Server, running: &Running, folder: &Path) -> Result<PathBuf, String> {
    let (name, text) = match file(server) {
        Some(file) if server.document.ends_with(".json") => ("document.json", folders::read(&file)?),
        Some(file) => ("document.yaml", folders::read(&file)?),
        None => {
            let (status, text) = fetch(&running.names.url(&server.document))?;
            if status != 200 {
                return Err(format!("{}: status {status}", server.document));
            }
            ("document.json", text)
        }
    };
    let file = folder.join(name);
    folders::write(&file, &text)?;
    Ok(file)
}

/// The document as a tree.
pub(crate) fn tree(file: &Path) -> Result<Value, String> {
    let text = folders::read(file)?;
    match file.extension().is_some_and(|extension| extension == "json") {
        true => serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display())),
        false => serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", file.display())),
    }
}

/// The configuration of the client in `FOLDER/src/client`.
pub(crate) fn configuration(folder: &Path) -> PathBuf {
    folder.join("oaspen.toml")
}

/// Generates the client into `FOLDER/src/client`. `options` follow the table `[clients.client]`.
pub(crate) fn generate(document: &Path, folder: &Path, options: &str) -> Result<(), String> {
    let out = folder.join("src/client");
    let config = format!("[clients.client]\nspec = {document:?}\nout = {out:?}\nlayout = \"module\"\n{options}");
    let config_file = configuration(folder);
    folders::write(&config_file, &config)?;
    let project = oaspen::Project::read(&config_file).map_err(|error| error.to_string())?;
    for report in project.update(Mode::Write, |_| {}) {
        if report.failed() {
            return Err(errors(&report.diagnostics, &report.sources));
        }
        println!(
            "  client: {} operations, {} models",
            report.stats.operations, report.stats.models
        );
    }
    Ok(())
}

/// The errors among the findings, as text.
pub(crate) fn errors(found: &Diagnostics, sources: &Sources) -> String {
    oaspen::render_all(found, sources, Severity::Error, 3, RenderStyle::Plain)
}
