//! Decisions of the configuration about one operation.

use super::Known;
use super::infer::Way;
use crate::config::{Pages, PagesStyle};
use crate::diag::codes;
use crate::ir::{Location, Operation, PageStyle, Paging};
use crate::lower::Lower;

impl Lower<'_, '_> {
    /// What the configuration says, completed by what can be inferred.
    pub(super) fn by_configuration(&mut self, operation: &Operation, chosen: &Pages) -> Option<Paging> {
        if chosen.style == Some(PagesStyle::None) {
            return None;
        }
        match self.completed(operation, chosen) {
            Ok(paging) => Some(paging),
            Err(problem) => {
                let message = format!("the override of `pages`: {problem}");
                self.say(&codes::CONFIG, &operation.origin, message);
                None
            }
        }
    }

    fn completed(&self, operation: &Operation, chosen: &Pages) -> Result<Paging, String> {
        let known = self
            .known(operation)
            .ok_or("the operation does not answer with one kind of JSON")?;
        let way = self.chosen_way(operation, &known, chosen)?;
        let items = match &chosen.items {
            Some(pointer) => self
                .list_at(known.ty, pointer)
                .ok_or_else(|| format!("there is no list at `{pointer}` in the answer"))?,
            None => known
                .items(operation)
                .cloned()
                .ok_or("which list has the items is not clear; name it: `items = \"/...\"`")?,
        };
        let mut paging = self.paging(&known, way, items);
        if let Some(size) = &chosen.size {
            paging.size = declared(operation, size)?;
        }
        let places = [
            (&mut paging.next, &chosen.next),
            (&mut paging.last, &chosen.last),
            (&mut paging.more, &chosen.more),
            (&mut paging.total, &chosen.total),
            (&mut paging.page_count, &chosen.page_count),
        ];
        for (place, chosen) in places {
            if let Some(chosen) = chosen {
                place.clone_from(chosen);
            }
        }
        paging.first = chosen.first.or(paging.first);
        paging.default_size = chosen.default_size.or(paging.default_size);
        paging.max_size = chosen.max_size.or(paging.max_size);
        match paging.style {
            PageStyle::Cursor if paging.next.is_empty() && paging.last.is_empty() => {
                Err("where the next token is has to be told: `next = \"/...\"`".to_owned())
            }
            PageStyle::Next if paging.next.is_empty() => {
                Err("where the next address is has to be told: `next = \"/...\"`, or `next = \"Link\"`".to_owned())
            }
            _ => Ok(paging),
        }
    }

    fn chosen_way(&self, operation: &Operation, known: &Known<'_>, chosen: &Pages) -> Result<Way, String> {
        let wanted = match chosen.style {
            Some(PagesStyle::Offset) => Some(PageStyle::Offset),
            Some(PagesStyle::Page) => Some(PageStyle::Page),
            Some(PagesStyle::Cursor) => Some(PageStyle::Cursor),
            Some(PagesStyle::Next) => Some(PageStyle::Next),
            Some(PagesStyle::None) | None => None,
        };
        let mut way = match (self.way(&known.roles, &known.marks, &known.body, wanted), wanted) {
            (Some(way), _) => way,
            (None, Some(style)) => Way {
                style,
                parameter: known
                    .roles
                    .by_style(style)
                    .map(|param| param.name.clone())
                    .unwrap_or_default(),
                first: None,
                next: String::new(),
                last: String::new(),
            },
            (None, None) => return Err("nothing can be inferred here; say `style` too".to_owned()),
        };
        if let Some(parameter) = &chosen.parameter {
            if way.parameter != *parameter {
                way.first = None;
            }
            way.parameter = declared(operation, parameter)?;
        }
        if way.parameter.is_empty() && way.style != PageStyle::Next {
            return Err("which parameter is meant has to be told: `parameter = \"...\"`".to_owned());
        }
        Ok(way)
    }
}

/// The name of a query parameter that the operation has.
fn declared(operation: &Operation, name: &str) -> Result<String, String> {
    let mut params = operation.params.iter();
    let is_declared = params.any(|param| param.location == Location::Query && param.name == name);
    if is_declared {
        Ok(name.to_owned())
    } else {
        Err(format!("the operation has no query parameter `{name}`"))
    }
}
