//! What a run begins with.

use std::path::PathBuf;

/// What to read.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file; `$ref`s may name files in its folder and below.
    Path(PathBuf),
    /// A text that stands alone, with the name that messages use for it.
    Text {
        /// Shown in messages.
        name: String,
        /// The document.
        text: String,
    },
}
