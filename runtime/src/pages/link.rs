//! The header `Link` (RFC 8288), as far as it leads to the next page.

use http::HeaderMap;
use http::header::LINK;

/// What the `Link` headers declare about the next page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NextLink {
    /// There is no such header.
    Unknown,
    /// There are links, but none to a next page.
    Nothing,
    /// The URL, as written.
    To(String),
}

pub(crate) fn next(headers: &HeaderMap) -> NextLink {
    let mut found = NextLink::Unknown;
    for value in headers.get_all(LINK) {
        let Ok(mut rest) = std::str::from_utf8(value.as_bytes()) else {
            continue;
        };
        if found == NextLink::Unknown {
            found = NextLink::Nothing;
        }
        while let Some((target, parameters, after)) = link(rest) {
            if is_next(parameters) {
                return NextLink::To(target.to_owned());
            }
            rest = after;
        }
    }
    found
}

/// The first link: its target, its parameters, and what follows it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (_, text) = text.split_once('<')?;
    let (target, text) = text.split_once('>')?;
    let (parameters, after) = cut(text, ',');
    Some((target.trim(), parameters, after))
}

/// What is before and after the first separator that is not part of a quoted text.
fn cut(text: &str, separator: char) -> (&str, &str) {
    let (mut quoted, mut escaped) = (false, false);
    let end = text.find(|c| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        escaped = quoted && c == '\\';
        quoted ^= c == '"';
        c == separator && !quoted
    });
    end.and_then(|end| Some((text.get(..end)?, text.get(end + 1..)?)))
        .unwrap_or((text, ""))
}

/// Whether the relations of a link have `next` among them. Only the first `rel` counts.
fn is_next(parameters: &str) -> bool {
    let mut rest = parameters;
    while !rest.is_empty() {
        let (parameter, after) = cut(rest, ';');
        rest = after;
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("rel") {
            let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
            return relations.any(|one| one.eq_ignore_ascii_case("next"));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{NextLink, next};
    use http::{HeaderMap, HeaderValue};

    fn of(values: &[&'static str]) -> NextLink {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("link", HeaderValue::from_static(value));
        }
        next(&headers)
    }

    #[test]
    fn the_next_page_is_found_among_several_links() {
        let to = |text: &str| NextLink::To(text.to_owned());
        assert_eq!(of(&[]), NextLink::Unknown);
        assert_eq!(of(&["<https://a/x?page=1>; rel=\"first\""]), NextLink::Nothing);
        assert_eq!(
            of(&["<https://a/x?page=1>; rel=\"prev\", <https://a/x?ids=1,2&page=3>; rel=\"next\""]),
            to("https://a/x?ids=1,2&page=3")
        );
        assert_eq!(of(&["</1>; rel=first", "</2> ; title=\"a, b\"; REL=Next"]), to("/2"));
        assert_eq!(of(&["</2>; rel=\"last next\""]), to("/2"));
        assert_eq!(of(&["nonsense <", "</2>; rel"]), NextLink::Nothing);
    }

    #[test]
    fn texts_of_other_parameters_are_no_relations() {
        let to = |text: &str| NextLink::To(text.to_owned());
        assert_eq!(of(&["</2>; title=\"a; rel=next\""]), NextLink::Nothing);
        assert_eq!(
            of(&["</2>; title=\"a\\\"; rel=next, </3>; rel=next\""]),
            NextLink::Nothing
        );
        assert_eq!(
            of(&["</1>; title=\"<x>; \\\"rel=next\\\", b\"; rel=prev, </2>; title=\"\\\\\"; rel=next"]),
            to("/2")
        );
        // RFC 8288, section 3.3: others after the first one are ignored.
        assert_eq!(of(&["</2>; rel=prev; rel=next"]), NextLink::Nothing);
    }
}
