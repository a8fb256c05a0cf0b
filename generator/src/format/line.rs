//! Code that fits on one line, as `prettyplease` prints it.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};

/// The columns of a line of code, as those of `prettyplease`.
pub(super) const WIDTH: usize = 89;
pub(super) const INDENT: &str = "    ";
/// The columns of a struct with fields.
const MAX_STRUCT: usize = 35;

/// What was printed last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing yet, or what no space follows: `::`, `<`, `&`, `.`, an opening parenthesis.
    Tight,
    Word,
    /// A keyword that a path or a group does not continue.
    Keyword,
    /// `,`, `:`, `=` or `->`.
    Sign,
    /// `>` or the end of a group.
    Close,
}

/// Prints tokens on one line, without a comma after the last one of a group. `None` if there is anything in them that is printed on
/// several lines, or whose spaces are not known here.
pub(super) fn print(tokens: &TokenStream) -> Option<String> {
    let mut line = Line {
        text: String::new(),
        last: Last::Tight,
        depth: 0,
        path: 0,
        generics: Vec::new(),
    };
    line.run(tokens)?;
    line.generics.is_empty().then_some(line.text)
}

struct Line {
    text: String,
    last: Last,
    /// How many groups are open.
    depth: usize,
    /// Where the last path begins.
    path: usize,
    /// The open `<`: whether each is one of an expression, after `::`.
    generics: Vec<bool>,
}

impl Line {
    fn run(&mut self, tokens: &TokenStream) -> Option<()> {
        let mut trees = tokens.clone().into_iter().peekable();
        while let Some(tree) = trees.next() {
            match tree {
                TokenTree::Ident(word) => self.word(&word)?,
                TokenTree::Literal(literal) => {
                    self.space();
                    self.last = Last::Word;
                    write!(self.text, "{literal}").ok()?;
                }
                TokenTree::Group(group) => self.group(&group)?,
                TokenTree::Punct(punct) => {
                    if self.punct(&punct, trees.peek())? {
                        trees.next();
                    }
                }
            }
        }
        Some(())
    }

    fn word(&mut self, word: &Ident) -> Option<()> {
        self.space();
        let start = self.text.len();
        let before = self.text.as_bytes();
        let is_lifetime = matches!(before, [.., b'\'']);
        if !matches!(before, [.., b':', b':']) {
            self.path = start;
        }
        let _ = write!(self.text, "{word}");
        self.last = match self.text.as_bytes().get(start..)? {
            b"impl" | b"dyn" | b"as" | b"for" | b"mut" | b"const" | b"use" => Last::Keyword,
            // It has lines of its own.
            b"where" => return None,
            _ if is_lifetime => Last::Keyword,
            _ => Last::Word,
        };
        Some(())
    }

    fn group(&mut self, group: &Group) -> Option<()> {
        let (open, close) = match group.delimiter() {
            // A tuple of one type needs its comma.
            Delimiter::Parenthesis if !matches!(self.last, Last::Word | Last::Close) && ends_with_comma(group) => {
                return None;
            }
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket if self.last != Last::Word => ("[", "]"),
            // Of imports.
            Delimiter::Brace if self.text.ends_with("::") => ("{", "}"),
            Delimiter::Brace if group.stream().is_empty() => (" {}", ""),
            Delimiter::Brace if is_struct(group) => (" { ", " }"),
            Delimiter::Brace | Delimiter::Bracket | Delimiter::None => return None,
        };
        if matches!(self.last, Last::Sign | Last::Keyword) {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.last = Last::Tight;
        self.depth += 1;
        let path = self.path;
        self.run(&group.stream())?;
        self.depth -= 1;
        self.text.push_str(close);
        self.last = Last::Close;
        let is_short = open != " { " || self.text.len() - path <= MAX_STRUCT;
        is_short.then_some(())
    }

    /// Prints a punctuation character. Whether the next one is printed with it.
    fn punct(&mut self, punct: &Punct, next: Option<&TokenTree>) -> Option<bool> {
        // A space is anything else.
        let sign = next.map(|next| match next {
            TokenTree::Punct(next) => next.as_char(),
            _ => ' ',
        });
        let (text, last) = match (punct.as_char(), sign) {
            // `name: ::a::B` has a colon of its own before the path.
            (':', Some(':')) if punct.spacing() == Spacing::Joint => ("::", Last::Tight),
            (':', _) => (":", Last::Sign),
            ('-', Some('>')) => (" ->", Last::Sign),
            ('=', Some(' ' | '&')) => (" =", Last::Sign),
            (',', Some('>')) => ("", self.last),
            (',', None) if self.depth > 0 => ("", self.last),
            (',', _) => (",", Last::Sign),
            ('<', sign) => {
                self.open(sign)?;
                ("<", Last::Tight)
            }
            ('>', _) => {
                let is_call =
                    matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                // Generics of a type have no `::` before them.
                if self.generics.pop()? && !is_call {
                    return None;
                }
                (">", Last::Close)
            }
            ('.', Some(' ')) => (".", Last::Tight),
            (';', None) => (";", Last::Tight),
            ('&' | '\'', _) => {
                self.space();
                self.text.push(punct.as_char());
                self.last = Last::Tight;
                return Some(false);
            }
            _ => return None,
        };
        let starts_path = matches!(text, "::" | "<") && matches!(self.last, Last::Sign | Last::Keyword);
        let is_parameters = text == "<" && self.last == Last::Keyword && self.text.ends_with("impl");
        if starts_path && !is_parameters {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.last = last;
        Some(matches!(text, "::" | " ->"))
    }

    /// Opens generics, before a punctuation character.
    fn open(&mut self, sign: Option<char>) -> Option<()> {
        let is_empty = sign == Some('>');
        // Of `for<'a>`, or of a type that begins with `<`.
        let is_unclear = self.last == Last::Keyword && self.text.ends_with("for");
        if is_empty || is_unclear {
            return None;
        }
        self.generics.push(self.text.ends_with("::"));
        Some(())
    }

    fn space(&mut self) {
        if self.last != Last::Tight {
            self.text.push(' ');
        }
    }
}

fn ends_with_comma(group: &Group) -> bool {
    let last = group.stream().into_iter().last();
    matches!(last, Some(TokenTree::Punct(punct)) if punct.as_char() == ',')
}

/// Whether braces are those of a struct: `{ name }`, `{ name, other: value }`.
pub(super) fn is_struct(group: &Group) -> bool {
    if group.delimiter() != Delimiter::Brace {
        return false;
    }
    let mut trees = group.stream().into_iter();
    let starts_with_name = matches!(trees.next(), Some(TokenTree::Ident(_)));
    starts_with_name
        && match trees.next() {
            Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), ',' | ':'),
            Some(_) => false,
            None => true,
        }
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn lines_are_those_of_the_printer() {
        for line in [
            "pub fn new(name: impl Into<String>, sizes: &[u8]) -> &'a Self",
            "pub(crate) fn get(&self) -> Option<&Map<String, Vec<::time::Date>>>",
            "pub struct GetPet(Call);",
            "pub const TOTAL: ResponseHeader<i64> = ResponseHeader::new(\"Total\");",
            "impl AsRef<Client> for super::super::Client",
            "Self { name: name.into(), a: None }",
            "self.query_styled(QueryStyle::Form { explode: true })",
            "Self {}",
            "use super::super::{self, Client, r#type};",
            "pub mod a;",
            "Self(self.0.path_styled(\"a\", PathStyle::Label { explode: true }, list::<_, i64>(a)))",
            "Self(self.0.form_styled(&body, &[(\"a\", QueryStyle::Json), (\"b\", &c)]))",
            "pub r#type: Box<dyn ::a::B<C = D>>,",
            "pub type A = ();",
            "pub kind: ::std::string::String,",
            "pub fn new(kind: ::std::string::String) -> ::a::B",
            "pub a: Map<&'static (A, B), &'static ::a::B>,",
            "impl<'a, T: A<'a>> B<'a> for C<T>",
            "use ::a::B;",
        ] {
            let tokens = line.parse().expect("tokens");
            assert_eq!(print(&tokens).as_deref(), Some(line));
        }
        let long = "Self { name: name.into(), size: None, }".parse().expect("tokens");
        assert_eq!(print(&long), None);
        let tokens = "pub fn a(&self,) -> Vec<A,>".parse().expect("tokens");
        assert_eq!(print(&tokens).as_deref(), Some("pub fn a(&self) -> Vec<A>"));
    }

    #[test]
    fn other_code_is_not_printed_here() {
        for code in [
            "a + b",
            "a!()",
            "if a { b() }",
            "a[0]",
            "{ a; b }",
            "|a| b",
            "a..b",
            "a?",
            // The printer leaves out `::` and empty generics of types, keeps the comma in a tuple of one type, and gives
            // `where` lines of its own.
            "pub a: Vec::<A>,",
            "pub a: Vec<>,",
            "pub a: A<(B,)>,",
            "a(list::<_, Vec::<A>>(b))",
            "pub fn a(b: C) where C: D",
            "impl A for <B as C>::D",
        ] {
            let tokens = code.parse().expect("tokens");
            assert_eq!(print(&tokens), None, "{code}");
        }
    }
}
