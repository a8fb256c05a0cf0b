//! What examples do with the world around them: read a variable or a file, print. The only place that
//! names such things, and it only quotes them.

use proc_macro2::TokenStream;
use quote::quote;

/// The value of a variable of the environment.
pub(super) fn variable(name: &str) -> TokenStream {
    quote!(std::env::var(#name)?)
}

/// The content of a file.
pub(super) fn file(name: &str) -> TokenStream {
    quote!(std::fs::read(#name)?)
}

/// A line of output.
pub(super) fn print(format: &str, arguments: &[TokenStream]) -> TokenStream {
    quote!(println!(#format #(, #arguments)*);)
}
