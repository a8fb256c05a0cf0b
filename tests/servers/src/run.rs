//! All servers, one after the other.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::figures::Figures;
use crate::options::Options;
use crate::process::Running;
use crate::server::{self, Server};
use crate::table::{self, Row, Table};
use crate::{document, folders, install, program, schema, verdict};

/// Runs the chosen servers. Returns whether the table is as committed, and no server that was chosen by name was skipped.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    if options.lenient && is_update() {
        return Err("UPDATE_EXPECT cannot be used with --lenient: the tables are those of strict decoding".to_owned());
    }
    let (mut all, mut figures) = (Vec::new(), Figures::default());
    let result = each(options, |server| {
        let begin = Instant::now();
        let installed = installed(server)?;
        let folder = folders::work(&format!("runs/{}", server.name))?;
        let more = if options.overrides {
            server.overrides()?
        } else {
            String::new()
        };
        let made = calls(server, &installed, &folder, &more, options.lenient)?;
        let table = if options.overrides {
            Table::Remaining
        } else {
            Table::Plain
        };
        let (rows, differences) = compare(server, made.rows, table)?;
        println!("  {} ({} s)", table::summary(&rows), begin.elapsed().as_secs());
        differences.iter().for_each(|line| println!("  {line}"));
        all.extend(rows);
        figures.add(made.figures);
        Ok(differences.is_empty())
    });
    println!("all: {}\n{figures}", table::summary(&all));
    result
}

/// Does the work for each chosen server. Returns whether all of them passed.
pub(crate) fn each(options: &Options, mut work: impl FnMut(&Server) -> Result<bool, String>) -> Result<bool, String> {
    let servers = server::all()?;
    let is_known = |name: &String| servers.iter().any(|server| server.name == *name);
    if let Some(name) = options.servers.iter().find(|name| !is_known(name)) {
        return Err(format!("there is no tests/servers/{name}/server.toml"));
    }
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for server in servers.iter().filter(|server| options.takes(&server.name)) {
        println!("{}", server.name);
        if document::is_missing(server) {
            let folder = folders::documents();
            println!("  skipped: {} is not in {}", server.document, folder.display());
            skipped += 1;
            continue;
        }
        match work(server) {
            Ok(true) => passed += 1,
            Ok(false) => failed += 1,
            Err(problem) => {
                println!("  {problem}");
                failed += 1;
            }
        }
    }
    println!("\n{passed} passed, {failed} failed, {skipped} skipped");
    Ok(failed == 0 && (options.servers.is_empty() || skipped == 0))
}

/// Installs a server. Returns the folder with its packages.
pub(crate) fn installed(server: &Server) -> Result<PathBuf, String> {
    install::install(server).map_err(|problem| format!("cannot be installed here: {problem}"))
}

/// The calls of a server that ran.
pub(crate) struct Made {
    pub rows: Vec<Row>,
    pub figures: Figures,
}

/// Starts a server, and makes its calls. `more` is added to the configuration of the client.
pub(crate) fn calls(
    server: &Server,
    installed: &Path,
    folder: &Path,
    more: &str,
    lenient: bool,
) -> Result<Made, String> {
    let running = Running::start(server, installed, folder.join("server.log"))?;
    let file = document::write(server, &running, folder)?;
    document::generate(&file, folder, more)?;
    program::compile(server, folder)?;
    let lines = program::run(server, &running, folder, lenient)?;
    let tree = document::tree(&file)?;
    let rows: Vec<Row> = lines
        .iter()
        .map(|line| verdict::row(&server.name, line, &tree))
        .collect();
    let mut figures = Figures::default();
    for (row, line) in rows.iter().zip(&lines) {
        figures.count(row, schema::declared(line, &tree));
    }
    Ok(Made { rows, figures })
}

/// The lines with their causes, and what differs from the committed ones.
pub(crate) fn compare(server: &Server, mut rows: Vec<Row>, table: Table) -> Result<(Vec<Row>, Vec<String>), String> {
    let of_server = |mut rows: Vec<Row>| {
        rows.retain(|row| row.server == server.name);
        rows
    };
    let all = of_server(table::read(Table::Plain)?);
    table::with_causes(&mut rows, &of_server(table::read(table)?), &all);
    let kept = table.keep(&rows);
    if is_update() {
        table::write(table, &server.name, &kept)?;
    }
    let mut differences = table::differences(&of_server(table::read(table)?), &kept);
    if !matches!(table, Table::Plain) {
        differences.extend(table::not_made(&all, &rows));
    }
    Ok((rows, differences))
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some() && std::env::var_os("CI").is_none()
}
