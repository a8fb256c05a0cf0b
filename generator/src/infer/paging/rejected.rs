//! Operations that look paged but lack a sign: each is reported with the reason.

use super::candidate::Candidate;
use super::evidence::Evidence;
use super::inputs::Input;
use super::params::Roles;
use super::switch::Switch;
use super::tokens::is_after;
use super::vocabulary::ParamRole;
use crate::diag::{Diagnostics, codes};
use crate::ir::{Operation, PageStyle, Type};

/// Reports an operation that looks paged, with what is missing.
pub(super) fn report(
    evidence: &Evidence<'_, '_>,
    operation: &Operation,
    candidate: &Candidate<'_>,
    diagnostics: &mut Diagnostics,
) {
    if matches!(candidate.ty, Type::Custom(_)) {
        if let Some(input) = sign(evidence, operation, &candidate.roles) {
            let message = format!(
                "has the parameter `{}`, but the configuration has a type for its response whose list is not known; a `Vec` of \
                 another type, or a type for the items alone, keeps its pages",
                input.name
            );
            diagnostics.add(&codes::MAYBE_PAGED, &operation.origin, message);
        }
        return;
    }
    if !evidence.has_list(candidate.ty) {
        return;
    }
    let message = match sign(evidence, operation, &candidate.roles) {
        Some(input) => {
            let missing = missing(evidence, operation, candidate, &input);
            format!("has the parameter `{}`, but {missing}", input.name)
        }
        None => match without_parameter(operation, candidate) {
            Some(message) => message,
            None => return,
        },
    };
    diagnostics.add(&codes::MAYBE_PAGED, &operation.origin, message);
}

/// Reports an operation with parameters for pages whose responses have several types.
pub(super) fn report_types(evidence: &Evidence<'_, '_>, operation: &Operation, diagnostics: &mut Diagnostics) {
    let rows = operation.success.rows.iter().filter_map(|row| row.ty.as_ref());
    if !rows.into_iter().any(|ty| evidence.has_list(ty)) {
        return;
    }
    if let Some(input) = sign(evidence, operation, &Roles::of(evidence, operation)) {
        let message = format!(
            "has the parameter `{}`, but its successful responses are not of one type of JSON",
            input.name
        );
        diagnostics.add(&codes::MAYBE_PAGED, &operation.origin, message);
    }
}

/// The parameter that is the strongest sign of pages.
fn sign<'o>(evidence: &Evidence<'_, '_>, operation: &Operation, roles: &Roles<'o>) -> Option<Input<'o>> {
    let of = |fits: &dyn Fn(ParamRole, bool) -> bool| {
        let mut named = roles.named.iter();
        named.find(|input| evidence.role(input).is_some_and(|(role, is_sure)| fits(role, is_sure)))
    };
    let sure = of(&|role, is_sure| is_sure && role != ParamRole::Size);
    if operation.method != "GET" {
        let after = of(&|role, _| role == ParamRole::Cursor && roles.size().is_some_and(Input::is_in_body));
        return sure.or(after).cloned();
    }
    let size = of(&|role, is_sure| is_sure && role == ParamRole::Size);
    let weak = of(&|role, is_sure| !is_sure && role != ParamRole::Size && size.is_some());
    sure.or(weak).or(size).cloned()
}

/// What is missing beside a parameter.
fn missing(evidence: &Evidence<'_, '_>, operation: &Operation, candidate: &Candidate<'_>, sign: &Input<'_>) -> String {
    let roles = &candidate.roles;
    let fields = &candidate.page_fields;
    let role = evidence.role(sign).map(|(role, _)| role);
    if candidate.items(operation).is_none() {
        return "it is not clear which list has the items".to_owned();
    }
    let is_unknown = evidence.switch(roles, PageStyle::Cursor) == Switch::Unknown;
    let unknown = roles.switches.first().filter(|_| is_unknown && roles.cursor.is_some());
    if let Some((switch, _)) = unknown {
        return format!(
            "the value of `{}` that turns it on is not declared: set `style` in an override of `pages`, and the \
             parameter in each call",
            switch.name
        );
    }
    let has_next = !fields.token.is_empty() || !fields.address.is_empty();
    match role {
        Some(ParamRole::Size) if !fields.token.is_empty() => {
            format!("no parameter takes the next token at `{}`", fields.token)
        }
        Some(ParamRole::Size) => "there is no parameter and no URL for the next page".to_owned(),
        Some(ParamRole::Cursor) if !has_next => match evidence.other_than_id(sign, roles, &candidate.fields) {
            Some(other) if is_after(sign) => format!(
                "the response contains no next token, and the description names `{other}` and no id: set `style = \"cursor\"`, \
                 `parameter` and `last`, the pointer of that in an item, in an override of `pages`"
            ),
            _ => "the response contains no next token".to_owned(),
        },
        Some(ParamRole::Offset | ParamRole::Page) if !evidence.is_number(sign.ty) && !has_next => {
            "it is no number, and the response contains no next token for it".to_owned()
        }
        _ if operation.method != "GET" => {
            "it is not certain that the operation only reads, and may be repeated for each page".to_owned()
        }
        _ => "it is not certain what it counts or takes".to_owned(),
    }
}

/// What a response has about pages that no parameter uses.
fn without_parameter(operation: &Operation, candidate: &Candidate<'_>) -> Option<String> {
    let fields = &candidate.page_fields;
    candidate.items(operation)?;
    let found = [&fields.token, &fields.more].into_iter().find(|at| !at.is_empty())?;
    Some(format!(
        "the response has `{found}`, but no parameter leads to the next page"
    ))
}
