//! A progress bar for runs of more than a second.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oaspen::{Step, visible};

use super::terminal::Terminal;

/// The time before the bar is shown.
const DELAY: Duration = Duration::from_secs(1);

/// A step of one client, which has no number.
const STEP: &str = "{spinner} {prefix} {msg} {elapsed}";
/// Clients, modules or files, of which the number is known.
const COUNTED: &str = "{spinner} {prefix} {msg} {bar:24} {human_pos}/{human_len} {elapsed}";

/// A bar that appears after a delay and is removed when this value is dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts a bar with `clients` steps.
    pub(crate) fn start(clients: usize, terminal: &Terminal) -> Self {
        let bar = ProgressBar::with_draw_target(Some(clients as u64), ProgressDrawTarget::hidden());
        let waiting = terminal.shows_progress().then(|| {
            let (sender, receiver) = channel::<()>();
            let shown = bar.clone();
            let thread = std::thread::spawn(move || {
                if receiver.recv_timeout(DELAY) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                    shown.set_draw_target(ProgressDrawTarget::stderr());
                    shown.enable_steady_tick(Duration::from_millis(100));
                }
            });
            (sender, thread)
        });
        let progress = Self { bar, waiting };
        progress.style(if clients > 1 { COUNTED } else { STEP });
        progress
    }

    /// Shows that the client of a document is being generated, with the size of a large document.
    pub(crate) fn begin_document(&self, name: &str, spec: &Path) {
        const MB: u64 = 1_000_000;
        let size = std::fs::metadata(spec).map_or(0, |file| file.len());
        let read = match size / MB {
            0 => "reading".to_owned(),
            size => format!("reading {size} MB"),
        };
        self.bar.set_prefix(visible(name).into_owned());
        self.bar.set_message(read);
    }

    /// Shows the step of the client of a document. Steps with a number of modules or files have a bar.
    pub(crate) fn step(&self, step: Step) {
        let counted = |what: &'static str, done: usize, of: usize| {
            self.bar.set_length(of as u64);
            self.bar.set_position(done as u64);
            if done == 0 {
                self.style(COUNTED);
                self.bar.set_message(what);
            }
        };
        match step {
            Step::Lowering => self.bar.set_message("lowering schemas and operations"),
            Step::Naming { types } => self.bar.set_message(format!("naming {types} types")),
            Step::Emitting { done, of } => counted("emitting modules", done, of),
            Step::Writing { done, of } => counted("writing files", done, of),
            // Shown from the beginning.
            _ => {}
        }
    }

    fn style(&self, template: &str) {
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
    }

    /// Shows that the next client is being generated.
    pub(crate) fn begin(&self, name: &str, done: usize) {
        self.bar.set_position(done as u64);
        self.bar.set_message(format!("generating {name}"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.waiting.take() {
            drop(sender);
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}
