//! What a line of `results.jsonl` means: the line of the table.

use std::collections::BTreeSet;

use serde_json::{Deserializer, Value};

use crate::equal::difference;
use crate::schema::{Declared, declared, schema};
use crate::table::Row;
use crate::texts::{number, short, stable, without_body};

/// What became of a call.
pub(crate) fn row(server: &str, line: &Value, document: &Value) -> Row {
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let message = text("message");
    let (outcome, detail) = match line["kind"].as_str().unwrap_or_default() {
        "decoded" => decoded(line, document),
        "values" => values(line, document, json_values),
        "events" => values(line, document, event_data),
        "pages" => pages(line, document),
        "downloaded" => downloaded(line),
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

type Verdict = (&'static str, String);

/// The bodies of the responses.
fn bodies(line: &Value) -> Vec<&str> {
    line["bodies"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// The values of a list, each encoded again.
fn encoded(line: &Value) -> Vec<Value> {
    let texts = line["encoded"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    texts
        .map(|text| serde_json::from_str(text).unwrap_or_default())
        .collect()
}

/// Compares a body with its value, encoded again.
fn decoded(line: &Value, document: &Value) -> Verdict {
    let raw = bodies(line).last().copied().unwrap_or_default();
    let Some(encoded) = line["encoded"].as_str() else {
        return ("failed", "the value cannot be encoded again".to_owned());
    };
    // No body is null where an override makes the response nullable.
    if raw.is_empty() && matches!(encoded, "" | "null") {
        return ("no JSON", "empty".to_owned());
    }
    match (
        serde_json::from_str::<Value>(raw),
        serde_json::from_str::<Value>(encoded),
    ) {
        (Ok(raw), Ok(encoded)) => json(line, document, &[(raw, encoded)]),
        (Ok(_), Err(_)) if encoded.is_empty() => whole(line, document),
        // A text as JSON where a plain one is declared, or the reverse.
        (Ok(Value::String(text)), _) if text == encoded => ("other spelling", String::new()),
        (_, Ok(Value::String(text))) if text == raw => ("other spelling", String::new()),
        _ if line["same"] == true => ("no JSON", "equal".to_owned()),
        _ if encoded.is_empty() => whole(line, document),
        _ => ("failed", "the body differs from the value".to_owned()),
    }
}

/// The verdict on a body of which there is no value.
fn whole(line: &Value, document: &Value) -> Verdict {
    match declared(line, document) {
        Some(Declared::Success) => ("failed", "ours: the whole body is lost".to_owned()),
        _ => ("members lost", "the whole body".to_owned()),
    }
}

type Sent = Vec<Result<Value, serde_json::Error>>;

/// JSON values, one after the other.
fn json_values(body: &str) -> Sent {
    Deserializer::from_str(body).into_iter().collect()
}

/// The data of server-sent events that are complete. Events without data keep the connection alive.
fn event_data(body: &str) -> Sent {
    let body = body.replace("\r\n", "\n");
    let (complete, _) = body.rsplit_once("\n\n").unwrap_or_default();
    let data = complete.split("\n\n").map(|event| {
        let lines = event.lines().filter_map(|line| line.strip_prefix("data:"));
        lines
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect::<Vec<_>>()
            .join("\n")
    });
    data.filter(|data| !data.is_empty())
        .map(|data| serde_json::from_str(&data))
        .collect()
}

/// Compares the values of a stream with those that were decoded. Reading may end early: then the body has more.
fn values(line: &Value, document: &Value, read: fn(&str) -> Sent) -> Verdict {
    let encoded = encoded(line);
    let sent = read(bodies(line).last().copied().unwrap_or_default()).into_iter();
    let sent: Result<Vec<Value>, _> = match line["ended"] == true {
        true => sent.collect(),
        false => sent.take(encoded.len()).collect(),
    };
    let count = number(encoded.len(), "value");
    match sent {
        Err(error) => ("failed", format!("{count}, but the body is malformed: {error}")),
        Ok(sent) if sent.len() != encoded.len() => ("failed", format!("{count} of {}", sent.len())),
        Ok(sent) => {
            let pairs: Vec<(Value, Value)> = sent.into_iter().zip(encoded).collect();
            counted(count, pairs.is_empty(), json(line, document, &pairs))
        }
    }
}

/// Compares the body of each page with the same body whose list is that of the decoded items.
fn pages(line: &Value, document: &Value) -> Verdict {
    let (bodies, encoded) = (bodies(line), encoded(line));
    let items: usize = encoded.iter().filter_map(Value::as_array).map(Vec::len).sum();
    let count = format!("{} in {}", number(items, "item"), number(encoded.len(), "page"));
    if bodies.len() < encoded.len() {
        return (
            "failed",
            format!("{count}, but only {}", number(bodies.len(), "response")),
        );
    }
    let at = line["at"].as_str().unwrap_or_default();
    let mut pairs = Vec::new();
    // An empty page after the last one is requested, but it is not returned.
    let lists = encoded.into_iter().chain(std::iter::repeat(Value::Array(Vec::new())));
    for (body, list) in bodies.into_iter().zip(lists) {
        let Ok(sent) = serde_json::from_str::<Value>(body) else {
            return ("failed", format!("{count}, but a body is no JSON"));
        };
        let mut value = sent.clone();
        match value.pointer_mut(at) {
            Some(sent) if sent.is_array() || sent.is_null() => *sent = list,
            _ => return ("failed", format!("{count}, but a body has no list at `{at}`")),
        }
        pairs.push((sent, value));
    }
    counted(count, items == 0, json(line, document, &pairs))
}

/// A verdict on several values, with their number.
fn counted(count: String, is_nothing: bool, (outcome, detail): Verdict) -> Verdict {
    let detail = match (is_nothing, detail.is_empty()) {
        (true, _) => format!("nothing to compare: {count}"),
        (false, true) => count,
        (false, false) => format!("{count}: {detail}"),
    };
    (outcome, detail)
}

/// Compares the bytes that were read piece by piece with those that came.
fn downloaded(line: &Value) -> Verdict {
    match line["same"] == true {
        true => ("no JSON", "equal".to_owned()),
        false => (
            "failed",
            format!("{} bytes, which are not those of the body", line["bytes"]),
        ),
    }
}

/// Compares JSON with the values, encoded again.
fn json(line: &Value, document: &Value, pairs: &[(Value, Value)]) -> Verdict {
    if pairs.iter().all(|(raw, encoded)| same(raw, encoded)) {
        return ("equal", String::new());
    }
    let Some(schema) = schema(line, document) else {
        return ("failed", "the document has no schema for this response".to_owned());
    };
    let read = pairs.iter().map(|(raw, encoded)| (as_read(raw, encoded), encoded));
    let pairs: Vec<(Value, &Value)> = read.collect();
    let differs = |(raw, encoded): &(Value, &Value)| difference(document, &schema, raw, encoded);
    if let Some(found) = pairs.iter().find_map(differs) {
        return ("failed", format!("ours: {found}"));
    }
    let mut lost = BTreeSet::new();
    for (raw, encoded) in &pairs {
        find_lost("", raw, encoded, &mut lost);
    }
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

/// The body, with an empty list or map where null was read as one, and with the names of members in the case in which they are
/// written.
fn as_read(raw: &Value, encoded: &Value) -> Value {
    match (raw, encoded) {
        (Value::Null, Value::Array(list)) if list.is_empty() => encoded.clone(),
        (Value::Null, Value::Object(map)) if map.is_empty() => encoded.clone(),
        (Value::Array(raw), Value::Array(encoded)) if raw.len() == encoded.len() => {
            let pairs = raw.iter().zip(encoded);
            pairs.map(|(raw, encoded)| as_read(raw, encoded)).collect()
        }
        (Value::Object(members), Value::Object(encoded)) => {
            let member = |(name, value): (&String, &Value)| {
                let is_like = |other: &&String| other.eq_ignore_ascii_case(name);
                // Of two members whose names differ in case only, none is read as another one.
                let name = match encoded.contains_key(name) || members.keys().filter(is_like).count() > 1 {
                    true => name,
                    false => encoded.keys().find(is_like).unwrap_or(name),
                };
                let encoded = encoded.get(name).unwrap_or(&Value::Null);
                (name.clone(), as_read(value, encoded))
            };
            members.iter().map(member).collect()
        }
        _ => raw.clone(),
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

#[cfg(test)]
mod tests {
    use super::row;
    use serde_json::{Value, json};

    /// The outcome and the detail of a response to `GET /a`.
    fn outcome(schema: Value, raw: &Value, encoded: &Value) -> (String, String) {
        let document = json!({"paths": {"/a": {"get": {"responses": {"200": {"schema": schema}}}}}});
        let line = json!({"operation": "a", "method": "GET", "path": "/a", "kind": "decoded", "status": 200,
            "bodies": [raw.to_string()], "encoded": encoded.to_string()});
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
        let schema = json!({"properties": {"a": {"items": {"properties": {"b": {"type": "object"}}}}}});
        let (empty, _) = outcome(schema.clone(), &json!({"a": [{"b": null}]}), &json!({"a": [{"b": {}}]}));
        assert_eq!(empty, "other spelling");
        let (other, _) = outcome(schema, &json!({"a": null}), &json!({"a": [{}]}));
        assert_eq!(other, "failed");
        let schema = json!({"properties": {"Id": {}}});
        let (spelled, _) = outcome(schema.clone(), &json!({"ID": "a"}), &json!({"Id": "a"}));
        assert_eq!(spelled, "other spelling");
        let (lost, _) = outcome(schema, &json!({"ID": "a", "Id": "a"}), &json!({"Id": "a"}));
        assert_eq!(lost, "members lost");
    }

    #[test]
    fn a_member_is_read_under_the_name_of_one_other_at_most() {
        let schema = json!({"properties": {"Id": {}}});
        let (outcome, detail) = outcome(schema, &json!({"ID": "a", "iD": "b"}), &json!({"Id": "b"}));
        assert_eq!(
            (outcome.as_str(), detail.as_str()),
            ("failed", "ours: /Id: \"b\" was added")
        );
    }

    #[test]
    fn a_declared_body_that_is_lost_is_no_undeclared_member() {
        let of = |response: Value, raw: &str| {
            let document = json!({"paths": {"/a": {"get": {"responses": {"200": response}}}}});
            let line = json!({"operation": "a", "method": "GET", "path": "/a", "kind": "decoded", "status": 200,
                "content_type": "text/plain", "bodies": [raw], "encoded": ""});
            let row = row("server", &line, &document);
            (row.outcome, row.detail)
        };
        for raw in ["{}", "text"] {
            let declared = json!({"content": {"text/plain": {}}});
            assert_eq!(of(declared, raw), found("failed", "ours: the whole body is lost"));
            assert_eq!(of(json!({}), raw), found("members lost", "the whole body"));
        }
    }

    #[test]
    fn without_a_schema_only_equal_values_pass() {
        let document = json!({"paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {}}}}}}}});
        let of = |encoded: &str| {
            let line = json!({"operation": "a", "method": "GET", "path": "/a", "kind": "decoded", "status": 200,
                "content_type": "application/json", "bodies": ["{\"a\": 1}"], "encoded": encoded});
            row("server", &line, &document).outcome
        };
        assert_eq!(of("{\"a\":1}"), "equal");
        assert_eq!(of("{\"a\":2}"), "failed");
    }

    /// The outcome and the detail of a line about `GET /a`, whose schema has a member `a`.
    fn of(mut line: Value) -> (String, String) {
        let schema = json!({"properties": {"a": {}, "list": {"items": {"properties": {"a": {}}}}}});
        let document = json!({"paths": {"/a": {"get": {"responses": {"200": {"schema": schema}}}}}});
        for (name, value) in [("operation", "a"), ("method", "GET"), ("path", "/a")] {
            line[name] = value.into();
        }
        line["status"] = 200.into();
        let row = row("server", &line, &document);
        (row.outcome, row.detail)
    }

    fn found(outcome: &str, detail: &str) -> (String, String) {
        (outcome.to_owned(), detail.to_owned())
    }

    #[test]
    fn values_of_a_stream_are_compared_one_by_one() {
        let of = |body: &str, encoded: &[&str], ended: bool| {
            of(json!({"kind": "values", "bodies": [body], "encoded": encoded, "ended": ended}))
        };
        let body = "{\"a\": 1}\n{\"a\": 2}\n{\"a\"";
        assert_eq!(
            of(body, &[r#"{"a":1}"#, r#"{"a":2}"#], false),
            found("equal", "2 values")
        );
        assert_eq!(of(body, &[r#"{"a":1}"#], false), found("equal", "1 value"));
        let (outcome, _) = of(body, &[r#"{"a":1}"#, r#"{"a":2}"#], true);
        assert_eq!(outcome, "failed");
        let one = "{\"a\": 1}\n{\"a\": 2, \"b\": 3}";
        assert_eq!(of(one, &[r#"{"a":1}"#], true), found("failed", "1 value of 2"));
        assert_eq!(
            of(one, &[r#"{"a":1}"#, r#"{"a":3}"#], true),
            found("failed", "2 values: ours: /a: 2 became 3")
        );
        assert_eq!(
            of(one, &[r#"{"a":1}"#, r#"{"a":2}"#], true),
            found("members lost", "2 values: /b")
        );
        assert_eq!(of("", &[], true), found("equal", "nothing to compare: 0 values"));
    }

    #[test]
    fn data_of_events_is_compared() {
        let body = ": hello\n\nevent: x\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\ndata:\n\ndata:{\"a\":2}\n\ndata: {\"a\"";
        let of = |encoded: &[&str]| of(json!({"kind": "events", "bodies": [body], "encoded": encoded, "ended": true}));
        assert_eq!(of(&[r#"{"a":1}"#, r#"{"a":2}"#]), found("equal", "2 values"));
        assert_eq!(of(&[r#"{"a":1}"#]), found("failed", "1 value of 2"));
        assert_eq!(
            of(&[r#"{"a":1}"#, r#"{"a":3}"#]),
            found("failed", "2 values: ours: /a: 2 became 3")
        );
    }

    #[test]
    fn items_of_pages_are_compared_where_the_list_is() {
        let of = |bodies: &[Value], encoded: &[Value]| {
            let texts = |values: &[Value]| values.iter().map(Value::to_string).collect::<Vec<_>>();
            of(json!({"kind": "pages", "at": "/list", "bodies": texts(bodies), "encoded": texts(encoded)}))
        };
        let bodies = [json!({"list": [{"a": 1}], "next": "x"}), json!({"list": [{"a": 2}]})];
        assert_eq!(
            of(&bodies, &[json!([{"a": 1}]), json!([{"a": 2}])]),
            found("equal", "2 items in 2 pages")
        );
        assert_eq!(
            of(&bodies, &[json!([{"a": 1}]), json!([{"a": 3}])]),
            found("failed", "2 items in 2 pages: ours: /list/*/a: 2 became 3")
        );
        assert_eq!(of(&bodies, &[json!([{"a": 1}])]).0, "failed");
        let end = [json!({"list": [{"a": 1, "b": 2}]}), json!({"list": []})];
        assert_eq!(
            of(&end, &[json!([{"a": 1}])]),
            found("members lost", "1 item in 1 page: /list/*/b")
        );
        assert_eq!(
            of(&[json!({"list": []})], &[json!([])]),
            found("equal", "nothing to compare: 0 items in 1 page")
        );
        assert_eq!(of(&[json!([])], &[json!([])]).0, "failed");
    }

    #[test]
    fn bytes_of_a_download_are_those_of_the_body() {
        let of = |same: bool| of(json!({"kind": "downloaded", "bytes": 3, "same": same}));
        assert_eq!(of(true), found("no JSON", "equal"));
        assert_eq!(of(false), found("failed", "3 bytes, which are not those of the body"));
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
