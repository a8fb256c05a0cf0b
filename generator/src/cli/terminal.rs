//! Output: results and summaries on standard output, findings on standard error.

use std::io::{IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use oaspen::{
    Diagnostics, RenderOptions, RenderStyle, Severity, Sources, render_each, select, visible, visible_json,
    without_commands, wrapped,
};

use super::args::{Color, GlobalArgs, OutputFormat};

/// Findings of each kind that are shown without `--all`.
const MAX_SHOWN: usize = 3;

/// The output streams, and the options for them.
pub(crate) struct Terminal {
    quiet: bool,
    all: bool,
    format: OutputFormat,
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
            format: options.format,
            color,
        }
    }

    /// Whether the output is JSON.
    pub(crate) fn json(&self) -> bool {
        self.format == OutputFormat::Json
    }

    /// The format of the output.
    pub(crate) fn format(&self) -> OutputFormat {
        self.format
    }

    /// Whether all findings or changes are shown.
    pub(crate) fn all(&self) -> bool {
        self.all
    }

    /// Whether a progress bar is shown.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.quiet && !self.json() && std::io::stderr().is_terminal()
    }

    /// Prints the result of a command, also with `--quiet`.
    pub(crate) fn print_result(&self, text: &str) {
        // A closed pipe is not an error: the reader may be `head`.
        let mut out = AutoStream::new(std::io::stdout(), self.color).lock();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Prints a line on standard output, unless `--quiet` or another format than text is set.
    pub(crate) fn print_line(&self, text: &str) {
        self.print_styled(&visible(text));
    }

    /// The same for a text with colors.
    pub(crate) fn print_styled(&self, text: &str) {
        self.print_patch(&without_commands(text));
    }

    /// The same for a diff of generated files, which can be applied.
    pub(crate) fn print_patch(&self, text: &str) {
        if !self.quiet && self.format == OutputFormat::Text {
            self.print_result(&format!("{text}\n"));
        }
    }

    /// Prints a line on standard error, unless `--quiet` or JSON is set.
    pub(crate) fn print_note(&self, text: &str) {
        self.print_styled_note(&visible(text));
    }

    /// The same for a text with colors.
    pub(crate) fn print_styled_note(&self, text: &str) {
        if !self.quiet && !self.json() {
            self.errors(&format!("{text}\n"));
        }
    }

    /// The columns of the terminal that results are printed on, if there is one.
    pub(crate) fn output_width(&self) -> Option<usize> {
        width(&std::io::stdout())
    }

    /// The columns of the terminal that findings are printed on, if there is one.
    pub(crate) fn error_width(&self) -> Option<usize> {
        width(&std::io::stderr())
    }

    /// Prints an error that is not about a document.
    pub(crate) fn error(&self, message: &str) {
        if self.json() {
            self.json_object(&serde_json::json!({ "exit": 2, "error": message }));
        } else {
            self.errors(&format!("\u{1b}[1;31merror\u{1b}[0m: {}\n", visible(message)));
        }
    }

    /// Prints a JSON object.
    pub(crate) fn json_object(&self, object: &serde_json::Value) {
        self.print_result(&visible_json(&format!("{object:#}\n")));
    }

    /// Prints findings of at least the severity `least`, the most severe first. Without `--all`, a few of each kind and their
    /// numbers.
    pub(crate) fn findings(&self, list: &Diagnostics, sources: &Sources, least: Severity) {
        if self.json() {
            return;
        }
        let least = if self.quiet { Severity::Error } else { least };
        let few = if self.all { usize::MAX } else { MAX_SHOWN };
        let chosen = select(list, sources, least, few);
        for text in render_each(&chosen.shown, sources, self.rendering()) {
            self.errors(&format!("{text}\n\n"));
        }
        if chosen.hidden > 0 {
            let (shown, all) = (chosen.shown.len(), chosen.shown.len() + chosen.hidden);
            let width = self.error_width();
            let hint = format!(
                "{shown} of {all} findings are shown; --all shows all of them, `oaspen explain CODE` explains a code"
            );
            let hint = width.map_or_else(|| hint.clone(), |width| wrapped(&hint, width));
            self.errors(&format!("{}\n{hint}\n\n", chosen.counts_in(width)));
        }
    }

    fn rendering(&self) -> RenderOptions {
        RenderOptions {
            width: self.error_width(),
            verbose: self.all,
            ..RenderStyle::Colored.into()
        }
    }

    fn errors(&self, text: &str) {
        let mut out = AutoStream::new(std::io::stderr(), self.color).lock();
        let _ = out
            .write_all(without_commands(text).as_bytes())
            .and_then(|()| out.flush());
    }
}

/// The columns of the terminal, if a stream is one. `COLUMNS` has precedence.
fn width(stream: &impl IsTerminal) -> Option<usize> {
    let wanted = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let found = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let wanted = wanted.or_else(|| found().filter(|_| stream.is_terminal()));
    wanted.filter(|width| *width > 0)
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}
