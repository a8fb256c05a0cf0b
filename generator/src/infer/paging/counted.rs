//! The number of the next page or item, where a response declares it: it is sent as it came, and nothing is counted.

use super::evidence::Evidence;
use super::inputs::Input;
use super::params::Roles;
use super::response::{ResponseFields, ScalarField};
use super::vocabulary::{self, ParamRole};
use crate::ir::PageStyle;

impl Evidence<'_, '_> {
    /// The member with the next number, and the parameter that takes it. `token`: a member whose name is that of a token.
    pub(super) fn next_number<'b, 'p>(
        &self,
        body: &'b ResponseFields,
        roles: &Roles<'p>,
        token: Option<&ScalarField>,
    ) -> Option<(&'b ScalarField, Input<'p>)> {
        let takes_token = roles.cursor.is_some() || !roles.token_takers.is_empty();
        let mut members = body.signs().filter(|scalar| self.is_token_value(scalar));
        let same_name = members.clone().find_map(|scalar| {
            let taker = roles
                .counted
                .iter()
                .find(|(input, _)| scalar.is_token_of(&input.word))?;
            Some((scalar, taker.0.clone()))
        });
        let found = same_name.or_else(|| {
            // With `page` and `offset`, it is not clear which of them `next` is for.
            let [(input, role)] = roles.counted.as_slice() else {
                return None;
            };
            let fits = |scalar: &&ScalarField| self.is_number(&scalar.ty) && is_next(&scalar.name, *role);
            members
                .find(|scalar| !takes_token && fits(scalar))
                .map(|scalar| (scalar, input.clone()))
        });
        found.filter(|(scalar, _)| !takes_token || token.is_none_or(|token| token.at == scalar.at))
    }
}

/// Whether a number of this name is that of the next page or item.
fn is_next(name: &str, role: ParamRole) -> bool {
    let rest = name.strip_prefix("next");
    rest.is_some_and(|rest| rest.is_empty() || vocabulary::parameter_role(rest).is_some_and(|(known, _)| known == role))
}

/// The style of a parameter that is counted where the response has no next number.
pub(super) fn style(role: Option<ParamRole>) -> PageStyle {
    match role {
        Some(ParamRole::Offset) => PageStyle::Offset,
        Some(ParamRole::Page) => PageStyle::Page,
        Some(ParamRole::Cursor | ParamRole::Size) | None => PageStyle::Cursor,
    }
}
