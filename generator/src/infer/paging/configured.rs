//! Paging that the configuration sets for one operation.

use std::fmt;

use super::candidate::Candidate;
use super::evidence::Evidence;
use super::inputs::is_pointer;
use super::progression::Progression;
use crate::config::{Pages, PagesStyle};
use crate::diag::{Diagnostics, codes};
use crate::ir::{Operation, PageStyle, Paging, ParamLocation};

/// Why an override of `pages` cannot be used.
#[derive(Debug)]
enum PagesError {
    NotOneJsonType,
    NoList { pointer: String },
    ItemsUnclear,
    NextTokenMissing,
    NextAddressMissing,
    StyleUnclear,
    ParameterMissing,
    UndeclaredParameter { name: String },
    UndeclaredMember { pointer: String },
}

impl fmt::Display for PagesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOneJsonType => f.write_str("the operation does not return one type of JSON"),
            Self::NoList { pointer } => write!(f, "there is no list at `{pointer}` in the response"),
            Self::ItemsUnclear => f.write_str("it is not clear which list has the items; set `items = \"/...\"`"),
            Self::NextTokenMissing => f.write_str("the pointer to the next token is missing; set `next = \"/...\"`"),
            Self::NextAddressMissing => {
                f.write_str("the pointer to the next address is missing; set `next = \"/...\"`, or `next = \"Link\"`")
            }
            Self::StyleUnclear => f.write_str("nothing can be inferred here; set `style` too"),
            Self::ParameterMissing => f.write_str("the parameter is missing; set `parameter = \"...\"`"),
            Self::UndeclaredMember { pointer } => write!(f, "the JSON body of the operation has no member `{pointer}`"),
            Self::UndeclaredParameter { name } => write!(f, "the operation has no query parameter `{name}`"),
        }
    }
}

/// The paging of the configuration, completed by what can be inferred.
pub(super) fn paging(
    evidence: &Evidence<'_>,
    operation: &Operation,
    chosen: &Pages,
    diagnostics: &mut Diagnostics,
) -> Option<Paging> {
    if chosen.style == Some(PagesStyle::None) {
        return None;
    }
    match completed(evidence, operation, chosen) {
        Ok(paging) => Some(paging),
        Err(problem) => {
            let message = format!("the override of `pages`: {problem}");
            diagnostics.add(&codes::CONFIG, &operation.origin, message);
            None
        }
    }
}

fn completed(evidence: &Evidence<'_>, operation: &Operation, chosen: &Pages) -> Result<Paging, PagesError> {
    let candidate = evidence
        .candidate(operation, chosen.link)
        .ok_or(PagesError::NotOneJsonType)?;
    let progression = progression(evidence, operation, &candidate, chosen)?;
    let items = match &chosen.items {
        Some(pointer) => evidence
            .list_at(candidate.ty, pointer)
            .ok_or_else(|| PagesError::NoList {
                pointer: pointer.clone(),
            })?,
        None => candidate.items(operation).cloned().ok_or(PagesError::ItemsUnclear)?,
    };
    let mut paging = evidence.paging(&candidate, progression, items);
    if let Some(size) = &chosen.size {
        paging.size = declared(evidence, operation, size)?;
    }
    let pointers = [
        (&mut paging.next, &chosen.next),
        (&mut paging.last, &chosen.last),
        (&mut paging.more, &chosen.more),
        (&mut paging.done, &chosen.done),
        (&mut paging.total, &chosen.total),
        (&mut paging.page_count, &chosen.page_count),
    ];
    for (pointer, chosen) in pointers {
        if let Some(chosen) = chosen {
            pointer.clone_from(chosen);
        }
    }
    paging.first = chosen.first.or(paging.first);
    paging.default_size = chosen.default_size.or(paging.default_size);
    paging.max_size = chosen.max_size.or(paging.max_size);
    match paging.style {
        PageStyle::Cursor if paging.next.is_empty() && paging.last.is_empty() => Err(PagesError::NextTokenMissing),
        PageStyle::Next if paging.next.is_empty() => Err(PagesError::NextAddressMissing),
        _ => Ok(paging),
    }
}

fn progression(
    evidence: &Evidence<'_>,
    operation: &Operation,
    candidate: &Candidate<'_>,
    chosen: &Pages,
) -> Result<Progression, PagesError> {
    let wanted = match chosen.style {
        Some(PagesStyle::Offset) => Some(PageStyle::Offset),
        Some(PagesStyle::Page) => Some(PageStyle::Page),
        Some(PagesStyle::Cursor) => Some(PageStyle::Cursor),
        Some(PagesStyle::Next) => Some(PageStyle::Next),
        Some(PagesStyle::None) | None => None,
    };
    let inferred = evidence.progression(&candidate.roles, &candidate.page_fields, &candidate.fields, wanted);
    let mut progression = match (inferred, wanted) {
        (Some(progression), _) => progression,
        (None, Some(style)) => Progression {
            style,
            parameter: candidate
                .roles
                .by_style(style)
                .map(|input| input.name.clone())
                .unwrap_or_default(),
            first: None,
            next: String::new(),
            last: String::new(),
            switch: evidence.switch(&candidate.roles, style).set(),
        },
        (None, None) => return Err(PagesError::StyleUnclear),
    };
    if let Some(parameter) = &chosen.parameter {
        if progression.parameter != *parameter {
            progression.first = None;
        }
        progression.parameter = declared(evidence, operation, parameter)?;
    }
    if progression.parameter.is_empty() && progression.style != PageStyle::Next {
        return Err(PagesError::ParameterMissing);
    }
    Ok(progression)
}

/// The name, if the operation declares a query parameter with it, or a member of its body at this JSON pointer.
fn declared(evidence: &Evidence<'_>, operation: &Operation, name: &str) -> Result<String, PagesError> {
    if is_pointer(name) {
        return if evidence.has_body_member(operation, name) {
            Ok(name.to_owned())
        } else {
            Err(PagesError::UndeclaredMember {
                pointer: name.to_owned(),
            })
        };
    }
    let mut params = operation.params.iter();
    let is_declared = params.any(|param| param.location == ParamLocation::Query && param.name == name);
    if is_declared {
        Ok(name.to_owned())
    } else {
        Err(PagesError::UndeclaredParameter { name: name.to_owned() })
    }
}
