//! Which query parameters page a list.

use super::evidence::Evidence;
use super::vocabulary::{ParamRole, RANGE_ENDS, SwitchKind, normalized, parameter_role, switch_kind};
use crate::ir::{Operation, PageStyle, Param, ParamLocation, ParamStyle};

/// The parameters that page a list, by role.
#[derive(Debug, Default)]
pub(super) struct Roles<'p> {
    pub offset: Option<&'p Param>,
    pub page: Option<&'p Param>,
    pub size: Option<&'p Param>,
    pub cursor: Option<&'p Param>,
    /// Parameters that take a token if the response has one: `offset` as a text, a cursor that is a number.
    pub token_takers: Vec<&'p Param>,
    /// Numbers that are counted up, unless the response declares the next one.
    pub counted: Vec<(&'p Param, ParamRole)>,
    /// Parameters that turn a kind of paging on.
    pub switches: Vec<(&'p Param, SwitchKind)>,
}

impl<'p> Roles<'p> {
    pub(super) fn of(evidence: &Evidence<'_>, operation: &'p Operation) -> Self {
        let plain: Vec<(&Param, String)> = operation
            .params
            .iter()
            .filter(|param| param.location == ParamLocation::Query && param.style == ParamStyle::Default)
            .map(|param| (param, normalized(&param.name)))
            .collect();
        let is_range = plain.iter().any(|(_, word)| RANGE_ENDS.contains(&word.as_str()));
        let find = |role: ParamRole| {
            let fits = |is_sure: bool| {
                plain.iter().find(|(param, word)| {
                    parameter_role(word) == Some((role, is_sure)) && evidence.can_be(param, role, is_sure)
                })
            };
            fits(true)
                .or_else(|| fits(false))
                .map(|(param, word)| (*param, word.as_str()))
        };
        let mut roles = Self {
            offset: find(ParamRole::Offset).map(|(param, _)| param),
            page: find(ParamRole::Page).map(|(param, _)| param),
            size: find(ParamRole::Size).map(|(param, _)| param),
            cursor: find(ParamRole::Cursor).map(|(param, _)| param),
            token_takers: Vec::new(),
            counted: Vec::new(),
            switches: Vec::new(),
        };
        roles.switches = plain
            .iter()
            .filter_map(|(param, word)| Some((*param, switch_kind(word, evidence.is_flag(param))?)))
            .collect();
        roles.token_takers = plain
            .iter()
            .filter(|(param, word)| evidence.may_take_token(param, word))
            .map(|(param, _)| *param)
            .collect();
        roles.counted = plain
            .iter()
            .filter(|(param, _)| evidence.is_number(&param.ty))
            .filter_map(|(param, word)| match parameter_role(word) {
                Some((role @ (ParamRole::Offset | ParamRole::Page), _)) => Some((*param, role)),
                _ => None,
            })
            .collect();
        // `start` and `from` are more often times or bounds than offsets.
        if let Some((_, word)) = find(ParamRole::Offset)
            && parameter_role(word) == Some((ParamRole::Offset, false))
            && (is_range || roles.size.is_none())
        {
            roles.offset = None;
        }
        roles
    }

    /// The parameter that is counted up or takes the token.
    pub(super) fn by_style(&self, style: PageStyle) -> Option<&'p Param> {
        match style {
            PageStyle::Offset => self.offset,
            PageStyle::Page => self.page,
            PageStyle::Cursor => self.cursor,
            PageStyle::Next => None,
        }
    }
}

impl Roles<'_> {
    /// The role of a parameter that is a number and counts pages or items.
    pub(super) fn counts(&self, param: &Param) -> Option<ParamRole> {
        let found = self.counted.iter().find(|(counted, _)| counted.name == param.name);
        found.map(|(_, role)| *role)
    }
}

impl Evidence<'_> {
    /// Whether a parameter takes a token if the response declares one for it.
    fn may_take_token(&self, param: &Param, word: &str) -> bool {
        match parameter_role(word) {
            Some((ParamRole::Offset | ParamRole::Page, _)) => self.is_textual(&param.ty),
            Some((ParamRole::Cursor, _)) => self.is_textual(&param.ty) || self.is_number(&param.ty),
            Some((ParamRole::Size, _)) | None => false,
        }
    }

    /// Whether the type of a parameter fits its role.
    fn can_be(&self, param: &Param, role: ParamRole, is_sure: bool) -> bool {
        let is_number = self.is_number(&param.ty);
        match role {
            // A string may be a token; an offset that counts pages is not an offset.
            ParamRole::Offset => is_number && !mentions(param, &OF_PAGES),
            ParamRole::Page => is_number,
            ParamRole::Size => is_number || (is_sure && self.is_textual(&param.ty)),
            // `after` may be a date without a format.
            ParamRole::Cursor => self.is_textual(&param.ty) && !mentions(param, &OF_TIMES),
        }
    }

    /// The number of the first page or item, if it is not the usual one: pages start at 1 and items at 0.
    pub(super) fn first(&self, param: &Param, role: ParamRole) -> Option<u64> {
        let first = self.first_number(param, role);
        (first != u64::from(role == ParamRole::Page)).then_some(first)
    }

    pub(super) fn first_number(&self, param: &Param, role: ParamRole) -> u64 {
        let usual = u64::from(role == ParamRole::Page);
        let is_described = |words: &[&str]| mentions(param, words);
        let default = self.param_number(param, "default").filter(|number| *number <= 1);
        let least = self.param_number(param, "minimum").filter(|number| *number <= 1);
        if is_described(&[
            "zero-based",
            "zero based",
            "0-based",
            "0 based",
            "zero-indexed",
            "0-indexed",
        ]) {
            0
        } else if is_described(&["one-based", "1-based", "1 based", "1-indexed", "one-indexed"]) {
            1
        } else if let Some(number) = default.or(least) {
            number
        } else if is_described(&[
            "starts at 0",
            "starting at 0",
            "starting from 0",
            "start from 0",
            "starts from 0",
        ]) {
            0
        } else {
            usual
        }
    }
}

const OF_PAGES: [&str; 4] = ["page number", "number of pages", "pages to skip", "page index"];
const OF_TIMES: [&str; 7] = [
    "date",
    "timestamp",
    "iso 8601",
    "iso8601",
    "rfc3339",
    "rfc 3339",
    "time ",
];

/// Whether the description of a parameter contains one of these phrases.
fn mentions(param: &Param, words: &[&str]) -> bool {
    let text = param.docs.text.to_ascii_lowercase();
    words.iter().any(|word| text.contains(word))
}
