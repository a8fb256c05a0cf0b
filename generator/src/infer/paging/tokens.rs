//! The member of a response that is the next token, and the parameter that takes it.

use super::evidence::Evidence;
use super::inputs::Input;
use super::params::{Roles, is_sure};
use super::response::{ResponseFields, ScalarField};
use super::vocabulary;

impl Evidence<'_, '_> {
    /// The pointer of the next token. The parameter that takes it is the one that has a part of its name, if there is one.
    pub(super) fn token(&self, body: &ResponseFields, roles: &mut Roles<'_>) -> String {
        let named = body.signs().find(|scalar| self.is_token(scalar));
        if let Some((number, taker)) = self.next_number(body, roles, named) {
            let at = number.at.clone();
            roles.cursor = Some(taker);
            return at;
        }
        let token = named
            .or_else(|| self.token_by_parameter(body, roles))
            .or_else(|| self.token_for_cursor(body, roles))
            .or_else(|| self.repeated_token(body, roles));
        let Some(token) = token else {
            return String::new();
        };
        let taker = roles.token_takers.iter().find(|taker| token.is_token_of(&taker.word));
        let other = || roles.token_takers.iter().find(|taker| is_sure(taker));
        // A number for the only parameter that takes one: `next_cursor` for `after`.
        let number = || match roles.token_takers.as_slice() {
            [only] if self.is_number(&token.ty) && self.is_number(only.ty) => Some(only),
            _ => None,
        };
        let taker = taker.or(roles.cursor.as_ref());
        let taker = taker.or_else(|| other().or_else(number)).cloned();
        roles.cursor = taker;
        token.at.clone()
    }

    /// A member that has the name of a parameter after `next`.
    fn token_by_parameter<'b>(&self, body: &'b ResponseFields, roles: &Roles<'_>) -> Option<&'b ScalarField> {
        let is_related = |scalar: &&ScalarField| {
            let mut takers = roles.token_takers.iter();
            self.is_token_value(scalar) && takers.any(|taker| scalar.is_token_of(&taker.word))
        };
        body.signs().find(is_related)
    }

    /// A member such as `next`, which is a token only beside a parameter that takes one.
    fn token_for_cursor<'b>(&self, body: &'b ResponseFields, roles: &Roles<'_>) -> Option<&'b ScalarField> {
        let cursor = roles.cursor.as_ref();
        let has_taker = cursor.is_some() || roles.token_takers.iter().any(is_sure);
        // `token` beside page numbers may be a credential.
        let is_other = (roles.page.is_some() || roles.offset.is_some()) && !cursor.is_some_and(is_sure);
        if !has_taker || is_other {
            return None;
        }
        let may = |scalar: &&ScalarField| {
            let is_last = scalar.name == "lastid";
            self.is_token_value(scalar)
                && vocabulary::TOKENS_FOR_CURSOR.contains(&scalar.name.as_str())
                && (!is_last || cursor.is_some_and(is_after))
        };
        body.signs().find(may)
    }

    /// A member with the name of the parameter itself. It may be the token of the request, so that its description must
    /// not call it that.
    fn repeated_token<'b>(&self, body: &'b ResponseFields, roles: &Roles<'_>) -> Option<&'b ScalarField> {
        const OF_REQUEST: [&str; 6] = [
            "current",
            "this request",
            "of the request",
            "as specified",
            "reserved",
            "previous page",
        ];
        let names = roles.token_takers.iter().map(|taker| taker.word.as_str());
        let names: Vec<&str> = names.filter(|word| vocabulary::REPEATED.contains(word)).collect();
        let is_repeated = |scalar: &&ScalarField| {
            names.contains(&scalar.name.as_str())
                && scalar.is_of_pages()
                && self.is_token_value(scalar)
                && !self.is_described_as(&scalar.origin, &OF_REQUEST)
        };
        body.signs().find(is_repeated)
    }

    /// Whether a member may be a token by its type.
    pub(super) fn is_token_value(&self, scalar: &ScalarField) -> bool {
        (self.is_token_type(&scalar.ty, &scalar.name) || self.is_number(&scalar.ty)) && !self.is_address(scalar)
    }

    fn is_token(&self, scalar: &ScalarField) -> bool {
        let is_pair = vocabulary::TOKENS_IN.contains(&(scalar.parent.as_str(), scalar.name.as_str()));
        let is_described = || {
            vocabulary::TOKENS_IF_DESCRIBED.contains(&scalar.name.as_str())
                && self.is_described_as(
                    &scalar.origin,
                    &["next", "subsequent", "following page", "more results", "continue"],
                )
        };
        self.is_token_value(scalar) && (vocabulary::TOKENS.contains(&scalar.name.as_str()) || is_pair || is_described())
    }

    /// Whether a member is the address of the next page, and not a token.
    pub(super) fn is_address(&self, scalar: &ScalarField) -> bool {
        let is_next =
            matches!(scalar.name.as_str(), "next" | "nextpage") || (scalar.name == "href" && scalar.parent == "next");
        let is_link = || {
            matches!(scalar.parent.as_str(), "links" | "link")
                || scalar.name == "href"
                || self.format_of(&scalar.origin).starts_with("uri")
                || self.format_of(&scalar.origin) == "url"
                || self.is_described_as(&scalar.origin, &["url", "uri", "link", "http"])
        };
        is_next && self.is_textual(&scalar.ty) && is_link()
    }
}

/// Whether a parameter takes the id of the last item.
pub(super) fn is_after(input: &Input<'_>) -> bool {
    matches!(
        input.word.as_str(),
        "startingafter" | "startafter" | "after" | "afterid"
    )
}
