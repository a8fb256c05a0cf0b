//! What a page shows once: how a client is built, how a failure is handled, how a call is made without async.

use quote::quote;

use super::super::Example;
use super::super::scope::{Emit, Scope};
use super::call::{self, Setters, Snippet};
use super::{access, io};
use crate::ir::{Operation, ResponseType, Tag};
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

/// The opening of the page of a tag. `names_models` is whether an example of the page names the module of the models.
pub(crate) fn opening(emit: &Emit<'_>, tag: &Tag, names_models: bool) -> Opening {
    let shown = tag.shown_call;
    let shown = shown.and_then(|index| Some((emit.api.operations.get(index)?, emit.names.operations.get(index)?)));
    let failure = shown.map(|(operation, names)| failure(emit, operation, names));
    let blocking = shown.map(|(operation, names)| blocking(emit, operation, names));
    let names_models = names_models || failure.iter().chain(&blocking).any(|snippet| snippet.names_models);
    Opening {
        client: client(emit, &tag.usual_schemes, names_models),
        failure,
        blocking,
    }
}

fn client(emit: &Emit<'_>, schemes: &[String], names_models: bool) -> Example {
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
