//! Checks that hold for the output of every document: it is Rust, and contains only declarations.

use std::collections::{BTreeMap, BTreeSet};

use oaspen::Outcome;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

const TABLES: [&str; 9] = [
    "api",
    "builder",
    "integer_enum",
    "multipart",
    "object",
    "operation",
    "string_enum",
    "union",
    "value_enum",
];

const ATTRIBUTES: [&str; 7] = [
    "deprecated",
    "derive",
    "doc",
    "expect",
    "inline",
    "must_use",
    "non_exhaustive",
];

/// Attributes of roots, of the modules that only declare others, and of the items of a single file, as a whole.
const ROOT_ATTRIBUTES: [&str; 3] = [
    "rustfmt::skip",
    "allow(unused_imports)",
    "cfg_attr(rustfmt,rustfmt_skip)",
];

/// Words of the language that no declaration of ours needs.
const FORBIDDEN: [&str; 5] = ["unsafe", "extern", "crate", "static", "macro"];

/// Checks every file of an outcome.
pub(crate) fn check(outcome: &Outcome, what: &str) {
    paths(outcome, what);
    for file in &outcome.files {
        let place = format!("{what}: {}", file.path);
        if let Err(error) = syn::parse_file(&file.text) {
            panic!("{place} is not Rust: {error}\n{}", file.text);
        }
        let tokens: TokenStream = file.text.parse().unwrap_or_else(|error| panic!("{place}: {error}"));
        code(tokens, &place);
        docs(&file.text, &place);
        for c in file.text.chars() {
            let is_hidden =
                matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
            assert!(!is_hidden && (c == '\n' || !c.is_control()), "{place} contains {c:?}");
        }
    }
    assert!(
        outcome
            .lock
            .lines()
            .all(|line| match line.split('\t').collect::<Vec<_>>().as_slice() {
                [comment] => comment.starts_with('#'),
                // The document of a key is before its `#`, unless it is the first one.
                [key, _, _] => key.contains('#'),
                _ => false,
            }),
        "{what}: {}",
        outcome.lock
    );
}

/// Every path is inside the folder and valid on every file system, and no two differ only in case.
fn paths(outcome: &Outcome, what: &str) {
    let mut seen = BTreeSet::new();
    for file in &outcome.files {
        assert!(
            seen.insert(file.path.to_lowercase()),
            "{what}: {} occurs twice",
            file.path
        );
        for part in file.path.split('/') {
            let stem = part.strip_suffix(".rs").unwrap_or(part);
            let is_plain = !stem.is_empty()
                && stem
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            assert!(is_plain, "{what}: {}", file.path);
            let is_device = ["con", "prn", "aux", "nul"].contains(&stem)
                || ((stem.starts_with("com") || stem.starts_with("lpt")) && stem.len() == 4);
            assert!(!is_device && part.len() < 200, "{what}: {}", file.path);
        }
    }
}

/// The only macros are our tables, the only attributes are known ones, and some words do not occur at all.
fn code(tokens: TokenStream, place: &str) {
    let list: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in list.iter().enumerate() {
        let next = list.get(index + 1);
        match token {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                // The whole content of `pub(crate)`.
                if word == "crate" && list.len() == 1 {
                    continue;
                }
                assert!(!FORBIDDEN.contains(&word.as_str()), "{place}: `{word}`");
                let is_plain = word
                    .chars()
                    .all(|c| c == '_' || c == '#' || c.is_alphanumeric() || is_mark(c));
                assert!(is_plain, "{place}: `{word}`");
                let is_macro = is_punct(next, '!') && matches!(list.get(index + 2), Some(TokenTree::Group(_)));
                if is_macro {
                    let owner = index
                        .checked_sub(3)
                        .and_then(|at| list.get(at))
                        .map(ToString::to_string);
                    let is_ours = owner.as_deref() == Some("oaspen_client") && TABLES.contains(&word.as_str());
                    assert!(is_ours, "{place}: the macro `{word}!`");
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let at = index + 1 + usize::from(is_punct(next, '!'));
                if let Some(TokenTree::Group(group)) = list.get(at)
                    && group.delimiter() == Delimiter::Bracket
                {
                    let name = group
                        .stream()
                        .into_iter()
                        .next()
                        .map(|first| first.to_string())
                        .unwrap_or_default();
                    let whole = group.stream().to_string().replace(' ', "");
                    let is_known = ROOT_ATTRIBUTES.contains(&whole.as_str()) || ATTRIBUTES.contains(&name.as_str());
                    assert!(is_known, "{place}: the attribute `{name}`");
                }
            }
            TokenTree::Group(group) => code(group.stream(), place),
            _ => {}
        }
    }
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// No doc comment has a code block that rustdoc would run, except for examples that are never run, or HTML, or a link to anything but the web or an item.
fn docs(text: &str, place: &str) {
    for (line, comment) in comments(text) {
        let mut inside = 0_usize;
        let mut shown: Option<String> = None;
        for event in Parser::new(&comment) {
            match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language == "ignore,no_run" => {
                    shown = Some(String::new());
                }
                Event::Text(text) if shown.is_some() => shown.iter_mut().for_each(|shown| shown.push_str(&text)),
                Event::End(TagEnd::CodeBlock) => shown.take().iter().for_each(|shown| example(shown, place)),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language == "text" => inside += 1,
                Event::Start(Tag::CodeBlock(kind)) => panic!("{place}:{line}: a code block {kind:?} in\n{comment}"),
                Event::Html(html) | Event::InlineHtml(html) => panic!("{place}:{line}: HTML `{html}` in\n{comment}"),
                Event::Start(Tag::Image { dest_url, .. }) => panic!("{place}:{line}: an image {dest_url}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let is_web = ["http://", "https://", "mailto:"]
                        .iter()
                        .any(|scheme| dest_url.starts_with(scheme));
                    let is_item = dest_url
                        .chars()
                        .all(|c| c.is_alphanumeric() || is_mark(c) || "_:#".contains(c));
                    assert!(is_web || is_item, "{place}:{line}: a link to {dest_url}");
                }
                _ => {}
            }
        }
        assert!(inside < 10_000);
    }
}

/// The macros of examples.
const EXAMPLE_MACROS: [&str; 3] = ["println", "todo", "vec"];

/// An example consists of imports and one function with few macros: texts of the document are strings in it.
fn example(text: &str, place: &str) {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{place}: {error} in\n{text}"));
    let functions = file.items.iter().filter(|item| matches!(item, syn::Item::Fn(_)));
    assert_eq!(functions.count(), 1, "{place}: {text}");
    let imports = file.items.iter().filter(|item| matches!(item, syn::Item::Use(_)));
    assert_eq!(imports.count() + 1, file.items.len(), "{place}: {text}");
    only_known_macros(text.parse().unwrap_or_default(), place);
}

fn only_known_macros(tokens: TokenStream, place: &str) {
    let list: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in list.iter().enumerate() {
        match token {
            TokenTree::Ident(word) => {
                let is_macro =
                    is_punct(list.get(index + 1), '!') && matches!(list.get(index + 2), Some(TokenTree::Group(_)));
                let is_known = EXAMPLE_MACROS.contains(&word.to_string().as_str());
                assert!(!is_macro || is_known, "{place}: the macro `{word}!`");
                assert!(word != "unsafe", "{place}: `{word}`");
            }
            TokenTree::Group(group) => only_known_macros(group.stream(), place),
            _ => {}
        }
    }
}

/// Runs of `///` and `//!` lines with the number of their first line.
fn comments(text: &str) -> BTreeMap<usize, String> {
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut open: Option<(usize, &str)> = None;
    for (number, line) in text.lines().enumerate() {
        let mark = ["///", "//!"]
            .into_iter()
            .find(|mark| line.trim_start().starts_with(mark));
        match mark {
            Some(mark) => {
                let first = match open {
                    Some((first, known)) if known == mark => first,
                    _ => number + 1,
                };
                open = Some((first, mark));
                let content = line.trim_start().trim_start_matches(mark);
                let comment = found.entry(first).or_default();
                comment.push_str(content.strip_prefix(' ').unwrap_or(content));
                comment.push('\n');
            }
            None => open = None,
        }
    }
    found
}

/// Whether a character is a mark of a letter, as in Devanagari and Thai.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93c}'..='\u{94d}' | '\u{e47}'..='\u{e4e}')
}
