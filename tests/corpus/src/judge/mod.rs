//! Calls of generated clients are recorded and checked by three independent validators, together with variants that
//! are invalid on purpose.

mod client;
mod conforms;
mod extract;
mod features;
mod operation;
pub(crate) mod pattern;
mod prepare;
mod program;
mod record;
mod report;
mod scalars;
mod schema;
mod select;
mod unsupported;
mod validators;
mod values;
mod verdicts;

use clap::Args;

use crate::{folders, package, pool};
use prepare::{Case, Task};

/// Arguments of `judge`.
#[derive(Debug, Args)]
pub(crate) struct JudgeArguments {
    /// Choose the operations again and write the committed list first.
    #[arg(long)]
    choose: bool,
    /// Only documents whose path contains this text; can be given several times. Quotas are not met then.
    #[arg(long)]
    only: Vec<String>,
    /// Validate the requests that the last run recorded.
    #[arg(long)]
    recorded: bool,
    /// Number of clients that are generated in parallel; default: the number of cores.
    #[arg(long)]
    jobs: Option<usize>,
}

/// Makes the calls and validates the requests. Returns false if there is a refusal that is not in the committed list.
pub(crate) fn run(arguments: &JudgeArguments) -> Result<bool, String> {
    let root = package::fetch()?;
    if arguments.choose {
        select::choose(&root)?;
    }
    let folder = folders::work("judge")?;
    let mut tasks = Vec::new();
    let mut first_case = 0;
    for (number, (document, chosen)) in select::read()?.into_iter().enumerate() {
        let count = chosen.len();
        if arguments.only.is_empty() || arguments.only.iter().any(|text| document.contains(text.as_str())) {
            tasks.push(Task {
                number,
                first_case,
                path: root.join(&document),
                document,
                chosen,
            });
        }
        first_case += count;
    }
    let mut clients = prepare::all(tasks, &folder, pool::slots(arguments.jobs));
    let requests = folder.join("requests.jsonl");
    if !arguments.recorded {
        record::all(&mut clients, &folder)?;
    }
    let failed_calls = record::problems(&folders::read(&requests)?);
    let mut cases: Vec<Case> = clients.into_iter().flat_map(|client| client.cases).collect();
    for case in &mut cases {
        if let Some(problem) = failed_calls.get(&case.case) {
            case.problem.get_or_insert_with(|| problem.clone());
        }
    }
    let list = folder.join("cases.jsonl");
    let lines: Result<Vec<String>, _> = cases.iter().map(serde_json::to_string).collect();
    folders::write(&list, &lines.map_err(|error| error.to_string())?.join("\n"))?;
    let files = validators::run(&folder, &list, &requests)?;
    let verdicts = verdicts::AllVerdicts::read(&files)?;
    let findings = report::findings(&cases, &verdicts);
    report::print(&findings, &verdicts::known_refusals()?, &select::available()?, &folder)
}
