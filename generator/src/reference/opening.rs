//! The opening of a page, which holds for all its operations: how a client is built, how a failure is handled, how a call is made without
//! async. The sections of the operations refer to it.

use super::context::Reference;
use super::{operation, text};
use crate::emit::example;
use crate::format::{self, FormatError};
use crate::ir::{Operation, Tag};
use crate::name::OperationName;

/// The sections of a page, and the text before them.
pub(super) struct Sections {
    pub opening: String,
    /// Of each operation.
    pub texts: Vec<String>,
}

impl Sections {
    pub(super) fn new(
        reference: &Reference<'_>,
        tag: &Tag,
        operations: &[(&Operation, &OperationName, String)],
    ) -> Result<Self, FormatError> {
        let mut texts = Vec::with_capacity(operations.len());
        let mut names_models = false;
        for (operation, names, _) in operations {
            let example = example::operation(reference.emit, operation, names);
            names_models |= example.call.names_models;
            texts.push(operation::section(
                reference,
                operation,
                names,
                &example,
                &tag.usual_schemes,
            )?);
        }
        let opening = opening(reference, tag, names_models)?;
        Ok(Self { opening, texts })
    }
}

fn opening(reference: &Reference<'_>, tag: &Tag, names_models: bool) -> Result<String, FormatError> {
    let opening = example::opening(reference.emit, tag, names_models);
    let mut out = text::section("Client", &text::fenced("rust", &format::example(&opening.client)?));
    if let Some(failure) = &opening.failure {
        let code = text::fenced("rust", &format::snippet(failure)?);
        out.push_str(&text::section("Errors", &format!("{ERRORS}\n\n{code}")));
    }
    if let Some(blocking) = &opening.blocking {
        let code = text::fenced("rust", &format::snippet(blocking)?);
        out.push_str(&text::section("Without async", &format!("{BLOCKING}\n\n{code}")));
    }
    Ok(out)
}

const ERRORS: &str = "The operator `?` returns the error of a call. To handle it, match it: `error.error_body()` is the declared error \
                      body, `error.status()` and `error.raw_body()` are the status and the body that were received.";

const BLOCKING: &str = "With the feature `blocking` of `oaspen-client`, in a function that is not async:";
