//! The example of an operation: the call alone, and a function that builds a client, makes the call and shows the response.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::args::{Arg, Conversion};
use super::super::scope::{Emit, Scope, ident};
use super::access::CratePath;
use super::values::{ValueBuilder, ValueContext};
use super::{access, io, select, vocabulary};
use crate::ir::{Body, BodyKind, Operation, ResponseType, StreamedResponse, Type};
use crate::name::{self, Name, OperationName, paired};

/// A function and its imports.
#[derive(Debug)]
pub(crate) struct Example {
    pub uses: Vec<TokenStream>,
    pub function: TokenStream,
}

/// Statements of a function that has a client and the imports of [`opening`](super::opening).
#[derive(Debug)]
pub(crate) struct Snippet {
    /// A function with these statements, and further imports.
    pub function: Example,
    /// Whether it names the module of the models.
    pub names_models: bool,
}

/// A call, alone and as a whole program.
#[derive(Debug)]
pub(crate) struct CallExample {
    pub call: Snippet,
    pub program: Example,
}

/// An empty line of the printed example.
pub(super) fn blank() -> TokenStream {
    quote!(blank!();)
}

/// A function that builds a client with the credentials of most operations.
pub(crate) fn client(emit: &Emit<'_>, path: &CratePath) -> Example {
    let scope = Scope::operations(emit, 0);
    let root = path.root();
    let chain = access::client(emit, path, &access::usual(emit.api.operations.iter()));
    let function = quote! {
        fn connect() -> Result<#root::Client, Box<dyn std::error::Error>> {
            let client = #chain;
            Ok(client)
        }
    };
    finish(&scope, path, function)
}

/// A call of an operation, and a function that builds a client, sends this request and prints the response.
pub(crate) fn operation(
    emit: &Emit<'_>,
    operation: &Operation,
    names: &OperationName,
    path: &CratePath,
) -> CallExample {
    let scope = Scope::operations(emit, 0);
    let request = request(&scope, operation, names);
    let (bound, print) = response(emit, operation, &request.call);
    let prepared = request.body;
    let statements = quote!(#prepared #bound);
    let call = snippet(&scope, path, &statements);
    let client = access::client(emit, path, &access::of(operation));
    let method = ident(&names.method);
    let blank = blank();
    let allow = operation.docs.deprecated.then(|| quote!(#[allow(deprecated)]));
    let function = quote! {
        #allow
        async fn #method() -> Result<(), Box<dyn std::error::Error>> {
            let client = #client;
            #blank
            #statements
            #print
            Ok(())
        }
    };
    let program = finish(&scope, path, function);
    CallExample { call, program }
}

/// The request of an example.
pub(super) struct Request {
    /// A statement that creates the body.
    pub body: Option<TokenStream>,
    /// The call, not yet sent.
    pub call: TokenStream,
}

pub(super) fn request(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> Request {
    let mut values = ValueBuilder::new(scope);
    let (body, body_arg) = operation
        .body
        .as_ref()
        .filter(|body| body.required || is_described(body))
        .map(|body| body_of(&mut values, body, &names.body))
        .unwrap_or_default();
    let media = operation.body.iter().filter(|body| body.is_media_passed);
    let media = media.map(|body| &body.media_type);
    let body_args: Vec<TokenStream> = match body_arg {
        Some(given) => media.map(|media| quote!(#media)).chain([given]).collect(),
        None => Vec::new(),
    };
    let mut call = call(&mut values, operation, names, &body_args);
    if !body_args.is_empty() && operation.body.as_ref().is_some_and(|body| !body.required) {
        let setter = ident(&names.body);
        call = quote!(#call.#setter(#(#body_args),*));
    }
    Request { body, call }
}

/// Statements, with the imports that the opening of a page does not have.
pub(super) fn snippet(scope: &Scope<'_>, path: &CratePath, statements: &TokenStream) -> Snippet {
    let uses = scope.uses_of_crates(&path.runtime());
    let function = quote!(async fn example() { #statements });
    Snippet {
        function: Example { uses, function },
        names_models: scope.names_models(),
    }
}

pub(super) fn finish(scope: &Scope<'_>, path: &CratePath, function: TokenStream) -> Example {
    let mut uses = path.import(scope.names_models());
    uses.extend(scope.uses_of_crates(&path.runtime()));
    Example { uses, function }
}

/// Whether the document describes a body. An optional body of any JSON is not shown.
fn is_described(body: &Body) -> bool {
    body.docs.example.is_some() || !matches!(body.ty, Type::Json | Type::JsonMap)
}

/// A statement that creates the body, and the argument of the call.
fn body_of(values: &mut ValueBuilder<'_, '_>, body: &Body, name: &Name) -> (Option<TokenStream>, Option<TokenStream>) {
    let context = ValueContext::new(&body.media_type, body.docs.example.as_ref());
    match body.kind {
        BodyKind::Bytes => {
            let file = vocabulary::file_name(&body.media_type);
            (None, Some(io::file(file)))
        }
        BodyKind::Text => (None, Some(values.argument(Conversion::Into, &Type::String, context))),
        BodyKind::Lines => {
            let line = values.value(&body.ty, context);
            let name = ident(name);
            (Some(quote!(let #name = vec![#line];)), Some(quote!(#name)))
        }
        BodyKind::Json | BodyKind::Form | BodyKind::Multipart => {
            let value = values.value(&body.ty, context);
            let name = ident(name);
            (Some(quote!(let #name = #value;)), Some(quote!(#name)))
        }
    }
}

/// `client.users().get_user("user_123")`, with a few of the setters.
fn call(
    values: &mut ValueBuilder<'_, '_>,
    operation: &Operation,
    names: &OperationName,
    body: &[TokenStream],
) -> TokenStream {
    let emit = values.scope.emit;
    let pairs = || paired(&operation.params, &names.params);
    let mut given = Vec::new();
    for (param, _) in pairs().filter(|(param, _)| param.required) {
        let arg = Arg::of_param(emit.api, param);
        given.push(values.argument(arg.conversion, &param.ty, ValueContext::of(&param.name, &param.docs)));
    }
    let requires_body = operation.body.as_ref().is_some_and(|body| body.required);
    if requires_body {
        given.extend(body.iter().cloned());
    }
    let mut setters = Vec::new();
    for (param, name) in select::params(pairs().filter(|(param, _)| !param.required)) {
        let arg = Arg::of_param(emit.api, param);
        let value = values.argument(arg.conversion, &param.ty, ValueContext::of(&param.name, &param.docs));
        let setter = ident(name);
        setters.push(quote!(.#setter(#value)));
    }
    let method = ident(&names.method);
    let accessor = emit.names.tags.get(operation.tag).map(|tag| ident(&tag.accessor));
    quote!(client.#accessor().#method(#(#given),*) #(#setters)*)
}

/// The variable of the response, if there is one to show.
pub(super) fn variable(emit: &Emit<'_>, operation: &Operation) -> Option<Ident> {
    let named = |ty: &Type, many: bool| match ty {
        Type::Named(id) => emit.names.ty(*id).map(|ty| name::local(&ty.ident, many)),
        _ => None,
    };
    let name = match &operation.success.ty {
        ResponseType::Nothing => return None,
        ResponseType::One(Type::File) => return Some(quote::format_ident!("bytes")),
        ResponseType::One(Type::List(inner)) => named(inner, true),
        ResponseType::One(ty) => named(ty, false),
        ResponseType::ByStatus => None,
    };
    Some(ident(&name.unwrap_or_else(name::response)))
}

/// The expression that prints a response.
pub(super) fn print(operation: &Operation, variable: &Ident) -> TokenStream {
    if matches!(operation.success.ty, ResponseType::One(Type::File)) {
        return io::print("{} bytes", &[quote!(#variable.len())]);
    }
    let format = format!("{{{}:#?}}", variable.to_string().trim_start_matches("r#"));
    io::print(&format, &[])
}

/// Awaits the call, and prints the response.
fn response(emit: &Emit<'_>, operation: &Operation, call: &TokenStream) -> (TokenStream, Option<TokenStream>) {
    if let Some(loops) = stream_loop(operation, call) {
        return (loops, None);
    }
    match variable(emit, operation) {
        None => (quote!(#call.await?;), None),
        Some(variable) => {
            let print = print(operation, &variable);
            (quote!(let #variable = #call.await?;), Some(quote!(#print;)))
        }
    }
}

/// The loop over a response that is always a stream. Awaited as a whole, it might not end.
pub(super) fn stream_loop(operation: &Operation, call: &TokenStream) -> Option<TokenStream> {
    let first = operation.accept.first()?;
    let is_all = |series: &Option<StreamedResponse>| series.as_ref().is_some_and(|series| series.media_type == *first);
    if is_all(&operation.events) {
        let print = io::print("{:#?}", &[quote!(event.data)]);
        return Some(quote! {
            let mut events = #call.events();
            while let Some(event) = events.next().await {
                let event = event?;
                #print;
            }
        });
    }
    is_all(&operation.json_lines).then(|| {
        let print = io::print("{line:#?}", &[]);
        quote! {
            let mut lines = #call.json_lines();
            while let Some(line) = lines.next().await {
                let line = line?;
                #print;
            }
        }
    })
}
