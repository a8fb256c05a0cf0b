//! Examples of use: for each operation a function that builds a client, makes the call and shows the answer.
//!
//! An example is code like any other: it is made of the same names, types and arguments as the
//! client, so that it compiles wherever the client does.

mod access;
mod choose;
mod models;
mod values;
mod words;
mod world;

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::types::Arg;
use super::{Emit, Item, Scope, ident, operations};
use crate::ir::{AnswerType, Body, BodyKind, Operation, Series, Type};
use crate::name::{self, Name, OperationName};
use values::{About, Maker};

pub(crate) use access::{CratePath, has_address};

/// A function with what it imports.
#[derive(Debug)]
pub(crate) struct Example {
    pub uses: Vec<TokenStream>,
    pub function: TokenStream,
}

/// A line that is left empty when the example is printed.
fn blank() -> TokenStream {
    quote!(blank!();)
}

/// How to make a client with the credentials that most operations ask for.
pub(crate) fn client(emit: &Emit<'_>, path: &CratePath) -> Example {
    let scope = Scope::operations(emit);
    let root = path.root();
    let chain = access::client(emit, path, &access::usual(emit.api));
    let function = quote! {
        fn connect() -> Result<#root::Client, Box<dyn std::error::Error>> {
            let client = #chain;
            Ok(client)
        }
    };
    finish(&scope, path, function)
}

/// One call, from an empty program to its answer.
pub(crate) fn operation(emit: &Emit<'_>, operation: &Operation, names: &OperationName, path: &CratePath) -> Example {
    let scope = Scope::operations(emit);
    let mut maker = Maker::new(&scope);
    let client = access::client(emit, path, access::of(operation));
    let (body, body_arg) = operation
        .body
        .as_ref()
        .filter(|body| body.required || says_something(body))
        .map(|body| body_of(&mut maker, body, &names.body))
        .unwrap_or_default();
    let mut call = call(&mut maker, operation, names, body_arg.as_ref());
    if let (Some(given), false) = (&body_arg, operation.body.as_ref().is_some_and(|body| body.required)) {
        let setter = ident(&names.body);
        call = quote!(#call.#setter(#given));
    }
    let shown = shown(emit, operation, &call);
    let method = ident(&names.method);
    let blank = blank();
    let allow = operation.docs.deprecated.then(|| quote!(#[allow(deprecated)]));
    let function = quote! {
        #allow
        async fn #method() -> Result<(), Box<dyn std::error::Error>> {
            let client = #client;
            #blank
            #body
            #shown
            Ok(())
        }
    };
    finish(&scope, path, function)
}

fn finish(scope: &Scope<'_>, path: &CratePath, function: TokenStream) -> Example {
    // A setter that was not chosen may have mentioned what the function does without.
    scope.runtime.borrow_mut().retain(|name| mentions(&function, name));
    let is_map = mentions(&function, "BTreeMap");
    *scope.std_map.borrow_mut() &= is_map;
    let mut uses = path.import(operations::names_models(&function));
    if let Some(Item::Lines(lines)) = scope.uses() {
        uses.extend(lines);
    }
    Example { uses, function }
}

fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}

/// Whether anything is known of a body; one that may be left out and could be anything is left out.
fn says_something(body: &Body) -> bool {
    body.docs.example.is_some() || !matches!(body.ty, Type::Json | Type::JsonMap)
}

/// A statement that makes the body, and what is given to the call.
fn body_of(maker: &mut Maker<'_, '_>, body: &Body, name: &Name) -> (Option<TokenStream>, Option<TokenStream>) {
    let about = About::new(&body.media_type, body.docs.example.as_ref());
    match body.kind {
        BodyKind::Bytes => {
            let file = words::file_name(&body.media_type);
            (None, Some(world::file(file)))
        }
        BodyKind::Text => (
            None,
            Some(maker.argument(&Arg::Into(quote!(String)), &Type::String, about)),
        ),
        BodyKind::Lines => {
            let line = maker.value(&body.ty, about);
            let name = ident(name);
            (Some(quote!(let #name = vec![#line];)), Some(quote!(#name)))
        }
        BodyKind::Json | BodyKind::Form | BodyKind::Multipart => {
            let value = maker.value(&body.ty, about);
            let name = ident(name);
            (Some(quote!(let #name = #value;)), Some(quote!(#name)))
        }
    }
}

/// `client.users().get_user("user_123")`, with a few of the setters.
fn call(
    maker: &mut Maker<'_, '_>,
    operation: &Operation,
    names: &OperationName,
    body: Option<&TokenStream>,
) -> TokenStream {
    let emit = maker.scope.emit;
    let pairs = || operation.params.iter().zip(&names.params);
    let mut given = Vec::new();
    for (param, _) in pairs().filter(|(param, _)| param.required) {
        let arg = maker.scope.param_arg(param);
        given.push(maker.argument(&arg, &param.ty, About::of(&param.name, &param.docs)));
    }
    let requires_body = operation.body.as_ref().is_some_and(|body| body.required);
    given.extend(body.filter(|_| requires_body).cloned());
    let mut setters = Vec::new();
    for (param, name) in choose::params(pairs().filter(|(param, _)| !param.required)) {
        let arg = maker.scope.param_arg(param);
        let value = maker.argument(&arg, &param.ty, About::of(&param.name, &param.docs));
        let setter = ident(name);
        setters.push(quote!(.#setter(#value)));
    }
    let method = ident(&names.method);
    let accessor = emit.names.tags.get(operation.tag).map(|tag| ident(&tag.accessor));
    quote!(client.#accessor().#method(#(#given),*) #(#setters)*)
}

/// Awaits the call and prints what came.
fn shown(emit: &Emit<'_>, operation: &Operation, call: &TokenStream) -> TokenStream {
    let named = |ty: &Type, many: bool| match ty {
        Type::Named(id) => emit.names.ty(*id).map(|ty| name::local(&ty.ident, many)),
        _ => None,
    };
    if let Some(loops) = one_by_one(operation, call) {
        return loops;
    }
    let answer = match &operation.success.ty {
        AnswerType::Nothing => return quote!(#call.await?;),
        AnswerType::One(Type::File) => {
            let print = world::print("{} bytes", &[quote!(bytes.len())]);
            return quote! {
                let bytes = #call.await?;
                #print
            };
        }
        AnswerType::One(Type::List(inner)) => named(inner, true),
        AnswerType::One(ty) => named(ty, false),
        AnswerType::ByStatus => None,
    };
    let answer = ident(&answer.unwrap_or_else(name::answer));
    let format = format!("{{{}:#?}}", answer.to_string().trim_start_matches("r#"));
    let print = world::print(&format, &[]);
    quote! {
        let #answer = #call.await?;
        #print
    }
}

/// The loop over an answer that is nothing but a stream: awaited as a whole, it may never end.
fn one_by_one(operation: &Operation, call: &TokenStream) -> Option<TokenStream> {
    let first = operation.accept.first()?;
    let is_all = |series: &Option<Series>| series.as_ref().is_some_and(|series| series.media_type == *first);
    if is_all(&operation.events) {
        let print = world::print("{:#?}", &[quote!(event.data)]);
        return Some(quote! {
            let mut events = #call.events();
            while let Some(event) = events.next().await {
                let event = event?;
                #print
            }
        });
    }
    is_all(&operation.json_lines).then(|| {
        let print = world::print("{line:#?}", &[]);
        quote! {
            let mut lines = #call.json_lines();
            while let Some(line) = lines.next().await {
                let line = line?;
                #print
            }
        }
    })
}
