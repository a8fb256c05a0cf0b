//! How much a finding matters.

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Information; nothing is lost.
    Note,
    /// Something was repaired, or could not be generated.
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
