//! Values of scalar schemas: typical ones, bounds, formats.

use serde_json::{Map, Number, Value, json};

use crate::judge::pattern;

/// The parts of a schema that all apply to one value.
pub(crate) type Parts<'a> = [&'a Map<String, Value>];

/// A keyword of the first part that has it.
pub(crate) fn keyword<'a>(parts: &Parts<'a>, name: &str) -> Option<&'a Value> {
    parts.iter().find_map(|part| part.get(name))
}

/// The declared values, if the schema lists them.
pub(crate) fn listed(parts: &Parts<'_>) -> Option<Vec<Value>> {
    if let Some(value) = keyword(parts, "const") {
        return Some(vec![value.clone()]);
    }
    keyword(parts, "enum")?.as_array().cloned()
}

fn largest(parts: &Parts<'_>, name: &str) -> Option<f64> {
    let all = parts.iter().filter_map(|part| part.get(name)?.as_f64());
    all.reduce(f64::max)
}

fn smallest(parts: &Parts<'_>, name: &str) -> Option<f64> {
    let all = parts.iter().filter_map(|part| part.get(name)?.as_f64());
    all.reduce(f64::min)
}

/// A bound on a size.
pub(crate) fn at_least(parts: &Parts<'_>, name: &str) -> usize {
    largest(parts, name).map_or(0, |bound| bound.max(0.0) as usize)
}

/// A bound on a size.
pub(crate) fn at_most(parts: &Parts<'_>, name: &str) -> usize {
    smallest(parts, name).map_or(usize::MAX, |bound| bound.max(0.0) as usize)
}

/// The longest text that is made.
const MAX_TEXT: usize = 2_000;

/// Texts, the most typical first.
pub(crate) fn texts(parts: &Parts<'_>) -> Vec<Value> {
    let (least, most) = (at_least(parts, "minLength"), at_most(parts, "maxLength"));
    if let Some(pattern) = keyword(parts, "pattern").and_then(Value::as_str) {
        let most = most.min(MAX_TEXT);
        let made = pattern::text(pattern, least..=most);
        let long = pattern::text(pattern, least.saturating_add(4).min(most)..=most);
        let made: Vec<Value> = made.into_iter().chain(long).map(Value::from).collect();
        if !made.is_empty() {
            return made;
        }
    }
    let format = keyword(parts, "format").and_then(Value::as_str).unwrap_or_default();
    let of_format = formatted(format);
    if !of_format.is_empty() {
        return of_format.iter().map(|text| json!(text)).collect();
    }
    let mut made = Vec::new();
    let mut add = |text: String| {
        let length = text.chars().count();
        if (least..=most).contains(&length) && !made.contains(&text) {
            made.push(text);
        }
    };
    add("text".to_owned());
    add("\u{e4}\u{2713} \"\\\n\u{1f600}".to_owned());
    add(String::new());
    if (1..=MAX_TEXT).contains(&least) {
        add("a".repeat(least));
    }
    if (1..=MAX_TEXT).contains(&most) {
        add("z".repeat(most));
    }
    made.into_iter().map(Value::from).collect()
}

fn formatted(format: &str) -> &'static [&'static str] {
    match format {
        "date-time" => &["2024-02-29T12:30:45Z", "2024-02-29T23:59:59.123456+05:30"],
        "date" => &["2024-02-29"],
        "time" => &["12:30:45Z"],
        "partial-time" => &["12:30:45"],
        "uuid" => &["7c9e6679-7425-40de-944b-e07fc1f90ae7"],
        "byte" | "base64" => &["aGVsbG8=", ""],
        "uri" | "url" => &["https://example.com/a?b=c%20d"],
        "email" => &["ann@example.com"],
        "ipv4" | "ip" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1"],
        "hostname" => &["example.com"],
        "duration" => &["P1DT2H"],
        _ => &[],
    }
}

/// Integers or numbers, the most typical first.
pub(crate) fn numbers(parts: &Parts<'_>, integers: bool) -> Vec<Value> {
    let above = |name: &str| parts.iter().any(|part| part.get(name) == Some(&Value::Bool(true)));
    let (least, most) = (largest(parts, "minimum"), smallest(parts, "maximum"));
    let (over, under) = (
        numeric(parts, "exclusiveMinimum").or_else(|| least.filter(|_| above("exclusiveMinimum"))),
        numeric(parts, "exclusiveMaximum").or_else(|| most.filter(|_| above("exclusiveMaximum"))),
    );
    let step = keyword(parts, "multipleOf").and_then(Value::as_f64);
    let format = keyword(parts, "format").and_then(Value::as_str).unwrap_or_default();
    let mut candidates: Vec<f64> = if integers {
        vec![1.0, 7.0, 0.0, -1.0]
    } else {
        vec![1.5, 3.0, 0.0, -2.25, 0.1, 1e21]
    };
    candidates.extend([least, most].into_iter().flatten());
    candidates.extend(over.map(|bound| bound + if integers { 1.0 } else { 0.5 }));
    candidates.extend(under.map(|bound| bound - if integers { 1.0 } else { 0.5 }));
    if let (Some(least), Some(most)) = (least.or(over), most.or(under)) {
        candidates.push(f64::midpoint(least, most));
    }
    if let Some(step) = step {
        let base = least.or(over).map_or(0.0, |least| (least / step).ceil() * step);
        candidates.extend([base, base + step, step * 2.0]);
    }
    let allowed = |number: f64| {
        least.is_none_or(|bound| number >= bound)
            && most.is_none_or(|bound| number <= bound)
            && over.is_none_or(|bound| number > bound)
            && under.is_none_or(|bound| number < bound)
            && step.is_none_or(|step| ((number / step) - (number / step).round()).abs() < 1e-9)
            && (!integers || number.fract() == 0.0)
    };
    candidates.retain(|number| allowed(*number));
    let mut made: Vec<Value> = Vec::new();
    for number in candidates {
        let value = value_of(number);
        if !made.contains(&value) {
            made.push(value);
        }
    }
    if integers {
        let limits: &[i64] = match format {
            "int32" => &[i32::MAX as i64, i32::MIN as i64],
            "int64" | "" => &[9_007_199_254_740_993, i64::MIN],
            _ => &[],
        };
        let limits = limits.iter().filter(|limit| allowed(**limit as f64));
        made.extend(limits.map(|limit| json!(limit)));
    }
    made
}

fn numeric(parts: &Parts<'_>, name: &str) -> Option<f64> {
    keyword(parts, name).and_then(Value::as_f64)
}

fn value_of(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return json!(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}
