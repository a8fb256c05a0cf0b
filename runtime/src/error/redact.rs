//! Credentials out of the texts of errors: a server may repeat in its response what it was sent.

use crate::codec::error::DecodeError;
use crate::error::excerpt::{READ, excerpt};
use crate::error::failure::Failure;
use crate::error::inner::ErrorInner;
use crate::error::request_id::request_id;

/// The length of a prefix that identifies a secret. A shorter secret is searched for as a whole.
const PREFIX_LENGTH: usize = 8;

/// Shorter secrets are not replaced: they may be ordinary words.
const MIN_LENGTH: usize = 4;

/// The text without the secrets, cut ones included; `None` where it has none of them. Hosts and media types are written in lower
/// case, so the case of letters does not count.
pub(crate) fn without(text: &str, secrets: &[String]) -> Option<String> {
    let mut found: Option<String> = None;
    for secret in secrets.iter().filter(|secret| secret.chars().count() >= MIN_LENGTH) {
        let text = found.as_deref().unwrap_or(text);
        if let Some(hidden) = without_one(text, secret) {
            found = Some(hidden);
        }
    }
    found
}

/// A secret may contain its own prefix, so each is followed as far as it goes.
fn without_one(text: &str, secret: &str) -> Option<String> {
    let end = secret.char_indices().nth(PREFIX_LENGTH).map(|(end, _)| end);
    let prefix = end.and_then(|end| secret.get(..end)).unwrap_or(secret);
    // Nothing is allocated for most texts, which have no secret.
    let mut at = position(text, prefix)?;
    let (mut out, mut rest) = (String::new(), text);
    loop {
        let (before, from) = rest.split_at_checked(at)?;
        let pairs = from.chars().zip(secret.chars());
        let same = pairs.take_while(|(a, b)| a.eq_ignore_ascii_case(b));
        let size = same.map(|(a, _)| a.len_utf8()).sum();
        out.push_str(before);
        out.push_str("(..)");
        rest = from.get(size..)?;
        match position(rest, prefix) {
            Some(next) => at = next,
            None => return Some(out + rest),
        }
    }
}

/// Where a text begins in another one. The case of ASCII letters does not count.
fn position(text: &str, wanted: &str) -> Option<usize> {
    let (first, others) = wanted.as_bytes().split_first()?;
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let mut at = 0;
    loop {
        let rest = text.as_bytes().get(at..)?;
        at += rest.iter().position(|byte| *byte == lower || *byte == upper)? + 1;
        let next = text.as_bytes().get(at..)?.get(..others.len());
        if next.is_some_and(|next| next.eq_ignore_ascii_case(others)) {
            return Some(at - 1);
        }
    }
}

impl DecodeError {
    fn hide(&mut self, secrets: &[String]) {
        self.rewrite(|text| without(text, secrets));
    }
}

/// Removes credentials from what an error shows. The raw body is not changed.
pub(crate) fn redact(mut error: Failure, secrets: &[String]) -> Failure {
    if secrets.is_empty() {
        return error;
    }
    let inner: &mut ErrorInner = &mut error;
    if let Some(message) = without(&inner.message, secrets) {
        inner.message = message.into();
    }
    if let Some(path) = inner.decode_path.as_deref().and_then(|path| without(path, secrets)) {
        inner.decode_path = Some(path);
    }
    inner.shown_id = request_id(&inner.headers)
        .and_then(|id| without(id, secrets))
        .map(|id| excerpt(id.as_bytes()));
    if let Some(body) = &inner.body {
        // Before it is cut, so that no half of a secret is left.
        let longest = secrets.iter().map(String::len).max().unwrap_or(0);
        let head = body.get(..longest.saturating_add(READ)).unwrap_or(body);
        let hidden = without(&String::from_utf8_lossy(head), secrets).map(|text| excerpt(text.as_bytes()));
        inner.shown = match hidden {
            None if !head.contains(&b'\\') => None,
            // The excerpt of an object has no escapes, which would hide a secret from the search.
            hidden => without(hidden.as_deref().unwrap_or(&excerpt(body)), secrets).or(hidden),
        };
    }
    if let Some(decode) = inner
        .source
        .as_mut()
        .and_then(|source| source.downcast_mut::<DecodeError>())
    {
        decode.hide(secrets);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::{redact, without};
    use crate::codec::json;
    use crate::error::inner::ErrorInner;
    use crate::error::kind::ErrorKind;
    use crate::error::typed::Error;
    use std::collections::BTreeMap;

    #[test]
    fn secrets_and_their_halves() {
        let secrets = ["sk_live_123456789".to_owned(), "pass".to_owned(), "x".to_owned()];
        let hidden = |text: &str| without(text, &secrets);
        assert_eq!(hidden("no key sk_live_123456789!").unwrap_or_default(), "no key (..)!");
        assert_eq!(hidden("cut: sk_live_1234…`").unwrap_or_default(), "cut: (..)…`");
        assert_eq!(
            hidden("sk_live_9 pass sk_live_123456789").unwrap_or_default(),
            "(..)9 (..) (..)"
        );
        assert_eq!(hidden("nothing of it: x, sk_liv"), None);
        assert_eq!(hidden("SK_live_123456789.example").unwrap_or_default(), "(..).example");
    }

    #[test]
    fn a_secret_that_contains_its_own_prefix() {
        let secrets = [
            "aaaaaaaa-aaaaaaaa-tail".to_owned(),
            "абвгдежз абвгдежз хвост".to_owned(),
        ];
        let hidden = |text: &str| without(text, &secrets).unwrap_or_default();
        assert_eq!(hidden("a aaaaaaaa-aaaaaaaa-tail z"), "a (..) z");
        assert_eq!(hidden("aaaaaaaa-aaaaaaaa-tailaaaaaaaa-aaaa"), "(..)(..)");
        assert_eq!(hidden("я абвгдежз абвгдежз хвост я"), "я (..) я");
        assert_eq!(hidden("я абвгдежз абвг…"), "я (..)…");
    }

    #[test]
    fn secrets_in_a_body() {
        let secrets = ["sk_live_123456789".to_owned()];
        let shown = |body: &str| {
            let error = ErrorInner::new(ErrorKind::Status, "401").body(body.to_owned().into());
            let error = redact(error, &secrets);
            error.body.as_ref().map(|body| error.shown(body)).unwrap_or_default()
        };
        let long = "x".repeat(300);
        for (body, expected) in [
            (r#"{"a":"sk_live_123456789"}"#.to_owned(), r#"{"a":"(..)"}"#.to_owned()),
            (
                format!(r#"{{"message":"sk\u005flive\u005F123456789","b":"{long}"}}"#),
                r#"{"message":"(..)",…}"#.to_owned(),
            ),
            (
                format!(r#"{{"message":"no key","b":"{long}"}}"#),
                r#"{"message":"no key",…}"#.to_owned(),
            ),
        ] {
            assert_eq!(shown(&body), expected);
        }
    }

    #[test]
    fn the_path_of_a_member_that_is_a_secret() {
        let body = br#"{"sk_live_123456789": "x"}"#;
        let problem = json::from_slice::<BTreeMap<String, i64>>(body).err();
        let inner = ErrorInner::new(ErrorKind::Decode, "does not fit");
        let error =
            problem.map(|problem| Error::<()>::from(redact(inner.decode(problem), &["sk_live_123456789".to_owned()])));
        let text = format!("{error:?}");
        assert!(text.contains("decode_path") && !text.contains("sk_live_"), "{text}");
    }
}
