//! Methods of a tag's handle and setters of a call.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::args::Arg;
use super::module::{Declaration, INLINE};
use super::scope::{Scope, ident};
use super::{docs, responses};
use crate::ir::{Body, BodyKind, Docs, Operation, Param, ParamLocation, ParamStyle, QueryStyle};
use crate::markdown;
use crate::name::{Name, OperationName, paired};
use crate::text::code;

/// `pub fn get_user(&self, user_id: impl Into<String>) -> GetUser`, and the methods that send other media types.
pub(super) fn methods(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> Vec<Declaration> {
    let whole = Method {
        name: &names.method,
        body: operation.body.as_ref(),
        is_crowded: operation.too_many_arguments,
    };
    let mut methods = vec![method(
        scope,
        operation,
        names,
        &whole,
        method_docs(scope, operation, names),
    )];
    for (body, name) in other_methods(operation, names) {
        let other = Method {
            name,
            body: Some(body),
            is_crowded: body.too_many_arguments,
        };
        methods.push(method(scope, operation, names, &other, other_docs(body, names)));
    }
    methods
}

const DEPRECATED: &str = "#[deprecated]";
const MANY_ARGUMENTS: &str = "#[expect(clippy::too_many_arguments, reason = \"the operation requires them all\")]";

/// A method of a handle.
struct Method<'a> {
    name: &'a Name,
    body: Option<&'a Body>,
    is_crowded: bool,
}

/// The bodies that have a method of their own.
fn other_methods<'a>(operation: &'a Operation, names: &'a OperationName) -> impl Iterator<Item = (&'a Body, &'a Name)> {
    paired(&operation.other_bodies, &names.other_bodies).filter(|(body, _)| body.required)
}

fn method(
    scope: &Scope<'_>,
    operation: &Operation,
    names: &OperationName,
    method: &Method<'_>,
    lines: Vec<String>,
) -> Declaration {
    let (name, call, constant) = (ident(method.name), ident(&names.call), ident(&names.constant));
    let (args, steps) = required(scope, operation, names, method.body);
    let deprecated = operation.docs.deprecated.then_some(DEPRECATED);
    let many = method.is_crowded.then_some(MANY_ARGUMENTS);
    let inline = is_inline(scope, operation, method.body).then_some(INLINE);
    Declaration::function(
        lines,
        quote!(pub fn #name(&self, #(#args),*) -> #call),
        quote!(#call(Call::new(&self.client, &#constant) #(#steps)*)),
    )
    .with(deprecated.into_iter().chain(many).chain(inline))
}

/// Whether a method has no type parameters, and arguments that codecs write.
fn is_inline(scope: &Scope<'_>, operation: &Operation, body: Option<&Body>) -> bool {
    let required = operation.params.iter().filter(|param| param.required);
    let args: Vec<Arg<'_>> = required.map(|param| Arg::of_param(scope.emit.api, param)).collect();
    let has_body = body.is_some_and(|body| body.required && has_codec(body));
    (has_body || args.iter().any(Arg::has_codec)) && !args.iter().any(Arg::is_generic)
}

/// Whether a body is a value that the codec of its type writes.
fn has_codec(body: &Body) -> bool {
    match body.kind {
        BodyKind::Json | BodyKind::Form | BodyKind::Multipart => true,
        BodyKind::Bytes | BodyKind::Text | BodyKind::Lines => false,
    }
}

/// The signatures of the methods, for the reference: `fn get_user(&self, user_id: impl Into<String>) -> GetUser`.
pub(super) fn signatures(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> Vec<TokenStream> {
    let call = ident(&names.call);
    let signature = |name: &Name, body: Option<&Body>| {
        let name = ident(name);
        let (args, _) = required(scope, operation, names, body);
        quote!(fn #name(&self, #(#args),*) -> #call;)
    };
    let others = other_methods(operation, names).map(|(body, name)| signature(name, Some(body)));
    std::iter::once(signature(&names.method, operation.body.as_ref()))
        .chain(others)
        .collect()
}

/// The required arguments of an operation, and the steps that add them to the call.
fn required(
    scope: &Scope<'_>,
    operation: &Operation,
    names: &OperationName,
    body: Option<&Body>,
) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let mut args = Vec::new();
    let fixed = operation.fixed_query.iter();
    let mut steps: Vec<TokenStream> = fixed.map(|(name, value)| quote!(.query(#name, #value))).collect();
    for (param, name) in paired(&operation.params, &names.params).filter(|(param, _)| param.required) {
        let name = ident(name);
        let arg = Arg::of_param(scope.emit.api, param);
        let ty = arg.param(scope);
        args.push(quote!(#name: #ty));
        steps.push(step(scope, param, &arg, &name));
    }
    if let Some(body) = body.filter(|body| body.required) {
        args.extend(body_args(scope, body, names));
        steps.push(body_step(scope, body, names));
    }
    (args, steps)
}

fn method_docs(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> Vec<String> {
    let mut lines = docs::summarized(&operation.docs);
    let route = code(&format!("{} {}", operation.method, operation.path));
    let sent = match responses::success(scope, operation, names) {
        Some(success) => format!("{route} responds with {success}."),
        None => route,
    };
    docs::paragraph(&mut lines, vec![sent]);
    let mut required: Vec<String> = paired(&operation.params, &names.params)
        .filter(|(param, _)| param.required)
        .filter_map(|(param, name)| argument(name, &param.docs))
        .collect();
    let body = operation.body.as_ref().filter(|body| body.required);
    required.extend(body.into_iter().flat_map(|body| body_arguments(body, names)));
    // One by one: the length of a description is bounded, and not that of the list.
    lines.extend(required.iter().flat_map(|item| markdown::lines(item)));
    let others: Vec<String> = other_methods(operation, names)
        .map(|(body, name)| format!("{1} with [`{0}`](Self::{0})", name.bare(), media_list(body)))
        .collect();
    if !others.is_empty() {
        docs::paragraph(&mut lines, vec![format!("Other media types: {}.", others.join("; "))]);
    }
    lines
}

fn body_arguments(body: &Body, names: &OperationName) -> Vec<String> {
    let mut list = Vec::new();
    if body.is_media_passed {
        list.push(format!("- `{}`: {}", names.content_type.bare(), media_list(body)));
    }
    list.extend(argument(&names.body, &body.docs));
    list
}

/// The documentation of a method that sends another media type.
fn other_docs(body: &Body, names: &OperationName) -> Vec<String> {
    let mut lines = vec![format!(
        "[`{0}`](Self::{0}) with another media type.",
        names.method.bare()
    )];
    docs::paragraph(&mut lines, markdown::lines(&sent_as(body)));
    lines
}

/// A list item with the description of an argument.
fn argument(name: &Name, docs: &Docs) -> Option<String> {
    let text = markdown::brief(&docs.text);
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
        (ParamLocation::Path, ParamStyle::MayBeEmpty) => quote!(.path_or_empty(#wire, #value)),
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
        QueryStyle::Json => quote!(#name::Json),
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

/// The arguments of a body: its media type, where the caller chooses it, and its value.
fn body_args(scope: &Scope<'_>, body: &Body, names: &OperationName) -> Vec<TokenStream> {
    let ty = body_ty(scope, body);
    let ty = if has_codec(body) { ty } else { quote!(impl Into<#ty>) };
    let (media, name) = (ident(&names.content_type), ident(&names.body));
    let mut args = Vec::new();
    args.extend(body.is_media_passed.then(|| quote!(#media: &str)));
    args.push(quote!(#name: #ty));
    args
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

fn body_step(scope: &Scope<'_>, body: &Body, names: &OperationName) -> TokenStream {
    let name = ident(&names.body);
    let media = if body.is_media_passed {
        let passed = ident(&names.content_type);
        quote!(#passed)
    } else {
        let media = &body.media_type;
        quote!(#media)
    };
    let is_usual = !body.is_media_passed && body.media_type == "application/json";
    match body.kind {
        BodyKind::Json if is_usual => quote!(.json(&#name)),
        BodyKind::Json => quote!(.json_as(#media, &#name)),
        BodyKind::Form if body.styles.is_empty() => quote!(.form(&#name)),
        BodyKind::Form => {
            let styles = body.styles.iter().map(|(member, style)| {
                let style = query_style(scope, *style);
                quote!((#member, #style))
            });
            quote!(.form_styled(&#name, &[#(#styles),*]))
        }
        BodyKind::Multipart if body.is_form_data() => quote!(.multipart(#name)),
        BodyKind::Multipart => quote!(.multipart_as(#media, #name)),
        BodyKind::Bytes => quote!(.bytes(#media, #name)),
        BodyKind::Text => quote!(.text(#media, #name)),
        BodyKind::Lines => quote!(.json_lines(#media, #name)),
    }
}

/// The setters of the optional parameters, and of the body if it is optional.
pub(super) fn setters(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> Vec<Declaration> {
    let mut setters = Vec::new();
    // Once, and copied for each setter: `quote!` parses the `0`.
    let call = quote!(self.0);
    for (param, name) in paired(&operation.params, &names.params).filter(|(param, _)| !param.required) {
        let docs = setter_docs(&param.docs, &param.name, param.location.as_str());
        let arg = Arg::of_param(scope.emit.api, param);
        let name = ident(name);
        let (ty, step) = (arg.param(scope), step(scope, param, &arg, &name));
        let head = quote!(pub fn #name(self, #name: #ty) -> Self);
        let setter = Declaration::function(docs, head, quote!(Self(#call #step)));
        let deprecated = param.docs.deprecated.then_some(DEPRECATED);
        let inline = (arg.has_codec() && !arg.is_generic()).then_some(INLINE);
        setters.push(setter.with(deprecated.into_iter().chain(inline)));
    }
    let whole = operation.body.iter().map(|body| (body, &names.body));
    let others = paired(&operation.other_bodies, &names.other_bodies);
    for (body, setter) in whole.chain(others).filter(|(body, _)| !body.required) {
        let (args, step) = (body_args(scope, body, names), body_step(scope, body, names));
        let mut lines = docs::lines(&body.docs);
        if lines.is_empty() {
            lines = vec!["The request body.".to_owned()];
        }
        if body.is_media_passed || !operation.other_bodies.is_empty() {
            docs::paragraph(&mut lines, markdown::lines(&sent_as(body)));
        }
        let setter = ident(setter);
        let head = quote!(pub fn #setter(self, #(#args),*) -> Self);
        let setter = Declaration::function(lines, head, quote!(Self(#call #step)));
        setters.push(setter.with(has_codec(body).then_some(INLINE)));
    }
    setters
}

/// Which media type a body is sent as.
fn sent_as(body: &Body) -> String {
    if body.is_media_passed {
        format!("Sent as `content_type`: {}.", media_list(body))
    } else {
        format!("Sent as {}.", code(&body.media_type))
    }
}

fn media_list(body: &Body) -> String {
    let list: Vec<String> = body.media_types.iter().map(|media| code(media)).collect();
    list.join(", ")
}

fn setter_docs(docs: &Docs, wire: &str, location: &str) -> Vec<String> {
    let mut lines = docs::lines(docs);
    if lines.is_empty() {
        lines = markdown::lines(&format!("The {location} parameter {}.", code(wire)));
    }
    lines
}
