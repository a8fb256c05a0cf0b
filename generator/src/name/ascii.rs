//! Names of ASCII texts, as nearly all are: the words that `heck` finds in them, in one loop over the bytes.

/// The bytes of a text that is not cut before its words are found.
pub(super) const MAX_WHOLE: usize = 640;

/// The words in lower case, with `_` between them. `None` if the text has any meaning besides its words.
pub(super) fn snake(text: &str) -> Option<String> {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        if is_special(rest) {
            return None;
        }
        rest = rest.get(1..)?;
    }
    let mut out = String::with_capacity(text.len() + 8);
    each_letter(text, |byte, starts_word| {
        if starts_word && !out.is_empty() {
            out.push('_');
        }
        out.push(char::from(byte.to_ascii_lowercase()));
    })?;
    Some(out)
}

/// The words with a capital each. `None` if the text has any meaning besides its words.
pub(super) fn camel(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    each_letter(text, |byte, starts_word| {
        let byte = match starts_word {
            true => byte.to_ascii_uppercase(),
            false => byte.to_ascii_lowercase(),
        };
        out.push(char::from(byte));
    })?;
    Some(out)
}

/// Whether something begins here that is not split at its capitals: see `SINGLE_WORDS`, `single_etag` and
/// `digits_with_their_letter`. It may be more than that.
pub(super) fn is_special(rest: &[u8]) -> bool {
    matches!(
        rest,
        [b'O', b'A', b'u', ..]
            | [b'O', b'p', b'e', b'n', b'I', ..]
            | [b'i', b'O' | b'P', ..]
            | [b'm', b'a', b'c', b'O', ..]
            | [b'G', b'i', b't', b'H' | b'L', ..]
            | [b'P', b'a', b'y', b'P', ..]
            | [b'I', b'D' | b'P', b's', ..]
            | [b'U', b'R', b'L' | b'I', b's', ..]
            | [b'A', b'P', b'I', b's', ..]
            | [b'E', b'T', b'a', b'g', ..]
            | [b'0'..=b'9', b'A'..=b'Z', ..]
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    None,
    Lower,
    Upper,
}

/// Visits every letter and digit, and whether it starts a word. `None` if the text is long, not ASCII, or has a character that
/// is more than a separator.
fn each_letter(text: &str, mut visit: impl FnMut(u8, bool)) -> Option<()> {
    let mut rest = text.as_bytes();
    let is_plain = rest.first().is_some_and(u8::is_ascii_alphanumeric);
    if !is_plain || rest.len() > MAX_WHOLE {
        return None;
    }
    // The case of the last letter of the word.
    let mut case = Case::None;
    let mut starts_word = true;
    while let [byte, after @ ..] = rest {
        rest = after;
        let own = match byte {
            b'a'..=b'z' => Case::Lower,
            b'A'..=b'Z' => Case::Upper,
            b'0'..=b'9' => Case::None,
            b'\'' | b'<' | b'>' | b'%' | b'&' => return None,
            b' '..=b'~' => {
                (case, starts_word) = (Case::None, true);
                continue;
            }
            _ => return None,
        };
        let is_last_capital = case == Case::Upper && own == Case::Upper && matches!(after, [b'a'..=b'z', ..]);
        visit(*byte, starts_word || is_last_capital);
        if is_last_capital {
            case = Case::None;
        } else if own != Case::None {
            case = own;
        }
        starts_word = case == Case::Lower && matches!(after, [b'A'..=b'Z', ..]);
        if starts_word {
            case = Case::None;
        }
    }
    Some(())
}
