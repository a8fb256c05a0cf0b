//! Measures other generators on the same documents: what they generate, whether it compiles, and the cost.

mod check;
mod compiler;
mod generate;
mod install;
mod limited;
mod reasons;
mod report;
mod row;
mod table;
mod tool;

use std::path::PathBuf;

use clap::Args;

use crate::document::{self, Document};
use crate::run::progress;
use crate::{folders, package};
pub(crate) use compiler::run_as_wrapper;
pub(crate) use limited::work;
use row::Row;
use tool::{Installed, Tool};

/// Arguments of `peers`.
#[derive(Debug, Args)]
pub(crate) struct PeersArguments {
    /// Only this generator; can be given several times.
    #[arg(long)]
    tool: Vec<Tool>,
    /// Only documents whose path contains this text; can be given several times.
    #[arg(long)]
    only: Vec<String>,
    /// Only every n-th line of the sample, starting with the first.
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// Generate, but do not compile.
    #[arg(long)]
    no_compile: bool,
}

/// The folder of results.
struct Plan {
    home: PathBuf,
}

impl Plan {
    /// A subfolder; it is created if it does not exist.
    fn folder(&self, parts: &[&str]) -> Result<PathBuf, String> {
        let folder = parts.iter().fold(self.home.clone(), |folder, part| folder.join(part));
        std::fs::create_dir_all(&folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
        Ok(folder)
    }
}

/// Runs the measurements one after the other and prints the tables.
pub(crate) fn run(arguments: &PeersArguments) -> Result<bool, String> {
    let home = folders::work("peers")?;
    let home = home.canonicalize().map_err(|error| error.to_string())?;
    let plan = Plan { home };
    let documents = sample(arguments)?;
    let mut tools = arguments.tool.clone();
    if tools.is_empty() {
        tools = vec![
            Tool::Oaspen,
            Tool::Progenitor,
            Tool::OpenapiGenerator,
            Tool::OpenapiToRust,
        ];
    }
    let home = plan.folder(&["tools"])?;
    let tools: Vec<Installed> = tools
        .into_iter()
        .map(|tool| install::install(tool, &home))
        .collect::<Result<_, _>>()?;
    let mut rows = generate_all(&plan, &tools, &documents)?;
    if !arguments.no_compile {
        check_all(&plan, &tools, &documents, &mut rows)?;
    }
    report::write(&rows)?;
    print!("{}", table::tables(&rows));
    Ok(true)
}

/// The documents of the list, small ones first, so that a stopped run has measured most of them.
fn sample(arguments: &PeersArguments) -> Result<Vec<Document>, String> {
    let root = package::fetch()?;
    let mut known = document::list(&root)?;
    let list = folders::read(&folders::committed("sample-100.txt"))?;
    let mut documents = list
        .lines()
        .filter(|line| !line.starts_with('#'))
        .step_by(arguments.every.max(1))
        .filter(|name| arguments.only.is_empty() || arguments.only.iter().any(|part| name.contains(part.as_str())))
        .map(|name| {
            let at = known.iter().position(|document| document.name == name);
            at.map(|at| known.swap_remove(at))
                .ok_or_else(|| format!("{name} is not in the package"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    documents.sort_by_key(|document| document.size);
    Ok(documents)
}

fn generate_all(plan: &Plan, tools: &[Installed], documents: &[Document]) -> Result<Vec<Row>, String> {
    let bar = progress(documents.len() * tools.len(), "generating");
    let mut rows = Vec::new();
    for document in documents {
        let text = folders::read(&document.path)?;
        let tree = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", document.name))?;
        let declared = document::declared(&tree);
        for installed in tools {
            rows.push(Row {
                document: document.name.clone(),
                declared,
                tool: installed.tool,
                generated: generate::generate(plan, installed, document)?,
                checked: None,
            });
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(rows)
}

fn check_all(plan: &Plan, tools: &[Installed], documents: &[Document], rows: &mut [Row]) -> Result<(), String> {
    let mut dependencies = Vec::new();
    for installed in tools {
        dependencies.push(check::dependencies(plan, installed.tool)?);
    }
    let bar = progress(rows.len(), "compiling");
    let pairs = documents.iter().flat_map(|document| {
        tools
            .iter()
            .zip(&dependencies)
            .map(move |(tool, built)| (document, tool, built))
    });
    for (row, (document, tool, built)) in rows.iter_mut().zip(pairs) {
        if row.generates() {
            row.checked = Some(check::check(plan, built, tool, document)?);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}
