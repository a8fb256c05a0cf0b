//! The kinds of generated files.

/// How generated files of one kind are recognized.
pub(super) struct FileKind {
    pub ending: &'static str,
    /// Files that belong to the user once they are edited.
    pub adoptable: &'static [&'static str],
}

pub(super) const CODE: FileKind = FileKind {
    ending: "rs",
    adoptable: &["Cargo.toml", "README.md"],
};

pub(super) const PAGES: FileKind = FileKind {
    ending: "md",
    adoptable: &[],
};
