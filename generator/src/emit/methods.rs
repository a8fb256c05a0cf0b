//! Methods of a tag's handle and setters of a call.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::args::Arg;
use super::docs;
use super::scope::{Scope, ident};
use crate::ir::{Body, BodyKind, Docs, Operation, Param, ParamLocation, ParamStyle, QueryStyle};
use crate::markdown;
use crate::name::{Name, OperationName, paired};
use crate::text::code;

/// `pub fn get_user(&self, user_id: impl Into<String>) -> GetUser`.
pub(super) fn method(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> TokenStream {
    let doc = docs::attributes(&method_docs(operation, names));
    let (method, call, constant) = (ident(&names.method), ident(&names.call), ident(&names.constant));
    let (args, steps) = required(scope, operation, names);
    let deprecated = operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let many = operation
        .too_many_arguments
        .then(|| quote!(#[expect(clippy::too_many_arguments, reason = "the operation requires them all")]));
    quote! {
        #doc
        #deprecated
        #many
        pub fn #method(&self, #(#args),*) -> #call {
            #call(Call::new(&self.client, &#constant) #(#steps)*)
        }
    }
}

/// The signature of a method, for the reference: `fn get_user(&self, user_id: impl Into<String>) -> GetUser`.
pub(super) fn signature(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> TokenStream {
    let (method, call) = (ident(&names.method), ident(&names.call));
    let (args, _) = required(scope, operation, names);
    quote!(fn #method(&self, #(#args),*) -> #call;)
}

/// The required arguments of an operation, and the steps that add them to the call.
fn required(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let mut args = Vec::new();
    let mut steps = Vec::new();
    for (param, name) in paired(&operation.params, &names.params).filter(|(param, _)| param.required) {
        let name = ident(name);
        let arg = Arg::of_param(scope.emit.api, param);
        let ty = arg.param(scope);
        args.push(quote!(#name: #ty));
        steps.push(step(scope, param, &arg, &name));
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let name = ident(&names.body);
        let ty = body_arg(scope, body);
        args.push(quote!(#name: #ty));
        steps.push(body_step(scope, body, &name));
    }
    (args, steps)
}

fn method_docs(operation: &Operation, names: &OperationName) -> Vec<String> {
    let mut lines = docs::lines(&operation.docs);
    let route = code(&format!("{} {}", operation.method, operation.path));
    docs::paragraph(&mut lines, markdown::lines(&route));
    let required: Vec<String> = paired(&operation.params, &names.params)
        .filter(|(param, _)| param.required)
        .filter_map(|(param, name)| argument(name, &param.docs))
        .chain(
            operation
                .body
                .iter()
                .filter(|body| body.required)
                .filter_map(|body| argument(&names.body, &body.docs)),
        )
        .collect();
    lines.extend(markdown::lines(&required.join("\n")));
    lines
}

/// A list item with the description of an argument.
fn argument(name: &Name, docs: &Docs) -> Option<String> {
    let text = docs.first_sentence();
    (!text.is_empty()).then(|| format!("- `{}`: {text}", name.bare()))
}

/// `.query("limit", limit)`.
fn step(scope: &Scope<'_>, param: &Param, arg: &Arg<'_>, name: &Ident) -> TokenStream {
    let wire = &param.name;
    let value = arg.value(scope, name);
    match (param.location, param.style) {
        (ParamLocation::Path, ParamStyle::Simple { explode }) => path_styled(scope, wire, "Simple", explode, &value),
        (ParamLocation::Path, ParamStyle::Label { explode }) => path_styled(scope, wire, "Label", explode, &value),
        (ParamLocation::Path, ParamStyle::Matrix { explode }) => path_styled(scope, wire, "Matrix", explode, &value),
        (ParamLocation::Path, ParamStyle::Segments) => quote!(.path_segments(#wire, #value)),
        (ParamLocation::Path, ParamStyle::Json) => {
            let value = as_json(scope, &value);
            quote!(.path(#wire, #value))
        }
        (ParamLocation::Path, _) => quote!(.path(#wire, #value)),
        (ParamLocation::Query, ParamStyle::Query { style, reserved }) => {
            let style = query_style(scope, style);
            if reserved {
                quote!(.query_reserved(#wire, #style, #value))
            } else {
                quote!(.query_styled(#wire, #style, #value))
            }
        }
        (ParamLocation::Query, ParamStyle::Json) => quote!(.query_json(#wire, &#value)),
        (ParamLocation::Query, _) => quote!(.query(#wire, #value)),
        (ParamLocation::Header, ParamStyle::Simple { explode: true }) => quote!(.header_param_exploded(#wire, #value)),
        (ParamLocation::Header, ParamStyle::Json) => {
            let value = as_json(scope, &value);
            quote!(.header_param(#wire, #value))
        }
        (ParamLocation::Header, _) => quote!(.header_param(#wire, #value)),
        (ParamLocation::Cookie, ParamStyle::Json) => {
            let value = as_json(scope, &value);
            quote!(.cookie(#wire, #value))
        }
        (ParamLocation::Cookie, _) => quote!(.cookie(#wire, #value)),
    }
}

fn query_style(scope: &Scope<'_>, style: QueryStyle) -> TokenStream {
    let name = scope.runtime("QueryStyle");
    match style {
        QueryStyle::Form { explode } => quote!(#name::Form { explode: #explode }),
        QueryStyle::SpaceDelimited => quote!(#name::SpaceDelimited),
        QueryStyle::PipeDelimited => quote!(#name::PipeDelimited),
        QueryStyle::DeepObject => quote!(#name::DeepObject),
    }
}

/// A value that is written as JSON.
fn as_json(scope: &Scope<'_>, value: &TokenStream) -> TokenStream {
    let name = scope.runtime("AsJson");
    quote!(#name(&#value))
}

fn path_styled(scope: &Scope<'_>, wire: &str, style: &str, explode: bool, value: &TokenStream) -> TokenStream {
    let path_style = scope.runtime("PathStyle");
    let style = Ident::new(style, proc_macro2::Span::call_site());
    quote!(.path_styled(#wire, #path_style::#style { explode: #explode }, #value))
}

fn body_arg(scope: &Scope<'_>, body: &Body) -> TokenStream {
    let ty = body_ty(scope, body);
    match body.kind {
        BodyKind::Bytes | BodyKind::Text | BodyKind::Lines => quote!(impl Into<#ty>),
        BodyKind::Json | BodyKind::Form | BodyKind::Multipart => ty,
    }
}

/// The type of the request body.
pub(super) fn body_ty(scope: &Scope<'_>, body: &Body) -> TokenStream {
    match body.kind {
        BodyKind::Bytes => {
            let body = scope.runtime("Body");
            quote!(#body)
        }
        BodyKind::Text => quote!(String),
        BodyKind::Lines => {
            let (lines, ty) = (scope.runtime("JsonLinesBody"), scope.ty(&body.ty));
            quote!(#lines<#ty>)
        }
        BodyKind::Json | BodyKind::Form | BodyKind::Multipart => scope.ty(&body.ty),
    }
}

fn body_step(scope: &Scope<'_>, body: &Body, name: &Ident) -> TokenStream {
    let media = &body.media_type;
    match body.kind {
        BodyKind::Json if media == "application/json" => quote!(.json(&#name)),
        BodyKind::Json => quote!(.json_as(#media, &#name)),
        BodyKind::Form if body.styles.is_empty() => quote!(.form(&#name)),
        BodyKind::Form => {
            let styles = body.styles.iter().map(|(member, style)| {
                let style = query_style(scope, *style);
                quote!((#member, #style))
            });
            quote!(.form_styled(&#name, &[#(#styles),*]))
        }
        BodyKind::Multipart => quote!(.multipart(#name)),
        BodyKind::Bytes => quote!(.bytes(#media, #name)),
        BodyKind::Text => quote!(.text(#media, #name)),
        BodyKind::Lines => quote!(.json_lines(#media, #name)),
    }
}

/// The setters of the optional parameters, and of the body if it is optional.
pub(super) fn setters(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> Vec<TokenStream> {
    let mut setters = Vec::new();
    for (param, name) in paired(&operation.params, &names.params).filter(|(param, _)| !param.required) {
        let doc = docs::attributes(&setter_docs(&param.docs, &param.name, param.location.as_str()));
        let arg = Arg::of_param(scope.emit.api, param);
        let name = ident(name);
        let (ty, step) = (arg.param(scope), step(scope, param, &arg, &name));
        let deprecated = param.docs.deprecated.then(|| quote!(#[deprecated]));
        setters.push(quote! {
            #doc
            #deprecated
            pub fn #name(self, #name: #ty) -> Self {
                Self(self.0 #step)
            }
        });
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
        let name = ident(&names.body);
        let (ty, step) = (body_arg(scope, body), body_step(scope, body, &name));
        let mut lines = docs::lines(&body.docs);
        if lines.is_empty() {
            lines = vec!["The request body.".to_owned()];
        }
        let doc = docs::attributes(&lines);
        setters.push(quote! {
            #doc
            pub fn #name(self, #name: #ty) -> Self {
                Self(self.0 #step)
            }
        });
    }
    setters
}

fn setter_docs(docs: &Docs, wire: &str, location: &str) -> Vec<String> {
    let mut lines = docs::lines(docs);
    if lines.is_empty() {
        lines = markdown::lines(&format!("The {location} parameter {}.", code(wire)));
    }
    lines
}
