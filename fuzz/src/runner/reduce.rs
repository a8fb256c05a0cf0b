//! A failure, and the smallest input found that fails in the same way.

use crate::runner::watch::artifacts;
use fuzz::{Input, Target, smaller};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long one input may take before its process is ended.
const SILENCE: Duration = Duration::from_secs(120);

/// How long a smaller input is searched.
const SEARCH: Duration = Duration::from_secs(60);

/// An input that failed.
pub(crate) struct Failure {
    target: &'static Target,
    /// Where the input is from.
    name: String,
    bytes: Vec<u8>,
    message: String,
    /// What distinguishes it from other failures: the line of the code, or how the process ended.
    pub(crate) place: String,
}

impl Failure {
    pub(crate) fn new(target: &'static Target, input: &Input, message: String) -> Self {
        Self {
            target,
            name: input.name.clone(),
            bytes: input.bytes.clone(),
            place: place(&message),
            message,
        }
    }

    /// Writes the input to a file, and prints what to do with it.
    pub(crate) fn report(&self) {
        let folder = artifacts();
        let digest = self.bytes.iter().fold(0xCBF2_9CE4_8422_2325_u64, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
        });
        let file = folder.join(format!("{}-{digest:016x}", self.target.name));
        let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, &self.bytes));
        let message: String = self.message.chars().take(4000).collect();
        println!("\nFAIL {}: {}\n{}", self.target.name, self.name, message.trim());
        match written {
            Ok(()) => println!(
                "again: cargo fuzz-stable {} --file {}\n",
                self.target.name,
                file.display()
            ),
            Err(error) => println!("{}: {error}\n", file.display()),
        }
    }
}

/// The first line of a panic, without numbers that differ from input to input.
fn place(message: &str) -> String {
    let panic = message.lines().find_map(|line| line.split_once("panicked at "));
    match panic {
        Some((_, place)) => place.to_owned(),
        None => message.lines().last().unwrap_or_default().to_owned(),
    }
}

/// This program, for a target.
pub(crate) fn program(target: &Target) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("the path of this program"));
    command.arg(target.name).env("RUST_BACKTRACE", "0");
    command
}

/// Waits for a process as long as there is progress. How it ended, if not well.
pub(crate) fn wait(child: &mut Child, mut is_alive: impl FnMut() -> bool) -> Result<(), String> {
    let mut last = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().expect("a process") {
            return if status.success() {
                Ok(())
            } else {
                Err(format!("ended with {status}"))
            };
        }
        if is_alive() {
            last = Instant::now();
        }
        if last.elapsed() > SILENCE {
            child.kill().expect("a process");
            child.wait().expect("a process");
            return Err(format!("did not end within {SILENCE:?}"));
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}

/// Runs one input in another process; its messages, if it fails.
fn fails(target: &Target, bytes: &[u8], folder: &Path) -> Option<String> {
    let file = folder.join("input");
    fs::write(&file, bytes).expect("a file");
    let messages = folder.join("reduced");
    let mut child = program(target)
        .arg("--file")
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(fs::File::create(&messages).expect("a file"))
        .spawn()
        .expect("a process");
    let how = wait(&mut child, || false).err()?;
    Some(format!("{}\n{how}", fs::read_to_string(&messages).unwrap_or_default()))
}

/// Looks for a smaller input that fails in the same way.
pub(crate) fn reduce(mut failure: Failure, folder: &Path) -> Failure {
    let end = Instant::now() + SEARCH;
    'smaller: loop {
        for bytes in smaller(failure.target, &failure.bytes) {
            if Instant::now() > end {
                return failure;
            }
            if let Some(message) = fails(failure.target, &bytes, folder)
                && place(&message) == failure.place
            {
                failure.bytes = bytes;
                failure.message = message;
                continue 'smaller;
            }
        }
        return failure;
    }
}
