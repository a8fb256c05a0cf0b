//! `oaspen diff`: what changes between two versions of clients.

mod accept;
mod documents;
mod files;
mod package;
mod pairs;
mod problem;
mod report;

use serde_json::json;

pub(super) use documents::main_document;
pub(super) use files::Files;
pub(super) use package::version;
pub(super) use pairs::{Pair, Pairs, client, config};
pub(super) use problem::{Problem, unreadable};
pub(super) use report::Compared;

use super::args::DiffArgs;
use super::exit::Exit;
use super::progress::Progress;
use super::terminal::Terminal;

pub(crate) fn run(options: &DiffArgs, terminal: &mut Terminal) -> Exit {
    match (&options.accept, &options.reason) {
        (Some(id), Some(reason)) => accepted(id, reason, options, terminal),
        _ => compared(options, terminal).unwrap_or_else(|problems| {
            Problem::show_all(&problems, "diff", terminal);
            Exit::Unusable
        }),
    }
}

fn compared(options: &DiffArgs, terminal: &Terminal) -> Result<Exit, Vec<Problem>> {
    let found = match (&options.old_spec, &options.new_spec) {
        (Some(old), Some(new)) => documents::pair(old, new, options),
        _ => pairs::pairs(options),
    };
    let found = found.map_err(|problem| vec![problem])?;
    let config = config(options.config.as_deref());
    let checked = found.check_report_file(&options.report, &[&config]);
    checked.map_err(|problem| vec![problem])?;
    let progress = Progress::start(found.pairs.len(), terminal);
    let compared = Compared::of(found, |name, done| progress.begin(name, done))?;
    drop(progress);
    let exit = compared.exit(&options.report.fail_on);
    let shown = compared.show(&options.report, exit, terminal);
    shown.map_err(|problem| vec![problem])?;
    Ok(exit)
}

fn accepted(id: &str, reason: &str, options: &DiffArgs, terminal: &Terminal) -> Exit {
    match accept::accept(id, reason, options) {
        Ok(client) => {
            let config = config(options.config.as_deref()).display().to_string();
            if terminal.json() {
                terminal.json_object(
                    &json!({ "command": "diff", "exit": 0, "accepted": id, "client": client, "config": config }),
                );
            }
            terminal.print_line(&format!("{client}: accepted {id} in {config}"));
            Exit::Success
        }
        Err(problem) => {
            Problem::show_all(&[problem], "diff", terminal);
            Exit::Unusable
        }
    }
}
