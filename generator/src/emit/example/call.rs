//! The example of an operation: the call alone, and a function that builds a client, makes the call and shows the response.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::Example;
use super::super::args::{Arg, Conversion};
use super::super::scope::{Emit, Scope, ident};
use super::values::{ValueBuilder, ValueContext};
use super::{access, io, select, vocabulary};
use crate::ir::{Body, BodyKind, OnlyStream, Operation, ResponseType, Type};
use crate::name::{self, Name, OperationName, paired};

/// Which optional parameters an example shows.
#[derive(Clone, Copy)]
pub(super) enum Setters {
    /// Those for which the document declares a value.
    Documented,
    PageSize,
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
pub(crate) fn client(emit: &Emit<'_>) -> Example {
    let scope = Scope::operations(emit, 0);
    let root = emit.path.root();
    let chain = access::client(emit, &emit.api.usual_schemes);
    let function = quote! {
        fn connect() -> Result<#root::Client, Box<dyn std::error::Error>> {
            let client = #chain;
            Ok(client)
        }
    };
    finish(&scope, function)
}

/// A call of an operation, and a function that builds a client, sends this request and prints the response.
pub(crate) fn operation(emit: &Emit<'_>, operation: &Operation, names: &OperationName) -> CallExample {
    let method = ident(&names.method);
    sending(emit, operation, names, Setters::Documented, &quote!(async fn #method()))
}

/// The program that makes the first call. Without operations, a function that builds a client.
pub(crate) fn program(emit: &Emit<'_>) -> Example {
    match first_call(emit) {
        Some((operation, names)) => {
            sending(
                emit,
                operation,
                names,
                Setters::PageSize,
                &quote!(#[tokio::main] async fn main()),
            )
            .program
        }
        None => client(emit),
    }
}

/// The first call as a function.
pub(crate) fn front_page(emit: &Emit<'_>) -> Example {
    match first_call(emit) {
        Some((operation, names)) => {
            let method = ident(&names.method);
            sending(emit, operation, names, Setters::PageSize, &quote!(async fn #method())).program
        }
        None => client(emit),
    }
}

/// A function that matches on the result of the first call.
pub(crate) fn failures(emit: &Emit<'_>) -> Option<Example> {
    let (operation, names) = first_call(emit)?;
    let scope = Scope::operations(emit, 0);
    let root = emit.path.root();
    let (body, call) = request(&scope, operation, names, Setters::PageSize);
    let other = io::printing(
        "{:?}, status {:?}: {error}",
        &[quote!(error.kind()), quote!(error.status())],
    );
    let failed = if operation.error.ty == ResponseType::Nothing {
        quote!(Err(error) => #other,)
    } else {
        let declared = io::printing("{body:#?}", &[]);
        quote! {
            Err(error) => match error.error_body() {
                Some(body) => #declared,
                None => #other,
            },
        }
    };
    let response = ident(&response(emit, operation));
    let returned = io::printing(&shown_format(&response), &[]);
    let allow = operation.docs.deprecated.then(|| quote!(#[allow(deprecated)]));
    let function = quote! {
        #allow
        async fn failures(client: &#root::Client) -> Result<(), Box<dyn std::error::Error>> {
            #body
            match #call.await {
                Ok(#response) => #returned,
                #failed
            }
            Ok(())
        }
    };
    Some(finish(&scope, function))
}

fn first_call<'a>(emit: &Emit<'a>) -> Option<(&'a Operation, &'a OperationName)> {
    let index = emit.api.first_call?;
    Some((emit.api.operations.get(index)?, emit.names.operations.get(index)?))
}

/// A call, and a function with this head that builds a client, sends this request and prints the response.
fn sending(
    emit: &Emit<'_>,
    operation: &Operation,
    names: &OperationName,
    setters: Setters,
    head: &TokenStream,
) -> CallExample {
    let scope = Scope::operations(emit, 0);
    let client = access::client(emit, &operation.shown_schemes());
    let (body, call) = request(&scope, operation, names, setters);
    let (bound, print) = shown(emit, operation, &call);
    let statements = quote!(#body #bound);
    let blank = blank();
    let allow = operation.docs.deprecated.then(|| quote!(#[allow(deprecated)]));
    let function = quote! {
        #allow
        #head -> Result<(), Box<dyn std::error::Error>> {
            let client = #client;
            #blank
            #statements
            #print
            Ok(())
        }
    };
    CallExample {
        call: snippet(&scope, &statements),
        program: finish(&scope, function),
    }
}

/// A statement that creates the body, if there is one, and the call.
pub(super) fn request(
    scope: &Scope<'_>,
    operation: &Operation,
    names: &OperationName,
    setters: Setters,
) -> (Option<TokenStream>, TokenStream) {
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
    let mut call = call(&mut values, operation, names, &body_args, setters);
    if !body_args.is_empty() && operation.body.as_ref().is_some_and(|body| !body.required) {
        let setter = ident(&names.body);
        call = quote!(#call.#setter(#(#body_args),*));
    }
    (body, call)
}

/// Statements, with the imports that the opening of a page does not have.
pub(super) fn snippet(scope: &Scope<'_>, statements: &TokenStream) -> Snippet {
    let uses = scope.uses_of_crates(&scope.emit.path.runtime());
    let function = quote!(async fn example() { #statements });
    Snippet {
        function: Example { uses, function },
        names_models: scope.names_models(),
    }
}

fn finish(scope: &Scope<'_>, function: TokenStream) -> Example {
    let path = &scope.emit.path;
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
    shown: Setters,
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
    let optional = pairs().filter(|(param, _)| !param.required);
    let shown = match shown {
        Setters::Documented => select::params(optional),
        Setters::PageSize => select::page_size(optional, operation.paging.as_ref()),
    };
    for (param, name) in shown {
        let arg = Arg::of_param(emit.api, param);
        let value = values.argument(arg.conversion, &param.ty, ValueContext::of(&param.name, &param.docs));
        let setter = ident(name);
        setters.push(quote!(.#setter(#value)));
    }
    let method = ident(&names.method);
    let accessor = emit.names.tags.get(operation.tag).map(|tag| ident(&tag.accessor));
    quote!(client.#accessor().#method(#(#given),*) #(#setters)*)
}

/// Awaits the call, and prints the response.
fn shown(emit: &Emit<'_>, operation: &Operation, call: &TokenStream) -> (TokenStream, Option<TokenStream>) {
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

/// The variable of the response, if there is one to show.
pub(super) fn variable(emit: &Emit<'_>, operation: &Operation) -> Option<Ident> {
    match &operation.success.ty {
        ResponseType::Nothing => None,
        ResponseType::One(Type::File) => Some(quote::format_ident!("bytes")),
        ResponseType::One(_) | ResponseType::ByStatus => Some(ident(&response(emit, operation))),
    }
}

/// The expression that prints a response.
pub(super) fn print(operation: &Operation, variable: &Ident) -> TokenStream {
    if matches!(operation.success.ty, ResponseType::One(Type::File)) {
        return io::printing("{} bytes", &[quote!(#variable.len())]);
    }
    io::printing(&shown_format(variable), &[])
}

/// `{user:#?}`
fn shown_format(response: &Ident) -> String {
    format!("{{{}:#?}}", response.to_string().trim_start_matches("r#"))
}

/// The name of the variable that holds a response: that of its model, if it has one.
fn response(emit: &Emit<'_>, operation: &Operation) -> Name {
    let named = |ty: &Type, many: bool| match ty {
        Type::Named(id) => emit.names.ty(*id).map(|ty| name::local(&ty.ident, many)),
        _ => None,
    };
    let name = match &operation.success.ty {
        ResponseType::One(Type::List(inner)) => named(inner, true),
        ResponseType::One(ty) => named(ty, false),
        ResponseType::Nothing | ResponseType::ByStatus => None,
    };
    name.unwrap_or_else(name::response)
}

/// The loop over a response that is always a stream. Awaited as a whole, it might not end.
fn stream_loop(operation: &Operation, call: &TokenStream) -> Option<TokenStream> {
    Some(match operation.only_stream()? {
        OnlyStream::Events => {
            let print = io::print("{:#?}", &[quote!(event.data)]);
            quote! {
                let mut events = #call.events();
                while let Some(event) = events.next().await {
                    let event = event?;
                    #print
                }
            }
        }
        OnlyStream::JsonLines => {
            let print = io::print("{line:#?}", &[]);
            quote! {
                let mut lines = #call.json_lines();
                while let Some(line) = lines.next().await {
                    let line = line?;
                    #print
                }
            }
        }
    })
}
