//! What the root of a client re-exports, so that programs need no `oaspen-client` of their own for it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::module::Item;
use crate::config::TimeLibrary;

/// Items of the runtime that programs name. All others are in the module `oaspen_client`.
const NAMES: &[&str] = &[
    "AnyPart",
    "AsJson",
    "Base64",
    "Body",
    "Bytes",
    "CallExt",
    "ClientBuilder",
    "ClientCredentials",
    "Credential",
    "ErrorKind",
    "EventStream",
    "FilePart",
    "Json",
    "JsonLines",
    "JsonLinesBody",
    "JsonMap",
    "PagedCall",
    "Patch",
    "RawResponse",
    "ReconnectPolicy",
    "RedirectPolicy",
    "Response",
    "ResponseHeader",
    "RetryPolicy",
    "SecretString",
    "StatusCode",
    "TypedCall",
    "Uuid",
];

/// The types of dates and times, or the crate that has them.
fn times(library: TimeLibrary) -> &'static [&'static str] {
    match library {
        TimeLibrary::Jiff => &["Date", "DateTime", "Time", "Timestamp", "Zoned"],
        TimeLibrary::Chrono => &["chrono"],
        TimeLibrary::Time => &["time"],
        TimeLibrary::String => &[],
    }
}

/// `pub use oaspen_client::{self, Patch};`. In a private module of a program, most of it is not used.
pub(super) fn exports(library: TimeLibrary) -> Item {
    let mut names: Vec<&str> = NAMES.iter().chain(times(library)).copied().collect();
    // As rustfmt sorts them: modules first.
    names.sort_by_key(|name| (name.starts_with(char::is_uppercase), *name));
    let names = names.into_iter().map(|name| Ident::new(name, Span::call_site()));
    let tokens: TokenStream = quote! {
        #[allow(unused_imports)]
        #[doc(no_inline)]
        pub use oaspen_client::{self, #(#names),*};
    };
    Item::Code(tokens)
}
