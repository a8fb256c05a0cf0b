//! The path and the method of an operation without the names of its path parameters, and without a slash at the end.

use crate::pointer::Pointer;

/// The path and the method of an operation, and the names of its path parameters.
pub(super) struct Route {
    /// Without the names and without a slash at the end: `/pets/{}`.
    pub(super) shape: (String, String),
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
        let (mut shape, mut names) = (String::new(), Vec::new());
        let mut rest = path.as_str();
        while let Some((text, (name, after))) = rest
            .split_once('{')
            .and_then(|(text, tail)| Some((text, tail.split_once('}')?)))
        {
            shape.push_str(text);
            shape.push_str("{}");
            names.push(name.to_owned());
            rest = after;
        }
        shape.push_str(rest);
        if shape.len() > 1 && shape.ends_with('/') {
            shape.pop();
        }
        Some(Self {
            shape: (shape, method.clone()),
            names,
        })
    }
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
        assert_eq!(route("#/paths/~1a/get/parameters"), None);
        assert_eq!(route("#/tags/a/b"), None);
    }
}
