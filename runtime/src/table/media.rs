//! Media types of responses.

use crate::codec::hidden::is_hidden;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};

/// The media type of a response, as sent.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()
}

/// The media type of a response in lower case, without its parameters.
pub(crate) fn essence(headers: &HeaderMap) -> Option<String> {
    Some(without_parameters(content_type(headers)?)).filter(|essence| !essence.is_empty())
}

fn without_parameters(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// The `charset` of a response, in lower case.
pub(crate) fn charset(headers: &HeaderMap) -> Option<String> {
    let mut parameters = content_type(headers)?.split(';').skip(1);
    let charset = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    Some(charset.trim().trim_matches('"').to_ascii_lowercase())
}

/// The encodings of a body that the transport has not undone.
pub(crate) fn content_encoding(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(CONTENT_ENCODING);
    let names: Vec<&str> = values.iter().filter_map(|value| value.to_str().ok()).collect();
    let names = names.join(", ");
    (!names.is_empty() && !names.eq_ignore_ascii_case("identity")).then_some(names)
}

/// Whether bodies of this media type are JSON texts.
pub(crate) fn is_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json") || essence.ends_with("+json")
}

/// Whether a media type is text that a string can hold: `text/plain`, `text/csv`. A page of HTML is the message of a proxy or a
/// login, and events are a stream.
pub(crate) fn is_simple_text(essence: &str) -> bool {
    essence.starts_with("text/") && !matches!(essence, "text/html" | "text/event-stream")
}

/// Whether a body may be JSON texts one after the other. Many servers declare it as text, or declare nothing.
pub(crate) fn may_be_records(essence: &str) -> bool {
    essence.contains("json") || matches!(essence, "text/plain" | "application/octet-stream")
}

/// Whether a body is JSON texts one after the other, by its name.
pub(crate) fn is_records(essence: &str) -> bool {
    let names = ["ndjson", "jsonl", "json-lines", "json-seq", "stream+json"];
    names.iter().any(|name| essence.contains(name))
}

/// Whether the media types of an `Accept` header include one.
pub(crate) fn accepts(accept: &str, essence: &str) -> bool {
    accept
        .split(',')
        .map(without_parameters)
        .any(|range| match range.strip_suffix('*') {
            Some("*/") => true,
            Some(start) => !start.is_empty() && essence.starts_with(start),
            None => range == essence,
        })
}

pub(crate) fn is_events(essence: &str) -> bool {
    essence == "text/event-stream"
}

/// The start of a media type, for a message.
pub(crate) fn short(media_type: &str) -> String {
    media_type.chars().filter(|c| !is_hidden(*c)).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::is_records;

    #[test]
    fn media_types_of_json_texts_one_after_the_other() {
        for one in [
            "application/x-ndjson",
            "application/jsonl",
            "application/jsonlines",
            "application/x-json-lines",
            "application/json-seq",
            "application/stream+json",
        ] {
            assert!(is_records(one), "{one}");
        }
        for other in ["application/json", "application/problem+json", "text/plain", ""] {
            assert!(!is_records(other), "{other}");
        }
    }
}
