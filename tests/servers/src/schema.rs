//! What the document of a server declares for a response.

use oaspen::Pointer;
use serde_json::{Map, Value};

/// How a response with a status of success is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Declared {
    /// Its status, with a body of its media type.
    Success,
    /// Its status is not.
    OtherStatus,
    /// Its status is, with bodies of other media types.
    OtherMedia,
    /// Its status is, without a body.
    NoBody,
}

/// How the response of a line is declared; `None` if its status is no success.
pub(crate) fn declared(line: &Value, document: &Value) -> Option<Declared> {
    let status = line["status"].as_u64().filter(|status| (200..300).contains(status))?;
    let found = Responses::of(line, document);
    let key = found.as_ref().and_then(|found| found.exact(status));
    let (Some(found), Some(key)) = (found, key) else {
        return Some(Declared::OtherStatus);
    };
    let bodies = match found.response(&key) {
        Some((_, response)) if line["method"] != "HEAD" => found.bodies(response),
        _ => Vec::new(),
    };
    let sent = line["content_type"].as_str().unwrap_or_default();
    Some(match bodies.iter().any(|media| takes(media, sent)) {
        _ if bodies.is_empty() => Declared::NoBody,
        true => Declared::Success,
        false => Declared::OtherMedia,
    })
}

/// Whether a declared media type, such as `text/*`, is that of a header field `Content-Type`.
fn takes(declared: &str, sent: &str) -> bool {
    let essence = |media: &str| media.split(';').next().unwrap_or_default().trim().to_lowercase();
    let (declared, sent) = (essence(declared), essence(sent));
    match declared.strip_suffix('*') {
        Some("*/" | "") => !sent.is_empty(),
        Some(start) => sent.starts_with(start),
        None => declared == sent,
    }
}

/// The pointer of the schema that the document has for a response.
pub(crate) fn schema(line: &Value, document: &Value) -> Option<String> {
    let found = Responses::of(line, document)?;
    let key = found.nearest(line["status"].as_u64()?)?;
    let (response, value) = found.response(&key)?;
    if value.get("schema").is_some() {
        return Some(response.child("schema").fragment().to_owned());
    }
    let content = value.get("content")?.as_object()?;
    let media = content
        .keys()
        .find(|media| ["json", "*", "event-stream"].iter().any(|word| media.contains(word)))?;
    let schema = response.child("content").child(media).child("schema");
    let data = schema.child("properties").child("data");
    let is_whole_event = line["kind"] == "events" && at(document, &data).is_some();
    let schema = if is_whole_event { data } else { schema };
    at(document, &schema).is_some().then(|| schema.fragment().to_owned())
}

/// The responses of an operation.
struct Responses<'d> {
    document: &'d Value,
    operation: Pointer,
    at: Pointer,
    all: &'d Map<String, Value>,
}

impl<'d> Responses<'d> {
    fn of(line: &Value, document: &'d Value) -> Option<Self> {
        let paths = Pointer::root().child("paths");
        let path = target(document, paths.child(line["path"].as_str()?))?;
        let operation = path.child(&line["method"].as_str()?.to_lowercase());
        let responses = operation.child("responses");
        Some(Self {
            document,
            all: at(document, &responses)?.as_object()?,
            operation,
            at: responses,
        })
    }

    /// The key of a status.
    fn exact(&self, status: u64) -> Option<String> {
        let keys = [status.to_string(), format!("{}XX", status / 100)];
        keys.into_iter().find(|key| self.all.contains_key(key))
    }

    /// The key of a status, or that of the response that it is read as.
    fn nearest(&self, status: u64) -> Option<String> {
        let only = || {
            let mut successes = self.all.keys().filter(|key| key.starts_with('2'));
            successes.next().filter(|_| successes.next().is_none()).cloned()
        };
        let default = || self.all.contains_key("default").then(|| "default".to_owned());
        self.exact(status).or_else(default).or_else(only)
    }

    fn response(&self, key: &str) -> Option<(Pointer, &'d Value)> {
        let pointer = target(self.document, self.at.child(key))?;
        let value = at(self.document, &pointer)?;
        Some((pointer, value))
    }

    /// The media types of the bodies of a response.
    fn bodies(&self, response: &'d Value) -> Vec<&'d str> {
        if let Some(content) = response.get("content").and_then(Value::as_object) {
            return content.keys().map(String::as_str).collect();
        }
        if response.get("schema").is_none() {
            return Vec::new();
        }
        let of_operation = at(self.document, &self.operation.child("produces"));
        match of_operation.or(self.document.get("produces")).and_then(Value::as_array) {
            Some(produces) => produces.iter().filter_map(Value::as_str).collect(),
            None => vec!["*/*"],
        }
    }
}

fn at<'d>(document: &'d Value, pointer: &Pointer) -> Option<&'d Value> {
    document.pointer(pointer.fragment())
}

/// Follows a reference.
fn target(document: &Value, pointer: Pointer) -> Option<Pointer> {
    match at(document, &pointer)?.get("$ref").and_then(Value::as_str) {
        Some(reference) => reference.starts_with('#').then(|| Pointer::parse(reference)),
        None => Some(pointer),
    }
}

#[cfg(test)]
mod tests {
    use super::{Declared, declared, takes};
    use serde_json::{Value, json};

    #[test]
    fn success_is_declared_by_status_and_media_type() {
        let json = json!({"application/json": {}});
        let responses = json!({"200": {"content": json}, "202": {"$ref": "#/components/responses/a"}, "204": {}});
        let document = json!({"paths": {"/a": {"get": {"responses": responses}}},
            "components": {"responses": {"a": {"content": {"text/*": {}}}}}});
        let of = |status: u16, media: &str| {
            let line = json!({"method": "GET", "path": "/a", "status": status, "content_type": media});
            declared(&line, &document)
        };
        assert_eq!(of(200, "application/json; charset=utf-8"), Some(Declared::Success));
        assert_eq!(of(202, "text/csv"), Some(Declared::Success));
        assert_eq!(of(200, "text/csv"), Some(Declared::OtherMedia));
        assert_eq!(of(200, ""), Some(Declared::OtherMedia));
        assert_eq!(of(201, "application/json"), Some(Declared::OtherStatus));
        assert_eq!(of(204, ""), Some(Declared::NoBody));
        assert_eq!(of(404, "application/json"), None);
    }

    #[test]
    fn media_types_of_swagger_are_those_of_the_operation_or_the_document() {
        let of = |produces: Value| {
            let operation = json!({"produces": produces, "responses": {"2XX": {"schema": {}}}});
            let document = json!({"produces": ["a/b"], "paths": {"/a": {"get": operation}}});
            let line = json!({"method": "GET", "path": "/a", "status": 200, "content_type": "a/b"});
            declared(&line, &document)
        };
        assert_eq!(of(json!(["a/b"])), Some(Declared::Success));
        assert_eq!(of(json!(["a/c"])), Some(Declared::OtherMedia));
        assert!(takes("*/*", "a/b") && !takes("*/*", ""));
    }
}
