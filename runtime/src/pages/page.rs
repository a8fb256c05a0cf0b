//! One page.

use crate::response::typed::Response;
use http::{HeaderMap, StatusCode};
use std::fmt;

/// One page of a list: its items, the total if the API sends it, status and headers of the response.
///
/// Iterating over a page yields its items.
#[derive(Clone)]
pub struct Page<T> {
    response: Response<Vec<T>>,
    total: Option<u64>,
}

impl<T> Page<T> {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, total: Option<u64>, items: Vec<T>) -> Self {
        Self {
            response: Response::new(status, headers, items),
            total,
        }
    }

    /// The items.
    pub fn items(&self) -> &[T] {
        self.response.body()
    }

    /// The items, by value.
    pub fn into_items(self) -> Vec<T> {
        self.response.into_body()
    }

    /// The number of items on all pages, if the API sends it.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The id of the request at the server (`X-Request-Id` and similar headers).
    pub fn request_id(&self) -> Option<&str> {
        self.response.request_id()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_items().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items().iter()
    }
}

/// Headers are left out: they may carry cookies.
impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("status", &self.status())
            .field("items", &self.items())
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}
