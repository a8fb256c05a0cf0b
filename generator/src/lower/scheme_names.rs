//! The names of the security schemes, as requirements write them.

use std::collections::HashMap;

use crate::load::Map;
use crate::pointer::Pointer;
use crate::resolve::Resolver;
use crate::text::similar;

/// The declared schemes, by their names in lower case.
pub(super) struct SchemeNames<'a> {
    at: Pointer,
    declared: Option<&'a Map>,
    /// By names without capital letters of ASCII.
    by_ascii: HashMap<String, Named<'a>>,
    by_lower_case: HashMap<String, Named<'a>>,
}

/// The declared scheme that the name in a requirement means.
#[derive(Clone, Copy)]
pub(super) enum Meant<'a> {
    Declared,
    /// The only one whose name differs in case alone.
    OtherCase(&'a str),
    Unknown,
}

/// The schemes with one name in lower case.
enum Named<'a> {
    One(&'a str),
    Several,
}

impl<'a> SchemeNames<'a> {
    pub(super) fn find(resolver: Resolver<'a>) -> Self {
        let at = Pointer::root().child("components").child("securitySchemes");
        let at = resolver.definition(&at).unwrap_or(at);
        let declared = resolver.members(&at);
        let names = || declared.into_iter().flat_map(|map| map.keys().map(String::as_str));
        Self {
            by_ascii: by_case(names(), str::to_ascii_lowercase),
            by_lower_case: by_case(names(), str::to_lowercase),
            at,
            declared,
        }
    }

    /// The object with the schemes of the document.
    pub(super) fn at(&self) -> &Pointer {
        &self.at
    }

    /// The declared scheme with the most similar name, if it is similar.
    pub(super) fn nearest(&self, name: &str) -> Option<&'a str> {
        let declared = self.declared.into_iter();
        similar(name, declared.flat_map(|map| map.keys()).map(String::as_str))
    }

    pub(super) fn meant(&self, name: &str) -> Meant<'a> {
        if self.declared.is_some_and(|map| map.contains_key(name)) {
            return Meant::Declared;
        }
        let found = if name.is_ascii() {
            self.by_ascii.get(&name.to_ascii_lowercase())
        } else {
            self.by_lower_case.get(&name.to_lowercase())
        };
        match found {
            Some(Named::One(only)) => Meant::OtherCase(only),
            Some(Named::Several) | None => Meant::Unknown,
        }
    }
}

fn by_case<'a>(names: impl Iterator<Item = &'a str>, lower: impl Fn(&str) -> String) -> HashMap<String, Named<'a>> {
    let mut found = HashMap::new();
    for name in names {
        let named = found.entry(lower(name));
        named
            .and_modify(|named| *named = Named::Several)
            .or_insert(Named::One(name));
    }
    found
}
