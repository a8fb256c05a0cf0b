//! `oaspen generate`: clients on disk.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oaspen::{ClientReport, Diagnostics, Layout, Mode, Project, Settings, Severity, Sources};
use serde_json::json;

use super::args::Generate;
use super::progress::Progress;
use super::terminal::{Terminal, count};
use super::{Exit, changes, json, lint, workspace};

/// The clients, and what was wrong before there were any.
#[derive(Default)]
struct Run {
    reports: Vec<ClientReport>,
    diagnostics: Diagnostics,
    sources: Sources,
    /// Folders of whole packages.
    packages: Vec<PathBuf>,
}

pub(crate) fn run(options: &Generate, terminal: &mut Terminal) -> Exit {
    let begin = Instant::now();
    if let Some(problem) = usage(options) {
        terminal.error(&problem);
        return Exit::Unusable;
    }
    let mode = if options.check || options.dry_run {
        Mode::Check
    } else {
        Mode::Write
    };
    let run = match &options.spec {
        Some(spec) => one(spec, options, mode, terminal),
        None => project(options, mode, terminal),
    };
    let exit = verdict(&run, options);
    if terminal.json() {
        terminal.json_object(&json!({
            "command": "generate",
            "exit": exit as u8,
            "seconds": begin.elapsed().as_secs_f64(),
            "mode": if options.check { "check" } else if options.dry_run { "dry-run" } else { "write" },
            "wrote": run.reports.iter().any(|report| json::wrote(report, mode)),
            "clients": run.reports.iter().map(|report| json::client(report, mode)).collect::<Vec<_>>(),
            "diagnostics": json::diagnostics(&run.diagnostics, &run.sources),
            "advice": advice(&run, mode),
        }));
    } else {
        tell(&run, options, begin.elapsed(), terminal);
        advice(&run, mode)
            .iter()
            .for_each(|advice| terminal.remark(&format!("\n{advice}")));
    }
    exit
}

/// What to do about workspaces around the packages that were written.
fn advice(run: &Run, mode: Mode) -> Vec<String> {
    let folders = if mode == Mode::Write {
        run.packages.as_slice()
    } else {
        &[]
    };
    folders.iter().filter_map(|folder| workspace::advice(folder)).collect()
}

/// What is wrong with the options, as far as it is not a matter of spelling.
fn usage(options: &Generate) -> Option<String> {
    let runtime = options
        .runtime_path
        .as_deref()
        .filter(|folder| !folder.join("Cargo.toml").is_file());
    if let Some(folder) = runtime {
        return Some(format!("--runtime-path `{}` holds no Cargo.toml", folder.display()));
    }
    if options.spec.is_none() && options.config.is_none() && !Path::new("oaspen.toml").exists() {
        return Some("there is no oaspen.toml here; name a document, or begin with `oaspen init SPEC`".to_owned());
    }
    None
}

fn one(spec: &Path, options: &Generate, mode: Mode, terminal: &Terminal) -> Run {
    let name = options.name.clone().unwrap_or_else(|| oaspen::client_name(spec));
    let out = options.out.clone().unwrap_or_else(|| PathBuf::from(&name));
    let settings = Settings {
        name,
        layout: options.layout.unwrap_or_default(),
        time_crate: options.time_crate.unwrap_or_default(),
        filters: (&options.filters).into(),
        runtime_path: options
            .runtime_path
            .as_deref()
            .map(|runtime| oaspen::runtime_path(runtime, &out)),
        strict: options.strict,
        ..Settings::default()
    };
    let progress = Progress::start(1, terminal);
    progress.begin(&settings.name, 0);
    let report = oaspen::update_client(spec, &out, &settings, mode);
    let packages = if settings.layout == Layout::Crate {
        vec![out]
    } else {
        Vec::new()
    };
    Run {
        reports: vec![report],
        packages,
        ..Run::default()
    }
}

fn project(options: &Generate, mode: Mode, terminal: &Terminal) -> Run {
    let config = options.config.clone().unwrap_or_else(|| PathBuf::from("oaspen.toml"));
    let mut run = Run::default();
    let Some(mut project) = Project::open(&config, &mut run.sources, &mut run.diagnostics) else {
        return run;
    };
    project.adjust(|settings, out| {
        settings.strict |= options.strict;
        if let Some(runtime) = &options.runtime_path {
            settings.runtime_path = Some(oaspen::runtime_path(runtime, out));
        }
        if settings.layout == Layout::Crate {
            run.packages.push(out.to_path_buf());
        }
    });
    let progress = Progress::start(project.clients().count(), terminal);
    let mut done = 0;
    run.reports = project.update(mode, |name| {
        progress.begin(name, done);
        done += 1;
    });
    run
}

fn verdict(run: &Run, options: &Generate) -> Exit {
    judged(&run.reports, &run.diagnostics, options.check)
}

/// How a command that writes files ended.
pub(super) fn judged(reports: &[ClientReport], diagnostics: &Diagnostics, check: bool) -> Exit {
    let mut errors = reports
        .iter()
        .flat_map(|report| report.diagnostics.iter())
        .chain(diagnostics.iter());
    // A warning that `--strict` made an error is a finding; the document itself can be used.
    if errors.any(|one| one.severity == Severity::Error && one.code.severity == Severity::Error) {
        return Exit::Unusable;
    }
    let is_stale = check && reports.iter().any(|report| !report.report.changes.is_empty());
    if is_stale || reports.iter().any(ClientReport::failed) {
        Exit::Findings
    } else {
        Exit::Fine
    }
}

fn tell(run: &Run, options: &Generate, time: Duration, terminal: &Terminal) {
    terminal.findings(&run.diagnostics, &run.sources, Severity::Warning);
    for report in &run.reports {
        terminal.findings(&report.diagnostics, &report.sources, Severity::Warning);
        for change in &report.report.changes {
            if options.check {
                terminal.say(changes::diff(change).trim_end_matches('\n'));
            } else if options.dry_run {
                let verb = if change.new.is_some() {
                    "would write"
                } else {
                    "would remove"
                };
                terminal.say(&format!("{verb} {}", change.path.display()));
            }
        }
    }
    let lines = summary(&run.reports, options, time);
    // The diff alone is on standard output, so that it can be piped into `git apply`.
    lines.iter().for_each(|line| {
        if options.check {
            terminal.remark(line)
        } else {
            terminal.say(line)
        }
    });
}

/// One line a client, and one for all where there are several.
fn summary(reports: &[ClientReport], options: &Generate, time: Duration) -> Vec<String> {
    let seconds = format!("{:.2} s", time.as_secs_f64());
    match reports {
        [] => Vec::new(),
        [report] => vec![format!("{}, {seconds}", line(report, options))],
        _ => {
            let failed = reports.iter().filter(|report| report.failed()).count();
            let failures = if failed > 0 {
                format!(", {failed} failed")
            } else {
                String::new()
            };
            let operations: usize = reports.iter().map(|report| report.stats.operations).sum();
            let models: usize = reports.iter().map(|report| report.stats.models).sum();
            let totals = format!("{}, {}", count(operations, "operation"), count(models, "model"));
            let lines = reports.iter().map(|report| line(report, options));
            lines
                .chain([format!(
                    "{}{failures}: {totals}, {seconds}",
                    count(reports.len(), "client")
                )])
                .collect()
        }
    }
}

fn line(report: &ClientReport, options: &Generate) -> String {
    let (name, stats, files) = (&report.name, &report.stats, &report.report);
    if report.failed() {
        return format!("{name}: nothing written; {}", lint::summary(&report.diagnostics));
    }
    let skipped = if stats.skipped > 0 {
        format!(" ({} left out)", stats.skipped)
    } else {
        String::new()
    };
    let numbers = format!(
        "{}{skipped}, {}",
        count(stats.operations, "operation"),
        count(stats.models, "model")
    );
    let place = report.out.display();
    let (written, removed, unchanged) = (count(files.written(), "file"), files.removed(), files.unchanged);
    let work = if options.check && files.changes.is_empty() {
        format!("{place} is current")
    } else if options.check {
        format!("{place} is not current: {written} to write, {removed} to remove")
    } else if options.dry_run {
        format!("{written} to write, {unchanged} unchanged, {removed} to remove in {place}")
    } else {
        format!("{written} written, {unchanged} unchanged, {removed} removed in {place}")
    };
    format!("{name}: {numbers}; {work}; {}", lint::summary(&report.diagnostics))
}
