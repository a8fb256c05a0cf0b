//! Exit codes.

/// The result of a command, as its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// No findings.
    Success = 0,
    /// Warnings, or files that are not current.
    Findings = 1,
    /// The command or the document cannot be used.
    Unusable = 2,
}
