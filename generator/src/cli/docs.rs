//! `oaspen docs`: references in Markdown on disk.

use std::path::Path;
use std::time::{Duration, Instant};

use oaspen::{Settings, Severity};

use super::action::Action;
use super::args::DocsArgs;
use super::diff::unreadable;
use super::exit::Exit;
use super::output::{Output, missing_input, show_changes, show_summary};
use super::progress::Progress;
use super::terminal::Terminal;

pub(crate) fn run(options: &DocsArgs, terminal: &mut Terminal) -> Exit {
    let begin = Instant::now();
    if let Some(problem) = usage(options) {
        terminal.error(&problem);
        return Exit::Unusable;
    }
    let action = Action::new(options.check, false);
    let output = match (&options.spec, &options.out) {
        (Some(spec), Some(out)) => one(spec, out, options, action, terminal),
        _ => project(options, action, terminal),
    };
    if output.is_empty() {
        terminal.error("no client of the configuration has a `docs` folder; add `docs = \"docs/api\"` to one");
        return Exit::Unusable;
    }
    let exit = output.exit(action);
    if terminal.json() {
        terminal.json_object(&output.json("docs", action, exit, begin.elapsed()));
    } else {
        show(&output, action, begin.elapsed(), terminal);
    }
    exit
}

/// What is wrong with the options and not with their spelling.
fn usage(options: &DocsArgs) -> Option<String> {
    if let Some(path) = options.names.as_deref() {
        match std::fs::metadata(path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Some(format!("--names `{}` is not a file", path.display())),
            Err(error) => return Some(format!("--names: {}", unreadable(path, &error))),
        }
    }
    let advice = "name a document and a folder: `oaspen docs SPEC --out DIR`";
    missing_input(options.spec.as_deref(), options.config.as_deref(), advice)
}

fn one(spec: &Path, out: &Path, options: &DocsArgs, action: Action, terminal: &Terminal) -> Output {
    let settings = Settings {
        name: options.name.clone().unwrap_or_else(|| oaspen::default_name(spec)),
        time_crate: options.time_crate.unwrap_or_default(),
        filters: (&options.filters).into(),
        crate_path: options.crate_path.clone(),
        strict: options.strict,
        root: options.root.clone(),
        limits: (&options.limits).into(),
        ..Settings::default()
    };
    let progress = Progress::start(1, terminal);
    progress.begin_document(&settings.name, spec);
    let lock = options.names.as_deref();
    Output::of(oaspen::update_reference(spec, out, &settings, lock, action.mode()))
}

fn project(options: &DocsArgs, action: Action, terminal: &Terminal) -> Output {
    let mut output = Output::default();
    let config = options.config.as_deref();
    let Some(project) = output.open_project(config, |settings, _| settings.strict |= options.strict) else {
        return output;
    };
    let progress = Progress::start(project.references().count(), terminal);
    let mut done = 0;
    output.reports = project.update_references(action.mode(), |name| {
        progress.begin(name, done);
        done += 1;
    });
    output
}

fn show(output: &Output, action: Action, time: Duration, terminal: &Terminal) {
    output.show_findings(terminal);
    for report in &output.reports {
        terminal.findings(&report.diagnostics, &report.sources, Severity::Warning);
        show_changes(report, action, terminal);
    }
    show_summary(output, action, "page", time, terminal);
}
