//! Text to identifiers. `heck` splits words and changes case; the rest is defined here.

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::names::Name;
use super::reserved;

/// Words in which an upper-case letter does not start a new word.
const SINGLE_WORDS: [(&str, &str); 14] = [
    ("OAuth", "Oauth"),
    ("iOS", "Ios"),
    ("iPhone", "Iphone"),
    ("iPad", "Ipad"),
    ("macOS", "Macos"),
    ("GitHub", "Github"),
    ("GitLab", "Gitlab"),
    ("PayPal", "Paypal"),
    ("OpenID", "Openid"),
    ("IDs", "Ids"),
    ("URLs", "Urls"),
    ("URIs", "Uris"),
    ("APIs", "Apis"),
    ("IPs", "Ips"),
];

/// The maximum length of a name. File systems allow 255 bytes.
const MAX_LENGTH: usize = 80;

/// `snake_case`, not empty, not starting with a digit. It may be a keyword.
pub(crate) fn snake(text: &str) -> String {
    let mut text = bounded(text).into_owned();
    for (word, single) in SINGLE_WORDS {
        text = text.replace(word, single);
    }
    finish(worded(&text).to_snake_case(), "value_", "value")
}

/// `snake_case` in which every punctuation character is a word, to distinguish `a.b` and `a-b`.
pub(super) fn spelled_out(text: &str) -> String {
    let mut out = String::new();
    for c in bounded(text).chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c);
        } else if c == ' ' {
            out.push_str(" space ");
        } else {
            out.push_str(&spelled(c));
        }
    }
    snake(&out)
}

/// `UpperCamelCase`, not empty, not starting with a digit.
pub(super) fn camel(text: &str) -> String {
    finish(worded(&bounded(text)).to_upper_camel_case(), "Value", "Value")
}

/// `SCREAMING_SNAKE_CASE`.
pub(super) fn shouty(text: &str) -> String {
    snake(text).to_ascii_uppercase()
}

/// The beginning of a very long text, with a hash of the whole text.
fn bounded(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(2 * MAX_LENGTH) {
        Some((end, _)) if text.len() > 8 * MAX_LENGTH => {
            Cow::Owned(format!("{} h{:07x}", text.get(..end).unwrap_or(""), digest(text)))
        }
        _ => Cow::Borrowed(text),
    }
}

fn digest(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    hash & 0xfff_ffff
}

fn finish(mut name: String, digit_prefix: &str, empty: &str) -> String {
    if name.len() > MAX_LENGTH {
        // A hash of the whole name distinguishes long names with the same beginning.
        let digest = digest(&name);
        name.truncate(MAX_LENGTH - 9);
        let separator = if name.contains('_') { "_" } else { "" };
        let letter = if name.starts_with(|c: char| c.is_ascii_uppercase()) {
            "H"
        } else {
            "h"
        };
        name = format!("{}{separator}{letter}{:07x}", name.trim_end_matches('_'), digest);
    }
    match name.chars().next() {
        None => empty.to_owned(),
        Some(c) if c.is_ascii_digit() => format!("{digit_prefix}{name}"),
        Some(_) => name,
    }
}

/// Replaces punctuation that has a meaning by words, and other punctuation by separators.
fn worded(text: &str) -> String {
    let has_letters = text.chars().any(|c| c.is_ascii_alphanumeric());
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_first = out.trim().is_empty();
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c),
            '+' if is_first => out.push_str(" plus "),
            '-' if is_first
                && text
                    .get(at + 1..)
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric())) =>
            {
                out.push_str(" minus ")
            }
            '\'' => {}
            c if has_letters && !c.is_alphanumeric() => match c {
                '<' => out.push_str(" lt "),
                '>' => out.push_str(" gt "),
                '=' if is_first => out.push_str(" eq "),
                '!' if is_first => out.push_str(" not "),
                '%' => out.push_str(" percent "),
                '&' => out.push_str(" and "),
                _ => out.push(' '),
            },
            c => out.push_str(&spelled(c)),
        }
    }
    out
}

/// A punctuation character or a letter of another script, in ASCII.
fn spelled(c: char) -> String {
    let word = match c {
        '-' => "minus",
        '*' => "star",
        '$' => "dollar",
        '@' => "at",
        '#' => "hash",
        '.' => "dot",
        '/' => "slash",
        '_' => "underscore",
        '?' => "question",
        '~' => "tilde",
        '|' => "pipe",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "lt",
        '>' => "gt",
        '=' => "eq",
        '!' => "not",
        '%' => "percent",
        '&' => "and",
        '^' => "caret",
        ' ' => return " ".to_owned(),
        c if c.is_whitespace() || c.is_control() => return " ".to_owned(),
        c => return format!(" u{:x} ", u32::from(c)),
    };
    format!(" {word} ")
}

/// The name of a value or a module. Keywords become raw identifiers, or get an underscore if they cannot be raw.
pub(super) fn value(text: &str) -> Name {
    Name(match text {
        "self" | "super" | "crate" | "Self" => format!("{text}_"),
        text if reserved::is_keyword(text) => format!("r#{text}"),
        text => text.to_owned(),
    })
}

/// The inverse of [`value`].
pub(super) fn bare(name: &str) -> String {
    match name {
        "self_" | "super_" | "crate_" | "Self_" => name.trim_end_matches('_').to_owned(),
        name => name.strip_prefix("r#").unwrap_or(name).to_owned(),
    }
}

/// The name of a type or a constant from [`camel`] or [`shouty`], which return no keyword except `Self`.
pub(super) fn ty(text: &str) -> Name {
    Name(if text == "Self" {
        "SelfValue".to_owned()
    } else {
        text.to_owned()
    })
}

/// Whether a name from the lock or the configuration is an identifier.
pub(super) fn is_identifier(text: &str) -> bool {
    let bare = text.strip_prefix("r#").unwrap_or(text);
    let mut chars = bare.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
        && bare != "_"
        && !["r#self", "r#super", "r#crate", "r#Self"].contains(&text)
        && (text.starts_with("r#") || !reserved::is_keyword(text))
}

pub(super) fn from_lock(text: &str) -> Name {
    Name(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{camel, is_identifier, snake, value};

    #[test]
    fn words_are_split_as_people_write_them() {
        for (text, expected) in [
            ("OAuth2", "oauth2"),
            ("GetOAuthAccessToken", "get_oauth_access_token"),
            ("iPhone15Pro", "iphone15_pro"),
            ("userIDs", "user_ids"),
            ("SAMLAccount", "saml_account"),
            ("+1", "plus_1"),
            ("-1", "minus_1"),
            ("1st", "value_1st"),
            ("", "value"),
            ("$", "dollar"),
            ("*", "star"),
            ("created-at", "created_at"),
            ("名前", "u540d_u524d"),
        ] {
            assert_eq!(snake(text), expected, "{text:?}");
        }
        assert_eq!(camel("SAMLAccount"), "SamlAccount");
        assert_eq!(camel("OAuthVerification"), "OAuthVerification");
        assert_eq!(camel("schemas-Passkey"), "SchemasPasskey");
        assert_eq!(camel("404"), "Value404");
    }

    #[test]
    fn keywords_become_raw_or_get_an_underscore() {
        assert_eq!(value("type").as_str(), "r#type");
        assert_eq!(value("self").as_str(), "self_");
        assert_eq!(value("gen").as_str(), "r#gen");
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let (a, b) = (
            snake(&format!("{}x", "a".repeat(300))),
            snake(&format!("{}y", "a".repeat(300))),
        );
        assert!(a.len() <= 80 && a != b, "{a} {b}");
    }

    #[test]
    fn a_lock_cannot_smuggle_code() {
        assert!(is_identifier("User") && is_identifier("r#type"));
        assert!(!is_identifier("a b") && !is_identifier("type") && !is_identifier("") && !is_identifier("x;y"));
    }
}
