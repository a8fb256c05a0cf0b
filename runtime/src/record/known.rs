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

    /// The text with the values masked, as they are and as in a JSON string.
    pub(super) fn without_values<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for value in &self.values {
            let escaped = serde_json::Value::from(value.as_str()).to_string();
            for form in [value.as_str(), escaped.trim_matches('"')] {
                if text.contains(form) {
                    // Numbers of a JSON text remain numbers.
                    let masked = if values::is_scalar(form) || !form.contains(char::is_alphabetic) {
                        values::number(form)
                    } else {
                        values::masked(form)
                    };
                    text = Cow::Owned(text.replace(form, &masked));
                }
            }
        }
        text
    }
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
