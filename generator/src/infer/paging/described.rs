//! Header fields that only the description of a parameter or an operation mentions.

use super::inputs::Input;
use super::params::Roles;
use crate::ir::Operation;

/// Whether a description has the pages in the header field `Link`.
pub(super) fn has_link(operation: &Operation, roles: &Roles<'_>) -> bool {
    let texts = roles.named.iter().map(|input| input.text);
    let others = operation.params.iter().map(|param| param.docs.text.as_str());
    let mut texts = texts.chain(others).chain([operation.docs.text.as_str()]);
    texts.any(mentions_link)
}

/// Whether a text mentions the header field `Link` together with pages.
fn mentions_link(text: &str) -> bool {
    if !has_link_word(text) {
        return false;
    }
    let words = words(text);
    let is_near = words.windows(2).any(|pair| {
        let [one, other] = pair else { return false };
        let is = |word: &str, kind: &str| word.trim_end_matches('s').eq_ignore_ascii_case(kind);
        (one.eq_ignore_ascii_case("link") && is(other, "header")) || (is(one, "header") && *other == "Link")
    });
    is_near && words.iter().any(|word| word.to_ascii_lowercase().starts_with("pag"))
}

/// Whether there is a `link` in a text, in any case.
fn has_link_word(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let [_, after @ ..] = rest {
        if matches!(rest, [b'l' | b'L', b'i' | b'I', b'n' | b'N', b'k' | b'K', ..]) {
            return true;
        }
        rest = after;
    }
    false
}

/// The header field that has the next token of a parameter, such as `X-Cursor-Next`.
pub(super) fn token(cursor: &Input<'_>) -> Option<String> {
    let words = words(cursor.text);
    let has_header = words.iter().any(|word| word.to_ascii_lowercase().starts_with("header"));
    // `next-page` is no name.
    let names = words
        .iter()
        .filter(|word| word.split('-').count() > 2 && word.split('-').all(|part| !part.is_empty()));
    let mut next = names.filter(|name| name.to_ascii_lowercase().split('-').any(|part| part == "next"));
    let found = next.next().filter(|_| has_header)?;
    Some((*found).to_owned())
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::mentions_link;

    #[test]
    fn the_field_link_is_recognized_in_texts() {
        for text in [
            "Use HTTP `Link` header for pagination.",
            "The paginated URLs are returned in the `Link` header when requesting the API.",
            "Refer to the `link` header for the next page.",
            "Pages: see the response header `Link`.",
        ] {
            assert!(mentions_link(text), "{text}");
        }
        for text in [
            "A link to the page.",
            "The Link header has the license.",
            "headers link pages",
        ] {
            assert!(!mentions_link(text), "{text}");
        }
    }
}
