//! What `oaspen learn` makes of the responses of real servers: the calls are made, the overrides that follow from their
//! recording are added, and the calls are made again.

use std::path::Path;

use oaspen::{Input, LearnOptions, Lesson, Severity};

use crate::options::Options;
use crate::run::{self, Made};
use crate::server::Server;
use crate::table::Row;
use crate::{document, folders};

/// Responses with a 2xx status, and how many of them decode without loss of what the document declares.
#[derive(Clone, Copy, Default)]
struct Decoded {
    all: usize,
    whole: usize,
}

impl Decoded {
    fn of(rows: &[Row]) -> Self {
        let is_success = |row: &&Row| row.status.starts_with('2');
        Self {
            all: rows.iter().filter(is_success).count(),
            whole: rows
                .iter()
                .filter(is_success)
                .filter(|row| row.outcome != "failed")
                .count(),
        }
    }

    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.whole += other.whole;
    }
}

impl std::fmt::Display for Decoded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.whole, self.all)
    }
}

/// Learns overrides for the chosen servers. Returns whether the calls of all of them could be made with these.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let (mut before, mut after) = (Decoded::default(), Decoded::default());
    let result = run::each(options, |server| {
        let (without, with) = of(server)?;
        before.add(without);
        after.add(with);
        Ok(true)
    });
    println!("all: 2xx responses that decode: {before} before, {after} with the learned overrides");
    result
}

/// The figures of a server before and after.
fn of(server: &Server) -> Result<(Decoded, Decoded), String> {
    let installed = run::installed(server)?;
    let folder = folders::work(&format!("runs/{}", server.name))?;
    let first = run::calls(server, &installed, &folder, "", false)?;
    let lesson = learn(&folder, &first)?;
    let tables: Vec<String> = lesson.overrides.iter().map(|one| one.to_toml("client")).collect();
    let tables = tables.join("\n");
    tables.lines().for_each(|line| println!("  {line}"));
    for one in &lesson.left {
        println!("  not repaired by an override: {}: {}", one.pointer, one.reason);
    }
    let folder = folders::work(&format!("runs/{}-learned", server.name))?;
    let second = run::calls(server, &installed, &folder, &format!("\n{tables}"), false)?;
    let (before, after) = (Decoded::of(&first.rows), Decoded::of(&second.rows));
    let is_left = |row: &&Row| row.status.starts_with('2') && row.outcome == "failed";
    for row in second.rows.iter().filter(is_left) {
        println!("  still fails: {} ({}): {}", row.operation, row.call, row.detail);
    }
    println!(
        "  2xx responses that decode: {before} before, {after} with {} learned overrides",
        lesson.overrides.len()
    );
    Ok((before, after))
}

/// What the recording of a run shows about the document.
fn learn(folder: &Path, made: &Made) -> Result<Lesson, String> {
    let recording = folders::read(&folder.join("recorded.jsonl"))?;
    let exchanges =
        oaspen::read_recording("recorded.jsonl", recording.as_bytes()).map_err(|error| error.to_string())?;
    let project = oaspen::Project::read(&document::configuration(folder)).map_err(|error| error.to_string())?;
    let client = project.entries().next().ok_or("the configuration has no client")?;
    let lock = folders::read(&client.lock())?;
    let mut how = LearnOptions::default();
    how.base = Some(made.url.clone());
    let input = Input::Path(client.spec.to_path_buf());
    let lesson = oaspen::learn(&input, client.settings, Some(&lock), &exchanges, &how);
    let outcome = &lesson.outcome;
    if outcome.diagnostics.iter().any(|one| one.severity == Severity::Error) {
        return Err(oaspen::render_all(
            &outcome.diagnostics,
            &outcome.sources,
            Severity::Error,
            3,
            oaspen::RenderStyle::Plain,
        ));
    }
    Ok(lesson)
}
