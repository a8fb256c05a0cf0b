//! Secrets in single texts.

use crate::record::names::{Secrecy, secrecy};
use std::borrow::Cow;
use std::net::IpAddr;

/// Shorter texts, such as segments of a path, are words and numbers.
const MIN_TOKEN: usize = 8;

/// Begins the value of a header that carries a credential, in lower case.
const AUTHORIZATIONS: [&str; 4] = ["bearer ", "basic ", "digest ", "negotiate "];

/// Letters and digits become `A`; a time stays, as it is no secret and its format matters. So does an escape in JSON.
pub(super) fn masked(text: &str) -> String {
    if is_time(text) {
        return text.to_owned();
    }
    // Whether it is an address matters as well.
    match text.parse() {
        Ok(IpAddr::V4(_)) => return "127.0.0.1".to_owned(),
        Ok(IpAddr::V6(_)) => return "::1".to_owned(),
        Err(_) => {}
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push('\\');
                match chars.next() {
                    Some('u') => {
                        out.push_str("u0041");
                        chars.by_ref().take(4).for_each(drop);
                    }
                    other => out.extend(other),
                }
            }
            c if c.is_alphanumeric() => out.push('A'),
            c => out.push(c),
        }
    }
    out
}

/// Whether a text is a number, `true`, `false` or `null`.
pub(super) fn is_scalar(text: &str) -> bool {
    let text = text.trim();
    let is_number =
        || text.parse::<f64>().is_ok() && !text.contains(|c: char| c.is_alphabetic() && c != 'e' && c != 'E');
    matches!(text, "true" | "false" | "null") || is_number()
}

/// A number with other digits.
pub(super) fn number(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '1' } else { c }).collect()
}

/// `2026-01-31`, with a time or without.
fn is_time(text: &str) -> bool {
    let date = text.get(..10).unwrap_or_default();
    let is_date = date.chars().enumerate().all(|(at, c)| {
        if matches!(at, 4 | 7) {
            c == '-'
        } else {
            c.is_ascii_digit()
        }
    });
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | ':' | '.' | 'T' | 'Z' | ' ');
    date.len() == 10 && is_date && text.len() <= 35 && text.chars().all(allowed)
}

/// The content of a JSON string whose member has no name of a secret: what is known by its form is masked.
pub(super) fn without_secrets(content: &str) -> Cow<'_, str> {
    match unescaped(content) {
        Some(Cow::Borrowed(text)) => Cow::Owned(plain(text)),
        Some(Cow::Owned(text)) if plain(&text) == text => Cow::Borrowed(content),
        _ => Cow::Owned(masked(content)),
    }
}

/// The text that the content of a JSON string is. `None` if it is malformed.
pub(super) fn unescaped(content: &str) -> Option<Cow<'_, str>> {
    if !content.contains('\\') {
        return Some(Cow::Borrowed(content));
    }
    serde_json::from_str(&format!("\"{content}\"")).ok().map(Cow::Owned)
}

fn plain(text: &str) -> String {
    let start = text.trim_start();
    let is_json = start.starts_with(['{', '[', '"']);
    if is_json || is_authorization(start) || start.contains("-----BEGIN") || has_secret_pair(text) {
        return masked(text);
    }
    text.split_inclusive(char::is_whitespace).map(word).collect()
}

fn word(text: &str) -> String {
    if is_jwt(text) {
        return masked(text);
    }
    match text.split_once("://") {
        Some((scheme, rest)) => format!("{scheme}://{}", address(rest)),
        None => text.to_owned(),
    }
}

/// What follows `://`: without the user, long segments of the path, the query and the fragment.
fn address(rest: &str) -> String {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let host = match authority.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", masked(user)),
        None => authority.to_owned(),
    };
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    let (path, query) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let segments: Vec<String> = path.split('/').map(segment).collect();
    format!("{host}{}{}", segments.join("/"), masked(query))
}

fn segment(text: &str) -> String {
    if may_be_token(text) {
        masked(text)
    } else {
        text.to_owned()
    }
}

/// Whether a text is long and has a digit.
pub(super) fn may_be_token(text: &str) -> bool {
    text.len() >= MIN_TOKEN && text.contains(|c: char| c.is_ascii_digit())
}

fn is_authorization(text: &str) -> bool {
    let starts_with = |start: &&str| {
        text.get(..start.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(start))
    };
    AUTHORIZATIONS.iter().any(starts_with)
}

/// A JSON Web Token begins with the Base64 of `{"`.
fn is_jwt(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() >= 2
}

/// `password=x`, in a form, a cookie or the address of a database.
fn has_secret_pair(text: &str) -> bool {
    text.split(['&', ';', ',', '?', ' ']).any(|pair| {
        pair.split_once('=')
            .is_some_and(|(name, _)| secrecy(name) != Secrecy::Open)
    })
}

#[cfg(test)]
mod tests {
    use super::{masked, without_secrets};

    #[test]
    fn secrets_are_known_by_their_form() {
        for (text, recorded) in [
            ("an ordinary text, 7", "an ordinary text, 7"),
            (
                "https://example.com/probs/out-of-credit",
                "https://example.com/probs/out-of-credit",
            ),
            ("https://u:s3cret@h:1/a#s3", "https://A:AAAAAA@h:1/a#AA"),
            ("see https://h/?a=s3cret now", "see https://h/?A=AAAAAA now"),
            ("https://h/bot12345:ABC-def6789", "https://h/AAAAAAAA:AAA-AAAAAAA"),
            ("https://h/reset/s3cretab/v1/hooks", "https://h/reset/AAAAAAAA/v1/hooks"),
            (r"https:\/\/h?k=s", r"AAAAA:\/\/A?A=A"),
            (r"https:\/\/h\/a", r"https:\/\/h\/a"),
            (r"\ud800", r"\u0041"),
            ("Bearer s3cret", "AAAAAA AAAAAA"),
            ("BASIC czNjcmV0", "AAAAA AAAAAAAA"),
            ("eyJh.eyJz.s3", "AAAA.AAAA.AA"),
            ("-----BEGIN KEY-----s3", "-----AAAAA AAA-----AA"),
            ("Server=db;Password=s3cret", "AAAAAA=AA;AAAAAAAA=AAAAAA"),
            (r#"{\"pin\":1}"#, r#"{\"AAA\":A}"#),
            (r#"a \"quoted\" text"#, r#"a \"quoted\" text"#),
        ] {
            assert_eq!(without_secrets(text), recorded, "{text}");
        }
    }

    #[test]
    fn formats_stay_what_they_are() {
        assert_eq!(masked("2026-01-31T12:00:00Z"), "2026-01-31T12:00:00Z");
        assert_eq!(masked("192.0.2.1"), "127.0.0.1");
        assert_eq!(masked("2001:db8::1"), "::1");
        assert_eq!(
            masked("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
            "AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA"
        );
    }
}
