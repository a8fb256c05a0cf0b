//! One operation whose list may be paged.

use super::evidence::Evidence;
use super::fields::{ListField, ResponseFields, list_body};
use super::params::Roles;
use super::progression::{PageFields, Progression};
use super::switch::Switch;
use super::vocabulary;
use crate::diag::{Diagnostics, codes};
use crate::ir::{Operation, PageStyle, Paging, Param, Type};

/// What pagination is inferred from.
pub(super) struct Candidate<'o> {
    pub ty: &'o Type,
    pub fields: ResponseFields,
    pub roles: Roles<'o>,
    pub page_fields: PageFields,
}

impl<'o> Candidate<'o> {
    pub(super) fn items(&self, operation: &Operation) -> Option<&ListField> {
        self.fields.items(&operation.path, self.page_fields.any())
    }
}

/// What can be inferred about one operation.
pub(super) fn inferred(
    evidence: &Evidence<'_>,
    operation: &Operation,
    diagnostics: &mut Diagnostics,
) -> Option<Paging> {
    if operation.method != "GET" {
        return None;
    }
    let candidate = evidence.candidate(operation)?;
    let progression = evidence.progression(&candidate.roles, &candidate.page_fields, &candidate.fields, None);
    let items = candidate.items(operation).cloned();
    let (Some(progression), Some(items)) = (progression, items) else {
        report_rejected(evidence, operation, &candidate, diagnostics);
        return None;
    };
    let is_sure = evidence.is_sure(&candidate, &progression, &items)?;
    let paging = evidence.paging(&candidate, progression, items);
    let degree = if is_sure { "certain" } else { "likely" };
    diagnostics.add(
        &codes::PAGED,
        &operation.origin,
        format!("{}: {degree}", described(&paging)),
    );
    Some(paging)
}

impl Evidence<'_> {
    pub(super) fn candidate<'o>(&self, operation: &'o Operation) -> Option<Candidate<'o>> {
        let ty = list_body(operation)?;
        let fields = self.look_into(ty);
        let mut roles = Roles::of(self, operation);
        let page_fields = self.page_fields(operation, &fields, &mut roles);
        Some(Candidate {
            ty,
            roles,
            fields,
            page_fields,
        })
    }

    /// Whether a progression is certain or only likely; `None` if there are too few signs.
    fn is_sure(&self, candidate: &Candidate<'_>, progression: &Progression, items: &ListField) -> Option<bool> {
        let is_sized = candidate.roles.size.is_some();
        let is_marked = candidate.page_fields.any();
        match progression.style {
            PageStyle::Cursor => Some(true),
            // The address is the only sign, in a response that is a list.
            PageStyle::Next => Some(
                is_sized || candidate.page_fields.is_plain_address || progression.next.eq_ignore_ascii_case("link"),
            ),
            PageStyle::Offset | PageStyle::Page => {
                let is_scalar = matches!(items.item, Type::String | Type::Bool) || self.is_number(&items.item);
                // Without other signs, the number may be, for example, a page of a book.
                (is_sized || is_marked || !is_scalar).then_some(is_sized && (is_marked || items.at.is_empty()))
            }
        }
    }

    pub(super) fn paging(&self, candidate: &Candidate<'_>, progression: Progression, items: ListField) -> Paging {
        let size = candidate.roles.size;
        let is_token = progression.style == PageStyle::Cursor;
        Paging {
            style: progression.style,
            parameter: progression.parameter,
            size: size.map(|size| size.name.clone()).unwrap_or_default(),
            default_size: size
                .and_then(|size| self.param_number(size, "default"))
                .filter(|size| *size > 0),
            max_size: size
                .and_then(|size| self.param_number(size, "maximum"))
                .filter(|size| *size > 0),
            first: progression.first,
            item: items.item,
            items: items.at,
            optional: items.optional,
            next: progression.next,
            last: progression.last,
            switch: progression.switch,
            more: candidate.page_fields.more.clone(),
            total: candidate.page_fields.total.clone(),
            page_count: if is_token {
                String::new()
            } else {
                candidate.page_fields.page_count.clone()
            },
        }
    }
}

/// Reports an operation that looks paged but lacks a sign.
fn report_rejected(
    evidence: &Evidence<'_>,
    operation: &Operation,
    candidate: &Candidate<'_>,
    diagnostics: &mut Diagnostics,
) {
    let roles = &candidate.roles;
    let is_named = |cursor: &&Param| {
        vocabulary::parameter_role(&vocabulary::normalized(&cursor.name)).is_some_and(|(_, is_sure)| is_sure)
    };
    let parameter = roles.page.or(roles.offset).or(roles.cursor.filter(is_named));
    let Some(parameter) = parameter.filter(|_| !candidate.fields.lists.is_empty()) else {
        return;
    };
    let is_unknown = evidence.switch(roles, PageStyle::Cursor) == Switch::Unknown;
    let unknown = roles.switches.first().filter(|_| is_unknown && roles.cursor.is_some());
    let missing = if candidate.items(operation).is_none() {
        "it is not clear which list has the items".to_owned()
    } else if let Some((switch, _)) = unknown {
        format!(
            "the value of `{}` that turns it on is not declared: set `style` in an override of `pages`, and the \
             parameter in each call",
            switch.name
        )
    } else {
        "the response contains no next token".to_owned()
    };
    let message = format!("has the parameter `{}`, but {missing}", parameter.name);
    diagnostics.add(&codes::MAYBE_PAGED, &operation.origin, message);
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
        ("total at", &paging.total),
        ("number of pages at", &paging.page_count),
    ] {
        if !pointer.is_empty() {
            text.push_str(&format!(", {what} `{pointer}`"));
        }
    }
    text
}
