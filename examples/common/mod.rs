//! Code that both programs share: settings from the environment, output, errors with exit codes.

mod export;
pub mod failure;
mod terminal;

pub use export::{Export, page};
pub use failure::{EXIT_CODES, Failure};
pub use terminal::{Row, Terminal, day, last_day};

use anstream::{AutoStream, ColorChoice};
use oaspen_client::reqwest::Url;
use oaspen_client::{Attempt, Error, Secret};
use std::io::{self, IsTerminal as _};
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
        interruptible: true,
        json,
        // Not in a pipe, and as `NO_COLOR` and `CLICOLOR_FORCE` have it.
        styled: AutoStream::choice(&io::stdout()) != ColorChoice::Never,
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

/// Checks the URL of a server. `name` is where it was set. The URL is not repeated: it may contain a password.
pub fn url(name: &str, text: &str) -> Result<String, Failure> {
    let problem = match Url::parse(text) {
        Ok(url) if !matches!(url.scheme(), "http" | "https") || !url.has_host() => {
            "it has to start with https://".to_owned()
        }
        Ok(_) => return Ok(text.trim_end_matches('/').to_owned()),
        Err(error) => error.to_string(),
    };
    Err(Failure::Usage(format!(
        "{name} is not the URL of a server, such as https://example.com: {problem}"
    )))
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
