//! What a page shows once: how a client is built, how a failure is handled, how a call is made without async.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Example;
use super::super::scope::{Emit, Scope};
use super::call::{self, Setters, Snippet};
use super::{access, io};
use crate::ir::{Operation, ResponseType};
use crate::name::OperationName;

/// The comment in the place of the other examples of a page.
const PLACE: &str = "The examples of this page go here.";

/// What a page shows before its operations.
#[derive(Debug)]
pub(crate) struct Opening {
    /// A function that builds a client. The calls of the page go into it.
    pub client: Example,
    pub failure: Option<Snippet>,
    pub blocking: Option<Snippet>,
}

/// The opening of a page with these operations. `names_models` is whether an example of the page names the module of
/// the models.
pub(crate) fn opening(emit: &Emit<'_>, operations: &[(&Operation, &OperationName)], names_models: bool) -> Opening {
    let shown = typical(operations);
    let failure = shown.map(|(operation, names)| failure(emit, operation, names));
    let blocking = shown.map(|(operation, names)| blocking(emit, operation, names));
    let names_models = names_models || failure.iter().chain(&blocking).any(|snippet| snippet.names_models);
    Opening {
        client: client(emit, &usual_schemes(operations), names_models),
        failure,
        blocking,
    }
}

/// The security schemes for which the client of a page with these operations has credentials.
pub(crate) fn usual_schemes<'a>(operations: &[(&'a Operation, &OperationName)]) -> Vec<&'a str> {
    access::usual(operations.iter().map(|(operation, _)| *operation))
}

/// Whether a client with the credentials of these schemes may make a call of an operation.
pub(crate) fn is_authorized(schemes: &[&str], operation: &Operation) -> bool {
    access::of(operation).iter().all(|scheme| schemes.contains(scheme))
}

fn client(emit: &Emit<'_>, schemes: &[&str], names_models: bool) -> Example {
    let (client, blank) = (access::client(emit, schemes), call::blank());
    let function = quote! {
        async fn example() -> Result<(), Box<dyn std::error::Error>> {
            let client = #client;
            #blank
            comment!(#PLACE);
            Ok(())
        }
    };
    Example {
        uses: emit.path.import(names_models),
        function,
    }
}

/// The operation whose call explains most in one line: its errors have a declared body, and it needs no request body.
fn typical<'a>(operations: &[(&'a Operation, &'a OperationName)]) -> Option<(&'a Operation, &'a OperationName)> {
    let single = operations
        .iter()
        .filter(|(operation, _)| call::stream_loop(operation, &TokenStream::new()).is_none());
    let found = single.min_by_key(|(operation, _)| {
        let is_quiet = operation.success.ty == ResponseType::Nothing;
        let is_untyped = operation.error.ty == ResponseType::Nothing;
        (
            operation.docs.deprecated,
            is_untyped,
            operation.body.is_some(),
            is_quiet,
            operation.method != "GET",
            operation.params.len(),
        )
    });
    found.copied()
}

fn failure(emit: &Emit<'_>, operation: &Operation, names: &OperationName) -> Snippet {
    let scope = Scope::operations(emit, 0);
    let (body, call) = call::request(&scope, operation, names, Setters::Documented);
    let success = match call::variable(emit, operation) {
        None => quote!(Ok(()) => {}),
        Some(variable) => {
            let print = call::print(operation, &variable);
            quote!(Ok(#variable) => #print,)
        }
    };
    let failure = if operation.error.ty == ResponseType::Nothing {
        io::printing("{error}", &[])
    } else {
        io::printing("{error}: {:#?}", &[quote!(error.error_body())])
    };
    let statements = quote! {
        #body
        match #call.await {
            #success
            Err(error) => #failure,
        }
    };
    call::snippet(&scope, &statements)
}

fn blocking(emit: &Emit<'_>, operation: &Operation, names: &OperationName) -> Snippet {
    let scope = Scope::operations(emit, 0);
    scope.runtime("BlockingCall");
    let (body, call) = call::request(&scope, operation, names, Setters::Documented);
    let statements = match call::variable(emit, operation) {
        None => quote!(#body #call.send_blocking()?;),
        Some(variable) => quote!(#body let #variable = #call.send_blocking()?;),
    };
    call::snippet(&scope, &statements)
}
