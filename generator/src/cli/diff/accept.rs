//! `oaspen diff --accept`: a change that the configuration accepts from now on.

use std::path::Path;

use oaspen::{Diagnostics, Project, Sources};

use super::pairs::{client, config};
use super::problem::Problem;
use crate::cli::args::DiffArgs;

/// Adds a table to the end of the configuration. Returns the name of the client.
pub(super) fn accept(id: &str, reason: &str, options: &DiffArgs) -> Result<String, Problem> {
    let path = config(options.config.as_deref());
    let read = |error| Problem::Io {
        path: path.clone(),
        error,
    };
    let text = oaspen::read_text(&path).map_err(read)?;
    let project = parsed(&path, &text)?;
    let clients: Vec<&str> = project.clients().collect();
    let name = match (options.only.as_slice(), clients.as_slice()) {
        ([name], _) => name.as_str(),
        ([], [name]) => name,
        _ => {
            let message = "name the client whose change is accepted: `--only CLIENT`";
            return Err(Problem::Usage(message.to_owned()));
        }
    };
    client(&project, name)?;
    if let Some((word, _)) = id.split_once(':')
        && oaspen::RULES.iter().all(|rule| rule.id != word)
    {
        return Err(Problem::Usage(format!(
            "there is no rule `{word}`; copy the fingerprint from the output of `oaspen diff`"
        )));
    }
    let table = |value: &str| toml::Value::String(value.replace(['\n', '\r'], " ")).to_string();
    let key = toml::Value::String(name.to_owned()).to_string();
    let is_bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let key = if is_bare { name } else { &key };
    let new = format!(
        "{}\n\n[[clients.{key}.accept]]\nid = {}\nreason = {}\n",
        text.trim_end(),
        table(id),
        table(reason)
    );
    // The result is checked, so that nothing is written where the tables have another form, or the id is invalid.
    parsed(&path, &new)?;
    std::fs::write(&path, new).map_err(|error| Problem::Write {
        path: path.clone(),
        error,
    })?;
    Ok(name.to_owned())
}

fn parsed(path: &Path, text: &str) -> Result<Project, Problem> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let project = Project::parse(path, text, &mut sources, &mut diagnostics);
    project.ok_or(Problem::Configuration(Box::new((diagnostics, sources))))
}
