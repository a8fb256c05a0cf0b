//! The schema of a response in the document of a server.

use oaspen::Pointer;
use serde_json::Value;

/// The pointer of the schema that the document has for a response.
pub(crate) fn schema(line: &Value, document: &Value) -> Option<String> {
    let paths = Pointer::root().child("paths");
    let operation = target(document, paths.child(line["path"].as_str()?))?;
    let method = line["method"].as_str()?.to_lowercase();
    let responses = operation.child(&method).child("responses");
    let declared = at(document, &responses)?.as_object()?;
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
    let response = target(document, responses.child(key))?;
    let value = at(document, &response)?;
    if value.get("schema").is_some() {
        return Some(response.child("schema").fragment().to_owned());
    }
    let content = value.get("content")?.as_object()?;
    let media = content
        .keys()
        .find(|media| media.contains("json") || media.contains('*'))?;
    let schema = response.child("content").child(media).child("schema");
    Some(schema.fragment().to_owned())
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
