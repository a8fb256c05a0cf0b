//! The models that paths of the configuration name, such as `crate::models::Person`.

use std::collections::BTreeMap;

use super::names::{ModelFile, TypeName};

/// The module of the models.
const MODELS: &str = "models";

/// The file of each model, by the names that a path can have for it.
pub(super) struct Mentions<'n> {
    /// By the name of the type, its earlier names and those of its builder.
    types: BTreeMap<&'n str, usize>,
    /// By the name of the file. Models can name it, although it is private.
    modules: BTreeMap<&'n str, usize>,
}

impl<'n> Mentions<'n> {
    pub(super) fn of(types: &'n [TypeName], files: &'n [ModelFile]) -> Self {
        let mut found = Self {
            types: BTreeMap::new(),
            modules: BTreeMap::new(),
        };
        for (index, file) in files.iter().enumerate() {
            found.modules.insert(file.module.bare(), index);
            for name in file.types.iter().filter_map(|id| types.get(id.0)) {
                // Most types have no builder, and another one may then have its name.
                found.types.insert(name.ident.bare(), index);
                let earlier = name.aliases.iter().chain(&name.builder_aliases);
                for other in earlier.chain([&name.builder]) {
                    found.types.entry(other.bare()).or_insert(index);
                }
            }
        }
        found
    }

    /// The files of the models that a Rust type names. Other types of the crate have none.
    pub(super) fn files_in(&self, ty: &str) -> Vec<usize> {
        let paths = paths(ty);
        paths.iter().filter_map(|path| self.file_of(path)).collect()
    }

    fn file_of(&self, path: &[&str]) -> Option<usize> {
        match in_models(path)? {
            [name] => self.types.get(name).copied(),
            [first, ..] => self.modules.get(first).or_else(|| self.types.get(first)).copied(),
            [] => None,
        }
    }
}

/// What follows the module of the models in a path from the root of the crate, or from a file of models or of operations.
fn in_models<'p, 't>(path: &'p [&'t str]) -> Option<&'p [&'t str]> {
    let mut rest = path;
    while let [first, after @ ..] = rest
        && matches!(*first, "crate" | "self" | "super")
    {
        rest = after;
    }
    match rest {
        [first, after @ ..] if *first == MODELS => Some(after),
        // `super::Person`, in a file of models.
        _ if path.first().is_some_and(|first| matches!(*first, "self" | "super")) => Some(rest),
        _ => None,
    }
}

/// The paths in a Rust type, without their arguments, which are paths on their own. One that begins with `::` is that of
/// another crate and is omitted.
fn paths(ty: &str) -> Vec<Vec<&str>> {
    let mut paths: Vec<Vec<&str>> = Vec::new();
    let mut before = Before::Other;
    let mut rest = ty;
    while let Some(first) = rest.chars().next() {
        let (token, after) = token(rest, first);
        rest = after;
        before = match (token, before) {
            (Token::Space, _) => before,
            (Token::Colons, Before::Word) => Before::Joined,
            (Token::Colons, _) => Before::Foreign,
            (Token::Other, _) => Before::Other,
            (Token::Word(_), Before::Foreign | Before::ForeignWord) => Before::ForeignWord,
            (Token::Word(word), Before::Joined) => {
                paths.last_mut().into_iter().for_each(|path| path.push(word));
                Before::Word
            }
            (Token::Word(word), Before::Word | Before::Other) => {
                paths.push(vec![word]);
                Before::Word
            }
        };
    }
    paths
}

/// A part of a Rust type.
#[derive(Clone, Copy)]
enum Token<'t> {
    /// An identifier, without `r#`.
    Word(&'t str),
    Colons,
    Space,
    Other,
}

/// What is before a token.
#[derive(Clone, Copy)]
enum Before {
    /// The last segment of a path.
    Word,
    /// `::` after a segment.
    Joined,
    /// `::` after nothing.
    Foreign,
    ForeignWord,
    Other,
}

fn token(text: &str, first: char) -> (Token<'_>, &str) {
    if let Some(rest) = text.strip_prefix("::") {
        return (Token::Colons, rest);
    }
    let is_in_word = |c: char| c == '_' || c.is_alphanumeric();
    if !is_in_word(first) {
        let token = if first.is_whitespace() {
            Token::Space
        } else {
            Token::Other
        };
        return (token, text.strip_prefix(first).unwrap_or_default());
    }
    let text = text.strip_prefix("r#").unwrap_or(text);
    let end = text.find(|c| !is_in_word(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (Token::Word(word), rest)
}

#[cfg(test)]
mod tests {
    use super::{in_models, paths};

    /// What the paths of a type name in the module of the models.
    fn named(ty: &str) -> Vec<String> {
        let paths = paths(ty);
        let named = paths.iter().filter_map(|path| in_models(path));
        named.map(|path| path.join("::")).collect()
    }

    #[test]
    fn paths_of_models_are_found_in_every_type() {
        for (ty, expected) in [
            ("crate::models::Person", &["Person"] as &[&str]),
            ("crate :: models\n:: Person", &["Person"]),
            ("crate::models::r#type", &["type"]),
            ("r#crate::r#models::person::Person", &["person::Person"]),
            ("super::Person", &["Person"]),
            ("super::super::models::Person", &["Person"]),
            ("models::Person", &["Person"]),
            ("Vec<crate::models::Person>", &["Person"]),
            (
                "a::B<'static, [crate::models::A; 4], (u8, &'static crate::models::B)>",
                &["A", "B"],
            ),
            ("<crate::models::A as crate::models::B>::C", &["A", "B"]),
            ("crate::models::A::<crate::models::B>::C", &["A", "B"]),
            ("String", &[]),
            ("crate::Price", &[]),
            ("crate::money::models::Price", &[]),
            ("app::models::Price", &[]),
            ("::models::Price", &[]),
            ("Vec<::models::Price>", &[]),
            ("", &[]),
        ] {
            assert_eq!(named(ty), expected, "{ty}");
        }
    }
}
