//! Which file of a crate uses which other file, read from its paths.
//!
//! An arrow is a path that starts with `crate`, `self`, `super` or `$crate`, in a `use` item (re-exports count) or
//! anywhere else in code. It leads to the file of the deepest module that the path names. `mod x;` is no arrow, and
//! items under `#[cfg(test)]` are not read.

use super::sources::Source;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// One file uses another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    /// Index of the file that uses.
    pub from: usize,
    /// Index of the file that is used.
    pub to: usize,
    /// The path that was read, as in `crate::send::retry::RetryPolicy`.
    pub path: String,
}

/// All arrows between the files of a crate, without those from a file to itself.
pub fn arrows(sources: &[Source]) -> Vec<Arrow> {
    let modules: BTreeMap<Vec<String>, usize> = sources
        .iter()
        .enumerate()
        .map(|(index, source)| (module_of(&source.path), index))
        .collect();
    let mut found = Vec::new();
    for (from, source) in sources.iter().enumerate() {
        let tokens: TokenStream = source
            .text
            .parse()
            .unwrap_or_else(|e| panic!("{} does not parse: {e}", source.path));
        let mut paths = Paths::default();
        paths.scan(tokens, &module_of(&source.path));
        for path in paths.found {
            let to = deepest(&modules, &path.segments);
            let is_root = to.is_none_or(|to| sources.get(to).is_some_and(Source::is_root));
            if to == Some(from) || (is_root && (path.is_in_macro || path.names_macro)) {
                continue;
            }
            if let Some(to) = to {
                found.push(Arrow {
                    from,
                    to,
                    path: format!("crate::{}", path.segments.join("::")),
                });
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The module of a file: `send/retry.rs` is `send::retry`, `send/mod.rs` is `send`, a root is the empty path.
fn module_of(path: &str) -> Vec<String> {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let mut segments: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if matches!(segments.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        segments.pop();
    }
    segments
}

/// The file of the deepest module that a path names.
fn deepest(modules: &BTreeMap<Vec<String>, usize>, segments: &[String]) -> Option<usize> {
    (0..=segments.len())
        .rev()
        .find_map(|length| modules.get(&segments[..length]).copied())
}

/// A path of a file of this crate, from the root of the crate on.
struct Path {
    segments: Vec<String>,
    /// Whether it began with `$crate`.
    is_in_macro: bool,
    /// Whether a `!` follows.
    names_macro: bool,
}

#[derive(Default)]
struct Paths {
    found: Vec<Path>,
}

impl Paths {
    fn scan(&mut self, stream: TokenStream, module: &[String]) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = self.step(&tokens, at, module);
        }
    }

    /// Reads what begins at `at` and returns where the next thing begins.
    fn step(&mut self, tokens: &[TokenTree], at: usize, module: &[String]) -> usize {
        match &tokens[at] {
            TokenTree::Punct(punct) if punct.as_char() == '#' && is_cfg_test(tokens.get(at + 1)) => {
                end_of_item(tokens, at)
            }
            TokenTree::Ident(ident)
                if ident == "pub" && group(tokens.get(at + 1), Delimiter::Parenthesis).is_some() =>
            {
                at + 2
            }
            TokenTree::Ident(ident) if ident == "mod" => match group(tokens.get(at + 2), Delimiter::Brace) {
                Some(body) => {
                    let inner = [module, &[tokens[at + 1].to_string()]].concat();
                    self.scan(body, &inner);
                    at + 3
                }
                None => at + 1,
            },
            TokenTree::Ident(ident) if ident == "use" => {
                let end = position(tokens, at, |token| is_punct(token, ';'));
                self.tree(&tokens[at + 1..end], &[], module);
                end
            }
            TokenTree::Ident(ident) if starts_path(&ident.to_string()) && !follows_path(tokens, at) => {
                self.path(tokens, at, module)
            }
            TokenTree::Group(group) => {
                self.scan(group.stream(), module);
                at + 1
            }
            _ => at + 1,
        }
    }

    /// Reads a path in code.
    fn path(&mut self, tokens: &[TokenTree], at: usize, module: &[String]) -> usize {
        let mut names = vec![tokens[at].to_string()];
        let mut end = at + 1;
        while is_separator(tokens, end) {
            let Some(TokenTree::Ident(ident)) = tokens.get(end + 2) else {
                break;
            };
            names.push(ident.to_string());
            end += 3;
        }
        if names.len() > 1 {
            let is_in_macro = at > 0 && is_punct(&tokens[at - 1], '$');
            let names_macro = tokens.get(end).is_some_and(|token| is_punct(token, '!'));
            self.add(&names, module, is_in_macro, names_macro);
        }
        end
    }

    /// Reads the tree of a `use` item.
    fn tree(&mut self, tokens: &[TokenTree], before: &[String], module: &[String]) {
        let mut names = before.to_vec();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if ident == "as" => break,
                TokenTree::Punct(punct) if punct.as_char() == '$' => names.push("$".to_owned()),
                TokenTree::Ident(ident) => names.push(ident.to_string()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for branch in inner
                        .split(|token| is_punct(token, ','))
                        .filter(|branch| !branch.is_empty())
                    {
                        self.tree(branch, &names, module);
                    }
                    return;
                }
                _ => {}
            }
        }
        if names.first().is_some_and(|first| first == "$") {
            self.add(&names[1..], module, true, false);
        } else if names.first().is_some_and(|first| starts_path(first)) {
            names.retain(|name| name != "self" || names_start(before, name));
            self.add(&names, module, false, false);
        } else {
            // A path that starts with a module of this file: `pub use retry::RetryPolicy;`.
            let names = [&["self".to_owned()], names.as_slice()].concat();
            self.add(&names, module, false, false);
        }
    }

    fn add(&mut self, names: &[String], module: &[String], is_in_macro: bool, names_macro: bool) {
        let mut segments = module.to_vec();
        for name in names {
            match name.as_str() {
                "crate" => segments.clear(),
                "super" => {
                    segments.pop();
                }
                "self" => {}
                name => segments.push(name.to_owned()),
            }
        }
        self.found.push(Path {
            segments,
            is_in_macro,
            names_macro,
        });
    }
}

/// `self` counts at the start of a path only; at its end (`use x::{self}`) it adds nothing.
fn names_start(before: &[String], name: &str) -> bool {
    before.is_empty() && name == "self"
}

fn starts_path(name: &str) -> bool {
    matches!(name, "crate" | "self" | "super")
}

/// Whether the token before `at` is the `::` of a longer path.
fn follows_path(tokens: &[TokenTree], at: usize) -> bool {
    at >= 2 && is_separator(tokens, at - 2)
}

fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    [at, at + 1]
        .iter()
        .all(|at| tokens.get(*at).is_some_and(|token| is_punct(token, ':')))
}

fn is_punct(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<TokenStream> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group.stream()),
        _ => None,
    }
}

fn is_cfg_test(token: Option<&TokenTree>) -> bool {
    let attribute = group(token, Delimiter::Bracket).map(|stream| stream.to_string().replace(' ', ""));
    attribute.is_some_and(|attribute| attribute == "cfg(test)")
}

/// The end of the item that begins at `at`: behind its `;` or its braces.
fn end_of_item(tokens: &[TokenTree], at: usize) -> usize {
    let end = position(tokens, at, |token| {
        is_punct(token, ';') || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
    });
    end + 1
}

fn position(tokens: &[TokenTree], at: usize, is_end: impl Fn(&TokenTree) -> bool) -> usize {
    tokens
        .iter()
        .enumerate()
        .skip(at)
        .find(|(_, token)| is_end(token))
        .map_or(tokens.len(), |(end, _)| end)
}
