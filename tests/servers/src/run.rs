//! All servers, one after the other.

use std::time::Instant;

use crate::options::Options;
use crate::process::Running;
use crate::server::{self, Server};
use crate::table::{self, Row};
use crate::{document, folders, install, program, verdict};

/// Runs the chosen servers. Returns whether the table is as committed.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let servers = server::all()?;
    if let Some(name) = options
        .servers
        .iter()
        .find(|name| !servers.iter().any(|server| server.name == **name))
    {
        return Err(format!("there is no tests/servers/{name}/server.toml"));
    }
    let (mut all, mut passed, mut failed, mut skipped) = (Vec::new(), 0, 0, 0);
    for server in servers.iter().filter(|server| options.takes(&server.name)) {
        let begin = Instant::now();
        println!("{}", server.name);
        let outcome = calls(server, options);
        match outcome.and_then(|rows| rows.map(|rows| compare(server, rows, options)).transpose()) {
            Ok(Some((rows, differences))) => {
                println!("  {} ({} s)", table::summary(&rows), begin.elapsed().as_secs());
                differences.iter().for_each(|line| println!("  {line}"));
                if differences.is_empty() {
                    passed += 1
                } else {
                    failed += 1
                }
                all.extend(rows);
            }
            Ok(None) => {
                println!(
                    "  skipped: {} is not in {}",
                    server.document,
                    folders::documents().display()
                );
                skipped += 1;
            }
            Err(problem) => {
                println!("  {problem}");
                failed += 1;
            }
        }
    }
    println!("\nall: {}", table::summary(&all));
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    Ok(failed == 0)
}

/// Makes the calls of one server. `None`: its document is not on this machine.
fn calls(server: &Server, options: &Options) -> Result<Option<Vec<Row>>, String> {
    let is_file = !server.document.starts_with('/');
    if is_file && !folders::documents().join(&server.document).is_file() {
        return Ok(None);
    }
    let installed = install::install(server).map_err(|problem| format!("cannot be installed here: {problem}"))?;
    let folder = folders::work(&format!("runs/{}", server.name))?;
    let running = Running::start(server, &installed)?;
    let outcome = with_server(server, &running, &folder, options);
    running.keep_log(&folder.join("server.log"));
    outcome
}

fn with_server(
    server: &Server,
    running: &Running,
    folder: &std::path::Path,
    options: &Options,
) -> Result<Option<Vec<Row>>, String> {
    let Some(file) = document::write(server, running, folder)? else {
        return Ok(None);
    };
    document::generate(server, &file, folder, options.overrides)?;
    program::compile(server, folder)?;
    let lines = program::run(server, running, folder)?;
    let tree = document::tree(&file)?;
    Ok(Some(
        lines
            .iter()
            .map(|line| verdict::row(&server.name, line, &tree))
            .collect(),
    ))
}

/// The lines with their causes, and what differs from the committed ones.
fn compare(server: &Server, mut rows: Vec<Row>, options: &Options) -> Result<(Vec<Row>, Vec<String>), String> {
    let mut committed = table::read();
    committed.retain(|row| row.server == server.name);
    table::with_causes(&mut rows, &committed);
    // The table is about clients without overrides.
    if options.overrides {
        return Ok((rows, Vec::new()));
    }
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some() && std::env::var_os("CI").is_none();
    if is_update {
        table::write(&server.name, &rows)?;
        committed.clone_from(&rows);
    }
    let differences = table::differences(&committed, &rows);
    Ok((rows, differences))
}
