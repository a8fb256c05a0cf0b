//! `oaspen docs`: references in Markdown on disk.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oaspen::{ClientReport, Diagnostics, Mode, Project, Settings, Severity, Sources};
use serde_json::json;

use super::args::Docs;
use super::progress::Progress;
use super::terminal::{Terminal, count};
use super::{Exit, changes, generate, json, lint};

/// The references, and what was wrong before there were any.
#[derive(Default)]
struct Run {
    reports: Vec<ClientReport>,
    diagnostics: Diagnostics,
    sources: Sources,
}

pub(crate) fn run(options: &Docs, terminal: &mut Terminal) -> Exit {
    let begin = Instant::now();
    if let Some(problem) = usage(options) {
        terminal.error(&problem);
        return Exit::Unusable;
    }
    let mode = if options.check { Mode::Check } else { Mode::Write };
    let run = match (&options.spec, &options.out) {
        (Some(spec), Some(out)) => one(spec, out, options, mode, terminal),
        _ => project(options, mode, terminal),
    };
    let is_empty = run.reports.is_empty() && !run.diagnostics.has_errors();
    if is_empty {
        terminal.error("no client of the configuration has a `docs` folder; add `docs = \"docs/api\"` to one");
        return Exit::Unusable;
    }
    let exit = generate::judged(&run.reports, &run.diagnostics, options.check);
    if terminal.json() {
        terminal.json_object(&json!({
            "command": "docs",
            "exit": exit as u8,
            "seconds": begin.elapsed().as_secs_f64(),
            "mode": if options.check { "check" } else { "write" },
            "wrote": run.reports.iter().any(|report| json::wrote(report, mode)),
            "clients": run.reports.iter().map(|report| json::client(report, mode)).collect::<Vec<_>>(),
            "diagnostics": json::diagnostics(&run.diagnostics, &run.sources),
        }));
    } else {
        tell(&run, options, begin.elapsed(), terminal);
    }
    exit
}

/// What is wrong with the options, as far as it is not a matter of spelling.
fn usage(options: &Docs) -> Option<String> {
    let names = options.names.as_deref().filter(|path| !path.is_file());
    if let Some(path) = names {
        return Some(format!("--names `{}` is no file", path.display()));
    }
    if options.spec.is_none() && options.config.is_none() && !Path::new("oaspen.toml").exists() {
        return Some(
            "there is no oaspen.toml here; name a document and a folder: `oaspen docs SPEC --out DIR`".to_owned(),
        );
    }
    None
}

fn one(spec: &Path, out: &Path, options: &Docs, mode: Mode, terminal: &Terminal) -> Run {
    let settings = Settings {
        name: options.name.clone().unwrap_or_else(|| oaspen::client_name(spec)),
        time_crate: options.time_crate.unwrap_or_default(),
        filters: (&options.filters).into(),
        crate_path: options.crate_path.clone(),
        strict: options.strict,
        ..Settings::default()
    };
    let progress = Progress::start(1, terminal);
    progress.begin(&settings.name, 0);
    let report = oaspen::update_reference(spec, out, &settings, options.names.as_deref(), mode);
    Run {
        reports: vec![report],
        ..Run::default()
    }
}

fn project(options: &Docs, mode: Mode, terminal: &Terminal) -> Run {
    let config = options.config.clone().unwrap_or_else(|| PathBuf::from("oaspen.toml"));
    let mut run = Run::default();
    let Some(mut project) = Project::open(&config, &mut run.sources, &mut run.diagnostics) else {
        return run;
    };
    project.adjust(|settings, _| settings.strict |= options.strict);
    let progress = Progress::start(project.references().count(), terminal);
    let mut done = 0;
    run.reports = project.update_references(mode, |name| {
        progress.begin(name, done);
        done += 1;
    });
    run
}

fn tell(run: &Run, options: &Docs, time: Duration, terminal: &Terminal) {
    terminal.findings(&run.diagnostics, &run.sources, Severity::Warning);
    let last = run.reports.len().saturating_sub(1);
    for (at, report) in run.reports.iter().enumerate() {
        terminal.findings(&report.diagnostics, &report.sources, Severity::Warning);
        let mut text = line(report, options);
        if at == last {
            text.push_str(&format!(", {:.2} s", time.as_secs_f64()));
        }
        // The diff alone is on standard output, so that it can be piped into `git apply`.
        if options.check {
            let diffs = report.report.changes.iter().map(changes::diff);
            diffs.for_each(|diff| terminal.say(diff.trim_end_matches('\n')));
            terminal.remark(&text);
        } else {
            terminal.say(&text);
        }
    }
}

fn line(report: &ClientReport, options: &Docs) -> String {
    let (name, stats, files) = (&report.name, &report.stats, &report.report);
    if report.failed() {
        return format!("{name}: nothing written; {}", lint::summary(&report.diagnostics));
    }
    let numbers = format!(
        "{}, {}",
        count(stats.operations, "operation"),
        count(stats.models, "model")
    );
    let place = report.out.display();
    let (written, removed, unchanged) = (count(files.written(), "page"), files.removed(), files.unchanged);
    let work = if options.check && files.changes.is_empty() {
        format!("{place} is current")
    } else if options.check {
        format!("{place} is not current: {written} to write, {removed} to remove")
    } else {
        format!("{written} written, {unchanged} unchanged, {removed} removed in {place}")
    };
    format!("{name}: {numbers}; {work}; {}", lint::summary(&report.diagnostics))
}
