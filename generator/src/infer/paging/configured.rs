//! Paging that the configuration sets for one operation.

use std::fmt;

use super::candidate::Candidate;
use super::evidence::Evidence;
use super::inputs::is_pointer;
use super::progression::Progression;
use crate::config::{Pages, PagesStyle};
use crate::diag::{Diagnostics, codes};
use crate::ir::{Operation, PageStyle, Paging, ParamLocation, Type};
use crate::media::is_token;
use crate::pointer::escape;
use crate::text::suggestion;

/// Why an override of `pages` cannot be used.
#[derive(Debug)]
enum PagesError {
    NotOneJsonType,
    NoList {
        pointer: String,
        similar: String,
    },
    ItemsUnclear,
    NextTokenMissing,
    NextAddressMissing,
    StyleUnclear,
    ParameterMissing,
    UndeclaredParameter {
        name: String,
        similar: String,
    },
    UndeclaredMember {
        pointer: String,
    },
    NoMember {
        key: &'static str,
        pointer: String,
        similar: String,
    },
    NoItemMember {
        pointer: String,
        similar: String,
    },
    NotAHeader {
        key: &'static str,
        name: String,
        similar: String,
    },
}

impl fmt::Display for PagesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOneJsonType => f.write_str("the operation does not return one type of JSON"),
            Self::NoList { pointer, similar } => write!(f, "there is no list at `{pointer}` in the response{similar}"),
            Self::ItemsUnclear => f.write_str("it is not clear which list has the items; set `items = \"/...\"`"),
            Self::NextTokenMissing => f.write_str("the pointer to the next token is missing; set `next = \"/...\"`"),
            Self::NextAddressMissing => {
                f.write_str("the pointer to the next address is missing; set `next = \"/...\"`, or `next = \"Link\"`")
            }
            Self::StyleUnclear => f.write_str("nothing can be inferred here; set `style` too"),
            Self::ParameterMissing => f.write_str("the parameter is missing; set `parameter = \"...\"`"),
            Self::UndeclaredMember { pointer } => write!(f, "the JSON body of the operation has no member `{pointer}`"),
            Self::UndeclaredParameter { name, similar } => {
                write!(f, "the operation has no query parameter `{name}`{similar}")
            }
            Self::NoMember { key, pointer, similar } => {
                write!(f, "`{key}`: the response has no member `{pointer}`{similar}")
            }
            Self::NoItemMember { pointer, similar } => {
                write!(f, "`last`: the items have no member `{pointer}`{similar}")
            }
            Self::NotAHeader { key, name, similar } => write!(
                f,
                "`{key}`: `{name}` is not the name of a header field, and a JSON pointer begins with a slash{similar}"
            ),
        }
    }
}

/// The paging of the configuration, completed by what can be inferred.
pub(super) fn paging(
    evidence: &Evidence<'_, '_>,
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

fn completed(evidence: &Evidence<'_, '_>, operation: &Operation, chosen: &Pages) -> Result<Paging, PagesError> {
    let candidate = evidence
        .candidate(operation, chosen.link)
        .ok_or(PagesError::NotOneJsonType)?;
    let progression = progression(evidence, operation, &candidate, chosen)?;
    let items = match &chosen.items {
        Some(pointer) => evidence
            .list_at(candidate.ty, pointer)
            .ok_or_else(|| PagesError::NoList {
                pointer: pointer.clone(),
                similar: suggestion(pointer, candidate.fields.lists.iter().map(|list| list.at.as_str())),
            })?,
        None => candidate.items(operation).cloned().ok_or(PagesError::ItemsUnclear)?,
    };
    check_pointers(evidence, operation, &candidate, &items.item, chosen)?;
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

/// Whether the response and its items have the members that are named, and whether other names can be those of header fields.
fn check_pointers(
    evidence: &Evidence<'_, '_>,
    operation: &Operation,
    candidate: &Candidate<'_>,
    item: &Type,
    chosen: &Pages,
) -> Result<(), PagesError> {
    let known = || candidate.fields.scalars.iter().map(|scalar| scalar.at.as_str());
    let of_response = [
        ("next", &chosen.next),
        ("more", &chosen.more),
        ("done", &chosen.done),
        ("total", &chosen.total),
        ("page-count", &chosen.page_count),
    ];
    for (key, name) in of_response
        .into_iter()
        .filter_map(|(key, name)| Some((key, name.as_deref()?)))
    {
        if is_pointer(name) {
            if !evidence.has_member(candidate.ty, name) {
                let (pointer, similar) = (name.to_owned(), suggestion(name, known()));
                return Err(PagesError::NoMember { key, pointer, similar });
            }
            continue;
        }
        // A name without a slash is often that of a member.
        let pointer = format!("/{name}");
        let is_member = known().any(|known| known == pointer) && !declares_header(operation, name);
        if !is_token(name) || is_member {
            let similar = suggestion(&pointer.replace('.', "/"), known());
            return Err(PagesError::NotAHeader {
                key,
                name: name.to_owned(),
                similar,
            });
        }
    }
    match chosen
        .last
        .as_deref()
        .filter(|pointer| !evidence.has_member(item, pointer))
    {
        None => Ok(()),
        Some(pointer) => {
            let members = evidence.object(item).into_iter().flat_map(|object| &object.fields);
            let members: Vec<String> = members.map(|field| format!("/{}", escape(&field.wire))).collect();
            Err(PagesError::NoItemMember {
                pointer: pointer.to_owned(),
                similar: suggestion(pointer, members.iter().map(String::as_str)),
            })
        }
    }
}

fn declares_header(operation: &Operation, name: &str) -> bool {
    let mut headers = operation.success.rows.iter().flat_map(|row| &row.headers);
    headers.any(|header| header.name.eq_ignore_ascii_case(name))
}

fn progression(
    evidence: &Evidence<'_, '_>,
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
fn declared(evidence: &Evidence<'_, '_>, operation: &Operation, name: &str) -> Result<String, PagesError> {
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
        let query = operation
            .params
            .iter()
            .filter(|param| param.location == ParamLocation::Query);
        Err(PagesError::UndeclaredParameter {
            name: name.to_owned(),
            similar: suggestion(name, query.map(|param| param.name.as_str())),
        })
    }
}
