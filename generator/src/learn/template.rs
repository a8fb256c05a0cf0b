//! Routes of a document, as requests are compared with them.

pub(super) struct Route {
    /// Index of the operation.
    pub operation: usize,
    pub method: &'static str,
    pub segments: Vec<Segment>,
    pub fixed_query: Vec<(String, String)>,
}

/// A segment of a path template, the most literal first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    Text(String),
    /// Texts around parameters. The first and the last one may be empty.
    Mixed(Vec<String>),
    /// A parameter.
    One,
    /// A parameter of several segments.
    Many,
}

/// The parameters of the query of a request; the values of secret ones were dropped.
pub(super) type Query = [(String, Option<String>)];

impl Route {
    #[cfg(test)]
    pub(super) fn of(operation: usize, segments: Vec<Segment>, fixed_query: Vec<(String, String)>) -> Self {
        Self {
            operation,
            method: "GET",
            segments,
            fixed_query,
        }
    }

    pub(super) fn has_fixed_query(&self, query: &Query) -> bool {
        self.fixed_query.iter().all(|(name, value)| {
            let is_it = |pair: &&(String, Option<String>)| pair.0 == *name;
            // The value of a secret parameter was dropped.
            query
                .iter()
                .find(is_it)
                .is_some_and(|(_, found)| found.as_ref().is_none_or(|found| found == value))
        })
    }
}
