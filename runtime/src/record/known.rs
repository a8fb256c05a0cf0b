//! The secrets that a request carries: a server may repeat them in its response.

use crate::body::request::Body;
use crate::record::{names, values};
use base64::Engine as _;
use http::header::{AUTHORIZATION, COOKIE, HeaderValue};
use std::borrow::Cow;

/// Shorter values may be ordinary words.
const MIN_LENGTH: usize = 6;

/// Header fields that a client marks as sensitive: credentials, and all that a program sets.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownSecrets {
    /// The names of the fields, as words without separators.
    names: Vec<String>,
    values: Vec<String>,
}

impl KnownSecrets {
    pub(super) fn of(request: &http::Request<Body>) -> Self {
        let mut known = Self::default();
        for (name, value) in request.headers().iter().filter(|(_, value)| value.is_sensitive()) {
            known.names.push(names::joined(name.as_str()));
            let text = String::from_utf8_lossy(value.as_bytes());
            known.values.extend(parts(&text));
            if name == AUTHORIZATION {
                known.values.extend(password(value));
            }
            if name == COOKIE {
                let pairs = text.split(';').filter_map(|pair| pair.split_once('='));
                known.values.extend(pairs.map(|(_, value)| value.trim().to_owned()));
            }
        }
        let query = request.uri().query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        let secrets = pairs.filter(|(name, _)| names::secrecy(name) != names::Secrecy::Open);
        known.values.extend(secrets.map(|(_, value)| value.into_owned()));
        known.values.retain(|value| value.len() >= MIN_LENGTH);
        // The longest first, as others may be in it.
        known.values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        known.values.dedup();
        known
    }

    /// Whether a header field of the request has this name.
    pub(super) fn is_name(&self, name: &str) -> bool {
        !self.names.is_empty() && self.names.contains(&names::joined(name))
    }

    /// Whether a number is one of the values.
    pub(super) fn is_number(&self, text: &str) -> bool {
        self.values.iter().any(|value| value == text)
    }

    /// The content of a JSON string with the values masked.
    pub(super) fn without_values<'t>(&'t self, content: &'t str) -> Cow<'t, str> {
        masked_in(content, self.values.iter())
    }

    /// The name of a member with the values masked that may be tokens. Others may be names: `X-Sort: created_at`.
    pub(super) fn without_tokens<'t>(&'t self, name: &'t str) -> Cow<'t, str> {
        masked_in(name, self.values.iter().filter(|value| values::may_be_token(value)))
    }
}

/// The content of a JSON string with these values masked.
fn masked_in<'t>(content: &'t str, values: impl Iterator<Item = &'t String>) -> Cow<'t, str> {
    let Some(text) = values::unescaped(content) else {
        return Cow::Owned(values::masked(content));
    };
    let mut content = Cow::Borrowed(content);
    for value in values.filter(|value| text.contains(value.as_str())) {
        content = Cow::Owned(match text {
            Cow::Borrowed(_) => content.replace(value.as_str(), &values::masked(value)),
            Cow::Owned(_) => values::masked(&content),
        });
    }
    content
}

/// The whole value of a field, and what follows its scheme.
fn parts(text: &str) -> impl Iterator<Item = String> {
    let last = text.rsplit(' ').next().filter(|last| *last != text);
    [Some(text), last].into_iter().flatten().map(str::to_owned)
}

/// The password of `Basic`.
fn password(value: &HeaderValue) -> Option<String> {
    let encoded = value.to_str().ok()?.strip_prefix("Basic ")?;
    let pair = base64::engine::general_purpose::STANDARD.decode(encoded).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    Some(pair.split_once(':')?.1.to_owned())
}
