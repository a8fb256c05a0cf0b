//! Which routes a request may belong to, found by a text of each route, so that not all routes are compared with each request.

use std::collections::{BTreeSet, HashMap};

use super::template::{Query, Route, Segment};

/// Indices of routes.
#[derive(Default)]
pub(super) struct Near {
    /// By one of the texts of each route: the one that the fewest routes have.
    by_text: HashMap<Text, Vec<usize>>,
    /// Those with a text in the query, by its name: the values of secret parameters were dropped.
    by_parameter: HashMap<String, Vec<usize>>,
    /// Those without a text at a certain place.
    others: Vec<usize>,
    /// The bytes of the texts at the starts and ends of segments.
    lengths: BTreeSet<usize>,
    /// The bytes of the texts between parameters of one segment.
    inner_lengths: BTreeSet<usize>,
}

/// How many bytes of a text between parameters routes are found by: a segment is searched for texts of each length.
const MAX_INNER: usize = 64;

/// A text of a route.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    /// A segment at a place in the path.
    Whole(usize, String),
    Start(usize, String),
    End(usize, String),
    /// Anywhere in a segment.
    Inner(usize, String),
    Query(String, String),
}

impl Near {
    pub(super) fn of(routes: &[Route]) -> Self {
        let mut counts: HashMap<Text, usize> = HashMap::new();
        for text in routes.iter().flat_map(texts) {
            *counts.entry(text).or_default() += 1;
        }
        let mut found = Self::default();
        for (index, route) in routes.iter().enumerate() {
            let rarest = texts(route).into_iter().min_by_key(|text| counts.get(text).copied());
            let Some(rarest) = rarest else {
                found.others.push(index);
                continue;
            };
            match &rarest {
                Text::Start(_, text) | Text::End(_, text) => {
                    found.lengths.insert(text.len());
                }
                Text::Inner(_, text) => {
                    found.inner_lengths.insert(text.len());
                }
                Text::Query(name, _) => found.by_parameter.entry(name.clone()).or_default().push(index),
                Text::Whole(..) => {}
            }
            found.by_text.entry(rarest).or_default().push(index);
        }
        found
    }

    /// The routes that may fit a request, in order.
    pub(super) fn candidates(&self, segments: &[String], query: &Query) -> BTreeSet<usize> {
        let mut found: BTreeSet<usize> = self.others.iter().copied().collect();
        for text in self.texts(segments, query) {
            found.extend(self.by_text.get(&text).into_iter().flatten());
        }
        for (name, _) in query.iter().filter(|(_, value)| value.is_none()) {
            found.extend(self.by_parameter.get(name).into_iter().flatten());
        }
        found
    }

    /// The texts that a request has where routes may have them.
    fn texts(&self, segments: &[String], query: &Query) -> Vec<Text> {
        let mut found = Vec::new();
        for (place, segment) in segments.iter().enumerate() {
            found.push(Text::Whole(place, segment.clone()));
            for length in self.lengths.range(..=segment.len()) {
                let start = segment.split_at_checked(*length);
                found.extend(start.map(|(start, _)| Text::Start(place, start.to_owned())));
                let end = segment.split_at_checked(segment.len() - length);
                found.extend(end.map(|(_, end)| Text::End(place, end.to_owned())));
            }
            for (at, _) in segment.char_indices() {
                let lengths = self.inner_lengths.range(..=segment.len() - at);
                let texts = lengths.filter_map(|length| segment.get(at..at + length));
                found.extend(texts.map(|text| Text::Inner(place, text.to_owned())));
            }
        }
        let known = query.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        found.extend(known.map(|(name, value)| Text::Query(name.clone(), value.clone())));
        found
    }
}

/// The texts that every request of a route has.
fn texts(route: &Route) -> Vec<Text> {
    let mut found = Vec::new();
    let certain = route.segments.iter().take_while(|segment| **segment != Segment::Many);
    for (place, segment) in certain.enumerate() {
        match segment {
            Segment::Text(text) => found.push(Text::Whole(place, text.clone())),
            Segment::Mixed(texts) => {
                let is_there = |text: &&String| !text.is_empty();
                let start = texts.first().filter(is_there);
                let end = texts.last().filter(is_there);
                found.extend(start.map(|text| Text::Start(place, text.clone())));
                found.extend(end.map(|text| Text::End(place, text.clone())));
                let inner = texts.get(1..texts.len().saturating_sub(1)).unwrap_or_default();
                let inner = inner.iter().filter(is_there).map(|text| beginning(text));
                found.extend(inner.map(|text| Text::Inner(place, text.to_owned())));
            }
            Segment::One | Segment::Many => {}
        }
    }
    let query = route.fixed_query.iter().cloned();
    found.extend(query.map(|(name, value)| Text::Query(name, value)));
    found
}

/// As much of a text as routes are found by.
fn beginning(text: &str) -> &str {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take_while(|end| *end <= MAX_INNER).last();
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{Near, Route, Segment};

    fn candidates(near: &Near, segments: &[&str], query: &[(&str, Option<&str>)]) -> Vec<usize> {
        let segments: Vec<String> = segments.iter().map(ToString::to_string).collect();
        let query: Vec<(String, Option<String>)> = query
            .iter()
            .map(|(name, value)| (name.to_string(), value.map(str::to_owned)))
            .collect();
        near.candidates(&segments, &query).into_iter().collect()
    }

    #[test]
    fn routes_are_found_by_the_text_that_the_fewest_have() {
        let mixed = |texts: &[&str]| Segment::Mixed(texts.iter().map(ToString::to_string).collect());
        let text = |text: &str| Segment::Text(text.to_owned());
        let query = vec![("action".to_owned(), "list".to_owned())];
        let routes = [
            Route::of(0, vec![text("v1"), mixed(&["users(", ")"])], Vec::new()),
            Route::of(1, vec![text("v1"), mixed(&["", ".json"])], Vec::new()),
            Route::of(2, vec![text("v1"), text("\u{e9}t\u{e9}")], Vec::new()),
            Route::of(3, vec![text("v1")], query),
            Route::of(4, vec![Segment::Many, text("v2")], Vec::new()),
        ];
        let near = Near::of(&routes);
        assert_eq!(candidates(&near, &["v1", "users(7)"], &[]), [0, 4]);
        assert_eq!(candidates(&near, &["v1", "a.json"], &[]), [1, 4]);
        assert_eq!(candidates(&near, &["v1", "\u{e9}t\u{e9}"], &[]), [2, 4]);
        assert_eq!(candidates(&near, &["v1"], &[("action", Some("list"))]), [3, 4]);
        assert_eq!(candidates(&near, &["v1"], &[("action", None)]), [3, 4]);
        assert_eq!(candidates(&near, &["v1"], &[("action", Some("get"))]), [4]);
    }

    #[test]
    fn routes_are_found_by_a_text_between_parameters() {
        let mixed = |texts: &[&str]| vec![Segment::Mixed(texts.iter().map(ToString::to_string).collect())];
        let long = "\u{e9}".repeat(40);
        let routes = [
            Route::of(0, mixed(&["", "-x1-", ""]), Vec::new()),
            Route::of(1, mixed(&["", "-x2-", ""]), Vec::new()),
            Route::of(2, mixed(&["", ".", "\u{e9}..", ""]), Vec::new()),
            Route::of(3, mixed(&["a", &long, ""]), Vec::new()),
            Route::of(4, mixed(&["a", "", ""]), Vec::new()),
        ];
        let near = Near::of(&routes);
        assert_eq!(candidates(&near, &["7-x1-8"], &[]), [0]);
        assert_eq!(candidates(&near, &["7-x1-x2-8"], &[]), [0, 1]);
        assert_eq!(candidates(&near, &["7-x3-8"], &[]), [0; 0]);
        assert_eq!(candidates(&near, &["1.2\u{e9}..3"], &[]), [2]);
        assert_eq!(candidates(&near, &[&format!("a1{long}2")], &[]), [3, 4]);
        assert_eq!(candidates(&near, &["a1"], &[]), [4]);
    }
}
