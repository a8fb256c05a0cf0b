//! Tokens of items to text.

use proc_macro2::TokenStream;

use super::error::FormatError;

/// Formats each item alone, so that an error names the item.
pub(super) fn code(tokens: &TokenStream) -> Result<String, FormatError> {
    let file: syn::File = syn::parse2(tokens.clone()).map_err(|error| FormatError {
        message: error.to_string(),
        tokens: tokens.to_string(),
    })?;
    let mut texts = Vec::new();
    for item in file.items {
        let alone = syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![item],
        };
        texts.push(spaced(&prettyplease::unparse(&alone)));
    }
    Ok(texts.join("\n"))
}

/// Adds empty lines between the functions of an `impl`.
fn spaced(text: &str) -> String {
    if !text.contains("impl ") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(next) = lines.peek() else { continue };
        let is_after_function = line == "    }" && *next != "}";
        let is_after_constants = line.ends_with(';') && next.starts_with("    pub(crate) fn ");
        if is_after_function || is_after_constants {
            out.push('\n');
        }
    }
    out
}
