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
        self.resolved().trim_end_matches('/') == other.resolved().trim_end_matches('/')
    }
}
