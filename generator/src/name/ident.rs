//! Text to identifiers. `heck` splits words and changes case; the rest is defined here.

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::ascii::MAX_WHOLE;
use super::names::Name;
use super::{ascii, letters, reserved};

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

/// The maximum length of a name in characters.
const MAX_LENGTH: usize = 80;
/// The maximum length in bytes. File systems allow 255, and rustdoc writes a file for each name with something around it.
const MAX_BYTES: usize = 160;

/// `snake_case`, not empty, not starting with a digit. It may be a keyword.
pub(crate) fn snake(text: &str) -> String {
    finish(words(text, Letters::All), "value_", "value")
}

/// The same in ASCII, for the names of files, modules and packages: some file systems write other letters differently.
pub(super) fn file(text: &str) -> String {
    let name = words(text, Letters::All);
    let name = if name.is_ascii() {
        name
    } else {
        words(&name, Letters::Ascii)
    };
    finish(name, "value_", "value")
}

fn words(text: &str, letters: Letters) -> String {
    if is_snake(text) {
        return text.to_owned();
    }
    ascii::snake(text).unwrap_or_else(|| any_words(text, letters))
}

fn any_words(text: &str, letters: Letters) -> String {
    let mut text = bounded(text).into_owned();
    for (word, single) in SINGLE_WORDS {
        if text.contains(word) {
            text = text.replace(word, single);
        }
    }
    text = single_etag(&text);
    let worded = digits_with_their_letter(&worded(&text, letters));
    let chunks = worded.split_whitespace().map(|chunk| match has_marks(chunk) {
        true => chunk.to_lowercase(),
        false => chunk.to_snake_case(),
    });
    let chunks: Vec<String> = chunks.filter(|chunk| !chunk.is_empty()).collect();
    chunks.join("_")
}

/// Whether a text is in `snake_case` already, as most names of members are.
fn is_snake(text: &str) -> bool {
    let mut last = b'_';
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'_' if last != b'_' => {}
            _ => return false,
        }
        (last, rest) = (*byte, after);
    }
    text.len() <= MAX_LENGTH && last != b'_'
}

/// `snake_case` in which every punctuation character is a word, to distinguish `a.b` and `a-b`.
pub(super) fn spelled_out(text: &str) -> String {
    let mut out = String::new();
    for c in letters::normalized(&bounded(text)).chars() {
        if letters::is_part(c) || c == '_' {
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
    finish(ascii::camel(text).unwrap_or_else(|| any_camel(text)), "Value", "Value")
}

fn any_camel(text: &str) -> String {
    let worded = worded(&bounded(text), Letters::All);
    let chunks = worded.split_whitespace().map(|chunk| {
        let mut chars = chunk.chars();
        match chars.next() {
            Some(first) if has_marks(chunk) => first.to_uppercase().chain(chars).collect(),
            _ => chunk.to_upper_camel_case(),
        }
    });
    chunks.collect()
}

/// `SCREAMING_SNAKE_CASE`.
pub(super) fn shouty(text: &str) -> String {
    letters::normalized(&snake(text).to_uppercase()).into_owned()
}

/// The beginning of a very long text.
fn bounded(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(2 * MAX_LENGTH) {
        Some((end, _)) if text.len() > MAX_WHOLE => Cow::Borrowed(text.get(..end).unwrap_or("")),
        _ => Cow::Borrowed(text),
    }
}

/// Cuts a long name, between two words if that is possible. Names of one scope with the same beginning get numbers.
fn finish(name: String, digit_prefix: &str, empty: &str) -> String {
    let mut name = match name.is_ascii() {
        true => name,
        false => letters::normalized(&name).into_owned(),
    };
    if name.len() <= MAX_LENGTH {
        return started(name, digit_prefix, empty);
    }
    let mut ends = name.char_indices().enumerate();
    if let Some((_, (end, _))) = ends.find(|(count, (at, c))| *count == MAX_LENGTH || at + c.len_utf8() > MAX_BYTES) {
        let is_boundary = name.get(end..).is_some_and(|rest| rest.starts_with('_'));
        name.truncate(end);
        let last_word = name.rfind('_').filter(|at| !is_boundary && *at > end / 2);
        name.truncate(last_word.unwrap_or(end));
        name.truncate(name.trim_end_matches('_').len());
    }
    started(name, digit_prefix, empty)
}

/// A name that starts with a letter.
fn started(name: String, digit_prefix: &str, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(c) if letters::is_start(c) || c == '_' => name,
        Some(_) => format!("{digit_prefix}{name}"),
    }
}

/// Which letters a name can have.
#[derive(Clone, Copy, PartialEq)]
enum Letters {
    All,
    Ascii,
}

/// Replaces punctuation that has a meaning by words, and other punctuation by separators.
fn worded(text: &str, letters: Letters) -> String {
    let text = letters::normalized(text);
    let mut out = String::with_capacity(text.len());
    let has_letters = text
        .chars()
        .any(|c| c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric()));
    let mut rest = text.as_ref();
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|c| !letters::is_part(c)).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(length.max(c.len_utf8()));
        rest = tail;
        if length > 0 {
            add_word(word, letters, &mut out);
            continue;
        }
        let is_first = out.trim().is_empty();
        match c {
            '+' if is_first => out.push_str(" plus "),
            '-' if is_first && rest.starts_with(letters::is_part) => out.push_str(" minus "),
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

/// Adds a word as it is, or in ASCII.
fn add_word(word: &str, letters: Letters, out: &mut String) {
    if word.is_ascii() || (letters == Letters::All && letters::is_plain(word)) {
        out.push_str(word);
        return;
    }
    for c in word.chars() {
        match c.is_ascii() {
            true => out.push(c),
            false => out.push_str(&letters::in_ascii(c)),
        }
    }
}

/// Whether a word has marks that `heck` would take for separators. Scripts with such marks have no capitals.
fn has_marks(word: &str) -> bool {
    word.chars().any(|c| letters::is_part(c) && !c.is_alphanumeric())
}

/// `ETag` is one word where a word can start: not in `GETag`.
fn single_etag(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("ETag") {
        out.push_str(before);
        let is_inside = out.ends_with(|c: char| c.is_ascii_uppercase());
        out.push_str(if is_inside { "ETag" } else { "Etag" });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Separates digits with one capital after them from the word before: `Account3PIds` is `Account 3PIds`, not
/// `Account3 PIds`.
fn digits_with_their_letter(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, tail) = rest.split_at(start);
        let digits = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, after) = tail.split_at(digits);
        let mut next = after.chars();
        let has_letter = next.next().is_some_and(|c| c.is_ascii_uppercase());
        let is_whole = match (next.next(), next.next()) {
            (Some(c), Some(d)) if c.is_ascii_uppercase() => d.is_ascii_lowercase(),
            (Some(c), _) => !letters::is_part(c),
            (None, _) => true,
        };
        out.push_str(before);
        let mut letters = out.chars().rev();
        let is_after_word = (0..2).all(|_| letters.next().is_some_and(|c| c.is_ascii_lowercase()));
        if has_letter && is_whole && is_after_word {
            out.push(' ');
        }
        out.push_str(number);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A punctuation character in words.
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
pub(crate) fn is_identifier(text: &str) -> bool {
    let bare = text.strip_prefix("r#").unwrap_or(text);
    let mut chars = bare.chars();
    chars.next().is_some_and(|c| letters::is_start(c) || c == '_')
        && chars.all(|c| letters::is_part(c) || c == '_')
        && letters::normalized(bare) == bare
        && bare != "_"
        && !["r#self", "r#super", "r#crate", "r#Self"].contains(&text)
        && (text.starts_with("r#") || !reserved::is_keyword(text))
}

/// Whether a text can be the name of a module. Letters other than those of ASCII are replaced in the name of its file.
pub(super) fn is_module(text: &str) -> bool {
    is_identifier(text)
        && !text.starts_with("r#")
        && !text.chars().any(char::is_uppercase)
        && !reserved::is_module(text)
}

/// Whether a text can be the name of a file, on every file system, and of its module.
pub(super) fn is_file(text: &str) -> bool {
    file(text) == text && !reserved::is_module(text)
}

pub(super) fn from_lock(text: &str) -> Name {
    Name(text.to_owned())
}

#[cfg(test)]
mod tests {
    use heck::{ToSnakeCase as _, ToUpperCamelCase as _};
    use proptest::prelude::*;

    use super::{Letters, SINGLE_WORDS, any_camel, any_words, ascii, camel, finish, is_identifier, snake, value};

    const PARTS: [&str; 46] = [
        "OAuth", "iOS", "iPhone", "iPad", "macOS", "GitHub", "GitLab", "PayPal", "OpenID", "IDs", "URLs", "URIs",
        "APIs", "IPs", "ETag", "OAu", "Open", "iP", "ID", "API", "URL", "E", "a", "b", "ab", "C", "DE", "F", "1", "23",
        "3P", "_", "__", "-", " ", ".", "/", "'", "<", "=", "!", "+", "%", "\\", "ü", "long",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn names_are_those_of_the_general_way(
            parts in prop::collection::vec(
                (prop::sample::select(PARTS.to_vec()), prop_oneof![9 => Just(1_usize), 1 => 2_usize..200]),
                0..9,
            ),
        ) {
            let parts = parts.into_iter().map(|(part, times)| part.repeat(times));
            let text: String = parts.collect();
            prop_assert_eq!(snake(&text), finish(any_words(&text, Letters::All), "value_", "value"), "{}", text);
            prop_assert_eq!(camel(&text), finish(any_camel(&text), "Value", "Value"), "{}", text);
        }
    }

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
            ("名前", "名前"),
            ("größe in cm", "größe_in_cm"),
            ("GrößeInCm", "größe_in_cm"),
            ("gro\u{308}ße", "größe"),
            ("नमस्ते-World", "नमस्ते_world"),
            ("сах", "u441_u430_u445"),
            ("kullanıcı", "kullanici"),
            ("ETag", "etag"),
            ("lastETag", "last_etag"),
            ("GETag", "ge_tag"),
            ("getAccount3PIds", "get_account_3p_ids"),
            ("Model3D", "model_3d"),
            ("0x1F", "value_0x1_f"),
            ("S3Bucket", "s3_bucket"),
            ("Base64URL", "base64_url"),
            ("Http2Server", "http2_server"),
        ] {
            assert_eq!(snake(text), expected, "{text:?}");
        }
        assert_eq!(camel("SAMLAccount"), "SamlAccount");
        assert_eq!(camel("OAuthVerification"), "OAuthVerification");
        assert_eq!(camel("schemas-Passkey"), "SchemasPasskey");
        assert_eq!(camel("404"), "Value404");
        assert_eq!(camel("größe"), "Größe");
        assert_eq!(camel("姓名"), "姓名");
        assert_eq!(camel("имя пользователя"), "ИмяПользователя");
        assert_eq!(super::shouty("größe"), "GRÖSSE");
        assert_eq!(super::file("größe"), "grosse");
        assert_eq!(super::file("姓名"), "u59d3_u540d");
    }

    #[test]
    fn keywords_become_raw_or_get_an_underscore() {
        assert_eq!(value("type").as_str(), "r#type");
        assert_eq!(value("self").as_str(), "self_");
        assert_eq!(value("gen").as_str(), "r#gen");
    }

    #[test]
    fn long_names_are_cut_between_words() {
        let name = snake(&"word ".repeat(100));
        assert!(name.len() <= 80 && name.ends_with("_word"), "{name}");
        let name = camel(&"姓名".repeat(300));
        assert_eq!(name.chars().count(), 53);
    }

    #[test]
    fn a_lock_cannot_smuggle_code() {
        assert!(is_identifier("User") && is_identifier("r#type"));
        assert!(!is_identifier("a b") && !is_identifier("type") && !is_identifier("") && !is_identifier("x;y"));
    }

    /// Texts of a few characters of each kind, in every order.
    fn texts() -> impl Iterator<Item = String> {
        const KINDS: [char; 6] = ['a', 'b', 'C', 'D', '7', '-'];
        (0..6_usize.pow(6)).map(|number| (0..6).map(|at| KINDS[number / 6_usize.pow(at) % 6]).collect())
    }

    #[test]
    fn words_are_those_of_heck() {
        for text in texts().map(|text| format!("x{text}")) {
            if let Some(name) = ascii::snake(&text) {
                assert_eq!(name, text.to_snake_case(), "{text}");
            }
            assert_eq!(ascii::camel(&text), Some(text.to_upper_camel_case()), "{text}");
        }
    }

    #[test]
    fn names_are_the_same_with_and_without_the_short_way() {
        let long = "word".repeat(30);
        let others = [
            "a.b/{c}[d]",
            "a_B c",
            "1a2B",
            "aÄ",
            "-a",
            "a'b",
            "a<b",
            "a&b",
            "a+b",
            "a=b!",
            &long,
        ]
        .map(str::to_owned);
        for text in texts().chain(others) {
            let (words, capitals) = (any_words(&text, Letters::All), any_camel(&text));
            assert_eq!(ascii::snake(&text).unwrap_or_else(|| words.clone()), words, "{text}");
            assert_eq!(
                ascii::camel(&text).unwrap_or_else(|| capitals.clone()),
                capitals,
                "{text}"
            );
        }
    }

    #[test]
    fn single_words_are_special() {
        for (word, _) in SINGLE_WORDS {
            assert!(ascii::is_special(word.as_bytes()), "{word}");
        }
        assert!(ascii::is_special(b"ETag") && ascii::is_special(b"3P"));
    }
}
