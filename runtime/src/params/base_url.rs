//! Base URLs.

use crate::params::error::{AddressError, PathError};
use url::Url;

/// A checked base URL: scheme, host, port and path; no query, fragment or user.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl {
    url: Url,
    /// The path without a slash at its end.
    pub(super) path: String,
}

impl BaseUrl {
    /// Reads a base URL.
    pub(crate) fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if let Some(name) = placeholder(text) {
            return Err(AddressError::Placeholder(name.to_owned()));
        }
        let url = Url::parse(text).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => AddressError::Relative,
            error => AddressError::Invalid(error),
        })?;
        Self::check(&url)?;
        let path = url.path().trim_end_matches('/').to_owned();
        Ok(Self { url, path })
    }

    fn check(url: &Url) -> Result<(), AddressError> {
        let refused = if !matches!(url.scheme(), "http" | "https") {
            AddressError::Scheme
        } else if url.query().is_some() {
            AddressError::Query
        } else if url.fragment().is_some() {
            AddressError::Fragment
        } else if !url.username().is_empty() || url.password().is_some() {
            AddressError::User
        } else {
            return Ok(());
        };
        Err(refused)
    }

    /// As it is written in requests, without the slash at its end.
    pub(crate) fn as_str(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The URL of an operation. `path` starts with a slash and is encoded, as is `query`.
    ///
    /// Path and query are put into the URL that is parsed already: parsing all of it again is the most expensive step of a
    /// call.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Url, PathError> {
        let mut url = self.url.clone();
        if self.path.is_empty() {
            url.set_path(path);
        } else {
            url.set_path(&[self.path.as_str(), path].concat());
        }
        if url.path().strip_prefix(self.path.as_str()) != Some(path) {
            return Err(PathError::ChangesUrl);
        }
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        Ok(url)
    }
}

/// `{name}` or `[name]` in a server URL, except the brackets of an IPv6 address.
fn placeholder(text: &str) -> Option<&str> {
    for (open, close) in [('{', '}'), ('[', ']')] {
        let Some(start) = text.find(open) else { continue };
        let rest = text.get(start..)?;
        let Some(end) = rest.find(close) else { continue };
        let inside = rest.get(1..end).unwrap_or_default();
        if open == '{' || !inside.contains(':') {
            return rest.get(..=end);
        }
    }
    None
}
