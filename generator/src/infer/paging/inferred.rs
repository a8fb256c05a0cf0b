//! The paging of one operation, as far as it can be inferred.

use super::candidate::Candidate;
use super::evidence::Evidence;
use super::inputs::Input;
use super::params::is_sure;
use super::progression::Progression;
use super::response::ListField;
use super::{rejected, vocabulary};
use crate::diag::{Diagnostics, codes};
use crate::ir::{Operation, PageStyle, Paging};

/// What can be inferred about one operation. `link`: whether its responses have the header field `Link`, if that is known.
pub(super) fn paging(
    evidence: &Evidence<'_, '_>,
    operation: &Operation,
    link: Option<bool>,
    diagnostics: &mut Diagnostics,
) -> Option<Paging> {
    if !matches!(operation.method, "GET" | "POST") {
        return None;
    }
    let Some(candidate) = evidence.candidate(operation, link) else {
        rejected::report_types(evidence, operation, diagnostics);
        return None;
    };
    let progression = evidence.progression(&candidate.roles, &candidate.page_fields, &candidate.fields, None);
    let progression = progression.filter(|progression| is_read(evidence, operation, &candidate, progression));
    let items = candidate.items(operation);
    let fits = |items: &&ListField| {
        let next = progression.as_ref().map_or("", |progression| progression.next.as_str());
        items.is_beside(next)
    };
    let items = items.filter(fits).cloned();
    let (Some(progression), Some(items)) = (progression, items) else {
        rejected::report(evidence, operation, &candidate, diagnostics);
        return None;
    };
    let Some(is_sure) = evidence.is_sure(operation, &candidate, &progression, &items) else {
        rejected::report(evidence, operation, &candidate, diagnostics);
        return None;
    };
    let paging = evidence.paging(&candidate, progression, items);
    let degree = if is_sure { "certain" } else { "likely" };
    diagnostics.add(
        &codes::PAGED,
        &operation.origin,
        format!("{}: {degree}", described(&paging)),
    );
    Some(paging)
}

/// Words in the path of a POST that only reads.
const READS: [&str; 7] = ["list", "search", "query", "find", "filter", "get", "retrieve"];

/// Whether an operation may be repeated for further pages. A POST is if its parameter certainly takes the declared token, or
/// if its body has both the number of the page and its size, and the response or the path is that of a list. It is not if
/// its body has a list like that of the response: it adds these items.
fn is_read(
    evidence: &Evidence<'_, '_>,
    operation: &Operation,
    candidate: &Candidate<'_>,
    progression: &Progression,
) -> bool {
    if operation.method == "GET" {
        return true;
    }
    let adds = |items: &ListField| {
        let body = operation
            .body
            .as_ref()
            .filter(|body| evidence.object(&body.ty).is_some());
        let sent = body.and_then(|body| evidence.list_at(&body.ty, &items.at));
        sent.is_some_and(|sent| sent.item == items.item)
    };
    if candidate.items(operation).is_some_and(adds) {
        return false;
    }
    let is_named = || {
        let words = operation.path.rsplit(['/', ':']).take(2).map(vocabulary::normalized);
        let is_verb = |word: &str| READS.iter().any(|read| word.starts_with(read) || word.ends_with(read));
        words.into_iter().any(|word| is_verb(&word))
    };
    match progression.style {
        PageStyle::Cursor => {
            let is_token = progression.next == candidate.page_fields.token;
            let takes = |input: &Input<'_>| is_sure(input) || vocabulary::REPEATED.contains(&input.word.as_str());
            is_token && !progression.next.is_empty() && candidate.roles.cursor.as_ref().is_some_and(takes)
        }
        PageStyle::Offset | PageStyle::Page => {
            let counts = candidate.roles.by_style(progression.style);
            let has_size = candidate.roles.size().is_some_and(Input::is_in_body);
            counts.is_some_and(Input::is_in_body) && has_size && (candidate.page_fields.any() || is_named())
        }
        PageStyle::Next => false,
    }
}

/// `pages by `offset` and `limit`, items at `/data`, total at `/total``.
fn described(paging: &Paging) -> String {
    let mut text = match paging.style {
        PageStyle::Offset => format!("items are counted by `{}`", paging.parameter),
        PageStyle::Page => format!("pages are counted by `{}`", paging.parameter),
        PageStyle::Cursor => format!("the next token goes to `{}`", paging.parameter),
        PageStyle::Next => "the address of the next page is followed".to_owned(),
    };
    if let Some(switch) = &paging.switch {
        text.push_str(&format!(", with `{}={}`", switch.parameter, switch.value));
    }
    for (what, pointer) in [
        ("sized by", &paging.size),
        ("items at", &paging.items),
        ("next at", &paging.next),
        ("token from the last item's", &paging.last),
        ("more at", &paging.more),
        ("last page at", &paging.done),
        ("total at", &paging.total),
        ("number of pages at", &paging.page_count),
    ] {
        if !pointer.is_empty() {
            text.push_str(&format!(", {what} `{pointer}`"));
        }
    }
    text
}
