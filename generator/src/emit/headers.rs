//! Constants for the response headers of a tag.

use quote::quote;

use super::module::Declaration;
use super::scope::{Scope, ident};
use crate::ir::{Header, HeaderShape};
use crate::markdown;
use crate::name::{Name, paired};
use crate::text::code;

/// `pub const TOTAL_NUMBER: ResponseHeader<i64> = ResponseHeader::new("Total-Number");`
pub(super) fn constants(scope: &Scope<'_>, headers: &[&Header], names: &[Name]) -> Vec<Declaration> {
    let pairs = paired(headers, names);
    pairs
        .filter_map(|(header, name)| {
            let (shape, ty) = header.value.as_ref()?;
            let (wire, name) = (&header.name, ident(name));
            let sentence = markdown::brief(&header.docs);
            let line = format!("The response header {}", code(wire));
            let line = if sentence.is_empty() {
                format!("{line}.")
            } else {
                format!("{line}: {sentence}")
            };
            let ty = scope.ty(ty);
            let header = scope.runtime("ResponseHeader");
            let value = match shape {
                HeaderShape::Single => quote!(#header::new(#wire)),
                HeaderShape::List => quote!(#header::list(#wire)),
                HeaderShape::Json => quote!(#header::json(#wire)),
            };
            let head = quote!(pub const #name: #header<#ty> = #value;);
            Some(Declaration::line(markdown::lines(&line), head))
        })
        .collect()
}
