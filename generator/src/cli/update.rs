//! `oaspen update`: a new document for a client.

use std::io::Read as _;
use std::path::Path;

use oaspen::{Adoption, FileError, Incoming, MAX_FILE_SIZE, Project, ProjectClient, Severity, Version, visible};
use serde_json::{Value, json};

use super::args::{FailOn, UpdateArgs};
use super::diff::{Compared, Files, Pair, Pairs, Problem, client, config, main_document, version};
use super::exit::Exit;
use super::json;
use super::output::is_unusable;
use super::style::{Mark, bold};
use super::summary::changes;
use super::terminal::{Terminal, count};

pub(crate) fn run(options: &UpdateArgs, terminal: &mut Terminal) -> Exit {
    updated(options, terminal).unwrap_or_else(|problems| {
        Problem::show_all(&problems, "update", terminal);
        Exit::Unusable
    })
}

fn updated(options: &UpdateArgs, terminal: &Terminal) -> Result<Exit, Vec<Problem>> {
    let one = |problem| vec![problem];
    let mut project = opened(options).map_err(one)?;
    project.adjust(|settings, _| {
        settings.strict |= options.strict;
        settings.keep_renamed |= options.keep_renamed;
    });
    let entry = client(&project, &options.client).map_err(one)?;
    let incoming = incoming(&options.from, &entry).map_err(one)?;
    let adoption = project.adopt(&options.client, incoming);
    let adoption = adoption.ok_or_else(Vec::new)?;
    if adoption.report.failed() {
        return Ok(unusable(&adoption, terminal));
    }
    let pairs = pairs(&entry, &adoption, &options.from).map_err(one)?;
    let config = config(options.config.as_deref());
    let checked = pairs.check_report_file(&options.report, &[&options.from, &config]);
    checked.map_err(one)?;
    let compared = Compared::of(pairs, |_, _| {})?;
    if compared.empties_a_client() {
        let message = "the new document has no operations; is it complete? Nothing was changed";
        return Err(one(Problem::Usage(message.to_owned())));
    }
    let fail_on = match options.report.fail_on.as_slice() {
        [] => &[FailOn::Code],
        fail_on => fail_on,
    };
    let found = compared.exit(fail_on);
    let exit = if options.yes { Exit::Success } else { found };
    finish(adoption, compared, exit, options, terminal).map_err(one)
}

fn opened(options: &UpdateArgs) -> Result<Project, Problem> {
    let config = config(options.config.as_deref());
    Files::Disk.project(&config)?.ok_or_else(|| {
        let shown = config.display();
        Problem::Usage(format!("there is no `{shown}`; begin with `oaspen init SPEC`"))
    })
}

/// Reads the new document.
fn incoming(from: &Path, client: &ProjectClient<'_>) -> Result<Incoming, Problem> {
    let read = |error| Problem::Io {
        path: from.to_path_buf(),
        error,
    };
    if from.is_dir() {
        let root = client.settings.root.as_deref().or(client.spec.parent());
        let below = root.and_then(|root| client.spec.strip_prefix(root).ok());
        let same = below.map(|below| from.join(below)).filter(|file| file.is_file());
        let main = match same {
            Some(main) => main,
            None => main_document(&Files::Disk, from)?,
        };
        let text = oaspen::read_file(&main).map_err(std::io::Error::from);
        let text = text.and_then(|bytes| String::from_utf8(bytes).map_err(std::io::Error::other));
        let text = text.map_err(read)?;
        check_format(&text, client)?;
        return Ok(Incoming::Folder(from.to_path_buf(), main));
    }
    let mut bytes = Vec::new();
    let limit = MAX_FILE_SIZE + 1;
    let shown = shown(from);
    let size = if from.as_os_str() == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        match oaspen::read_file(from) {
            Err(FileError::NotRegular) => {
                return Err(Problem::Usage(format!(
                    "`{shown}` is a pipe or a device, not a regular file: pass the document on standard input, with `--from -`"
                )));
            }
            read => read.map_err(std::io::Error::from).map(|read| {
                bytes = read;
                bytes.len()
            }),
        }
    };
    if size.map_err(read)? as u64 == limit {
        return Err(Problem::Usage(format!(
            "`{shown}` has more than 256 MiB, which is the limit"
        )));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Problem::Usage(format!("`{shown}` is not UTF-8; convert it before the update")))?;
    if text.trim().is_empty() {
        return Err(Problem::Usage(format!(
            "`{shown}` is empty; did the download fail? `curl --fail` reports that"
        )));
    }
    check_format(&text, client)?;
    Ok(Incoming::Text(text))
}

fn shown(from: &Path) -> String {
    if from.as_os_str() == "-" {
        return "standard input".to_owned();
    }
    from.display().to_string()
}

/// A document keeps its format: the name of its file does not change, and the change can be read line by line.
fn check_format(text: &str, client: &ProjectClient<'_>) -> Result<(), Problem> {
    let Some(old) = Files::Disk.text(client.spec)? else {
        return Ok(());
    };
    let (old, new) = (format_of(&old), format_of(text));
    if old == new {
        return Ok(());
    }
    let spec = client.spec.display();
    Err(Problem::Usage(format!(
        "the new document is {new}, but `{spec}` is {old}; convert it before the update"
    )))
}

fn format_of(text: &str) -> &'static str {
    match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
        Some('{') => "JSON",
        _ => "YAML",
    }
}

/// The document on disk and the new one.
fn pairs(client: &ProjectClient<'_>, adoption: &Adoption, from: &Path) -> Result<Pairs, Problem> {
    let Some(old) = Files::Disk.version(client)? else {
        let shown = client.spec.display();
        return Err(Problem::Usage(format!(
            "there is no `{shown}` to update; copy the document there, and run `oaspen generate`"
        )));
    };
    let new = Version {
        label: shown(from),
        input: adoption.input.clone(),
        settings: old_settings(&old, client),
        lock: Some(adoption.lock.clone()),
        files: None,
    };
    let pair = Pair {
        old,
        new,
        accepted: client.accepted.to_vec(),
        version: version(&Files::Disk, client)?,
    };
    Ok(Pairs {
        pairs: vec![pair],
        notes: Vec::new(),
    })
}

/// The settings of the comparison; only the lock decides about names.
fn old_settings(old: &Version, client: &ProjectClient<'_>) -> oaspen::Settings {
    oaspen::Settings {
        keep_renamed: client.settings.keep_renamed,
        ..old.settings.clone()
    }
}

/// Reports why the new document cannot be used.
fn unusable(adoption: &Adoption, terminal: &Terminal) -> Exit {
    let report = &adoption.report;
    let exit = if is_unusable(&report.diagnostics) {
        Exit::Unusable
    } else {
        Exit::Findings
    };
    terminal.findings(&report.diagnostics, &report.sources, Severity::Warning);
    if terminal.json() {
        let findings = json::diagnostics(&report.diagnostics, &report.sources);
        terminal
            .json_object(&json!({ "command": "update", "exit": exit as u8, "wrote": false, "diagnostics": findings }));
    }
    terminal.print_note("nothing was written: the new document cannot be used");
    exit
}

/// Writes the files, unless there are findings, and shows the report.
fn finish(
    mut adoption: Adoption,
    compared: Compared,
    exit: Exit,
    options: &UpdateArgs,
    terminal: &Terminal,
) -> Result<Exit, Problem> {
    let is_written = exit == Exit::Success && !options.dry_run;
    if terminal.json() && options.report.out.is_none() {
        let mut report = compared.json(&options.report, exit, terminal);
        if is_written {
            adoption.write();
        }
        if adoption.report.failed() {
            return Ok(unusable(&adoption, terminal));
        }
        add_files(&mut report, &adoption, is_written);
        terminal.json_object(&report);
        return Ok(exit);
    }
    compared.show(&options.report, exit, terminal)?;
    if is_written {
        adoption.write();
    }
    if adoption.report.failed() {
        return Ok(unusable(&adoption, terminal));
    }
    show_files(&adoption, is_written, options, terminal);
    Ok(exit)
}

fn add_files(report: &mut Value, adoption: &Adoption, is_written: bool) {
    let changes = &adoption.report.report.changes;
    let paths = |is_there: bool| -> Value {
        let chosen = changes.iter().filter(|change| change.new.is_some() == is_there);
        chosen.map(|change| change.path.display().to_string()).collect()
    };
    if let Some(members) = report.as_object_mut() {
        members.insert("command".to_owned(), json!("update"));
        members.insert("wrote".to_owned(), json!(is_written && !changes.is_empty()));
        let unchanged = adoption.report.report.unchanged;
        members.insert(
            "files".to_owned(),
            json!({ "written": paths(true), "removed": paths(false), "unchanged": unchanged }),
        );
    }
}

fn show_files(adoption: &Adoption, is_written: bool, options: &UpdateArgs, terminal: &Terminal) {
    let report = &adoption.report;
    terminal.findings(&report.diagnostics, &report.sources, Severity::Warning);
    let (name, files) = (&report.name, &report.report);
    if options.dry_run {
        for change in &files.changes {
            let verb = if change.new.is_some() { "write" } else { "remove" };
            terminal.print_note(&format!("would {verb} {}", change.path.display()));
        }
        return;
    }
    if !is_written {
        terminal.print_note(&format!(
            "{name}: nothing was written. `--yes` writes all the same; docs/diff-loop.md describes how changes are accepted"
        ));
        return;
    }
    let text = if files.changes.is_empty() {
        format!("nothing changed ({})", count(files.unchanged, "file"))
    } else {
        changes(files, "file", ["written", "removed"])
    };
    terminal.print_styled_note(&format!("{} {}  {text}", Mark::Done, bold(&visible(name))));
}
