//! Which names of a lock modules and their files can have.

use super::{ident, reserved};

/// Whether a text can be the name of a module. Letters other than those of ASCII are replaced in the name of its file.
pub(super) fn is_name(text: &str) -> bool {
    ident::is_identifier(text)
        && !text.starts_with("r#")
        && !text.chars().any(char::is_uppercase)
        && !reserved::is_module(text)
}

/// Whether a text can be the name of a file, on every file system, and of its module.
pub(super) fn is_file(text: &str) -> bool {
    ident::file(text) == text && !reserved::is_module(text)
}
