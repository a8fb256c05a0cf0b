//! Modules before they are formatted, and the tables in them.

use proc_macro2::TokenStream;

/// A Rust module before it is formatted.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// The names that lead to it from the client's root.
    pub path: Vec<String>,
    /// The docs of the module, as lines of Markdown.
    pub docs: Vec<String>,
    /// An example after the first paragraph of the docs.
    pub example: Option<Example>,
    /// Whether the module above it declares it as `pub mod`.
    pub is_public: bool,
    /// Whether its file is `mod.rs` in a folder of its name.
    pub is_folder: bool,
    pub items: Vec<Item>,
}

/// A function that uses the client, and its imports.
#[derive(Debug)]
pub(crate) struct Example {
    pub uses: Vec<TokenStream>,
    pub function: TokenStream,
}

/// One item of a module.
#[derive(Debug)]
pub(crate) enum Item {
    Code(TokenStream),
    Declaration(Declaration),
    Explained(Explained),
    /// Items without an empty line between them: `use`, `pub mod`.
    Lines(Vec<TokenStream>),
    Table(Table),
}

/// A declaration with an example in its docs.
#[derive(Debug)]
pub(crate) struct Explained {
    /// Its docs are before the example.
    pub declaration: Declaration,
    pub example: Example,
    /// The docs after the example, as lines of Markdown.
    pub docs_after: Vec<String>,
}

/// A declaration with its docs and attributes. These are no tokens, because they are most of a file and nothing reads them.
#[derive(Debug)]
pub(crate) struct Declaration {
    /// Lines of Markdown.
    pub docs: Vec<String>,
    /// Whole lines, such as `#[deprecated]`.
    pub attributes: Vec<&'static str>,
    /// `pub struct Pet`, `pub name: String,`, `pub fn name(&self) -> String`.
    pub head: TokenStream,
    pub rest: Rest,
}

/// What follows the head of a declaration.
#[derive(Debug)]
pub(crate) enum Rest {
    Nothing,
    /// Fields, variants, functions or constants.
    Members(Vec<Declaration>),
    /// The expression that a function returns.
    Body(TokenStream),
}

impl Declaration {
    /// One that is only a head, with what ends it.
    pub(crate) fn line(docs: Vec<String>, head: TokenStream) -> Self {
        Self::new(docs, head, Rest::Nothing)
    }

    /// A struct, an enum or an `impl`.
    pub(crate) fn block(docs: Vec<String>, head: TokenStream, members: Vec<Self>) -> Self {
        Self::new(docs, head, Rest::Members(members))
    }

    /// A function.
    pub(crate) fn function(docs: Vec<String>, head: TokenStream, body: TokenStream) -> Self {
        Self::new(docs, head, Rest::Body(body))
    }

    fn new(docs: Vec<String>, head: TokenStream, rest: Rest) -> Self {
        Self {
            docs,
            attributes: Vec::new(),
            head,
            rest,
        }
    }

    /// The same with attributes.
    pub(crate) fn with(mut self, attributes: impl IntoIterator<Item = &'static str>) -> Self {
        self.attributes.extend(attributes);
        self
    }
}

/// Of functions without type parameters: the crate that calls them compiles them. Without it, rustc compiles them in the crate
/// of the client, used or not, and with them the codecs of their arguments.
pub(crate) const INLINE: &str = "#[inline]";

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
