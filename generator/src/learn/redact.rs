//! Secrets: what is dropped when a recording is read.
//!
//! No header field but `Content-Type` is read at all. Bodies are kept in memory to be compared, and never printed.

use crate::pointer::percent_decode;

/// Parts of the names of query parameters whose values are dropped.
const SECRET_NAMES: [&str; 14] = [
    "auth",
    "code",
    "cookie",
    "credential",
    "key",
    "nonce",
    "otp",
    "pass",
    "pwd",
    "secret",
    "session",
    "sid",
    "sig",
    "token",
];

/// What an URL names, without credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Target {
    /// Host and port in lower case; empty if the URL has none.
    pub host: String,
    /// As it is sent, with the slash at its start.
    pub path: String,
    /// Decoded names and values. `None`: the value was dropped.
    pub query: Vec<(String, Option<String>)>,
}

impl Target {
    /// Reads an URL, or only a path and a query.
    pub(super) fn parse(url: &str) -> Self {
        let url = url.split('#').next().unwrap_or_default();
        let (before, query) = url.split_once('?').unwrap_or((url, ""));
        let (host, path) = match before.split_once("://") {
            Some((_, rest)) => {
                let end = rest.find('/').unwrap_or(rest.len());
                let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
                (authority.rsplit('@').next().unwrap_or_default(), path)
            }
            None => ("", before),
        };
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        Self {
            host: host.to_ascii_lowercase(),
            path,
            query: query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect(),
        }
    }
}

fn pair(text: &str) -> (String, Option<String>) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let decoded = |text: &str| percent_decode(&text.replace('+', " "));
    let name = decoded(name);
    let value = (!is_secret(&name)).then(|| decoded(value));
    (name, value)
}

/// Whether the value of a parameter may be a secret.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.iter().any(|part| name.contains(part))
}

/// A method of HTTP in upper case; any other text is not kept.
pub(super) fn method(text: &str) -> String {
    const METHODS: [&str; 9] = [
        "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE",
    ];
    let text = text.to_ascii_uppercase();
    if METHODS.contains(&text.as_str()) {
        text
    } else {
        "{}".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn credentials_are_not_kept() {
        let target =
            Target::parse("https://user:hunter2@API.example.com:8443/a%20b?access_token=hunter2&page=1#hunter2");
        assert_eq!(target.host, "api.example.com:8443");
        assert_eq!(target.path, "/a%20b");
        assert_eq!(
            target.query,
            [
                ("access_token".to_owned(), None),
                ("page".to_owned(), Some("1".to_owned()))
            ]
        );
        assert!(!format!("{target:?}").contains("hunter2"));
        assert_eq!(Target::parse("/a?b").path, "/a");
        assert_eq!(Target::parse("http://h").path, "/");
    }
}
