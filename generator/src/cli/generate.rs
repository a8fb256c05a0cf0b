//! `oaspen generate`: clients on disk.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use oaspen::{Layout, Settings, Severity, one_line, wrapped};
use serde_json::json;

use super::action::Action;
use super::args::GenerateArgs;
use super::exit::Exit;
use super::output::{Output, missing_input, show_changes, show_summary};
use super::progress::Progress;
use super::style::bold;
use super::terminal::Terminal;
use super::{api_changes, workspace};

pub(crate) fn run(options: &GenerateArgs, terminal: &mut Terminal) -> Exit {
    let begin = Instant::now();
    if let Some(problem) = usage(options) {
        terminal.error(&problem);
        return Exit::Unusable;
    }
    let action = Action::new(options.check, options.dry_run);
    let (output, packages) = match &options.spec {
        Some(spec) => one(spec, options, action, terminal),
        None => project(options, action, terminal),
    };
    let advice = advice(&packages, action);
    let exit = output.exit(action);
    if terminal.json() {
        let mut object = output.json("generate", action, exit, begin.elapsed());
        if let Some(members) = object.as_object_mut() {
            members.insert("advice".to_owned(), json!(advice));
        }
        terminal.json_object(&object);
    } else {
        show(&output, action, options.stat, begin.elapsed(), terminal);
        advice
            .iter()
            .for_each(|advice| terminal.print_note(&format!("\n{advice}")));
        if let Some(next) = next_step(&output, &packages, action) {
            let next = format!("next: {next}");
            let next = terminal
                .error_width()
                .map_or_else(|| next.clone(), |width| wrapped(&next, width));
            terminal.print_styled_note(&next.replacen("next:", &bold("next:"), 1));
        }
    }
    exit
}

/// What to do about Cargo workspaces around the packages that were written.
fn advice(packages: &[PathBuf], action: Action) -> Vec<String> {
    let written = packages.iter().filter(|_| action == Action::Write);
    written.filter_map(|folder| workspace::advice(folder)).collect()
}

/// What to do with a client that was written for the first time.
fn next_step(output: &Output, packages: &[PathBuf], action: Action) -> Option<String> {
    let [report] = output.reports.as_slice() else {
        return None;
    };
    let files = &report.report;
    let is_new = files.unchanged == 0 && files.changes.iter().all(|change| change.old.is_none());
    if action != Action::Write || report.failed() || !is_new {
        return None;
    }
    Some(match packages {
        [folder, ..] => {
            let manifest = folder.join("Cargo.toml");
            format!(
                "cargo check --manifest-path {}",
                one_line(&manifest.display().to_string())
            )
        }
        [] => format!(
            "add `mod {};` to your crate, and `cargo add oaspen-client`",
            oaspen::client_name(Path::new(&report.name))
        ),
    })
}

/// What is wrong with the options and not with their spelling.
fn usage(options: &GenerateArgs) -> Option<String> {
    let runtime = options
        .runtime_path
        .as_deref()
        .filter(|folder| !folder.join("Cargo.toml").is_file());
    if let Some(folder) = runtime {
        return Some(format!(
            "there is no Cargo.toml in --runtime-path `{}`",
            folder.display()
        ));
    }
    if let Some(file) = named_file(options) {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = options.name.clone().unwrap_or_else(|| oaspen::client_name(file));
        if name != stem {
            let shown = file.display();
            return Some(format!(
                "--out `{shown}` names another file than the client, whose file is `{name}.rs`"
            ));
        }
    }
    let advice = "name a document, or begin with `oaspen init SPEC`";
    missing_input(options.spec.as_deref(), options.config.as_deref(), advice)
}

/// The file of `--layout file --out src/petstore.rs`.
fn named_file(options: &GenerateArgs) -> Option<&Path> {
    let out = options.out.as_deref().filter(|_| options.layout == Some(Layout::File));
    out.filter(|out| out.extension().is_some_and(|end| end == "rs"))
}

fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_path_buf()
}

/// One client, and the folder of its package if it is one.
fn one(spec: &Path, options: &GenerateArgs, action: Action, terminal: &Terminal) -> (Output, Vec<PathBuf>) {
    let (out, file) = match named_file(options) {
        Some(file) => (Some(folder_of(file)), Some(oaspen::client_name(file))),
        None => (options.out.clone(), None),
    };
    let name = options.name.clone().or(file);
    let name = name.unwrap_or_else(|| oaspen::default_name(spec));
    let out = out.unwrap_or_else(|| PathBuf::from(&name));
    let settings = Settings {
        name,
        layout: options.layout.unwrap_or_default(),
        features: options.features.unwrap_or_default(),
        time_crate: options.time_crate.unwrap_or_default(),
        filters: (&options.filters).into(),
        runtime_path: options
            .runtime_path
            .as_deref()
            .map(|runtime| oaspen::runtime_path(runtime, &out)),
        strict: options.strict,
        keep_renamed: options.keep_renamed,
        root: options.root.clone(),
        limits: (&options.limits).into(),
        ..Settings::default()
    };
    let progress = Progress::start(1, terminal);
    progress.begin_document(&settings.name, spec);
    let output = Output::of(oaspen::update_client_observed(
        spec,
        &out,
        &settings,
        action.mode(),
        &|step| {
            progress.step(step);
        },
    ));
    let packages = (settings.layout == Layout::Crate).then_some(out);
    (output, packages.into_iter().collect())
}

/// Every client of the configuration, and the folders of those that are packages.
fn project(options: &GenerateArgs, action: Action, terminal: &Terminal) -> (Output, Vec<PathBuf>) {
    let (mut output, mut packages) = (Output::default(), Vec::new());
    let opened = output.open_project(options.config.as_deref(), |settings, out| {
        settings.strict |= options.strict;
        settings.keep_renamed |= options.keep_renamed;
        if let Some(runtime) = &options.runtime_path {
            settings.runtime_path = Some(oaspen::runtime_path(runtime, out));
        }
        if settings.layout == Layout::Crate {
            packages.push(out.to_path_buf());
        }
    });
    let Some(project) = opened else {
        return (output, packages);
    };
    let progress = Progress::start(project.clients().count(), terminal);
    let mut done = 0;
    output.reports = project.update(action.mode(), |name| {
        progress.begin(name, done);
        done += 1;
    });
    (output, packages)
}

fn show(output: &Output, action: Action, is_short: bool, time: Duration, terminal: &Terminal) {
    output.show_findings(terminal);
    // With `--all` the same as `lint`.
    let least = if terminal.all() {
        Severity::Note
    } else {
        Severity::Warning
    };
    for report in &output.reports {
        terminal.findings(&report.diagnostics, &report.sources, least);
        if action == Action::Check {
            api_changes::lines(report)
                .iter()
                .for_each(|line| terminal.print_styled_note(line));
        }
        if is_short {
            api_changes::stat(report)
                .iter()
                .for_each(|line| terminal.print_styled(line));
        } else {
            show_changes(report, action, terminal);
        }
    }
    show_summary(output, action, "file", time, terminal);
}
