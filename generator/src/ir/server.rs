//! Servers.

use std::collections::BTreeMap;

/// A URL, and the variables in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Server {
    /// As written in the document. It may be relative.
    pub url: String,
    /// The variables that occur in the URL, in this order.
    pub variables: Vec<ServerVariable>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ServerVariable {
    pub name: String,
    pub default: String,
    /// The allowed values, the default first. Empty if any value is allowed.
    pub values: Vec<String>,
}

impl Server {
    /// The URL with the default of each variable.
    pub(crate) fn resolved(&self) -> String {
        let defaults: BTreeMap<&str, &str> = self
            .variables
            .iter()
            .map(|variable| (variable.name.as_str(), variable.default.as_str()))
            .collect();
        let mut parts = self.url.split('{');
        let mut url = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part
                .split_once('}')
                .and_then(|(name, rest)| Some((defaults.get(name)?, rest)))
            {
                Some((default, rest)) => url.extend([*default, rest]),
                None => url.extend(["{", part]),
            }
        }
        url
    }

    /// Whether requests can be sent to the URL.
    pub(crate) fn is_absolute(&self) -> bool {
        let url = self.resolved().to_ascii_lowercase();
        (url.starts_with("http://") || url.starts_with("https://")) && !url.contains(['{', '[', '<'])
    }

    /// Whether the URL is relative to that of the document, which is not known.
    pub(crate) fn is_relative(&self) -> bool {
        !self.resolved().contains("://")
    }

    /// The server of a client that chooses none: the first one whose URL is a URL. A relative one is used only with
    /// a base URL; the servers after it are other ones, which the caller has to choose.
    pub(crate) fn default_of(servers: &[Self]) -> Option<&Self> {
        let mut candidates = servers
            .iter()
            .filter(|server| server.is_absolute() || server.is_relative());
        candidates.next().or(servers.first())
    }

    /// Whether both have the same URL.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }

    /// The URL, which servers that are the same have in common.
    pub(crate) fn canonical(&self) -> String {
        canonical(&self.resolved())
    }
}

/// A URL without what means the same (RFC 3986, section 6.2): the case of scheme, host and percent-encoding, the default
/// port, a slash at the end.
pub(crate) fn canonical(url: &str) -> String {
    let url = &upper_escapes(url.trim_end_matches('/'));
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (user, host) = authority
        .rsplit_once('@')
        .map_or(("", authority), |(user, host)| (user, host));
    let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    let port = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => "",
    };
    let host = host.strip_suffix(port).unwrap_or(&host);
    let at = if user.is_empty() { "" } else { "@" };
    format!("{scheme}://{user}{at}{host}{path}")
}

/// The URL with the digits of its percent-encoding in upper case.
fn upper_escapes(url: &str) -> String {
    let mut parts = url.split('%');
    let mut upper = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_escape = part
            .get(..2)
            .is_some_and(|two| two.bytes().all(|b| b.is_ascii_hexdigit()));
        let (escape, rest) = part.split_at(if is_escape { 2 } else { 0 });
        upper.extend(["%", &escape.to_ascii_uppercase(), rest]);
    }
    upper
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn urls_that_mean_the_same() {
        for (one, other) in [
            ("https://a.example", "HTTPS://A.Example:443/"),
            ("http://a.example/B", "http://a.example:80/B/"),
            ("https://Me@a.example", "https://Me@A.example"),
            ("https://[::1]:443/a", "https://[::1]/a"),
            ("/v1", "/v1/"),
            ("/", ""),
            ("https://a.example/%c3%a4%2f", "https://a.example/%C3%A4%2F"),
        ] {
            assert_eq!(canonical(one), canonical(other));
        }
        for (one, other) in [
            ("https://a.example", "http://a.example"),
            ("https://a.example:80", "https://a.example"),
            ("https://a.example/B", "https://a.example/b"),
            ("https://Me@a.example", "https://me@a.example"),
            ("https://a.example?b=C", "https://a.example?b=c"),
            ("https://a.example/%zz%e", "https://a.example/%ZZ%E"),
            ("https://a.example/%2f", "https://a.example//"),
        ] {
            assert_ne!(canonical(one), canonical(other));
        }
    }
}
