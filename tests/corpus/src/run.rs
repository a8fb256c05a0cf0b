//! A run: generate, compile, compare.

use std::path::{Path, PathBuf};
use std::process::Command;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::document::Document;
use crate::row::{Compiled, Generated, Row};
use crate::{RunArguments, baseline, cache, compile, document, folders, package, pool, report};

/// For a client with this many lines the compiler needs about one gigabyte of memory, so it uses one more slot.
const LINES_PER_SLOT: usize = 250_000;
/// A client with more lines is compiled in slices by tag.
const MAX_LINES_PER_SLICE: usize = 1_500_000;

/// The settings and folders of a run.
pub(crate) struct Plan {
    /// This program, which is started again for every document.
    program: PathBuf,
    pub program_key: String,
    pub jobs: usize,
    clients: PathBuf,
    generated: PathBuf,
    compiled: PathBuf,
}

/// Runs the command. Returns false if there is a regression from the committed table.
pub(crate) fn run(arguments: &RunArguments) -> Result<bool, String> {
    let documents = arguments.selection.apply(document::list(&package::fetch()?)?)?;
    let plan = Plan::new(arguments.jobs, arguments.fresh)?;
    let mut rows = generate_all(&plan, documents);
    if !arguments.no_compile {
        compile_all(&plan, &mut rows)?;
    }
    rows.sort_by(|a, b| a.document.name.cmp(&b.document.name));
    report::write(&rows)?;
    print!("{}", report::summary(&rows));
    if arguments.update {
        baseline::update(&rows)?;
    }
    let regressions = baseline::regressions(&rows)?;
    for line in &regressions {
        println!("regression: {line}");
    }
    Ok(regressions.is_empty())
}

fn generate_all(plan: &Plan, documents: Vec<Document>) -> Vec<Row> {
    let start = |command: &mut Command, document: &Document| {
        command
            .arg("work-generate")
            .arg(&document.path)
            .arg(plan.client(document));
    };
    let failed = |error| Generated {
        error: Some(error),
        ..Generated::default()
    };
    let all = for_all(plan, documents, "generating", &plan.generated, start, failed);
    all.into_iter()
        .map(|(document, generated)| Row {
            document,
            generated,
            compiled: None,
        })
        .collect()
}

/// Starts this program for every document, with the arguments that `start` adds, and reads its line of JSON. Results are kept in
/// a folder and used again as long as neither the program nor the document changes.
pub(crate) fn for_all<T: Serialize + DeserializeOwned + Send>(
    plan: &Plan,
    mut documents: Vec<Document>,
    message: &'static str,
    results: &Path,
    start: impl Fn(&mut Command, &Document) + Sync,
    failed: impl Fn(String) -> T + Sync,
) -> Vec<(Document, T)> {
    // Large documents first, so that none of them remains for the end.
    documents.sort_by(|a, b| b.size.cmp(&a.size).then_with(|| a.name.cmp(&b.name)));
    let bar = progress(documents.len(), message);
    let mut rows = Vec::new();
    pool::run(
        documents,
        plan.jobs,
        |_| 1,
        |document: Document| {
            let key = format!("{} {}", plan.program_key, cache::key_of_file(&document.path));
            let result = cache::get_or_make(results, &document.slug(), &key, || {
                let mut command = Command::new(&plan.program);
                start(&mut command, &document);
                worker(&mut command).unwrap_or_else(&failed)
            });
            (document, result)
        },
        |row| {
            bar.inc(1);
            rows.push(row);
        },
    );
    bar.finish_and_clear();
    rows
}

fn compile_all(plan: &Plan, rows: &mut [Row]) -> Result<(), String> {
    let library = compile::runtime()?;
    let library_key = cache::key_of_file(&library);
    let mut order: Vec<&mut Row> = rows.iter_mut().filter(|row| row.generated.error.is_none()).collect();
    order.sort_by_key(|row| std::cmp::Reverse(row.generated.lines));
    let bar = progress(order.len(), "compiling");
    pool::run(
        order,
        plan.jobs,
        |row| 1 + row.generated.lines / LINES_PER_SLOT,
        |row| row.compiled = Some(check(plan, row, &library, &library_key)),
        |()| bar.inc(1),
    );
    bar.finish_and_clear();
    Ok(())
}

fn check(plan: &Plan, row: &Row, library: &Path, library_key: &str) -> Compiled {
    let client = plan.client(&row.document);
    let key = format!("{library_key} {}", cache::key_of_sources(&client.join("src")));
    cache::get_or_make(&plan.compiled, &row.document.slug(), &key, || {
        let mut command = Command::new(&plan.program);
        if row.generated.lines > MAX_LINES_PER_SLICE {
            let slices = 1 + row.generated.lines / MAX_LINES_PER_SLICE;
            command
                .arg("work-slices")
                .arg(&row.document.path)
                .arg(slices.to_string());
        } else {
            command.arg("work-compile");
        }
        worker(command.arg(&client).arg(library)).unwrap_or_else(|error| Compiled {
            error: Some(error),
            ..Compiled::default()
        })
    })
}

impl Plan {
    /// Creates the folders. `fresh` removes earlier results.
    pub(crate) fn new(jobs: Option<usize>, fresh: bool) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        if fresh {
            for name in ["clients", "generated", "compiled", "roundtrip"] {
                let _ = std::fs::remove_dir_all(folders::work(name)?);
            }
        }
        Ok(Self {
            program_key: cache::key_of_file(&program),
            program,
            jobs: pool::slots(jobs),
            clients: folders::work("clients")?,
            generated: folders::work("generated")?,
            compiled: folders::work("compiled")?,
        })
    }

    fn client(&self, document: &Document) -> PathBuf {
        self.clients.join(document.slug())
    }
}

/// Runs a worker process and parses its line of JSON. The error is its exit status and the last line of its stderr.
pub(crate) fn worker<T: DeserializeOwned>(command: &mut Command) -> Result<T, String> {
    let output = command
        .output()
        .map_err(|error| format!("cannot start a worker: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    match serde_json::from_str(text.trim()) {
        Ok(value) if output.status.success() => Ok(value),
        _ => {
            let stderr = String::from_utf8_lossy(&output.stderr);
            Err(format!(
                "{}: {}",
                output.status,
                stderr.trim().lines().last().unwrap_or_default()
            ))
        }
    }
}

pub(crate) fn progress(length: usize, message: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(length).unwrap_or(u64::MAX)).with_message(message);
    let template = "{msg} [{bar:30}] {pos}/{len} {elapsed} ({eta} left)";
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
