//! Null that only a description declares: `The content, if requested (otherwise null)`.
//!
//! Documents before OpenAPI 3.0 have no `nullable`, and later ones often omit it. Only sentences that are clearly about the
//! value itself count; a negation, a condition or another subject does not.

use super::context::Lower;
use crate::ir::Type;
use crate::pointer::Pointer;

/// Words after `null` that introduce when it is sent.
const CONDITIONS: [&str; 9] = [
    "if",
    "when",
    "unless",
    "until",
    "while",
    "where",
    "otherwise",
    "whenever",
    "for",
];
/// Verbs after `null` that explain it.
const MEANS: [&str; 5] = ["means", "indicates", "implies", "represents", "denotes"];
const MODALS: [&str; 6] = ["can", "may", "might", "could", "will", "must"];
const ADVERBS: [&str; 7] = ["also", "sometimes", "possibly", "either", "explicitly", "still", "then"];
const NEGATIONS: [&str; 10] = [
    "not", "cannot", "never", "no", "without", "neither", "nor", "non", "isn't", "can't",
];
/// Before `or null`: the sentence is a condition, an instruction, or about an expression.
const OTHERS: [&str; 16] = [
    "if",
    "when",
    "whether",
    "unless",
    "set",
    "setting",
    "pass",
    "passing",
    "specify",
    "provide",
    "send",
    "sending",
    "evaluate",
    "evaluates",
    "containing",
    "contains",
];

impl Lower<'_, '_> {
    /// The sentence of the description of a required member by which it may be null, unless `nullable` is written.
    pub(super) fn null_in_words(&self, at: &Pointer, name: &str, ty: &Type) -> Option<String> {
        if matches!(self.bare(ty), Type::Json) {
            return None;
        }
        let target = self.target(at);
        let is_written = |at: &Pointer| {
            let node = self.resolver.node(at);
            node.is_some_and(|node| ["nullable", "x-nullable"].iter().any(|key| node.get(key).is_some()))
        };
        let is_constant = self
            .resolved(at)
            .values
            .as_ref()
            .is_some_and(|values| values.len() == 1);
        if is_written(at) || is_written(&target) || is_constant {
            return None;
        }
        let sentence = sentence(self.text(at, "description")?, name)?;
        Some(sentence.to_owned())
    }
}

/// The sentence of a description by which the value of the member `name` may be null.
fn sentence<'t>(description: &'t str, name: &str) -> Option<&'t str> {
    if !description
        .as_bytes()
        .windows(4)
        .any(|word| word.eq_ignore_ascii_case(b"null"))
    {
        return None;
    }
    sentences(description).into_iter().find(|text| {
        let tokens = tokens(text);
        (0..tokens.len()).any(|at| tokens.get(at).is_some_and(|token| token.is("null")) && allows(&tokens, at, name))
    })
}

/// Splits at the ends of sentences, and at paragraphs and entries of lists.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or("");
        let is_end = match c {
            '.' | '!' | '?' => rest.starts_with(char::is_whitespace),
            '\n' => rest
                .trim_start_matches([' ', '\t', '\r'])
                .starts_with(['\n', '-', '*', '#', '|']),
            _ => false,
        };
        if is_end {
            found.extend(text.get(start..=at));
            start = at + 1;
        }
    }
    found.extend(text.get(start..));
    found
        .into_iter()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .collect()
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// In lower case.
    Word(String),
    Mark(char),
    /// Code or a quoted text that is not the word null.
    Code(String),
}

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(found) if found == word)
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }
}

/// Words and marks, without emphasis and tags. `null` in backticks is the word.
fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let enclosed = |end: char| rest.get(c.len_utf8()..).and_then(|rest| rest.split_once(end));
        if c.is_alphanumeric() || c == '_' {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’')));
            let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
            found.push(Token::Word(
                word.trim_matches(['_', '\'', '’']).replace('’', "'").to_lowercase(),
            ));
            rest = after;
            continue;
        }
        let code = match c {
            '`' | '"' | '\'' | '“' => enclosed(if c == '“' { '”' } else { c }),
            '<' => enclosed('>'),
            _ => None,
        };
        if let Some((code, after)) = code {
            match c {
                '<' => {}
                '`' if code.trim().eq_ignore_ascii_case("null") => found.push(Token::Word("null".to_owned())),
                _ => found.push(Token::Code(code.trim().to_lowercase())),
            }
            rest = after;
            continue;
        }
        if !c.is_whitespace() && !matches!(c, '*' | '`') {
            found.push(Token::Mark(c));
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    found
}

/// Whether the word null at `at` is a value of the member.
fn allows(tokens: &[Token], at: usize, name: &str) -> bool {
    let before = tokens.get(..at).unwrap_or(&[]);
    let next = tokens.get(at + 1);
    let next_is = |words: &[&str]| next.is_some_and(|token| token.is_one_of(words));
    let is_in_case = next_is(&["in"])
        && tokens
            .get(at + 2)
            .is_some_and(|token| token.is_one_of(&["case", "cases"]));
    let is_explained = next_is(&CONDITIONS) || next_is(&MEANS) || is_in_case;
    let before = match before {
        [rest @ .., equal, to] if equal.is("equal") && to.is("to") => rest,
        _ => before,
    };
    match before {
        [] => is_explained,
        [.., one, of] if of.is("of") && one.is("one") => !is_negated(before),
        [.., value, of] if of.is("of") && value.is("value") => next_is(&MEANS),
        [.., last] if last.is("otherwise") || last.is("else") => true,
        [rest @ .., last] if last.is("be") => {
            let (verb, rest) = without_adverbs(rest);
            verb.is_some_and(|verb| verb.is_one_of(&MODALS)) && is_subject(rest, name)
        }
        [rest @ .., last] if last.is("is") => is_explained && is_subject(rest, name),
        [rest @ .., last] if last.is("or") => {
            let is_end = next.is_none_or(|next| matches!(next, Token::Mark(_)));
            let is_other = rest.iter().any(|token| token.is_one_of(&OTHERS));
            (is_end || is_explained) && !is_other && !is_negated(rest)
        }
        [rest @ .., last] if last.is("possibly") => {
            let is_about = match rest {
                [] | [.., Token::Mark(',' | '(' | ';')] => true,
                [rest @ .., is] => is.is("is") && is_subject(rest, name),
            };
            is_explained && is_about
        }
        [.., Token::Mark(mark)] => is_explained && *mark != ')',
        [.., last] => is_explained && last.is_one_of(&["and", "but"]),
    }
}

/// The last word that is no adverb, and what is before it.
fn without_adverbs(tokens: &[Token]) -> (Option<&Token>, &[Token]) {
    let mut rest = tokens;
    while let [before @ .., last] = rest {
        if !last.is_one_of(&ADVERBS) {
            return (Some(last), before);
        }
        rest = before;
    }
    (None, rest)
}

/// Whether the words before a verb name the value that is described, or nothing at all: `Optional - may be null`.
fn is_subject(tokens: &[Token], name: &str) -> bool {
    let starts = |tokens: &[Token]| match tokens.last() {
        None => true,
        Some(Token::Mark(mark)) => *mark != ')',
        Some(last) => last.is_one_of(&["and", "but", "or", "otherwise", "then", "case", "so", "which", "that"]),
    };
    match tokens {
        [rest @ .., last] if last.is_one_of(&["it", "this"]) => starts(rest),
        [rest @ .., which, noun]
            if which.is_one_of(&["this", "the", "its"])
                && noun.is_one_of(&["value", "field", "property", "attribute", "member", "key"]) =>
        {
            starts(rest)
        }
        [noun] if noun.is_one_of(&["value", "field", "property", "attribute"]) => true,
        _ => starts(tokens) || ends_with_name(tokens, name).is_some_and(|rest| starts(without_article(rest))),
    }
}

fn without_article(tokens: &[Token]) -> &[Token] {
    match tokens {
        [rest @ .., last] if last.is_one_of(&["the", "this", "its"]) => rest,
        _ => tokens,
    }
}

/// What is before the name of the member, in one word or several: `user_id`, `user id`.
fn ends_with_name<'t>(tokens: &'t [Token], name: &str) -> Option<&'t [Token]> {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let wanted = letters(name);
    let mut found = String::new();
    for (at, token) in tokens.iter().enumerate().rev() {
        let (Token::Word(word) | Token::Code(word)) = token else {
            return None;
        };
        found.insert_str(0, &letters(word));
        if found == wanted {
            return tokens.get(..at);
        }
        if found.len() > wanted.len() {
            return None;
        }
    }
    None
}

/// Whether a negation applies to the end of these words.
fn is_negated(tokens: &[Token]) -> bool {
    let clause = tokens.rsplit(|token| {
        token.is_one_of(&["but", "otherwise"]) || matches!(token, Token::Mark(';' | ':' | '(' | '—' | '–'))
    });
    let clause = clause.into_iter().next().unwrap_or(&[]);
    clause
        .iter()
        .any(|token| token.is_one_of(&NEGATIONS) || matches!(token, Token::Word(word) if word.ends_with("n't")))
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn descriptions_by_which_a_value_may_be_null() {
        for text in [
            "The mimetype of a file. If content is not null, and type is 'file', this will contain the mimetype, otherwise this will be null.",
            "The content, if requested (otherwise null). Will be an array if type is 'directory'",
            "Format of content (one of null, 'text', 'base64', 'json')",
            "Format of content: one of `null`, `text`.",
            "How the address was verified, or null.",
            "Minimum quantity or NULL when there is no limitation",
            "A preview of the episode. `null` if not available.",
            "This field might be `null` in some cases.",
            "Score for this alliance. Will be null or -1 for an unplayed match.",
            "Null if not applicable.",
            "Identifies the user who created the comment. Will be null if created by an admin",
            "Optional - may be null.",
            "How often it is played; a value of `null` implies no information is available",
            "The length, possibly equal to null in case it does not exist",
            "The length, possibly null when unknown",
            "An error. null if the error is not related to user action.",
            "The user's id can be null. The user id can be null.",
            "`userId` may also be null.",
            "The date; it is <code>null</code> unless the order is paid.",
            "True if it is public, null otherwise",
            "*null* means unlimited",
        ] {
            assert!(sentence(text, "userId").is_some(), "{text}");
        }
    }

    #[test]
    fn descriptions_of_something_else() {
        for text in [
            "This cannot be null or empty.",
            "Must not be null.",
            "MUST be supported, MUST NOT be `null`.",
            "Never null.",
            "It is mutable and not null.",
            "Empty is allowed, but not null.",
            "It cannot be blank, empty or `null`.",
            "Is a non-null string. It will be non-null if the other is null.",
            "Null is not allowed.",
            "A null value will match any VLAN.",
            "Set to null to delete it. Providing null will reset it.",
            "Set to `null` or omit when `type` is set to `enterprise`.",
            "If the flag value is NULL - it is not used.",
            "If it is a customer or null, for transactional emails.",
            "If the secret is in plaintext or null then the algorithm will be none.",
            "The other length is possibly null when unknown",
            "Property 'url' will be null if it is a template.",
            "EncryptionCertThumbprint will be null.",
            "When the `head_branch` is in a fork it will be `null` and the list will be empty.",
            "Tag values are case sensitive and tag values can be null.",
            "The string \"null\" if there is no value, or `\"null\"` otherwise.",
            "`foo(null)` when called. `x or null` is an expression",
            "The expression must evaluate to either a string or null.",
            "The code, null (not provided), of the zip.",
            "A pattern that is null-terminated if long.",
            "It may be nullable",
            "Annuls it when set",
        ] {
            assert_eq!(sentence(text, "member"), None, "{text}");
        }
    }
}
