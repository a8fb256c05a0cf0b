//! What is done with the files of a client.

use oaspen::Mode;

/// How a command treats the files that differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Write,
    /// Show a diff.
    Check,
    /// List them.
    DryRun,
}

impl Action {
    pub(super) fn new(check: bool, dry_run: bool) -> Self {
        match (check, dry_run) {
            (true, _) => Self::Check,
            (false, true) => Self::DryRun,
            (false, false) => Self::Write,
        }
    }

    pub(super) fn mode(self) -> Mode {
        match self {
            Self::Write => Mode::Write,
            Self::Check | Self::DryRun => Mode::Check,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Check => "check",
            Self::DryRun => "dry-run",
        }
    }
}
