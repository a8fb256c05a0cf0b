//! Modules before they are formatted, and the tables in them.

use proc_macro2::TokenStream;

/// A Rust module before it is formatted.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The names that lead to it from the client's root.
    pub path: Vec<String>,
    /// The docs of the module, as lines of Markdown.
    pub docs: Vec<String>,
    /// Whether the module above it declares it as `pub mod`.
    pub is_public: bool,
    /// Whether its file is `mod.rs` in a folder of its name.
    pub is_folder: bool,
    pub items: Vec<Item>,
}

/// One item of a module.
#[derive(Debug)]
pub(crate) enum Item {
    Code(TokenStream),
    /// Items without an empty line between them: `use`, `pub mod`.
    Lines(Vec<TokenStream>),
    Table(Table),
}

/// `oaspen_client::name! { rows }`.
#[derive(Debug)]
pub(crate) struct Table {
    pub name: &'static str,
    pub rows: Vec<Row>,
}

/// One line, or a block of lines.
#[derive(Debug)]
pub(crate) enum Row {
    Line(TokenStream),
    Block {
        head: TokenStream,
        rows: Vec<Row>,
        /// What follows the closing brace.
        tail: TokenStream,
    },
}
