//! A progress bar for runs of more than a second.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oaspen::visible;

use super::terminal::Terminal;

/// The time before the bar is shown.
const DELAY: Duration = Duration::from_secs(1);

/// A bar that appears after a delay and is removed when this value is dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts a bar with `clients` steps.
    pub(crate) fn start(clients: usize, terminal: &Terminal) -> Self {
        let bar = ProgressBar::with_draw_target(Some(clients as u64), ProgressDrawTarget::hidden());
        // One client has no steps that are known.
        let template = if clients > 1 {
            "{spinner} {msg} {bar:24} {pos}/{len} {elapsed}"
        } else {
            "{spinner} {msg} {elapsed}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
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
        Self { bar, waiting }
    }

    /// Shows that the client of a document is being generated, with the size of a large document.
    pub(crate) fn begin_document(&self, name: &str, spec: &Path) {
        const MB: u64 = 1_000_000;
        let size = std::fs::metadata(spec).map_or(0, |file| file.len());
        let name = visible(name);
        self.bar.set_message(match size / MB {
            0 => format!("generating {name}"),
            size => format!("generating {name} from {size} MB"),
        });
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
