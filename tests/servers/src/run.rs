//! All servers, one after the other.

use std::time::Instant;

use crate::options::Options;
use crate::process::Running;
use crate::server::{self, Server};
use crate::table::{self, Row, Table};
use crate::{document, folders, install, program, verdict};

/// Runs the chosen servers. Returns whether the table is as committed, and no server that was chosen by name was skipped.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let servers = server::all()?;
    if let Some(name) = options
        .servers
        .iter()
        .find(|name| !servers.iter().any(|server| server.name == **name))
    {
        return Err(format!("there is no tests/servers/{name}/server.toml"));
    }
    if options.lenient && is_update() {
        return Err("UPDATE_EXPECT cannot be used with --lenient: the tables are those of strict decoding".to_owned());
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
    Ok(failed == 0 && (options.servers.is_empty() || skipped == 0))
}

/// Makes the calls of one server. `None`: its document is not on this machine.
fn calls(server: &Server, options: &Options) -> Result<Option<Vec<Row>>, String> {
    if document::is_missing(server) {
        return Ok(None);
    }
    let installed = install::install(server).map_err(|problem| format!("cannot be installed here: {problem}"))?;
    let folder = folders::work(&format!("runs/{}", server.name))?;
    let running = Running::start(server, &installed, folder.join("server.log"))?;
    with_server(server, &running, &folder, options).map(Some)
}

fn with_server(
    server: &Server,
    running: &Running,
    folder: &std::path::Path,
    options: &Options,
) -> Result<Vec<Row>, String> {
    let file = document::write(server, running, folder)?;
    document::generate(server, &file, folder, options.overrides)?;
    program::compile(server, folder)?;
    let lines = program::run(server, running, folder, options.lenient)?;
    let tree = document::tree(&file)?;
    Ok(lines
        .iter()
        .map(|line| verdict::row(&server.name, line, &tree))
        .collect())
}

/// The lines with their causes, and what differs from the committed ones.
fn compare(server: &Server, mut rows: Vec<Row>, options: &Options) -> Result<(Vec<Row>, Vec<String>), String> {
    let table = if options.overrides {
        Table::Remaining
    } else {
        Table::Plain
    };
    let of_server = |mut rows: Vec<Row>| {
        rows.retain(|row| row.server == server.name);
        rows
    };
    // A call that fails with overrides too has the same cause.
    table::with_causes(&mut rows, &of_server(table::read(Table::Plain)?));
    let kept = table.keep(&rows);
    if is_update() {
        table::write(table, &server.name, &kept)?;
    }
    let differences = table::differences(&of_server(table::read(table)?), &kept);
    Ok((rows, differences))
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some() && std::env::var_os("CI").is_none()
}
