//! Calls: the type, its setters, its enums by status and its table.

use proc_macro2::TokenStream;
use quote::quote;

use super::module::{Declaration, Item, Row, Table};
use super::scope::{Scope, ident};
use super::{docs, methods, paging, responses};
use crate::ir::{DecodeKind, Operation, Response, ResponseSet, ResponseType, Type};
use crate::markdown;
use crate::name::{Name, OperationName, paired};
use crate::text::code;

pub(super) fn items(scope: &Scope<'_>, operation: &Operation, names: &OperationName, handle: &Name) -> Vec<Item> {
    let mut items = vec![Item::Declaration(declaration(scope, operation, names, handle))];
    let setters = methods::setters(scope, operation, names);
    if !setters.is_empty() {
        let call = ident(&names.call);
        items.push(Item::Declaration(Declaration::block(
            Vec::new(),
            quote!(impl #call),
            setters,
        )));
    }
    for (responses, name, variants, what) in [
        (
            &operation.success,
            &names.output,
            &names.success_variants,
            "The response bodies of",
        ),
        (
            &operation.error,
            &names.error,
            &names.error_variants,
            "The error bodies of",
        ),
    ] {
        if responses.ty == ResponseType::ByStatus {
            items.push(Item::Declaration(by_status(
                scope,
                responses,
                name,
                variants,
                &format!("{what} [`{}`], by status.", names.call.bare()),
            )));
        }
    }
    items.push(Item::Table(table(scope, operation, names)));
    items
}

/// The types of an operation's file.
pub(super) fn types<'n>(operation: &Operation, names: &'n OperationName) -> Vec<&'n Name> {
    let mut types = vec![&names.call];
    for (responses, name) in [(&operation.success, &names.output), (&operation.error, &names.error)] {
        types.extend((responses.ty == ResponseType::ByStatus).then_some(name));
    }
    types
}

fn declaration(scope: &Scope<'_>, operation: &Operation, names: &OperationName, handle: &Name) -> Declaration {
    let route = code(&format!("{} {}", operation.method, operation.path));
    let (handle, method) = (handle.bare(), names.method.bare());
    let call = format!("call of [`{handle}::{method}`], {route}.");
    let docs = &operation.docs;
    let mut lines = match docs.headline().map(|text| markdown::one_line(&text)) {
        Some(headline) => vec![format!("{headline}: the {call}")],
        None => vec![format!("The {call}")],
    };
    let mut outcome: Vec<String> = responses::both(scope, operation, names).into_iter().collect();
    outcome.extend(responses::statuses(operation));
    docs::paragraph(&mut lines, outcome);
    let call = ident(&names.call);
    Declaration::line(lines, quote!(pub struct #call(Call);)).with([
        "#[derive(Clone, Debug)]",
        "#[must_use = \"a call does nothing until it is awaited\"]",
    ])
}

/// An enum with one variant per status.
fn by_status(scope: &Scope<'_>, responses: &ResponseSet, name: &Name, variants: &[Name], doc: &str) -> Declaration {
    let name = ident(name);
    let rows = paired(&responses.rows, variants).map(|(row, variant)| {
        let mut lines = vec![format!("Status `{}`.", row.status)];
        if !row.is_repetition {
            docs::paragraph(&mut lines, markdown::lines(&row.docs));
        }
        let variant = ident(variant);
        let head = match payload(scope, row) {
            Some(ty) => quote!(#variant(#ty),),
            None => quote!(#variant,),
        };
        Declaration::line(lines, head)
    });
    Declaration::block(vec![doc.to_owned()], quote!(pub enum #name), rows.collect())
        .with(["#[derive(Clone, Debug, PartialEq)]", "#[non_exhaustive]"])
}

fn payload(scope: &Scope<'_>, row: &Response) -> Option<TokenStream> {
    let ty = response_ty(scope, row.ty.as_ref()?);
    Some(if row.boxed { quote!(Box<#ty>) } else { ty })
}

pub(super) fn response_ty(scope: &Scope<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::File => {
            let bytes = scope.runtime("Bytes");
            quote!(#bytes)
        }
        ty => scope.ty(ty),
    }
}

fn table(scope: &Scope<'_>, operation: &Operation, names: &OperationName) -> Table {
    let (call, constant) = (ident(&names.call), ident(&names.constant));
    let id = operation.id.as_deref().unwrap_or(names.method.bare());
    let method = proc_macro2::Ident::new(operation.method, proc_macro2::Span::call_site());
    let path: String = operation
        .parts
        .iter()
        .map(|part| match part {
            crate::ir::PathPart::Text(text) => text.clone(),
            crate::ir::PathPart::Param(name) => format!("{{{name}}}"),
        })
        .collect();
    let security = operation.security.iter().map(|set| {
        let names = set.iter().map(|requirement| requirement.scheme.as_str());
        quote!([#(#names),*])
    });
    let accept = operation.accept.join(", ");
    let mut rows = vec![Row::Line(quote!(id: #id,)), Row::Line(quote!(#method: #path,))];
    if let Some(server) = &operation.server {
        let server = &server.url;
        rows.push(Row::Line(quote!(server: #server,)));
    }
    rows.push(Row::Line(quote!(security: [#(#security),*],)));
    // Without the row, a call accepts JSON.
    if accept != "application/json" {
        rows.push(Row::Line(quote!(accept: #accept,)));
    }
    rows.extend(operation.paging.as_ref().map(|pages| paging::row(scope, pages)));
    rows.extend([
        side(
            scope,
            "success",
            &operation.success,
            &names.output,
            &names.success_variants,
        ),
        side(scope, "error", &operation.error, &names.error, &names.error_variants),
    ]);
    if let Some(events) = &operation.events {
        let (ty, kind) = (scope.ty(&events.ty), kind(events.kind));
        rows.push(Row::Line(quote!(events #ty: #kind,)));
    }
    if let Some(lines) = &operation.json_lines {
        let (ty, media) = (scope.ty(&lines.ty), &lines.media_type);
        rows.push(Row::Line(quote!(json_lines #ty: #media,)));
    }
    Table {
        name: "operation",
        rows: vec![Row::Block {
            head: quote!(#call as #constant),
            rows,
            tail: TokenStream::new(),
        }],
    }
}

/// The type of the successful responses or of the errors.
pub(super) fn side_ty(scope: &Scope<'_>, responses: &ResponseSet, name: &Name) -> TokenStream {
    match &responses.ty {
        ResponseType::Nothing => quote!(()),
        ResponseType::One(ty) => response_ty(scope, ty),
        ResponseType::ByStatus => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

fn side(scope: &Scope<'_>, keyword: &str, responses: &ResponseSet, name: &Name, variants: &[Name]) -> Row {
    let by_status = responses.ty == ResponseType::ByStatus;
    let is_error = keyword == "error" && !by_status;
    let keyword = proc_macro2::Ident::new(keyword, proc_macro2::Span::call_site());
    let ty = side_ty(scope, responses, name);
    // Errors without an enum: statuses that are decoded in the same way share a line.
    let mut rows: Vec<(Vec<String>, TokenStream)> = Vec::new();
    for (row, variant) in paired(&responses.rows, variants) {
        let status = row.status.to_string();
        let kind = kind(row.kind);
        let variant = by_status.then(|| {
            let variant = ident(variant);
            quote!(=> #variant)
        });
        let tail = quote!(#kind #variant);
        match rows
            .iter_mut()
            .find(|(_, known)| is_error && known.to_string() == tail.to_string())
        {
            Some((statuses, _)) => statuses.push(status),
            None => rows.push((vec![status], tail)),
        }
    }
    let rows = rows
        .into_iter()
        .map(|(statuses, tail)| Row::Line(quote!(#(#statuses)|*: #tail,)));
    Row::Block {
        head: quote!(#keyword #ty),
        rows: rows.collect(),
        tail: TokenStream::new(),
    }
}

/// The keyword of the tables.
fn kind(kind: DecodeKind) -> TokenStream {
    match kind {
        DecodeKind::Json => quote!(json),
        DecodeKind::Text => quote!(text),
        DecodeKind::JsonOrText => quote!(json_or_text),
        DecodeKind::Bytes => quote!(bytes),
        DecodeKind::Empty => quote!(empty),
    }
}
