//! Base URLs and paths: where a request goes, and nowhere else.

use crate::style;
use url::Url;

/// A checked base URL: scheme, host, port and path; no query, fragment or user.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl {
    url: Url,
    /// The path without a slash at its end.
    path: String,
}

impl BaseUrl {
    /// Reads a base URL.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(name) = placeholder(text) {
            return Err(format!(
                "the server URL has the placeholder `{name}`: give the address with `base_url(..)` or `server(..)`"
            ));
        }
        let url = Url::parse(text).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => {
                "the server URL is relative: give an absolute one with `base_url(..)`".to_owned()
            }
            error => format!("the base URL is not a URL: {error}"),
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
    /// Path and query are put into the address that was read before: reading all of it again is the dearest step of a
    /// call.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Url, String> {
        let mut url = self.url.clone();
        if self.path.is_empty() {
            url.set_path(path);
        } else {
            url.set_path(&[self.path.as_str(), path].concat());
        }
        if url.path().strip_prefix(self.path.as_str()) != Some(path) {
            return Err("the path parameters change the address".to_owned());
        }
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        Ok(url)
    }
}

/// `{name}` or `[name]` in a server URL, save for the brackets of an IPv6 address.
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

/// Fills a path template. `values` are encoded already. Gives the path and what of the query the template has.
pub(crate) fn fill<'t>(template: &'t str, values: &[(&'static str, String)]) -> Result<(String, &'t str), String> {
    let (template, _) = cut(template, b'#').unwrap_or((template, ""));
    let (template, query) = cut(template, b'?').unwrap_or((template, ""));
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template.strip_prefix('/').unwrap_or(template);
    while let Some((segment, after)) = cut(rest, b'/') {
        fill_segment(segment, values, &mut path)?;
        rest = after;
    }
    fill_segment(rest, values, &mut path)?;
    Ok((path, query))
}

/// What stands before and after an ASCII character. Templates are short: searching for a `char` costs more.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// Fills one segment of a template and checks what came out.
fn fill_segment(template: &str, values: &[(&'static str, String)], path: &mut String) -> Result<(), String> {
    path.push('/');
    let start = path.len();
    let mut rest = template;
    let mut name = "";
    while let Some((literal, after)) = cut(rest, b'{') {
        let Some((inside, after)) = cut(after, b'}') else {
            break;
        };
        push_literal(path, literal);
        name = inside;
        let value = values.iter().find(|(known, _)| *known == name);
        let (_, value) = value.ok_or_else(|| format!("path parameter `{name}` has no value"))?;
        path.push_str(value);
        rest = after;
    }
    push_literal(path, rest);
    if name.is_empty() {
        return Ok(());
    }
    for segment in path.get(start..).unwrap_or_default().split('/') {
        let problem = match segment {
            "" => "an empty",
            "." | ".." => "a `.` or `..`",
            _ => continue,
        };
        return Err(format!("path parameter `{name}` makes {problem} path segment"));
    }
    Ok(())
}

/// A literal part of a template: characters a path cannot carry are encoded, `%2F` and the like stay.
fn push_literal(path: &mut String, literal: &str) {
    if literal.bytes().all(is_plain) {
        path.push_str(literal);
        return;
    }
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once('%') {
        push_plain(path, before);
        let triplet = after.get(..2).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        // An encoded dot would count as a dot segment.
        match triplet {
            Some(hex) if !hex.eq_ignore_ascii_case("2e") => path.push('%'),
            _ => path.push_str("%25"),
        }
        rest = after;
    }
    push_plain(path, rest);
}

/// What a path carries as it is.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
        )
}

fn push_plain(path: &mut String, text: &str) {
    for c in text.chars() {
        if u8::try_from(c).is_ok_and(is_plain) {
            path.push(c);
        } else {
            path.push_str(&style::encode(c.encode_utf8(&mut [0; 4])));
        }
    }
}

#[cfg(test)]
#[path = "target_tests.rs"]
mod tests;
