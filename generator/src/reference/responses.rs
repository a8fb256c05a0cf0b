//! The table of the responses of an operation.

use super::context::{PageKind, Reference};
use super::table::MarkdownTable;
use super::text;
use crate::format;
use crate::ir::{Operation, Response, ResponseSet, ResponseType, Status};
use crate::markdown;
use crate::name::{Name, OperationName, paired};

pub(super) fn table(reference: &Reference<'_>, operation: &Operation, names: &OperationName) -> String {
    let mut table = MarkdownTable::new(&["Status", "Body", ""]);
    let (success, error) = (&operation.success, &operation.error);
    for (row, variant) in paired(&success.rows, &names.success_variants) {
        add(reference, &mut table, row, variant_of(success, &names.output, variant));
    }
    for (row, variant) in paired(&error.rows, &names.error_variants) {
        // `default` can be a success and an error.
        if !success.rows.iter().any(|known| known.status == row.status) {
            add(reference, &mut table, row, variant_of(error, &names.error, variant));
        }
    }
    for row in &operation.other {
        let body = match row.status {
            Status::Code(301 | 302 | 303 | 307 | 308) => "redirect, followed",
            Status::Range(3) => "redirects are followed",
            _ if error.rows.iter().any(|row| row.status == Status::Default) => "as `default`",
            _ => "not decoded",
        };
        add_row(&mut table, row, body.to_owned());
    }
    table.finish()
}

fn variant_of(responses: &ResponseSet, name: &Name, variant: &Name) -> Option<String> {
    (responses.ty == ResponseType::ByStatus).then(|| format!("{}::{}", name.bare(), variant.bare()))
}

fn add(reference: &Reference<'_>, table: &mut MarkdownTable, row: &Response, variant: Option<String>) {
    let body = match reference.in_api.response(row) {
        Some(ty) => reference.linked(PageKind::Api, &format::inline(&ty), row.ty.as_ref()),
        None => "none".to_owned(),
    };
    let body = match variant {
        Some(variant) => format!("{body} in {}", text::code(&variant)),
        None => body,
    };
    add_row(table, row, body);
}

fn add_row(table: &mut MarkdownTable, row: &Response, body: String) {
    let headers: Vec<String> = row
        .headers
        .iter()
        .map(|header| match markdown::cell(&header.docs) {
            text if text.is_empty() => text::code(&header.name),
            text => format!("{}: {text}", text::code(&header.name)),
        })
        .collect();
    let mut texts = vec![markdown::cell(&row.docs)];
    if !headers.is_empty() {
        texts.push(format!("Headers: {}", headers.join(text::BREAK)));
    }
    texts.retain(|text| !text.is_empty());
    table.row(&[text::code(&row.status.to_string()), body, texts.join(text::BREAK)]);
}
