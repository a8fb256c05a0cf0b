//! The version of the package that a client is, or is a module of.

use std::path::Path;

use oaspen::ProjectClient;

use super::files::Files;
use super::problem::Problem;

/// The version in the nearest `Cargo.toml` of a package.
pub(in crate::cli) fn version(files: &Files, client: &ProjectClient<'_>) -> Result<Option<String>, Problem> {
    let mut is_inherited = false;
    for folder in client.out.ancestors() {
        let Some(manifest) = manifest(files, folder)? else {
            continue;
        };
        let text = |value: Option<&toml::Value>| value.and_then(toml::Value::as_str).map(str::to_owned);
        if is_inherited {
            let workspace = manifest.get("workspace").and_then(|table| table.get("package"));
            if let Some(version) = text(workspace.and_then(|table| table.get("version"))) {
                return Ok(Some(version));
            }
            continue;
        }
        let Some(package) = manifest.get("package") else {
            continue;
        };
        let version = package.get("version");
        if let Some(version) = text(version) {
            return Ok(Some(version));
        }
        is_inherited = version.and_then(|version| version.get("workspace")).is_some();
        let workspace = manifest.get("workspace").and_then(|table| table.get("package"));
        if let Some(version) = text(workspace.and_then(|table| table.get("version"))).filter(|_| is_inherited) {
            return Ok(Some(version));
        }
        if !is_inherited {
            return Ok(None);
        }
    }
    Ok(None)
}

/// `None` also for a manifest that is invalid, or outside of the repository: there is no version to suggest.
fn manifest(files: &Files, folder: &Path) -> Result<Option<toml::Table>, Problem> {
    match files.text(&folder.join("Cargo.toml")) {
        Ok(text) => Ok(text.and_then(|text| text.parse().ok())),
        Err(Problem::Git(crate::cli::git::GitError::Outside { .. })) => Ok(None),
        Err(error) => Err(error),
    }
}
