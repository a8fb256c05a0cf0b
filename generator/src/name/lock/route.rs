//! The path and the method of an operation without what does not distinguish routes: the names of path parameters, a slash
//! at the end, upper and lower case, and the characters between words.

use crate::pointer::Pointer;

/// The path and the method of an operation, and the names of its path parameters.
pub(super) struct Route {
    /// In lower case, without the names, a slash at the end, and `-` and `_` between letters: `/userpets/{}`.
    pub(super) shape: (String, String),
    /// The path with its words as they are written: `/user-Pets/{}`.
    pub(super) written: String,
    pub(super) names: Vec<String>,
}

impl Route {
    /// `None` if this is not the key of an operation.
    pub(super) fn of(key: &str) -> Option<Self> {
        let segments = Pointer::parse(key).segments();
        let [paths, path, method] = segments.as_slice() else {
            return None;
        };
        if paths != "paths" {
            return None;
        }
        let (mut written, mut names) = (String::new(), Vec::new());
        let mut rest = path.as_str();
        while let Some((text, (name, after))) = rest
            .split_once('{')
            .and_then(|(text, tail)| Some((text, tail.split_once('}')?)))
        {
            written.push_str(text);
            written.push_str("{}");
            names.push(name.to_owned());
            rest = after;
        }
        written.push_str(rest);
        if written.len() > 1 && written.ends_with('/') {
            written.pop();
        }
        Some(Self {
            shape: (without_spelling(&written), method.clone()),
            written,
            names,
        })
    }
}

/// A path in lower case, without `-` and `_` between letters: those between digits and at the start of a word have a meaning.
fn without_spelling(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut before = '/';
    let mut rest = path.chars().peekable();
    while let Some(c) = rest.next() {
        let is_between = before.is_alphabetic() && rest.peek().is_some_and(|next| next.is_alphabetic());
        if !(matches!(c, '-' | '_') && is_between) {
            out.extend(c.to_lowercase());
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn routes_without_the_names_of_parameters() {
        let route = |key: &str| Route::of(key).map(|route| (route.shape.0, route.names.join(" ")));
        let of = |shape: &str, names: &str| Some((shape.to_owned(), names.to_owned()));
        assert_eq!(route("#/paths/~1a~1{b}~1c.{d}/get"), of("/a/{}/c.{}", "b d"));
        assert_eq!(route("#/paths/~1a~1{b/get"), of("/a/{b", ""));
        assert_eq!(route("#/paths/~1a~1{b}~1/get"), of("/a/{}", "b"));
        assert_eq!(route("#/paths/~1/get"), of("/", ""));
        assert_eq!(route("#/paths/~1User-Pets~1{petId}/get"), of("/userpets/{}", "petId"));
        assert_eq!(route("#/paths/~1user_pets~1-/get"), of("/userpets/-", ""));
        assert_eq!(route("#/paths/~1_search~11-2~1a-1/get"), of("/_search/1-2/a-1", ""));
        assert_eq!(route("#/paths/~1a/get/parameters"), None);
        assert_eq!(route("#/tags/a/b"), None);
    }
}
