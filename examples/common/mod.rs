//! Code that both programs share: settings from the environment, output, errors with exit codes.

mod failure;
mod terminal;

pub use failure::{EXIT_CODES, Failure};
pub use terminal::{Row, Terminal, day};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oaspen_client::{Attempt, Error, Secret};
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs a program on the standard streams. `api_messages` returns the messages of the API in an error.
pub async fn program(
    json: bool,
    api_messages: fn(&Error) -> Vec<String>,
    run: impl AsyncFnOnce(&mut Terminal<'_>) -> Result<(), Failure>,
) -> ExitCode {
    let mut terminal = Terminal {
        out: &mut io::stdout(),
        err: &mut io::stderr(),
        input: &mut io::stdin().lock(),
        interactive: io::stdin().is_terminal(),
        json,
    };
    match run(&mut terminal).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ExitCode::from(failure.report(terminal.err, api_messages)),
    }
}

/// Looks up an environment variable.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A required environment variable. Secrets are passed this way, because command lines are visible to all users of
/// the machine.
pub fn required(environment: Environment<'_>, name: &str) -> Result<Secret, Failure> {
    match environment(name) {
        Some(value) if !value.trim().is_empty() => Ok(value.trim().into()),
        _ => Err(Failure::Usage(format!("set the environment variable {name}"))),
    }
}

/// Reports on stderr that a call is tried again, and why.
pub fn report_retry(attempt: &Attempt) {
    if let Some(delay) = attempt.delay() {
        let why = match attempt.status() {
            Some(status) => format!("the server returned {status}"),
            None => "the connection failed".to_owned(),
        };
        eprintln!("{}: {why}, retrying in {delay:.1?}", attempt.operation_id());
    }
}

/// The target of an export. A file is written under another name and renamed when it is complete, so that a partial
/// export is never mistaken for a complete one.
pub enum Sink<'a> {
    Stream(&'a mut dyn Write),
    File {
        file: BufWriter<File>,
        part: PathBuf,
        path: PathBuf,
    },
}

impl<'a> Sink<'a> {
    pub fn new(path: Option<&Path>, stream: &'a mut dyn Write) -> io::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stream(stream));
        };
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        Ok(Self::File {
            file: BufWriter::new(File::create(&part)?),
            part: part.into(),
            path: path.to_owned(),
        })
    }

    pub fn line(&mut self, line: &[u8]) -> io::Result<()> {
        let out: &mut dyn Write = match self {
            Self::Stream(stream) => stream,
            Self::File { file, .. } => file,
        };
        out.write_all(line)?;
        out.write_all(b"\n")
    }

    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(stream) => stream.flush(),
            Self::File { mut file, part, path } => {
                file.flush()?;
                fs::rename(part, path)
            }
        }
    }
}

/// A progress bar on stderr. It is hidden if the users are written to the same terminal. Without a total it shows the
/// number of users only.
pub fn progress(total: Option<u64>, to_file: bool) -> ProgressBar {
    let template = match total {
        Some(_) => "{wide_bar} {human_pos}/{human_len} users, {eta} left",
        None => "{spinner} {human_pos} users",
    };
    let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
    if !to_file && io::stdout().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    // An invalid template must not stop the export.
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
