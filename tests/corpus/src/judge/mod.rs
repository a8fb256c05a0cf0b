//! Requests that satisfy an independent judge: calls of generated clients, recorded, and shown to three
//! validators that know nothing of oaspen, each beside copies that are wrong on purpose.

mod client;
mod extract;
mod features;
mod fits;
mod operation;
mod pattern;
mod prepare;
mod program;
mod record;
mod referee;
mod report;
mod scalars;
mod schema;
mod select;
mod sight;
mod values;
mod verdicts;

use clap::Args;

use crate::{folders, package};
use prepare::{Case, Order};

/// What to do.
#[derive(Debug, Args)]
pub(crate) struct JudgeArguments {
    /// Choose the operations anew and write the committed list, before anything else.
    #[arg(long)]
    choose: bool,
    /// Only documents whose path contains this text; can be given several times. Quotas then do not hold.
    #[arg(long)]
    only: Vec<String>,
    /// Judge the requests that the last run recorded.
    #[arg(long)]
    recorded: bool,
    /// How many clients are generated at once; as many as there are cores if not given.
    #[arg(long)]
    jobs: Option<usize>,
}

/// Makes the calls and has them judged; false if anything is refused that is not known.
pub(crate) fn run(arguments: &JudgeArguments) -> Result<bool, String> {
    let root = package::fetch()?;
    if arguments.choose {
        select::choose(&root)?;
    }
    let folder = folders::work("judge")?;
    let mut orders = Vec::new();
    let mut first_case = 0;
    for (number, (document, chosen)) in select::read()?.into_iter().enumerate() {
        let count = chosen.len();
        if arguments.only.is_empty() || arguments.only.iter().any(|text| document.contains(text.as_str())) {
            orders.push(Order {
                number,
                first_case,
                path: root.join(&document),
                document,
                chosen,
            });
        }
        first_case += count;
    }
    let jobs = arguments
        .jobs
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let mut clients = prepare::all(orders, &folder, jobs);
    let requests = folder.join("requests.jsonl");
    if !arguments.recorded {
        record::all(&mut clients, &folder)?;
    }
    let not_made = record::problems(&folders::read(&requests)?);
    let mut cases: Vec<Case> = clients.into_iter().flat_map(|client| client.cases).collect();
    for case in &mut cases {
        if let Some(problem) = not_made.get(&case.case) {
            case.problem.get_or_insert_with(|| problem.clone());
        }
    }
    let list = folder.join("cases.jsonl");
    let lines: Result<Vec<String>, _> = cases.iter().map(serde_json::to_string).collect();
    folders::write(&list, &lines.map_err(|error| error.to_string())?.join("\n"))?;
    let verdicts = referee::ask(&folder, &list, &requests)?;
    let panel = verdicts::Panel::read(&verdicts)?;
    let findings = report::findings(&cases, &panel);
    report::print(&findings, &verdicts::known()?, &select::available()?, &folder)
}
