//! Where text goes: products and summaries to standard output, findings to standard error.

use std::io::{IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};
use oaspen::{Diagnostics, RenderStyle, Severity, Sources, render_each, select};

use super::args::{Color, GlobalArgs, OutputFormat};

/// Findings of a kind that are shown in full unless all are asked for.
const FEW: usize = 3;

/// The two streams, and what the user wants on them.
pub(crate) struct Terminal {
    quiet: bool,
    all: bool,
    json: bool,
    color: ColorChoice,
}

impl Terminal {
    pub(crate) fn new(options: &GlobalArgs) -> Self {
        let color = match options.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self {
            quiet: options.quiet,
            all: options.all,
            json: options.format == OutputFormat::Json,
            color,
        }
    }

    /// Whether a machine reads standard output.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    /// Whether a progress bar is welcome.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.quiet && !self.json && std::io::stderr().is_terminal()
    }

    /// What the command was called for: printed whatever the options say.
    pub(crate) fn product(&self, text: &str) {
        // A reader who has seen enough, such as `head`, is no error.
        let mut out = AutoStream::new(std::io::stdout(), self.color).lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// A line for people on standard output.
    pub(crate) fn say(&self, text: &str) {
        if !self.quiet && !self.json {
            self.product(&format!("{text}\n"));
        }
    }

    /// A line for people on standard error.
    pub(crate) fn remark(&self, text: &str) {
        if !self.quiet && !self.json {
            self.errors(&format!("{text}\n"));
        }
    }

    /// An error that has no place in a document.
    pub(crate) fn error(&self, message: &str) {
        if self.json {
            self.json_object(&serde_json::json!({ "exit": 2, "error": message }));
        } else {
            self.errors(&format!("\u{1b}[1;31merror\u{1b}[0m: {message}\n"));
        }
    }

    /// One object for machines.
    pub(crate) fn json_object(&self, object: &serde_json::Value) {
        self.product(&format!("{object:#}\n"));
    }

    /// Findings from `least` upwards, the worst first; a few of each kind and their numbers unless all are asked for.
    pub(crate) fn findings(&self, list: &Diagnostics, sources: &Sources, least: Severity) {
        if self.json {
            return;
        }
        let least = if self.quiet { Severity::Error } else { least };
        let few = if self.all { usize::MAX } else { FEW };
        let chosen = select(list, least, few);
        for text in render_each(&chosen.shown, sources, RenderStyle::Colored) {
            self.errors(&format!("{text}\n\n"));
        }
        if chosen.hidden > 0 {
            let (shown, all) = (chosen.shown.len(), chosen.shown.len() + chosen.hidden);
            self.errors(&format!(
                "{}\n{shown} of {all} findings are shown above; --all shows every one, `oaspen explain CODE` tells more\n\n",
                chosen.counts()
            ));
        }
    }

    fn errors(&self, text: &str) {
        let mut out = AutoStream::new(std::io::stderr(), self.color).lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}
