//! What breaks code that uses the old client.

use std::collections::{BTreeMap, HashMap};

use super::report::BrokenItem;
use super::surface::{Item, Surface};

/// Every item of the old client that code can no longer use in the same way.
pub(crate) fn breaks(old: &Surface, new: &Surface) -> Vec<BrokenItem> {
    let aliases = aliases(new);
    let targets = (targets(old), targets(new));
    let changed = old.items.iter().filter_map(|(path, item)| {
        let before = renamed(&item.signature, &aliases);
        let own = new.items.get(path);
        let is_alias = own.is_some_and(|own| own.is_deprecated && own.signature.starts_with("type = "));
        // `models::Old::name` of `type Old = New`.
        let found = own
            .filter(|_| !is_alias)
            .or_else(|| new.items.get(&moved(path, &aliases)));
        let is_same = found.is_some_and(|found| {
            found.signature == item.signature
                || is_renamed(&item.signature, &found.signature, &aliases)
                || takes_more(&before, &found.signature)
                || expanded(&item.signature, &targets.0) == expanded(&found.signature, &targets.1)
        });
        (!is_same).then(|| BrokenItem {
            path: path.clone(),
            before: item.signature.clone(),
            after: found.map(|found| found.signature.clone()),
        })
    });
    changed.collect()
}

/// Functions of which arguments of the same types have other places: the path, the arguments before and after.
pub(super) fn exchanged<'a>(old: &'a Surface, new: &'a Surface) -> Vec<(&'a str, &'a Item, &'a Item)> {
    let pairs = old
        .items
        .iter()
        .filter_map(|(path, item)| Some((path.as_str(), item, new.items.get(path)?)));
    let is_exchanged = |(_, one, other): &(&str, &Item, &Item)| {
        one.signature == other.signature && is_moved(&one.arguments, &other.arguments)
    };
    pairs.filter(is_exchanged).collect()
}

/// Whether an argument that both have is in another position.
fn is_moved(one: &[String], other: &[String]) -> bool {
    if one == other {
        return false;
    }
    // Of equal names, the first one counts.
    let of_other = other.iter().enumerate().rev();
    let positions: HashMap<&str, usize> = of_other.map(|(at, name)| (name.as_str(), at)).collect();
    let mut names = one.iter().enumerate();
    names.any(|(at, name)| positions.get(name.as_str()).is_some_and(|now| *now != at))
}

/// The path of an item of a renamed type: `models::Old::name` is `models::New::name`.
fn moved(path: &str, aliases: &BTreeMap<&str, &str>) -> String {
    let mut segments: Vec<&str> = path.split("::").collect();
    if let Some(name) = segments.get_mut(1).filter(|_| path.starts_with("models::")) {
        *name = aliases.get(*name).copied().unwrap_or(*name);
    }
    segments.join("::")
}

/// Whether two signatures differ in names that are aliases only. A call may have the old name of a type.
fn is_renamed(before: &str, after: &str, aliases: &BTreeMap<&str, &str>) -> bool {
    let (old, new) = (words(before), words(after));
    let is_same = |(one, other): (&&str, &&str)| one == other || aliases.get(*one) == Some(other);
    old.len() == new.len() && old.iter().zip(&new).all(is_same)
}

/// Words, and the signs between them.
pub(super) fn words(text: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let end = match is_word(first) {
            true => rest.find(|c: char| !is_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (word, after) = rest.split_at(end);
        found.push(word);
        rest = after;
    }
    found
}

/// Types of arguments, and what accepts all of their values.
const ACCEPTED: [(&str, &str); 2] = [("impl Into<String>", "impl Into<Body>"), ("Uuid", "impl Into<String>")];

/// Whether a function accepts everything that it accepted before.
fn takes_more(before: &str, after: &str) -> bool {
    before.starts_with("fn(")
        && ACCEPTED.iter().any(|(old, new)| {
            let (Some((first, rest)), Some((other, end))) = (before.split_once(old), after.split_once(new)) else {
                return false;
            };
            first == other && rest == end && !first.contains(") ->")
        })
}

/// The deprecated names of types, with the new ones.
fn aliases(new: &Surface) -> BTreeMap<&str, &str> {
    let found = new
        .items
        .iter()
        .filter(|(_, item)| item.is_deprecated)
        .filter_map(|(path, item)| {
            let target = item.signature.strip_prefix("type = ")?;
            Some((path.strip_prefix("models::")?, target))
        });
    found.collect()
}

/// The types that aliases are names of.
fn targets(surface: &Surface) -> BTreeMap<&str, &str> {
    let found = surface.items.iter().filter_map(|(path, item)| {
        let name = path.strip_prefix("models::")?;
        Some((name, item.signature.strip_prefix("type = ")?))
    });
    found.collect()
}

/// Maximum number of aliases behind each other.
const MAX_ALIASES: usize = 20;

/// A signature with types instead of their aliases.
fn expanded(signature: &str, targets: &BTreeMap<&str, &str>) -> String {
    let mut text = signature.to_owned();
    for _ in 0..MAX_ALIASES {
        let next = renamed(&text, targets);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// A text with other names of types.
pub(super) fn renamed(text: &str, names: &BTreeMap<&str, &str>) -> String {
    with_names(text, |word| names.get(word).copied())
}

/// A text with the names that a lookup has.
pub(super) fn with_names<'a>(text: &'a str, name: impl Fn(&str) -> Option<&'a str>) -> String {
    words(text).into_iter().map(|word| name(word).unwrap_or(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_moved, renamed};

    #[test]
    fn an_argument_in_another_position_is_moved() {
        let names = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        assert!(!is_moved(&names("a b"), &names("a b")));
        assert!(!is_moved(&names("a b"), &names("a c")));
        assert!(is_moved(&names("a b"), &names("b a")));
        assert!(is_moved(&names("a b"), &names("c a")));
    }

    #[test]
    fn whole_words_are_renamed() {
        let names = [("Item", "Thing")].into();
        assert_eq!(
            renamed("fn(Item, Vec<Item>) -> ItemKind", &names),
            "fn(Thing, Vec<Thing>) -> ItemKind"
        );
    }
}
