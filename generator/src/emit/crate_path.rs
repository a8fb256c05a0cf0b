//! The path of a client in an example.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::config::{Layout, Settings};
use crate::name::Names;

/// The path of the module of a client, as in `user_apis::clerk`.
#[derive(Clone, Debug)]
pub(crate) struct CratePath {
    segments: Vec<String>,
    /// Whether the client is a package: then it is the only dependency of a program.
    is_package: bool,
}

impl CratePath {
    /// The path of a client: the one of the configuration, or else the one that its layout suggests.
    pub(crate) fn of(names: &Names, settings: &Settings) -> Self {
        let text = match (&settings.crate_path, settings.layout) {
            (Some(path), _) => path.clone(),
            (None, Layout::Crate) => names.client.clone(),
            (None, Layout::Module | Layout::File) => format!("crate::{}", names.client),
        };
        Self::new(&text, settings.layout == Layout::Crate)
    }

    /// A path that was checked with the configuration. Segments that are not identifiers are omitted.
    fn new(text: &str, is_package: bool) -> Self {
        let segments = text.split("::").filter(|part| is_word(part));
        Self {
            is_package,
            segments: segments.map(str::to_owned).collect(),
        }
    }

    /// The name by which an example refers to the module: `clerk`.
    pub(in crate::emit) fn root(&self) -> TokenStream {
        match self.segments.last() {
            Some(last) if self.is_renamed() => {
                let renamed = Ident::new(&format!("{last}_client"), Span::call_site());
                quote!(#renamed)
            }
            Some(last) => word(last),
            None => quote!(client),
        }
    }

    /// The path of the runtime: `oaspen_client`, or its name in the package.
    pub(in crate::emit) fn runtime(&self) -> TokenStream {
        let path = self
            .segments
            .iter()
            .filter(|_| self.is_package)
            .map(|segment| word(segment));
        quote!(#(#path::)* oaspen_client)
    }

    /// Whether the module would hide the module of the models.
    fn is_renamed(&self) -> bool {
        matches!(self.segments.as_slice(), [_, .., last] if last == "models")
    }

    /// `use user_apis::clerk::{self, models};`
    pub(in crate::emit) fn import(&self, models: bool) -> Vec<TokenStream> {
        let (path, root) = (self.segments.iter().map(|segment| word(segment)), self.root());
        let path = quote!(#(#path)::*);
        let is_inside = matches!(self.segments.as_slice(), [_, _, ..]);
        match (is_inside, models) {
            _ if self.is_renamed() => {
                let models = models.then(|| quote!(use #path::models;));
                let root = quote!(use #path as #root;);
                [Some(root), models].into_iter().flatten().collect()
            }
            (true, true) => vec![quote!(use #path::{self, models};)],
            (true, false) => vec![quote!(use #path;)],
            (false, true) => vec![quote!(use #path::models;)],
            (false, false) => Vec::new(),
        }
    }
}

/// A segment of a path as a token.
fn word(segment: &str) -> TokenStream {
    let word = Ident::new(segment, Span::call_site());
    quote!(#word)
}

/// Whether a text can be a segment of a path. Keywords cannot; `crate` can.
pub(crate) fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    starts && text != "_" && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}
