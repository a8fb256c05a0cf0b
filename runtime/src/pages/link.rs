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
    let mut quoted = false;
    let end = text.find(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    let (parameters, after) = match end {
        Some(end) => (text.get(..end)?, text.get(end + 1..)?),
        None => (text, ""),
    };
    Some((target.trim(), parameters, after))
}

/// Whether the relations of a link have `next` among them.
fn is_next(parameters: &str) -> bool {
    parameters.split(';').any(|parameter| {
        let Some((name, value)) = parameter.split_once('=') else {
            return false;
        };
        let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
        name.trim().eq_ignore_ascii_case("rel") && relations.any(|one| one.eq_ignore_ascii_case("next"))
    })
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
}
