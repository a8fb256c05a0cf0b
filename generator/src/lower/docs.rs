//! Descriptions, and the constraints that are documented beside them.

use super::examples;
use crate::ir::{Bound, Count, Docs, Limits};
use crate::load::{Node, Number, get};
use crate::pointer::Pointer;
use crate::resolve::{Extra, Range, Resolver, Schema, SchemaType};
use crate::text::opening;

/// The documentation of the schema at a pointer. A reference without a description of its own has the first
/// sentence of its target.
pub(super) fn schema(resolver: Resolver<'_>, at: &Pointer) -> Docs {
    let Some(schema) = resolver.schema(at) else {
        return Docs::default();
    };
    let docs = Docs {
        notes: constraints(&schema),
        limits: limits(&schema),
        example: examples::example(resolver, at),
        examples: examples::digest(resolver, at),
        default: schema.default.as_ref().and_then(examples::default),
        deprecated: schema.deprecated,
        title: schema.title.clone(),
        text: schema.description.clone(),
    };
    if !docs.title.is_empty() || !docs.text.is_empty() {
        return docs;
    }
    // A reference, `allOf` with one part, or a nullable union of one branch.
    let target = match schema.all_of.as_slice() {
        [] => only_branch(resolver, &schema),
        [only] => Some(only.clone()),
        _ => None,
    };
    match target {
        Some(branch) if schema.all_of.is_empty() && is_inline(resolver, &branch) => self::schema(resolver, &branch),
        None if is_inline(resolver, at) => docs,
        target => Docs {
            text: opening(&described(resolver, &target.unwrap_or_else(|| at.clone()))),
            ..docs
        },
    }
}

/// The branch beside null, for a union of two.
fn only_branch(resolver: Resolver<'_>, schema: &Schema) -> Option<Pointer> {
    let is_null = |branch: &&Pointer| {
        let values = resolver.members(branch).and_then(|map| get(map, "enum")?.as_array());
        values.is_some_and(|values| values.iter().all(Node::is_null))
    };
    let mut branches = schema
        .one_of
        .iter()
        .chain(&schema.any_of)
        .filter(|branch| !is_null(branch));
    let only = branches.next()?;
    branches.next().is_none().then(|| only.clone())
}

fn is_inline(resolver: Resolver<'_>, at: &Pointer) -> bool {
    resolver.definition(at).is_ok_and(|target| target == *at)
}

/// The title or the description of the target of a reference. Empty if `at` is none.
fn described(resolver: Resolver<'_>, at: &Pointer) -> String {
    let target = resolver
        .definition(at)
        .ok()
        .and_then(|target| resolver.members(&target));
    // The target may be a long schema that many references lead to.
    let text = |key: &str| target.and_then(|map| get(map, key)?.as_str()).unwrap_or("").trim();
    let texts = [text("title"), text("description")];
    let first = texts.into_iter().find(|text| !text.is_empty());
    first.unwrap_or("").to_owned()
}

/// The constraints, to compare them with those of another version.
fn limits(schema: &Schema) -> Limits {
    let limits = &schema.limits;
    let bound = |value: &Option<Number>, is_exclusive| {
        let value = value.as_ref()?.as_f64()?;
        Some(Bound { value, is_exclusive })
    };
    let count = |range: Range| Count {
        // Zero is no limit.
        least: range.least.filter(|least| *least > 0),
        most: range.most,
    };
    Limits {
        minimum: bound(&limits.minimum, limits.exclusive_minimum),
        maximum: bound(&limits.maximum, limits.exclusive_maximum),
        length: count(limits.length),
        items: count(limits.items),
        members: count(limits.members),
        multiple_of: factor(schema),
        has_unique_items: limits.has_unique_items,
        pattern: limits.pattern.clone(),
        is_closed: schema.extra == Some(Extra::Forbidden),
    }
}

/// What numbers are multiples of. Every integer is one of 1, 0.5 and the like, and nothing is one of 0.
fn factor(schema: &Schema) -> Option<f64> {
    let factor = schema.limits.multiple_of.as_ref()?.as_f64()?;
    let is_of_each = schema.kind == Some(SchemaType::Integer) && (1.0 / factor).fract() == 0.0;
    (factor > 0.0 && !is_of_each).then_some(factor)
}

/// The default and the constraints, one sentence each.
fn constraints(schema: &Schema) -> Vec<String> {
    let mut notes = Vec::new();
    let default = schema.default.as_ref().filter(|value| !value.is_null());
    if let Some(default) = default.and_then(|value| code(&value.to_string())) {
        notes.push(format!("The server's default is {default}."));
    }
    notes.extend(bounds(schema));
    // Lists have no characters, and texts have no items: some tools write the keyword of the other one.
    if !matches!(schema.kind, Some(SchemaType::Array | SchemaType::Object)) {
        notes.extend(range(schema.limits.length, " character"));
    }
    if matches!(schema.kind, Some(SchemaType::Array) | None) {
        notes.extend(range(schema.limits.items, " item"));
    }
    if let Some(pattern) = schema.limits.pattern.as_deref().and_then(code) {
        notes.push(format!("Matches {pattern}."));
    }
    notes
}

/// The bounds of a number.
fn bounds(schema: &Schema) -> Option<String> {
    let limits = &schema.limits;
    let text = |bound: &Option<Number>| bound.as_ref().map(ToString::to_string);
    let (low, high) = (text(&limits.minimum), text(&limits.maximum));
    if !limits.exclusive_minimum && !limits.exclusive_maximum {
        return between(low, high, "");
    }
    let low = low.map(|low| {
        format!(
            "{} {low}",
            if limits.exclusive_minimum {
                "more than"
            } else {
                "at least"
            }
        )
    });
    let high = high.map(|high| {
        format!(
            "{} {high}",
            if limits.exclusive_maximum {
                "less than"
            } else {
                "at most"
            }
        )
    });
    let both: Vec<String> = low.into_iter().chain(high).collect();
    (!both.is_empty()).then(|| sentence(&both.join(" and ")))
}

fn range(range: Range, what: &str) -> Option<String> {
    let text = |count: Option<u64>| count.map(|count| count.to_string());
    between(text(range.least), text(range.most), what)
}

fn between(low: Option<String>, high: Option<String>, what: &str) -> Option<String> {
    let plural = |count: &str| {
        if what.is_empty() || count == "1" {
            what.to_owned()
        } else {
            format!("{what}s")
        }
    };
    match (low, high) {
        (Some(low), Some(high)) if low == high => Some(format!("Exactly {low}{}.", plural(&low))),
        (Some(low), Some(high)) => Some(format!("From {low} to {high}{}.", plural(&high))),
        (Some(low), None) => Some(format!("At least {low}{}.", plural(&low))),
        (None, Some(high)) => Some(format!("At most {high}{}.", plural(&high))),
        (None, None) => None,
    }
}

/// The text with a capital first letter and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// A text as inline code, even if it contains backticks. `None` if it is long.
fn code(text: &str) -> Option<String> {
    const MAX_CHARS: usize = 120;
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if flat.chars().count() > MAX_CHARS {
        return None;
    }
    let longest_run = flat.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest_run + 1);
    let space = if longest_run > 0 { " " } else { "" };
    Some(format!("{fence}{space}{flat}{space}{fence}"))
}
