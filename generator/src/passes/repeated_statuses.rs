//! Descriptions of responses that only repeat the status or the operation.

use crate::ir::{Api, Docs, Operation, Response, Status};
use crate::text::{ascii_letters, first_sentence};

/// Marks them. They stay in the reference, beside their status.
pub(super) fn mark(api: &mut Api) {
    for operation in &mut api.operations {
        let known = known(operation);
        for row in operation.success.rows.iter_mut().chain(&mut operation.error.rows) {
            let text = letters(&first_sentence(&row.docs));
            row.is_repetition = repeats(row, &text, &known);
        }
    }
}

/// The names of an operation.
fn known(operation: &Operation) -> Vec<String> {
    let Docs { title, text, .. } = &operation.docs;
    let texts = [
        title.clone(),
        first_sentence(text),
        operation.id.clone().unwrap_or_default(),
    ];
    let known = texts.iter().map(|text| letters(text));
    known.filter(|text| !text.is_empty()).collect()
}

/// Descriptions that fit any response.
const EMPTY: [&str; 15] = [
    "default",
    "defaultresponse",
    "description",
    "error",
    "errorresponse",
    "ok",
    "response",
    "schema",
    "success",
    "successful",
    "successfuloperation",
    "successfulrequest",
    "successfulresponse",
    "successresponse",
    "todo",
];

fn repeats(row: &Response, text: &str, known: &[String]) -> bool {
    let status = row.status.to_string().to_lowercase();
    let text = text.strip_prefix(&status).unwrap_or(text);
    let text = text.strip_suffix(&status).unwrap_or(text);
    // The earlier names of two statuses.
    let earlier = match row.status {
        Status::Code(413) => ["payloadtoolarge", "requestentitytoolarge"],
        Status::Code(422) => ["unprocessableentity"; 2],
        Status::Code(_) | Status::Range(_) | Status::Default => [""; 2],
    };
    let reason = row.status.reason().map(letters).unwrap_or_default();
    let without = |text: &'_ str| -> String {
        let text = text.strip_suffix("response").or_else(|| text.strip_suffix("error"));
        text.unwrap_or_default().to_owned()
    };
    let operation = text.strip_prefix("responsefor").unwrap_or(text);
    text == reason
        || without(text) == reason && !reason.is_empty()
        || earlier.contains(&text)
        || EMPTY.contains(&text)
        || known.iter().any(|known| known == operation)
}

/// `not_found` and `Not Found.` are the same text.
fn letters(text: &str) -> String {
    if text.is_ascii() {
        return ascii_letters(text);
    }
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
