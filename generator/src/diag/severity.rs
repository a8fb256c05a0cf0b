//! How much a finding matters.

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something worth knowing; nothing is lost.
    Note,
    /// Something odd was repaired, or one construct could not be generated.
    Warning,
    /// The document cannot be used.
    Error,
}

impl Severity {
    /// The lower-case name that messages use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
