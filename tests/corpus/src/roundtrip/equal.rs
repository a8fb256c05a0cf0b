//! Compares JSON before and after the round trip: numbers by value, times by instant, null equals absent, and members
//! that the schema does not declare are ignored.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

/// The first difference, or `None`.
pub(crate) fn difference(document: &Value, schema: &str, before: &Value, after: &Value) -> Option<String> {
    let Some(schema) = document.pointer(schema) else {
        return Some(format!(": the document has nothing at {schema}"));
    };
    let comparison = Comparison { document };
    comparison.values("", &[schema], before, after)
}

/// The schemas of one document.
pub(crate) struct Comparison<'a> {
    pub(crate) document: &'a Value,
}

/// Maximum depth of references and combinations that are followed.
const MAX_DEPTH: usize = 16;

impl<'a> Comparison<'a> {
    fn values(&self, pointer: &str, schemas: &[&'a Value], before: &Value, after: &Value) -> Option<String> {
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => self.objects(pointer, schemas, before, after),
            (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
                let items = self.items(schemas);
                let mut pairs = before.iter().zip(after).enumerate();
                pairs.find_map(|(index, (one, other))| self.values(&format!("{pointer}/{index}"), &items, one, other))
            }
            _ if same_scalar(before, after) => None,
            _ => Some(format!("{pointer}: {} became {}", short(before), short(after))),
        }
    }

    fn objects(
        &self,
        pointer: &str,
        schemas: &[&'a Value],
        before: &Map<String, Value>,
        after: &Map<String, Value>,
    ) -> Option<String> {
        for (name, value) in before {
            let member = format!("{pointer}/{name}");
            let declared = self.member(schemas, name);
            match after.get(name) {
                Some(other) => {
                    if let Some(found) = self.values(&member, &declared, value, other) {
                        return Some(found);
                    }
                }
                None if value.is_null() || declared.is_empty() => {}
                None => return Some(format!("{member}: {} is lost", short(value))),
            }
        }
        let added = after
            .iter()
            .find(|(name, value)| !before.contains_key(*name) && !value.is_null());
        added.map(|(name, value)| format!("{pointer}/{name}: {} was added", short(value)))
    }

    /// All schemas that apply to a value: references are followed, combinations are flattened.
    pub(crate) fn flat(&self, schemas: &[&'a Value]) -> Vec<&'a Value> {
        let mut found: BTreeMap<*const Value, &'a Value> = BTreeMap::new();
        let mut queue: Vec<(&'a Value, usize)> = schemas.iter().map(|schema| (*schema, 0)).collect();
        while let Some((schema, depth)) = queue.pop() {
            if depth > MAX_DEPTH || found.insert(std::ptr::from_ref(schema), schema).is_some() {
                continue;
            }
            if let Some(target) = self.target(schema) {
                queue.push((target, depth + 1));
            }
            for name in ["allOf", "oneOf", "anyOf"] {
                let parts = schema.get(name).and_then(Value::as_array).into_iter().flatten();
                queue.extend(parts.map(|part| (part, depth + 1)));
            }
        }
        found.into_values().collect()
    }

    fn target(&self, schema: &Value) -> Option<&'a Value> {
        let reference = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
        let pointer = percent_decoded(reference);
        self.document.pointer(&pointer)
    }

    /// The schemas of a member; empty if it is not declared.
    pub(crate) fn member(&self, schemas: &[&'a Value], name: &str) -> Vec<&'a Value> {
        let flat = self.flat(schemas);
        let named: Vec<&Value> = flat
            .iter()
            .filter_map(|schema| schema.get("properties")?.get(name))
            .collect();
        if !named.is_empty() {
            return named;
        }
        let patterns = flat
            .iter()
            .filter_map(|schema| schema.get("patternProperties")?.as_object());
        let patterns: Vec<&Value> = patterns
            .flatten()
            .filter(|(pattern, _)| regex::Regex::new(pattern).is_ok_and(|regex| regex.is_match(name)))
            .map(|(_, schema)| schema)
            .collect();
        if !patterns.is_empty() {
            return patterns;
        }
        let rest = flat.iter().filter_map(|schema| schema.get("additionalProperties"));
        rest.filter(|rest| **rest != Value::Bool(false)).collect()
    }

    fn items(&self, schemas: &[&'a Value]) -> Vec<&'a Value> {
        let flat = self.flat(schemas);
        let tuples = flat.iter().filter_map(|schema| schema.get("prefixItems")?.as_array());
        let items = flat.iter().filter_map(|schema| schema.get("items"));
        tuples.flatten().chain(items).collect()
    }

    /// The schemas that apply to the value at a pointer inside a value of a schema, without references.
    pub(crate) fn at(&self, schema: &'a Value, root: &Value, pointer: &str) -> Vec<&'a Value> {
        let mut schemas = vec![schema];
        let mut value = Some(root);
        for name in pointer.split('/').skip(1) {
            let name = name.replace("~1", "/").replace("~0", "~");
            schemas = if value.is_some_and(Value::is_array) {
                value = name.parse::<usize>().ok().and_then(|index| value?.get(index));
                self.items(&schemas)
            } else {
                value = value.and_then(|value| value.get(&name));
                self.member(&schemas, &name)
            };
        }
        self.flat(&schemas)
    }
}

fn same_scalar(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Number(one), Value::Number(other)) => one == other || same_number(one, other),
        (Value::String(one), Value::String(other)) => one == other || same_time(one, other),
        _ => before == after,
    }
}

/// Compares by value, digit by digit: an integer that a float cannot hold is not equal to the nearest float.
fn same_number(one: &Number, other: &Number) -> bool {
    let exact = |number: &Number| -> Option<i128> {
        let integer = number
            .as_i64()
            .map(i128::from)
            .or_else(|| number.as_u64().map(i128::from));
        integer.or_else(|| {
            number
                .as_f64()
                .filter(|float| float.fract() == 0.0 && float.abs() < 1e30)
                .and_then(|float| float.to_string().parse().ok())
        })
    };
    match (exact(one), exact(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}

fn same_time(one: &str, other: &str) -> bool {
    let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
    instant(one).is_some_and(|one| Some(one) == instant(other))
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::difference;
    use serde_json::{Value, json};

    fn compare(before: Value, after: Value) -> Option<String> {
        let document = json!({"s": {"allOf": [{"$ref": "#/t"}]}, "t": {"properties": {"a": {}, "b": {}}}});
        difference(&document, "/s", &before, &after)
    }

    #[test]
    fn equal_values_are_no_difference() {
        assert_eq!(compare(json!({"a": 1.0, "z": 3}), json!({"a": 1})), None);
        assert_eq!(compare(json!({"a": null}), json!({})), None);
        let (one, other) = ("2020-01-01T00:00:00+01:00", "2019-12-31T23:00:00Z");
        assert_eq!(compare(json!({"a": one}), json!({"a": other})), None);
        assert_eq!(compare(json!({"a": 1}), json!({})).as_deref(), Some("/a: 1 is lost"));
        assert_eq!(compare(json!({}), json!({"b": 1})).as_deref(), Some("/b: 1 was added"));
        // The text of the float has the digits of the integer, although the float itself is another number.
        let (float, integer) = (json!(9.223_372_036_854_776e18), 9_223_372_036_854_776_000_u64);
        assert_eq!(compare(float.clone(), json!(integer)), None);
        assert!(compare(float, json!(integer - 1)).is_some());
        assert!(compare(json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_992.0)).is_some());
        assert_eq!(compare(json!([1]), json!([])).as_deref(), Some(": [1] became []"));
    }

    #[test]
    fn nothing_is_equal_by_a_schema_that_is_missing() {
        let found = difference(&json!({}), "/s", &json!(1), &json!(2));
        assert_eq!(found.as_deref(), Some(": the document has nothing at /s"));
    }
}
