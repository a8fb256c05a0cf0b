//! One row of a table: tokens with the usual spaces between them.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Previous {
    /// Nothing yet.
    Open,
    Word,
    Comma,
    /// `:` after a name.
    Colon,
    /// `::`, `<` or `&`: no space follows.
    Tight,
    /// The end of generics or of a group.
    Close,
    Arrow,
}

pub(super) fn print(tokens: &TokenStream) -> String {
    let mut out = String::new();
    run(tokens, &mut out);
    out
}

fn run(tokens: &TokenStream, out: &mut String) {
    let mut last = Previous::Open;
    let mut trees = tokens.clone().into_iter().peekable();
    while let Some(tree) = trees.next() {
        last = match tree {
            TokenTree::Ident(word) => {
                space(last, out);
                let _ = write!(out, "{word}");
                Previous::Word
            }
            TokenTree::Literal(literal) => {
                space(last, out);
                let _ = write!(out, "{literal}");
                Previous::Word
            }
            TokenTree::Punct(punct) => {
                let next = match trees.peek() {
                    Some(TokenTree::Punct(next)) => Some(next.as_char()),
                    _ => None,
                };
                let (text, after) = sign(punct.as_char(), next);
                if matches!(text, "::" | "=>") {
                    trees.next();
                }
                if after == Previous::Arrow || (after == Previous::Tight && !matches!(text, "::" | "<")) {
                    space(last, out);
                }
                out.push_str(text);
                if text.is_empty() {
                    out.push(punct.as_char());
                }
                after
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                let hugs =
                    group.delimiter() == Delimiter::Parenthesis && last == Previous::Word && !group.stream().is_empty();
                if !hugs {
                    space(last, out);
                }
                out.push_str(open);
                run(&group.stream(), out);
                out.push_str(close);
                Previous::Close
            }
        };
    }
}

/// The text of a punctuation character with the next one, and what it means for the space after it. An empty text
/// means the character itself.
fn sign(first: char, second: Option<char>) -> (&'static str, Previous) {
    match (first, second) {
        (':', Some(':')) => ("::", Previous::Tight),
        ('=', Some('>')) => ("=>", Previous::Arrow),
        ('=', _) => ("=", Previous::Arrow),
        ('|', _) => ("|", Previous::Arrow),
        (',', _) => (",", Previous::Comma),
        (':', _) => (":", Previous::Colon),
        ('>', _) => (">", Previous::Close),
        ('<', _) => ("<", Previous::Tight),
        _ => ("", Previous::Tight),
    }
}

fn space(last: Previous, out: &mut String) {
    if !matches!(last, Previous::Open | Previous::Tight) {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn rows_look_hand_written() {
        for row in [
            "name: \"name\" optional => with_name(into String),",
            "Otp: tag \"strategy\" in [\"a\", \"b\"] => from(Box<super::Otp>),",
            "extra: extra => with_extra(BTreeMap<String, Vec<Json>>),",
            "security: [[\"bearerAuth\"], []],",
            "\"200\": json => Ok,",
            "success ()",
            "\"400\" | \"401\": empty,",
            "Minus: -1,",
            "kind: \"kind\" required(into Kind = Kind::Bolt),",
        ] {
            let tokens = row.parse().expect("tokens");
            assert_eq!(print(&tokens), row);
        }
    }
}
