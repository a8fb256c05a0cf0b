//! Base URLs.

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
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(name) = placeholder(text) {
            return Err(format!(
                "the server URL has the placeholder `{name}`: set the URL with `base_url(..)` or `server(..)`"
            ));
        }
        let url = Url::parse(text).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => {
                "the server URL is relative: set an absolute one with `base_url(..)`".to_owned()
            }
            error => format!("the base URL is invalid: {error}"),
        })?;
        Self::check(&url)?;
        let path = url.path().trim_end_matches('/').to_owned();
        Ok(Self { url, path })
    }

    fn check(url: &Url) -> Result<(), String> {
        let refused = if !matches!(url.scheme(), "http" | "https") {
            "the base URL is neither http nor https"
        } else if url.query().is_some() {
            "the base URL has a query"
        } else if url.fragment().is_some() {
            "the base URL has a fragment"
        } else if !url.username().is_empty() || url.password().is_some() {
            "the base URL contains a user or password: use `basic_auth`"
        } else {
            return Ok(());
        };
        Err(refused.to_owned())
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
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Url, String> {
        let mut url = self.url.clone();
        if self.path.is_empty() {
            url.set_path(path);
        } else {
            url.set_path(&[self.path.as_str(), path].concat());
        }
        if url.path().strip_prefix(self.path.as_str()) != Some(path) {
            return Err("the path parameters change the URL".to_owned());
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
