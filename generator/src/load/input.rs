//! The input of a run.

use std::path::PathBuf;

/// The document to read.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file; `$ref`s may name files in its folder and below.
    Path(PathBuf),
    /// A text without other files.
    Text {
        /// The name that messages show.
        name: String,
        /// The document.
        text: String,
    },
}
