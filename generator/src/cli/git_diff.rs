//! `oaspen git-diff`: documents in `git diff`, `git log -p` and `git show`.
//!
//! Git calls it in two ways. As `textconv` with one file: it prints the code of the client, and git compares that. As an
//! external diff program with a path and two files: it prints the report of `oaspen diff`. What is not a document is
//! shown as it is. The exit code is 0, because git stops at any other.

use std::ffi::OsString;
use std::path::Path;

use oaspen::{Diagnostics, Input, Layout, Settings, Stage, Version, codes, visible, without_commands};

use super::changes;
use super::diff::{Compared, Files, Pair, Pairs, config, unreadable};
use super::exit::Exit;
use super::terminal::Terminal;

/// Git sets it for external diff programs.
const EXTERNAL: &str = "GIT_DIFF_PATH_COUNTER";

pub(crate) fn run(arguments: &[OsString], terminal: &Terminal) -> Exit {
    match arguments {
        [path] if std::env::var_os(EXTERNAL).is_some() => {
            terminal.print_result(&format!("* Unmerged path {}\n", shown(Path::new(path))));
            Exit::Success
        }
        [file] => converted(Path::new(file), terminal),
        [path, old, _, _, new, _, _, rest @ ..] => {
            let new_path = rest.first().unwrap_or(path);
            let (path, new_path) = (Path::new(path), Path::new(new_path));
            external((path, Path::new(old)), (new_path, Path::new(new)), terminal);
            Exit::Success
        }
        _ => {
            terminal.error("git passes one file, or a path, two files and their ids and modes");
            Exit::Unusable
        }
    }
}

/// The code of a client in one file, or the text itself if it is not a document that can be used.
fn converted(file: &Path, terminal: &Terminal) -> Exit {
    let text = match oaspen::read_file(file) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            terminal.error(&unreadable(file, &error.into()));
            return Exit::Unusable;
        }
    };
    let settings = Settings {
        name: "api".to_owned(),
        layout: Layout::File,
        ..Settings::default()
    };
    let input = Input::Text {
        name: file.display().to_string(),
        text: text.clone(),
    };
    let outcome = oaspen::generate(&input, &settings, None);
    let is_whole = is_whole(&outcome.diagnostics);
    let code = outcome.files.into_iter().next().filter(|_| is_whole);
    let code = code.map(|file| file.text);
    terminal.print_result(&code.unwrap_or_else(|| visible(&text.replace("\r\n", "\n")).into_owned()));
    Exit::Success
}

/// The report about two versions of a file, each with its path and with the file that has its content.
fn external(old: (&Path, &Path), new: (&Path, &Path), terminal: &Terminal) {
    let (before, after) = (content(old.1), content(new.1));
    let header = format!(
        "\u{1b}[1mdiff --oaspen a/{} b/{}\u{1b}[0m\n",
        shown(old.0),
        shown(new.0)
    );
    let report = match (&before, &after) {
        (Some(before), Some(after)) => report((old.0, before), (new.0, after), terminal),
        _ => None,
    };
    let text = report.unwrap_or_else(|| {
        let change = oaspen::Change {
            path: new.0.to_path_buf(),
            old: before,
            new: after,
        };
        changes::diff(&change, true)
    });
    terminal.print_result(&format!("{header}{text}"));
}

/// A path without hidden characters and commands to hosts.
fn shown(path: &Path) -> String {
    without_commands(&visible(&path.display().to_string())).into_owned()
}

/// The text of a file. `None` for `/dev/null`: there is no such version.
fn content(file: &Path) -> Option<String> {
    let is_nothing = file.as_os_str() == "/dev/null" || file.as_os_str().eq_ignore_ascii_case("nul");
    let bytes = oaspen::read_file(file).ok().filter(|_| !is_nothing)?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// `None` if one of the texts is not a document that can be used.
fn report(old: (&Path, &str), new: (&Path, &str), terminal: &Terminal) -> Option<String> {
    // Git starts the program in the root of the working tree.
    let project = Files::Disk.project(&config(None)).ok().flatten();
    let client = project.iter().flat_map(oaspen::Project::entries);
    let client = client.into_iter().find(|client| client.spec == new.0);
    let settings = match &client {
        Some(client) => Settings {
            strict: false,
            ..client.settings.clone()
        },
        None => Settings {
            name: oaspen::client_name(new.0),
            ..Settings::default()
        },
    };
    let lock = client.and_then(|client| Files::Disk.text(&client.lock()).ok().flatten());
    let version = |side: &str, (path, text): (&Path, &str)| Version {
        label: format!("{side}/{}", path.display()),
        input: Input::Text {
            name: path.display().to_string(),
            text: text.to_owned(),
        },
        settings: settings.clone(),
        lock: lock.clone(),
        files: None,
    };
    let pair = Pair {
        old: version("a", old),
        new: version("b", new),
        accepted: Vec::new(),
        version: None,
    };
    let is_whole = [&pair.old, &pair.new].into_iter().all(|version| {
        let (_, outcome) = oaspen::inspect(&version.input, &version.settings, Stage::Normalized);
        is_whole(&outcome.diagnostics)
    });
    let pairs = Pairs {
        pairs: vec![pair],
        notes: Vec::new(),
    };
    let compared = Compared::of(pairs, |_, _| {}).ok().filter(|_| is_whole)?;
    Some(compared.for_terminal(terminal))
}

/// Whether a document needs no other file. Git passes only one.
fn is_whole(findings: &Diagnostics) -> bool {
    !findings.iter().any(|one| one.code.code == codes::REF_OUTSIDE.code)
}
