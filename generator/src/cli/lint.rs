//! `oaspen lint`: checks a document.

use std::time::Instant;

use oaspen::{Diagnostics, Input, Settings, Severity, one_line};
use serde_json::json;

use super::args::LintArgs;
use super::exit::Exit;
use super::json;
use super::style::{Mark, bold};
use super::terminal::{Terminal, count};

pub(crate) fn run(options: &LintArgs, terminal: &mut Terminal) -> Exit {
    let begin = Instant::now();
    let settings = Settings {
        name: oaspen::default_name(&options.spec),
        root: options.root.clone(),
        limits: (&options.limits).into(),
        ..Settings::default()
    };
    let outcome = oaspen::generate(&Input::Path(options.spec.clone()), &settings, None);
    let list = &outcome.diagnostics;
    let exit = verdict(list);
    terminal.findings(list, &outcome.sources, Severity::Note);
    if terminal.json() {
        terminal.json_object(&json!({
            "command": "lint",
            "exit": exit as u8,
            "seconds": begin.elapsed().as_secs_f64(),
            "findings": json::counts(list),
            "diagnostics": json::diagnostics(list, &outcome.sources),
        }));
    } else {
        let mark = match exit {
            Exit::Success => Mark::Done,
            Exit::Findings => Mark::Loss,
            Exit::Unusable => Mark::Failed,
        };
        let spec = options.spec.display().to_string();
        terminal.print_styled(&format!("{mark} {}  {}", bold(&one_line(&spec)), summary(list)));
    }
    exit
}

/// `2 warnings, 1 note`, or `no findings`.
pub(crate) fn summary(list: &Diagnostics) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|severity| list.count(*severity) > 0)
        .map(|severity| count(list.count(severity), severity.as_str()))
        .collect();
    if parts.is_empty() {
        "no findings".to_owned()
    } else {
        parts.join(", ")
    }
}

fn verdict(list: &Diagnostics) -> Exit {
    if list.has_errors() {
        Exit::Unusable
    } else if list.count(Severity::Warning) > 0 {
        Exit::Findings
    } else {
        Exit::Success
    }
}
