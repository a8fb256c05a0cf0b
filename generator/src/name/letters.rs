//! Letters of all scripts: which ones Rust accepts in an identifier without a warning, and how the others are written.

use std::borrow::Cow;
use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::{GeneralSecurityProfile as _, is_potential_mixed_script_confusable_char, skeleton};

/// Letters that are no letter of ASCII with a mark, and how they are written in ASCII.
const LATIN: [(char, &str); 16] = [
    ('ß', "ss"),
    ('ẞ', "SS"),
    ('æ', "ae"),
    ('Æ', "Ae"),
    ('œ', "oe"),
    ('Œ', "Oe"),
    ('ø', "o"),
    ('Ø', "O"),
    ('ł', "l"),
    ('Ł', "L"),
    ('đ', "d"),
    ('Đ', "D"),
    ('ð', "d"),
    ('þ', "th"),
    ('Þ', "Th"),
    ('ı', "i"),
];

/// The text in the normal form in which rustc compares identifiers.
pub(super) fn normalized(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Whether a character can be part of an identifier.
pub(super) fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && unicode_ident::is_xid_continue(c))
}

/// Whether a character can be the first one of an identifier.
pub(super) fn is_start(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && unicode_ident::is_xid_start(c))
}

/// Whether rustc accepts the letters of a word without a warning, however the word is capitalized and even if no other
/// word of the crate is in its script.
pub(super) fn is_plain(word: &str) -> bool {
    let others = || word.chars().filter(|c| !c.is_ascii());
    let is_start = word.chars().next().is_some_and(|c| c.is_ascii() || is_start(c));
    is_start && others().all(is_common) && skeleton(word).any(|c| !c.is_ascii()) && is_in_known_scripts(others())
}

/// Whether a letter and its capital are allowed (`uncommon_codepoints`), and each is of its case (`non_snake_case`).
fn is_common(c: char) -> bool {
    let is_allowed = |c: char| is_part(c) && (c.is_ascii() || c.identifier_allowed());
    is_allowed(c)
        && c.to_uppercase().all(|c| is_allowed(c) && !c.is_lowercase())
        && c.to_lowercase().all(|c| is_allowed(c) && !c.is_uppercase())
}

/// Whether each script has a letter that looks like no letter of another script (`mixed_script_confusables`).
fn is_in_known_scripts(chars: impl Iterator<Item = char> + Clone) -> bool {
    let is_distinct = |c: &char| {
        let mut cases = c.to_uppercase().chain(c.to_lowercase());
        cases.all(|c| c.is_ascii() || !is_potential_mixed_script_confusable_char(c))
    };
    let known: Vec<AugmentedScriptSet> = std::iter::once('A')
        .chain(chars.clone().filter(is_distinct))
        .map(AugmentedScriptSet::for_char)
        .collect();
    let unclear: BTreeSet<char> = chars.filter(|c| !is_distinct(c)).collect();
    unclear.into_iter().all(|c| {
        let scripts = AugmentedScriptSet::for_char(c);
        known.iter().any(|known| {
            let mut common = *known;
            common.intersect_with(scripts);
            *known == scripts || (!common.is_empty() && !common.is_all())
        })
    })
}

/// A letter in ASCII: without its mark, else by its number.
pub(super) fn in_ascii(c: char) -> String {
    if let Some((_, text)) = LATIN.iter().find(|(letter, _)| *letter == c) {
        return (*text).to_owned();
    }
    let base: String = std::iter::once(c).nfd().filter(char::is_ascii_alphanumeric).collect();
    match base.is_empty() {
        true => format!(" u{:x} ", u32::from(c)),
        false => base,
    }
}

#[cfg(test)]
mod tests {
    use super::{in_ascii, is_plain};

    #[test]
    fn letters_stay_where_they_are_clear() {
        for word in [
            "größe",
            "Straße",
            "姓名",
            "имя",
            "Имя",
            "ユーザー",
            "名前",
            "이름",
            "νερό",
            "naïve",
            "नमस्ते",
            "สวัสดี",
            "שלום",
            "مرحبا",
        ] {
            assert!(is_plain(word), "{word}");
        }
        // Letters that look like Latin ones, a ligature, a letter without a capital, a mark alone, a sign that looks like a
        // square, a superscript.
        for word in ["сах", "Р", "adı", "ο", "ﬁ", "ĸ", "\u{301}a", "口", "a²"] {
            assert!(!is_plain(word), "{word}");
        }
    }

    #[test]
    fn marks_are_dropped_in_ascii() {
        let text: String = "Größeñłæ".chars().map(in_ascii).collect();
        assert_eq!(text, "Grossenlae");
        assert_eq!(in_ascii('姓'), " u59d3 ");
    }
}
