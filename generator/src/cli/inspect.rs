//! `oaspen inspect`: prints the result of a stage.

use oaspen::{Input, Settings, Severity};
use serde_json::json;

use super::args::InspectArgs;
use super::exit::Exit;
use super::json;
use super::terminal::Terminal;

pub(crate) fn run(options: &InspectArgs, terminal: &mut Terminal) -> Exit {
    let settings = Settings {
        name: oaspen::default_name(&options.spec),
        root: options.root.clone(),
        limits: (&options.limits).into(),
        ..Settings::default()
    };
    let (text, outcome) = oaspen::inspect(&Input::Path(options.spec.clone()), &settings, options.stage);
    // `oaspen lint` prints warnings; here they would hide the text.
    terminal.findings(&outcome.diagnostics, &outcome.sources, Severity::Error);
    let exit = if text.is_none() || outcome.diagnostics.has_errors() {
        Exit::Unusable
    } else {
        Exit::Success
    };
    if terminal.json() {
        terminal.json_object(&json!({
            "command": "inspect",
            "exit": exit as u8,
            "text": text,
            "findings": json::counts(&outcome.diagnostics),
            "diagnostics": json::diagnostics(&outcome.diagnostics, &outcome.sources),
        }));
    } else if let Some(text) = text {
        terminal.print_result(&text);
        if !text.ends_with('\n') {
            terminal.print_result("\n");
        }
    }
    exit
}
