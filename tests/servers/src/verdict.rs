//! What a line of `results.jsonl` means: the line of the table.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use crate::equal::difference;
use crate::table::Row;

/// What became of a call.
pub(crate) fn row(server: &str, line: &Value, document: &Value) -> Row {
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let message = text("message");
    let (outcome, detail) = match line["kind"].as_str().unwrap_or_default() {
        "decoded" => decoded(line, document),
        "stream" => ("equal", message),
        "pages" => ("equal", message),
        "provoked" => ("refused", message),
        "refused" => ("refused", short(&message).to_owned()),
        "unsent" => ("not sent", short(&message).to_owned()),
        _ => ("failed", without_body(short(&message)).to_owned()),
    };
    let cause = match (outcome, line["kind"].as_str()) {
        (_, Some("provoked")) => "provoked",
        ("members lost", _) => "document: they are not declared",
        _ => "",
    };
    Row {
        server: server.to_owned(),
        operation: text("operation"),
        call: text("what"),
        status: line["status"]
            .as_u64()
            .map_or("-".to_owned(), |status| status.to_string()),
        outcome: outcome.to_owned(),
        detail: stable(&detail),
        cause: cause.to_owned(),
    }
}

/// Compares a body with its value, encoded again.
fn decoded(line: &Value, document: &Value) -> (&'static str, String) {
    let raw = line["raw"].as_str().unwrap_or_default();
    let Some(encoded) = line["encoded"].as_str() else {
        return ("failed", "the value cannot be encoded again".to_owned());
    };
    if raw.is_empty() && encoded.is_empty() {
        return ("no JSON", "empty".to_owned());
    }
    match (
        serde_json::from_str::<Value>(raw),
        serde_json::from_str::<Value>(encoded),
    ) {
        (Ok(raw), Ok(encoded)) => json(line, document, &raw, &encoded),
        (Ok(_), Err(_)) if encoded.is_empty() => ("members lost", "the whole body".to_owned()),
        _ if line["same"] == true => ("no JSON", "equal".to_owned()),
        _ if encoded.is_empty() => ("members lost", "the whole text".to_owned()),
        _ => ("failed", "the body differs from the value".to_owned()),
    }
}

fn json(line: &Value, document: &Value, raw: &Value, encoded: &Value) -> (&'static str, String) {
    if same(raw, encoded) {
        return ("equal", String::new());
    }
    let Some(schema) = schema(line, document) else {
        return ("failed", "the document has no schema for this response".to_owned());
    };
    if let Some(found) = difference(document, &schema, raw, encoded) {
        return ("failed", format!("ours: {found}"));
    }
    let mut lost = BTreeSet::new();
    find_lost("", raw, encoded, &mut lost);
    match lost.len() {
        0 => ("other spelling", String::new()),
        count => {
            const MOST: usize = 6;
            let mut shown = lost.into_iter().take(MOST).collect::<Vec<_>>().join(" ");
            if count > MOST {
                shown.push_str(&format!(" and {} more", count - MOST));
            }
            ("members lost", shown)
        }
    }
}

/// Whether both are equal. Times are compared by instant, as the digits of their fractions differ from run to run.
fn same(raw: &Value, encoded: &Value) -> bool {
    let instant = |text: &str| text.parse::<jiff::Timestamp>().ok();
    match (raw, encoded) {
        (Value::String(one), Value::String(other)) => {
            one == other || instant(one).is_some_and(|one| Some(one) == instant(other))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has = |name, value| other.get(name).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(|(name, value)| has(name, value))
        }
        _ => raw == encoded,
    }
}

/// The members that only the body has, with `*` for items and for keys that are no names.
fn find_lost(path: &str, raw: &Value, encoded: &Value, lost: &mut BTreeSet<String>) {
    match (raw, encoded) {
        (Value::Object(raw), Value::Object(encoded)) => {
            for (name, value) in raw {
                let is_name = name.len() < 40 && !name.chars().any(|c| "/:. ".contains(c));
                let path = format!("{path}/{}", if is_name { name } else { "*" });
                match encoded.get(name) {
                    Some(other) => find_lost(&path, value, other, lost),
                    None if value.is_null() => {}
                    None => {
                        lost.insert(path);
                    }
                }
            }
        }
        (Value::Array(raw), Value::Array(encoded)) => {
            raw.iter()
                .zip(encoded)
                .for_each(|(one, other)| find_lost(&format!("{path}/*"), one, other, lost));
        }
        _ => {}
    }
}

/// The pointer of the schema that the document has for a response.
fn schema(line: &Value, document: &Value) -> Option<String> {
    let path = line["path"].as_str()?.replace('~', "~0").replace('/', "~1");
    let method = line["method"].as_str()?.to_lowercase();
    let operation = target(document, format!("/paths/{path}"))?;
    let responses = format!("{operation}/{method}/responses");
    let declared = document.pointer(&responses)?.as_object()?;
    let status = line["status"].as_u64()?.to_string();
    let range = format!("{}XX", status.get(..1)?);
    let successes = || declared.keys().filter(|key| key.starts_with('2'));
    let key = [status.as_str(), range.as_str(), "default"]
        .into_iter()
        .find(|key| declared.contains_key(*key));
    let key = key.or_else(|| {
        successes()
            .next()
            .filter(|_| successes().count() == 1)
            .map(String::as_str)
    })?;
    let response = target(document, format!("{responses}/{key}"))?;
    let value = document.pointer(&response)?;
    if value.get("schema").is_some() {
        return Some(format!("{response}/schema"));
    }
    let media = value
        .get("content")?
        .as_object()?
        .keys()
        .find(|media| media.contains("json") || media.contains('*'))?;
    Some(format!(
        "{response}/content/{}/schema",
        media.replace('~', "~0").replace('/', "~1")
    ))
}

/// Follows a reference.
fn target(document: &Value, pointer: String) -> Option<String> {
    match document.pointer(&pointer)?.get("$ref").and_then(Value::as_str) {
        Some(reference) => Some(reference.strip_prefix('#')?.to_owned()),
        None => Some(pointer),
    }
}

/// The message of an error without the operation, which has a column of its own, and without an excerpt of the body.
fn short(message: &str) -> &str {
    let message = message.split_once("): ").map_or(message, |(_, rest)| rest);
    message.split_once(" near `").map_or(message, |(start, _)| start)
}

/// A message without the excerpt of a JSON body at its end.
fn without_body(message: &str) -> &str {
    let end = [": {", ": ["].iter().filter_map(|start| message.find(start)).min();
    end.and_then(|end| message.get(..end)).unwrap_or(message)
}

/// A text without what differs from run to run.
fn stable(text: &str) -> String {
    const MOST: usize = 200;
    const CHANGING: [(&str, &str); 7] = [
        (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
        (r"/tmp/oaspen-\w+", "FOLDER"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
        (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?", "TIME"),
        (r"\b[0-9a-f]{12,}\b", "HEX"),
        // The order of some lists differs.
        (r"/\d+\b", "/*"),
        (r"[\t\r\n]+", " "),
    ];
    let mut text = text.to_owned();
    for (pattern, name) in CHANGING {
        if let Ok(regex) = Regex::new(pattern) {
            text = regex.replace_all(&text, name).into_owned();
        }
    }
    text.trim().chars().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::row;
    use serde_json::{Value, json};

    /// The outcome and the detail of a response to `GET /a`.
    fn outcome(schema: Value, raw: &Value, encoded: &Value) -> (String, String) {
        let document = json!({"paths": {"/a": {"get": {"responses": {"200": {"schema": schema}}}}}});
        let line = json!({"operation": "a", "method": "GET", "path": "/a", "kind": "decoded", "status": 200,
            "raw": raw.to_string(), "encoded": encoded.to_string()});
        let row = row("server", &line, &document);
        (row.outcome, row.detail)
    }

    #[test]
    fn undeclared_members_are_distinguished_from_declared_ones() {
        let schema = json!({"properties": {"a": {"type": "integer"}}});
        let lost = outcome(schema.clone(), &json!({"a": 1, "b": {"c": 2}}), &json!({"a": 1}));
        assert_eq!(lost, ("members lost".to_owned(), "/b".to_owned()));
        let (outcome, detail) = outcome(schema, &json!({"a": 1}), &json!({}));
        assert_eq!((outcome.as_str(), detail.as_str()), ("failed", "ours: /a: 1 is lost"));
    }

    #[test]
    fn spelling_is_no_loss() {
        let schema = json!({"properties": {"a": {}, "at": {}}});
        let (null, _) = outcome(schema.clone(), &json!({"a": null}), &json!({}));
        assert_eq!(null, "other spelling");
        let (time, _) = outcome(
            schema,
            &json!({"at": "2030-01-01T00:00:00.100Z"}),
            &json!({"at": "2030-01-01T00:00:00.1Z"}),
        );
        assert_eq!(time, "equal");
    }

    #[test]
    fn details_do_not_change_from_run_to_run() {
        let line = json!({"operation": "a", "what": "x", "kind": "failed", "status": null,
            "message": "a (GET /a): 409 at 2030-01-01T00:00:00Z of 0123456789abcdef on 127.0.0.1:1234 near `x`"});
        let row = row("server", &line, &json!({}));
        assert_eq!(row.detail, "409 at TIME of HEX on 127.0.0.1:PORT");
        assert_eq!(
            row.line(),
            "server\ta\tx\t-\tfailed\t409 at TIME of HEX on 127.0.0.1:PORT\t"
        );
    }
}
