//! Generates a client from every document that has a file in `checks/`, and turns these files into tests.
//!
//! The documents are in the folder that `OASPEN_INPUTS` names, by default `../shared/inputs` beside the checkout. Without
//! the folder there are no tests.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use oaspen::{Input, Layout, Outcome, Settings};

#[path = "../snapshots/values.rs"]
mod values;

/// What the build script writes.
#[derive(Default)]
struct Written {
    clients: String,
    values: String,
    outcomes: String,
}

fn main() -> io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    let folder = env::var_os("OASPEN_INPUTS").map_or_else(|| root.join("../../../shared/inputs"), PathBuf::from);
    println!("cargo::rerun-if-env-changed=OASPEN_INPUTS");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../snapshots/values.rs");
    println!("cargo::rerun-if-changed=checks");
    let mut checks: Vec<PathBuf> = fs::read_dir(root.join("checks"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    checks.sort();
    let mut written = Written::default();
    for check in checks {
        let text = fs::read_to_string(&check)?;
        let input = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# "))
            .unwrap_or_default();
        let document = folder.join(input);
        if document.is_file() {
            println!("cargo::rerun-if-changed={}", document.display());
            add(&mut written, &check, &document, &text, &out)?;
        }
    }
    fs::write(out.join("clients.rs"), written.clients)?;
    fs::write(out.join("values.rs"), written.values)?;
    fs::write(out.join("outcomes.rs"), written.outcomes)
}

fn add(written: &mut Written, check: &Path, document: &Path, text: &str, out: &Path) -> io::Result<()> {
    let name = check.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let shown = format!("tests/inputs/checks/{name}.txt");
    let settings = Settings {
        name: name.as_str().into(),
        layout: Layout::Module,
        ..Settings::default()
    };
    let input = Input::Path(document.to_path_buf());
    let outcome = oaspen::generate(&input, &settings, None);
    let again = oaspen::generate(&input, &settings, Some(&outcome.lock));
    let mut wrong = Vec::new();
    if again.files != outcome.files || again.lock != outcome.lock {
        wrong.push(format!(
            "{shown}: with its own names.lock the client comes out differently"
        ));
    }
    let (mut lines, mut has_values) = (String::new(), false);
    for (index, line) in text.lines().enumerate() {
        match line.strip_prefix("value ") {
            Some(value) => {
                has_values = true;
                lines.push_str(value);
            }
            None => wrong.extend(problem(line, &outcome).map(|problem| format!("{shown}:{}: {problem}", index + 1))),
        }
        lines.push('\n');
    }
    if !outcome.diagnostics.has_errors() {
        for file in &outcome.files {
            let path = out.join(&name).join(&file.path);
            fs::create_dir_all(path.parent().unwrap_or(out))?;
            fs::write(path, &file.text)?;
        }
        // Writing to a string cannot fail.
        let path = out.join(&name).join("mod.rs").display().to_string();
        let _ = writeln!(written.clients, "#[path = {path:?}]\npub mod {name};");
        if has_values {
            let test = values::test(&name, &format!("inputs::{name}::models"), &shown, &lines);
            written.values.push_str(&test.map_err(io::Error::other)?);
        }
    }
    let _ = writeln!(written.outcomes, "#[test]\nfn {name}() {{\n    report(&{wrong:?});\n}}");
    Ok(())
}

/// What is wrong, if a line does not hold.
fn problem(line: &str, outcome: &Outcome) -> Option<String> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let codes = || outcome.diagnostics.iter().map(|found| found.code.code.to_owned());
    let contains = |(path, text): (&str, &str)| {
        let file = outcome.files.iter().find(|file| file.path == path);
        file.is_some_and(|file| flat(&file.text).contains(&flat(text)))
    };
    let holds = match word {
        "" | "#" => true,
        "finding" => codes().any(|code| code == rest),
        "no-finding" => codes().all(|code| code != rest),
        "no-findings" => outcome.diagnostics.iter().next().is_none(),
        "fails" => outcome.diagnostics.has_errors(),
        "text" => rest.split_once(' ').is_some_and(contains),
        "no-text" => !rest.split_once(' ').is_some_and(contains),
        "operations" => outcome.stats.operations.to_string() == rest,
        _ => return Some(format!("`{word}` is not a kind of check")),
    };
    (!holds).then(|| {
        format!(
            "`{line}` does not hold; found: {}",
            codes().collect::<Vec<_>>().join(", ")
        )
    })
}

/// A text with single spaces.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
