//! One row of a table: tokens with the spaces that a person would write.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing yet, or something that nothing follows closely.
    Open,
    Word,
    Comma,
    /// `:` after a name.
    Colon,
    /// `::`, `<` or `&`: what follows is part of it.
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
    let mut last = Last::Open;
    let mut trees = tokens.clone().into_iter().peekable();
    while let Some(tree) = trees.next() {
        last = match tree {
            TokenTree::Ident(word) => {
                space(last, out);
                out.push_str(&word.to_string());
                Last::Word
            }
            TokenTree::Literal(literal) => {
                space(last, out);
                out.push_str(&literal.to_string());
                Last::Word
            }
            TokenTree::Punct(punct) => {
                let next = match trees.peek() {
                    Some(TokenTree::Punct(next)) => Some(next.as_char()),
                    _ => None,
                };
                match (punct.as_char(), next) {
                    (':', Some(':')) => {
                        trees.next();
                        out.push_str("::");
                        Last::Tight
                    }
                    ('=', Some('>')) => {
                        trees.next();
                        out.push_str(" =>");
                        Last::Arrow
                    }
                    (',', _) => {
                        out.push(',');
                        Last::Comma
                    }
                    (':', _) => {
                        out.push(':');
                        Last::Colon
                    }
                    ('>', _) => {
                        out.push('>');
                        Last::Close
                    }
                    (other, _) => {
                        if other != '<' {
                            space(last, out);
                        }
                        out.push(other);
                        Last::Tight
                    }
                }
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                let hugs = group.delimiter() == Delimiter::Parenthesis && last == Last::Word && !group.stream().is_empty();
                if !hugs {
                    space(last, out);
                }
                out.push_str(open);
                run(&group.stream(), out);
                out.push_str(close);
                Last::Close
            }
        };
    }
}

fn space(last: Last, out: &mut String) {
    if !matches!(last, Last::Open | Last::Tight) {
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
            "Otp: tag \"strategy\" in [\"a\", \"b\"], from Box<super::Otp>,",
            "extra: extra => with_extra(BTreeMap<String, Vec<Json>>),",
            "security: [[\"bearerAuth\"], []],",
            "\"200\": json => Ok,",
            "success ()",
            "Minus: -1,",
        ] {
            let tokens = row.parse().expect("tokens");
            assert_eq!(print(&tokens), row);
        }
    }
}
