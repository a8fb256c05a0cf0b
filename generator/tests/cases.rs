//! One test for each folder of `tests/cases`: what is generated from its `spec.yaml` equals what it expects.
//!
//! `UPDATE_EXPECT=1` rewrites the expected files; read the difference before you commit it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

mod common;

use std::path::Path;

use common::Files;
use libtest_mimic::{Arguments, Failed, Trial};
use oaspen::{Input, Layout, Outcome, Project, Settings, Sources};

fn main() {
    let arguments = Arguments::from_args();
    let tests = common::case_folders().into_iter().map(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(format!("case::{name}"), move || check(&name, &folder))
    });
    libtest_mimic::run(&arguments, tests.collect()).exit();
}

fn check(name: &str, folder: &Path) -> Result<(), Failed> {
    spec_is_small(folder)?;
    let settings = settings(name, folder)?;
    let spec = Input::Path(folder.join("spec.yaml"));
    let given = std::fs::read_to_string(folder.join("given.lock")).ok();
    let outcome = oaspen::generate(&spec, &settings, given.as_deref());
    let found = generated(&outcome);
    docs_are_more_than_pointers(&found)?;
    let mut again = generated(&oaspen::generate(&spec, &settings, Some(&outcome.lock)));
    if outcome.diagnostics.has_errors() {
        again.remove("names.lock");
    }
    // What changed since the given lock is reported once.
    let is_reported_once = |code: &str| ["W0140", "N0261"].contains(&code);
    if given.is_some() && outcome.diagnostics.iter().any(|one| is_reported_once(one.code.code)) {
        again.remove("diagnostics.txt");
        again.extend(
            found
                .get("diagnostics.txt")
                .map(|text| ("diagnostics.txt".into(), text.clone())),
        );
    }
    if let Some(difference) = common::difference(&found, &again) {
        return Err(format!("with its own names.lock the case comes out differently:\n{difference}").into());
    }
    let expected = expected(folder);
    let Some(difference) = common::difference(&expected, &found) else {
        return Ok(());
    };
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        if std::env::var_os("CI").is_some() {
            return Err("UPDATE_EXPECT must not be set in CI".into());
        }
        return update(folder, &found).map_err(|error| format!("{}: {error}", folder.display()).into());
    }
    let command = format!("UPDATE_EXPECT=1 cargo test -p oaspen --test cases -- --exact case::{name}");
    Err(
        format!("{difference}\nIf this is what should be generated, update the expected files with\n\n    {command}\n")
            .into(),
    )
}

/// The first line describes what the case shows, and the document is short.
fn spec_is_small(folder: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(folder.join("spec.yaml")).map_err(|error| error.to_string())?;
    let first = text.lines().next().unwrap_or("");
    if !first.starts_with("# ") || first.len() < 12 {
        return Err("the first line of spec.yaml must be a comment that describes what the case shows".into());
    }
    let lines = text.lines().count();
    if lines > 70 {
        Err(format!("spec.yaml has {lines} lines; a case has at most about 60").into())
    } else {
        Ok(())
    }
}

/// Nobody learns from a JSON pointer alone what a model is for.
fn docs_are_more_than_pointers(files: &Files) -> Result<(), Failed> {
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let mut lines = text.lines().map(str::trim).peekable();
        while let Some(line) = lines.next() {
            let Some(first) = line.strip_prefix("/// ") else {
                continue;
            };
            let mut comment = first.to_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with("///")) {
                comment.push_str(more.trim_start_matches("///"));
            }
            let mut words = comment.split_whitespace().filter(|word| !word.starts_with("`#/"));
            if comment.contains("`#/") && words.nth(1).is_none() {
                return Err(format!("{path}: these docs are only a pointer: {comment}").into());
            }
        }
    }
    Ok(())
}

/// A case with options has an `oaspen.toml` of one client, as a project would have it.
fn settings(name: &str, folder: &Path) -> Result<Settings, Failed> {
    let path = folder.join("oaspen.toml");
    if !path.exists() {
        return Ok(Settings {
            name: name.replace('-', "_"),
            layout: Layout::Module,
            ..Settings::default()
        });
    }
    let (mut sources, mut diagnostics) = (Sources::default(), oaspen::Diagnostics::default());
    let Some(mut project) = Project::open(&path, &mut sources, &mut diagnostics) else {
        let problems: Vec<&str> = diagnostics.iter().map(|one| one.message.as_str()).collect();
        return Err(format!("oaspen.toml: {}", problems.join("; ")).into());
    };
    let mut found = None;
    project.adjust(|settings, _| found = Some(settings.clone()));
    found.ok_or_else(|| "oaspen.toml has no client".into())
}

/// The generated files with what was found.
fn generated(outcome: &Outcome) -> Files {
    let mut files: Files = outcome
        .files
        .iter()
        .map(|file| (format!("expected/{}", file.path), file.text.clone()))
        .collect();
    if !outcome.diagnostics.has_errors() {
        files.insert("names.lock".into(), outcome.lock.clone());
    }
    if !outcome.diagnostics.is_empty() {
        let lines = outcome
            .diagnostics
            .iter()
            .map(|one| format!("{} {}\n    {}\n", one.code.code, one.pointer, one.message));
        files.insert("diagnostics.txt".into(), lines.collect());
    }
    files
}

/// Everything in the folder of the case that is not its input.
fn expected(folder: &Path) -> Files {
    let mut files = common::read_folder(folder);
    files.retain(|name, _| name.starts_with("expected/") || name == "names.lock" || name == "diagnostics.txt");
    files
}

fn update(folder: &Path, found: &Files) -> std::io::Result<()> {
    let stale = expected(folder);
    for name in stale.keys().filter(|name| !found.contains_key(*name)) {
        std::fs::remove_file(folder.join(name))?;
    }
    for (name, text) in found {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    Ok(())
}
