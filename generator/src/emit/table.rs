//! Declarative tables: the invocations of the runtime's macros.

use proc_macro2::TokenStream;

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
