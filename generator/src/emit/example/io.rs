//! Input and output in the code of examples: environment variables, files and printing. No other file of this stage
//! names them, and this one only as code of examples.

use proc_macro2::TokenStream;
use quote::quote;

/// The value of an environment variable.
pub(super) fn variable(name: &str) -> TokenStream {
    quote!(std::env::var(#name)?)
}

/// The content of a file.
pub(super) fn file(name: &str) -> TokenStream {
    quote!(std::fs::read(#name)?)
}

/// A line of output.
pub(super) fn print(format: &str, arguments: &[TokenStream]) -> TokenStream {
    let printing = printing(format, arguments);
    quote!(#printing;)
}

/// The same as an expression.
pub(super) fn printing(format: &str, arguments: &[TokenStream]) -> TokenStream {
    quote!(println!(#format #(, #arguments)*))
}
