//! The addresses of an API, and what their variables may be.

use std::fmt;

/// An address of an API, its variables in braces. Written by `api!`.
#[doc(hidden)]
pub struct Server {
    pub url: &'static str,
    /// Name, default, and the values it may have: any, where none are listed.
    pub variables: &'static [Variable],
}

type Variable = (&'static str, &'static str, &'static [&'static str]);

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Server").field(&self.url).finish()
    }
}

impl Server {
    /// The address with the chosen values, and the defaults of the rest.
    pub(crate) fn address(&self, chosen: &[(String, String)]) -> Result<String, String> {
        let is_variable = |name: &str| self.variables.iter().any(|(known, ..)| *known == name);
        if let Some((name, _)) = chosen.iter().find(|(name, _)| !is_variable(name)) {
            let known: Vec<String> = self.variables.iter().map(|(name, ..)| format!("`{name}`")).collect();
            return Err(match known.as_slice() {
                [] => format!("the server has no variable `{name}`, nor any other"),
                known => format!("the server has no variable `{name}`; it has {}", known.join(", ")),
            });
        }
        let mut url = self.url.to_owned();
        for (name, default, values) in self.variables {
            let placeholder = format!("{{{name}}}");
            let value = match chosen.iter().rev().find(|(known, _)| known == name) {
                None => *default,
                Some((_, value)) => {
                    self.check(&placeholder, value, values)
                        .map_err(|why| format!("server variable `{name}`: {why}"))?;
                    value
                }
            };
            url = url.replace(&placeholder, value);
        }
        Ok(url)
    }

    /// A value is one of those that are listed, or stays within its part of the address.
    fn check(&self, placeholder: &str, value: &str, values: &[&str]) -> Result<(), String> {
        if values.contains(&value) {
            return Ok(());
        }
        if !values.is_empty() {
            let known: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            return Err(format!("the value is none of {}", known.join(", ")));
        }
        let is_plain =
            |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
        let fits = if self.is_in_path(placeholder) {
            value
                .split('/')
                .all(|segment| is_plain(segment) && !matches!(segment, "." | ".."))
        } else {
            let (host, port) = value.split_once(':').unwrap_or((value, "0"));
            is_plain(host) && !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())
        };
        if fits {
            Ok(())
        } else {
            Err(
                "the value would change another part of the address; an address of your own goes into `base_url(..)`"
                    .to_owned(),
            )
        }
    }

    /// Whether a placeholder stands behind the host.
    fn is_in_path(&self, placeholder: &str) -> bool {
        let (before, _) = self.url.split_once(placeholder).unwrap_or((self.url, ""));
        before.split_once("://").is_some_and(|(_, rest)| rest.contains('/'))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::Server;

    const SERVER: Server = Server {
        url: "https://{tenant}.{region}.example.com/{base}/v1",
        variables: &[
            ("tenant", "demo", &[]),
            ("region", "eu", &["eu", "us"]),
            ("base", "api", &[]),
        ],
    };

    fn with(name: &str, value: &str) -> Result<String, String> {
        SERVER.address(&[(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn values_take_the_place_of_defaults() {
        assert_eq!(SERVER.address(&[]).unwrap(), "https://demo.eu.example.com/api/v1");
        assert_eq!(with("region", "us").unwrap(), "https://demo.us.example.com/api/v1");
        assert_eq!(with("base", "a/b").unwrap(), "https://demo.eu.example.com/a/b/v1");
        assert_eq!(
            with("tenant", "my-shop").unwrap(),
            "https://my-shop.eu.example.com/api/v1"
        );
    }

    #[test]
    fn a_value_cannot_change_another_part() {
        for value in [
            "",
            "evil.example/",
            "a@evil",
            "a#",
            "a?b",
            "a\\b",
            "a:b",
            "a b",
            "a/../b",
            "é",
            "a:",
            "[::1]",
        ] {
            assert!(with("tenant", value).is_err(), "{value:?}");
        }
        for value in ["", "/", "a//b", "..", "a/..", "a?b", "a#b", "%2e%2e", "a\\b", "a b"] {
            let error = with("base", value).unwrap_err();
            assert!(
                error.starts_with("server variable `base`: the value would change"),
                "{error}"
            );
        }
        let error = with("region", "mars").unwrap_err();
        assert_eq!(error, "server variable `region`: the value is none of `eu`, `us`");
        let error = with("nope", "x").unwrap_err();
        assert_eq!(
            error,
            "the server has no variable `nope`; it has `tenant`, `region`, `base`"
        );
    }
}
