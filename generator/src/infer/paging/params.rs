//! Which parameters page a list.

use super::evidence::Evidence;
use super::inputs::Input;
use super::vocabulary::{ParamRole, RANGE_ENDS, SwitchKind, parameter_role, switch_kind};
use crate::ir::{Operation, PageStyle};

/// The parameters that page a list, by role.
#[derive(Debug, Default)]
pub(super) struct Roles<'p> {
    pub offset: Option<Input<'p>>,
    pub page: Option<Input<'p>>,
    /// The parameters for the page size, those with an unambiguous name first.
    pub sizes: Vec<Input<'p>>,
    pub cursor: Option<Input<'p>>,
    /// Parameters that take a token if the response has one: `offset` as a text, a cursor that is a number.
    pub token_takers: Vec<Input<'p>>,
    /// Numbers that are counted up, unless the response declares the next one.
    pub counted: Vec<(Input<'p>, ParamRole)>,
    /// Parameters that turn a kind of paging on.
    pub switches: Vec<(Input<'p>, SwitchKind)>,
    /// Whatever has the name of such a parameter, for reports.
    pub named: Vec<Input<'p>>,
    /// The summary and the description of the operation.
    pub texts: [&'p str; 2],
}

impl<'p> Roles<'p> {
    pub(super) fn of(evidence: &'p Evidence<'_, '_>, operation: &'p Operation) -> Self {
        let inputs = evidence.inputs(operation);
        let is_range = inputs.iter().any(|input| RANGE_ENDS.contains(&input.word.as_str()));
        let are_texts = evidence.has_numbers_as_texts(&inputs);
        let all = |role: ParamRole| {
            let fits = |is_sure: bool| {
                inputs.iter().filter(move |input| {
                    evidence.role(input) == Some((role, is_sure)) && evidence.can_be(input, role, is_sure, are_texts)
                })
            };
            fits(true).chain(fits(false)).cloned().collect::<Vec<_>>()
        };
        let find = |role: ParamRole| all(role).into_iter().next();
        let sizes = all(ParamRole::Size);
        // `start` and `from` are more often times or bounds than offsets.
        let is_bound = |input: &Input<'_>| {
            evidence.role(input) == Some((ParamRole::Offset, false)) && (is_range || sizes.is_empty())
        };
        let counts = |input: &&Input<'_>| evidence.is_number(input.ty) && !is_bound(input) && !is_time(input);
        let counted = inputs.iter().filter(counts);
        Self {
            offset: find(ParamRole::Offset).filter(|input| !is_bound(input)),
            page: find(ParamRole::Page),
            cursor: find(ParamRole::Cursor),
            token_takers: inputs
                .iter()
                .filter(|input| evidence.may_take_token(input))
                .cloned()
                .collect(),
            counted: counted
                .filter_map(|input| match evidence.role(input) {
                    Some((role @ (ParamRole::Offset | ParamRole::Page), _)) => Some((input.clone(), role)),
                    _ => None,
                })
                .collect(),
            switches: inputs
                .iter()
                .filter_map(|input| Some((input.clone(), switch_kind(&input.word, evidence.is_flag(input))?)))
                .collect(),
            named: inputs
                .iter()
                .filter(|input| evidence.role(input).is_some() && !is_time(input))
                .cloned()
                .collect(),
            sizes,
            texts: [&operation.docs.title, &operation.docs.text],
        }
    }

    /// The parameter that is counted up or takes the token.
    pub(super) fn by_style(&self, style: PageStyle) -> Option<&Input<'p>> {
        match style {
            PageStyle::Offset => self.offset.as_ref(),
            PageStyle::Page => self.page.as_ref(),
            PageStyle::Cursor => self.cursor.as_ref(),
            PageStyle::Next => None,
        }
    }

    /// The parameter for the page size.
    pub(super) fn size(&self) -> Option<&Input<'p>> {
        self.sizes.first()
    }

    /// The role of a parameter that is a number and counts pages or items.
    pub(super) fn counts(&self, input: &Input<'_>) -> Option<ParamRole> {
        let found = self.counted.iter().find(|(counted, _)| counted.name == input.name);
        found.map(|(_, role)| *role)
    }
}

impl Evidence<'_, '_> {
    /// What a parameter is used for, and whether its name is unambiguous.
    pub(super) fn role(&self, input: &Input<'_>) -> Option<(ParamRole, bool)> {
        let found = parameter_role(&input.word)?;
        // A marker that is a number and described as an offset.
        let is_offset = found.0 == ParamRole::Cursor && self.is_number(input.ty) && input.mentions(&["offset"]);
        Some(if is_offset { (ParamRole::Offset, true) } else { found })
    }

    /// Whether a parameter takes a token if the response declares one for it.
    fn may_take_token(&self, input: &Input<'_>) -> bool {
        match self.role(input) {
            Some((ParamRole::Offset | ParamRole::Page, _)) => self.is_textual(input.ty),
            Some((ParamRole::Cursor, _)) => {
                self.is_token_type(input.ty, &input.word) || (self.is_number(input.ty) && !is_time(input))
            }
            Some((ParamRole::Size, _)) | None => false,
        }
    }

    /// Whether the document declares all its numbers as texts: both the size of a page and its number or offset.
    fn has_numbers_as_texts(&self, inputs: &[Input<'_>]) -> bool {
        let is_text = |input: &Input<'_>| self.is_textual(input.ty) && !input.mentions(&OF_TOKENS);
        let has = |fits: &dyn Fn(ParamRole) -> bool| {
            let mut texts = inputs.iter().filter(|input| is_text(input));
            texts.any(|input| self.role(input).is_some_and(|(role, _)| fits(role)))
        };
        has(&|role| role == ParamRole::Size) && has(&|role| matches!(role, ParamRole::Offset | ParamRole::Page))
    }

    /// Whether the type of a parameter fits its role.
    fn can_be(&self, input: &Input<'_>, role: ParamRole, is_sure: bool, are_texts: bool) -> bool {
        let is_number = self.is_number(input.ty);
        let is_text = self.is_textual(input.ty);
        // A text counts if its default is a number, or if every number is a text.
        let counts = || {
            is_number
                || (is_sure
                    && is_text
                    && !input.mentions(&OF_TOKENS)
                    && (are_texts || self.number_of(input, "default").is_some()))
        };
        match role {
            // A string may be a token; an offset that counts pages is not an offset, nor is one that is an id.
            ParamRole::Offset => counts() && !input.mentions(&OF_PAGES) && !input.mentions(&OF_VALUES),
            ParamRole::Page => counts(),
            ParamRole::Size => is_number || ((is_sure || are_texts) && is_text),
            // `after` may be a date without a format.
            ParamRole::Cursor => self.is_token_type(input.ty, &input.word) && !is_time(input),
        }
    }

    /// The number of the first page or item, if it is not the usual one: pages start at 1 and items at 0.
    pub(super) fn first(&self, input: &Input<'_>, role: ParamRole) -> Option<u64> {
        let first = self.first_number(input, role);
        (first != u64::from(role == ParamRole::Page)).then_some(first)
    }

    pub(super) fn first_number(&self, input: &Input<'_>, role: ParamRole) -> u64 {
        // `skipPages` counts the pages before.
        let usual = u64::from(role == ParamRole::Page && !input.word.contains("skip"));
        let default = self.number_of(input, "default").filter(|number| *number <= 1);
        let least = self.number_of(input, "minimum").filter(|number| *number <= 1);
        if input.mentions(&[
            "zero-based",
            "zero based",
            "0-based",
            "0 based",
            "zero-indexed",
            "0-indexed",
        ]) {
            0
        } else if input.mentions(&["one-based", "1-based", "1 based", "1-indexed", "one-indexed"]) {
            1
        } else if let Some(number) = default.or(least) {
            number
        } else if input.mentions(&[
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
/// An offset in values that the items have themselves.
const OF_VALUES: [&str; 5] = [
    "greater than the offset",
    "larger than the offset",
    "higher than the offset",
    "identifier of",
    "timestamp",
];
const OF_TOKENS: [&str; 3] = ["token", "cursor", "opaque"];
const OF_TIMES: [&str; 7] = [
    "date",
    "timestamp",
    "iso 8601",
    "iso8601",
    "rfc3339",
    "rfc 3339",
    "time ",
];

/// Whether a parameter is described as a time.
fn is_time(input: &Input<'_>) -> bool {
    let is_paging = || {
        ["cursor", "token"].iter().any(|word| input.word.contains(word))
            || matches!(
                parameter_role(&input.word),
                Some((ParamRole::Size | ParamRole::Page, _))
            )
    };
    input.mentions(&OF_TIMES) && !is_paging()
}

/// Whether the name of a parameter is unambiguous.
pub(super) fn is_sure(input: &Input<'_>) -> bool {
    parameter_role(&input.word).is_some_and(|(_, is_sure)| is_sure)
}
