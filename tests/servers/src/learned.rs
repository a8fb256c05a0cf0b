//! What `oaspen learn` makes of the responses of real servers: the calls are made, the overrides that follow from their
//! recording are added, and the calls are made again.

use std::path::Path;

use oaspen::{Input, LearnOptions, Lesson, Severity};

use crate::figures::Figures;
use crate::options::Options;
use crate::run;
use crate::table::Table;
use crate::{document, folders};

/// Learns overrides for the chosen servers. Returns whether the calls that fail with them are those of the table.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let (mut before, mut after) = (Figures::default(), Figures::default());
    let result = run::each(options, |server| {
        let installed = run::installed(server)?;
        let folder = folders::work(&format!("runs/{}", server.name))?;
        let first = run::calls(server, &installed, &folder, "", false)?;
        let lesson = learn(&folder)?;
        let tables = overrides(&lesson);
        let folder = folders::work(&format!("runs/{}-learned", server.name))?;
        let options = format!("keep-unknown = true\n\n{tables}");
        let second = run::calls(server, &installed, &folder, &options, false)?;
        let (_, differences) = run::compare(server, second.rows, Table::Learned)?;
        differences.iter().for_each(|line| println!("  {line}"));
        before.add(first.figures);
        after.add(second.figures);
        Ok(differences.is_empty())
    });
    println!("without overrides: {before}\nwith the learned overrides: {after}");
    result
}

/// Prints what was learned. Returns the tables of the configuration.
fn overrides(lesson: &Lesson) -> String {
    let tables: Vec<String> = lesson.overrides.iter().map(|one| one.to_toml("client")).collect();
    let tables = tables.join("\n");
    println!("  {} learned overrides", lesson.overrides.len());
    tables.lines().for_each(|line| println!("  {line}"));
    for one in &lesson.left {
        println!("  not repaired by an override: {}: {}", one.pointer, one.reason);
    }
    tables
}

/// What the recording of a run shows about the document.
fn learn(folder: &Path) -> Result<Lesson, String> {
    let recording = folders::read(&folder.join("recorded.jsonl"))?;
    let exchanges =
        oaspen::read_recording("recorded.jsonl", recording.as_bytes()).map_err(|error| error.to_string())?;
    let project = oaspen::Project::read(&document::configuration(folder)).map_err(|error| error.to_string())?;
    let client = project.entries().next().ok_or("the configuration has no client")?;
    let lock = folders::read(&client.lock())?;
    // The recording has no paths of base URLs.
    let how = LearnOptions::default();
    let input = Input::Path(client.spec.to_path_buf());
    let lesson = oaspen::learn(&input, client.settings, Some(&lock), &exchanges, &how);
    let outcome = &lesson.outcome;
    if outcome.diagnostics.iter().any(|one| one.severity == Severity::Error) {
        return Err(document::errors(&outcome.diagnostics, &outcome.sources));
    }
    Ok(lesson)
}
