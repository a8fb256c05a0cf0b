//! Formats that are probably misspelled: an unknown format is allowed and changes nothing, so that a mistake is not noticed.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::load::{Map, Node, get};
use crate::pointer::Pointer;
use crate::text::similar;

/// Formats that are suggested.
const COMMON: [&str; 15] = [
    "int32",
    "int64",
    "float",
    "double",
    "byte",
    "binary",
    "date",
    "date-time",
    "time",
    "duration",
    "password",
    "email",
    "hostname",
    "uuid",
    "uri-reference",
];

/// Formats that are in use, and similar to another one.
const OTHERS: [&str; 8] = [
    "int128", "uint16", "uint32", "uint64", "uint128", "float16", "float32", "float64",
];

/// Shorter formats are similar to too many others.
const MIN_LENGTH: usize = 5;

pub(super) fn check(map: &Map, at: &Pointer, diagnostics: &mut Diagnostics) {
    let Some(written) = get(map, "format").and_then(Node::as_str) else {
        return;
    };
    if written.len() < MIN_LENGTH || COMMON.contains(&written) || OTHERS.contains(&written) {
        return;
    }
    if let Some(meant) = similar(written, COMMON.into_iter()) {
        let message = format!("the format `{written}` is not known; the value is what its type says");
        let found = Diagnostic::new(&codes::UNKNOWN_FORMAT, &at.child("format"), message);
        diagnostics.report(found.on_value().suggest(Some(meant)));
    }
}
