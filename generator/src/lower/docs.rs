//! Descriptions, and the constraints that are documented beside them.

use super::examples;
use crate::ir::Docs;
use crate::load::Node;
use crate::pointer::Pointer;
use crate::resolve::Resolver;
use crate::text::first_sentence;

/// The documentation of the schema at a pointer. A reference without a description of its own has the first
/// sentence of its target.
pub(super) fn schema(resolver: Resolver<'_>, at: &Pointer) -> Docs {
    let Some(node) = resolver.node(at) else {
        return Docs::default();
    };
    let mut docs = Docs {
        title: text(node, "title"),
        text: text(node, "description"),
        notes: constraints(node),
        example: examples::example(resolver, at),
        default: examples::default(node),
        deprecated: node.get("deprecated").and_then(Node::as_bool).unwrap_or(false),
    };
    if !docs.title.is_empty() || !docs.text.is_empty() {
        return docs;
    }
    if let Some(branch) = only_branch(resolver, at).filter(|branch| resolver.node(branch).is_some_and(is_inline)) {
        return schema(resolver, &branch);
    }
    if let Some(target) = described_target(resolver, at, node) {
        docs.text = first_sentence(&target);
    }
    docs
}

/// The branch beside null, for a union of two.
fn only_branch(resolver: Resolver<'_>, at: &Pointer) -> Option<Pointer> {
    let schema = resolver.schema(at)?;
    let is_null = |branch: &&Pointer| {
        let schema = resolver.schema(branch);
        schema.is_some_and(|schema| schema.values.is_some_and(|values| values.iter().all(Node::is_null)))
    };
    let mut branches = schema
        .one_of
        .iter()
        .chain(&schema.any_of)
        .filter(|branch| !is_null(branch));
    let only = branches.next()?;
    branches.next().is_none().then(|| only.clone())
}

fn is_inline(node: &Node) -> bool {
    node.get("$ref").is_none()
}

fn described_target(resolver: Resolver<'_>, at: &Pointer, node: &Node) -> Option<String> {
    let at = if node.get("$ref").is_some() {
        at.clone()
    } else if node
        .get("allOf")
        .and_then(Node::as_array)
        .is_some_and(|list| list.len() == 1)
    {
        at.child("allOf").index(0)
    } else {
        only_branch(resolver, at)?
    };
    let target = resolver.definition(&at).ok()?;
    let node = resolver.node(&target)?;
    let title = text(node, "title");
    Some(if title.is_empty() {
        text(node, "description")
    } else {
        title
    })
}

fn text(node: &Node, key: &str) -> String {
    node.get(key).and_then(Node::as_str).unwrap_or("").trim().to_owned()
}

/// The default and the constraints, one sentence each.
pub(super) fn constraints(node: &Node) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(default) = node.get("default").filter(|value| !value.is_null()) {
        notes.push(format!("The server's default is {}.", code(&default.to_string())));
    }
    let is_open = |key: &str| node.get(key).and_then(Node::as_bool) == Some(true);
    let range = |low: &str, high: &str, what: &str| {
        let value = |key: &str| node.get(key).map(ToString::to_string);
        let plural = |count: &str| {
            if what.is_empty() || count == "1" {
                what.to_owned()
            } else {
                format!("{what}s")
            }
        };
        match (value(low), value(high)) {
            (Some(low), Some(high)) if low == high => Some(format!("Exactly {low}{}.", plural(&low))),
            (Some(low), Some(high)) => Some(format!("From {low} to {high}{}.", plural(&high))),
            (Some(low), None) => Some(format!("At least {low}{}.", plural(&low))),
            (None, Some(high)) => Some(format!("At most {high}{}.", plural(&high))),
            (None, None) => None,
        }
    };
    if is_open("exclusiveMinimum") || is_open("exclusiveMaximum") {
        let bound = |key: &str, flag: &str, open: &str, closed: &str| {
            node.get(key)
                .map(|value| format!("{} {value}", if is_open(flag) { open } else { closed }))
        };
        let low = bound("minimum", "exclusiveMinimum", "more than", "at least");
        let high = bound("maximum", "exclusiveMaximum", "less than", "at most");
        let both: Vec<String> = low.into_iter().chain(high).collect();
        notes.extend((!both.is_empty()).then(|| sentence(&both.join(" and "))));
    } else {
        notes.extend(range("minimum", "maximum", ""));
    }
    notes.extend(range("minLength", "maxLength", " character"));
    notes.extend(range("minItems", "maxItems", " item"));
    if let Some(pattern) = node.get("pattern").and_then(Node::as_str) {
        notes.push(format!("Matches {}.", code(pattern)));
    }
    notes
}

/// The text with a capital first letter and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// A text as inline code, even if it contains backticks.
fn code(text: &str) -> String {
    const MAX_CHARS: usize = 120;
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if flat.chars().count() > MAX_CHARS {
        return "long".to_owned();
    }
    let longest_run = flat.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest_run + 1);
    let space = if longest_run > 0 { " " } else { "" };
    format!("{fence}{space}{flat}{space}{fence}")
}
