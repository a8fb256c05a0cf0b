//! `oaspen learn`: recorded exchanges against the document of a client, and the overrides that follow.

mod configuration;
mod report;

use std::path::{Path, PathBuf};

use oaspen::{Exchange, FileError, Input, LearnOptions, LearnedOverride, Lesson, ProjectClient, Settings};

use super::args::LearnArgs;
use super::diff::{Files, Problem, client, config};
use super::exit::Exit;
use super::output::is_unusable;
use super::terminal::Terminal;

/// The largest recording that is read, in bytes.
const MAX_RECORDING: u64 = 1 << 30;

/// The client whose document is compared.
struct Subject {
    name: String,
    input: Input,
    settings: Settings,
    lock: Option<PathBuf>,
    /// `None` for a document without configuration.
    config: Option<PathBuf>,
}

pub(crate) fn run(options: &LearnArgs, terminal: &mut Terminal) -> Exit {
    learned(options, terminal).unwrap_or_else(|problem| {
        Problem::show_all(&[problem], "learn", terminal);
        Exit::Unusable
    })
}

fn learned(options: &LearnArgs, terminal: &Terminal) -> Result<Exit, Problem> {
    let (subject, recordings) = subject(options)?;
    if recordings.is_empty() {
        return Err(Problem::Usage("name a recording: a HAR file, or JSON Lines".to_owned()));
    }
    if let Some(base) = options.base.as_deref().filter(|base| !is_base(base)) {
        return Err(Problem::Usage(format!(
            "`--base {base}` is not a URL, such as `https://shop.example/v1`, nor a path, such as `/v1`"
        )));
    }
    let mut exchanges = Vec::new();
    for path in &recordings {
        exchanges.extend(read(path)?);
    }
    let lock = match &subject.lock {
        Some(path) => Files::Disk.text(path)?,
        None => None,
    };
    let mut how = LearnOptions::default();
    how.base.clone_from(&options.base);
    how.requests = options.requests;
    let lesson = oaspen::learn(&subject.input, &subject.settings, lock.as_deref(), &exchanges, &how);
    let list = &lesson.outcome.diagnostics;
    let exit = match (lesson.overrides.is_empty(), options.write) {
        _ if is_unusable(list) => Exit::Unusable,
        (true, _) | (_, true) => Exit::Success,
        (false, false) => Exit::Findings,
    };
    let written = match &subject.config {
        Some(path) if options.write && exit == Exit::Success && !lesson.overrides.is_empty() => {
            configuration::write(path, &subject.name, &lesson.overrides)?;
            Some(path.as_path())
        }
        _ => None,
    };
    let report = report::Report {
        client: &subject.name,
        tables: tables(&subject, &lesson),
        lesson: &lesson,
        written,
        exit,
    };
    report.show(terminal);
    Ok(exit)
}

/// Whether a text is a URL of HTTP with a host, or a path.
fn is_base(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = ["http://", "https://"]
        .iter()
        .find_map(|scheme| lower.strip_prefix(scheme));
    let has_host = rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '['));
    (has_host || text.starts_with('/')) && !text.contains(char::is_whitespace)
}

/// The client or the document, and the recordings: with `--spec`, the first argument is a recording, too.
fn subject(options: &LearnArgs) -> Result<(Subject, Vec<PathBuf>), Problem> {
    let first = PathBuf::from(&options.client);
    if let Some(spec) = &options.spec {
        let name = oaspen::default_name(spec);
        let settings = Settings {
            name: name.clone(),
            root: options.root.clone(),
            limits: (&options.limits).into(),
            ..Settings::default()
        };
        let subject = Subject {
            name,
            input: Input::Path(spec.clone()),
            settings,
            lock: None,
            config: None,
        };
        return Ok((subject, [first].into_iter().chain(options.recordings.clone()).collect()));
    }
    let path = config(options.config.as_deref());
    let project = Files::Disk.project(&path)?.ok_or_else(|| {
        let shown = path.display();
        Problem::Usage(format!(
            "there is no `{shown}`; name a document with `--spec FILE`, or begin with `oaspen init SPEC`"
        ))
    })?;
    let entry = client(&project, &options.client.to_string_lossy())?;
    Ok((of_client(&entry, path), options.recordings.clone()))
}

fn of_client(entry: &ProjectClient<'_>, config: PathBuf) -> Subject {
    Subject {
        name: entry.settings.name.clone(),
        input: Input::Path(entry.spec.to_path_buf()),
        settings: entry.settings.clone(),
        lock: Some(entry.lock()),
        config: Some(config),
    }
}

fn read(path: &Path) -> Result<Vec<Exchange>, Problem> {
    let unreadable = |error| Problem::Io {
        path: path.to_path_buf(),
        error,
    };
    let shown = path.display().to_string();
    let bytes = oaspen::read_file_up_to(path, MAX_RECORDING).map_err(|error| match error {
        FileError::TooLarge(mib) => Problem::Usage(format!(
            "{shown}: the recording has more than {mib} MiB, which is the limit; split it"
        )),
        other => unreadable(other.into()),
    })?;
    oaspen::read_recording(&shown, &bytes).map_err(|error| Problem::Usage(error.to_string()))
}

/// The tables that the configuration gets. A key that it has already cannot be the key of another table.
fn tables(subject: &Subject, lesson: &Lesson) -> String {
    let table = |one: &LearnedOverride| {
        let is_known = subject.settings.overrides.contains_key(&one.key);
        let note = if is_known {
            "# The configuration has this key: add the lines below it there, or use --write.\n"
        } else {
            ""
        };
        format!("{note}{}", one.to_toml(&subject.name))
    };
    lesson.overrides.iter().map(table).collect::<Vec<_>>().join("\n")
}
