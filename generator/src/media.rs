//! Media types by their names: which are JSON, which are text, which are streams of records.
//!
//! Several stages ask these questions, and all of them ask here. Which media type of several a client uses is
//! decided in `lower/media.rs`.

/// A media type without its parameters, in lower case (the WHATWG calls it the essence).
pub(crate) fn mime_essence(media: &str) -> String {
    // Without a semicolon, a space and capitals, nothing changes. This check is many times faster in a build without optimization.
    let mut rest = media.as_bytes();
    while let [b'!'..=b':' | b'<'..=b'@' | b'['..=b'~', after @ ..] = rest {
        rest = after;
    }
    if rest.is_empty() {
        return media.to_owned();
    }
    media.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

/// Whether values of this media type are JSON, as one text or as several.
pub(crate) fn is_json(media: &str) -> bool {
    let essence = mime_essence(media);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether a body of this media type is exactly one JSON text.
pub(crate) fn is_json_document(media: &str) -> bool {
    is_json(media) && !is_record_stream(media)
}

/// Whether a body of this media type is a stream of server-sent events.
pub(crate) fn is_event_stream(media: &str) -> bool {
    mime_essence(media) == "text/event-stream"
}

/// Whether a body of this media type is JSON values, one per line.
pub(crate) fn is_json_lines(media: &str) -> bool {
    const NAMES: [&str; 9] = [
        "x-ndjson",
        "ndjson",
        "jsonl",
        "x-jsonl",
        "jsonlines",
        "x-jsonlines",
        "json-lines",
        "stream+json",
        "x-json-stream",
    ];
    json_subtype(media).is_some_and(|name| NAMES.contains(&name.as_str()))
}

/// Whether a body of this media type is a sequence of JSON values, in lines or as in RFC 7464.
pub(crate) fn is_record_stream(media: &str) -> bool {
    is_json_lines(media) || json_subtype(media).is_some_and(|name| name == "json-seq" || name.ends_with("+json-seq"))
}

/// Whether a body of this media type is a stream: of events or of JSON values.
pub(crate) fn is_stream(media: &str) -> bool {
    is_event_stream(media) || is_record_stream(media)
}

/// Whether a response of this media type is returned as a `String`: `text/*`, unless it is JSON or a stream.
///
/// XML and YAML under `application/` are returned as bytes, since they declare their encoding in the body.
pub(crate) fn is_text(media: &str) -> bool {
    mime_essence(media).starts_with("text/") && !is_stream(media) && !is_json_document(media)
}

/// Whether a caller passes a request body or a part of this media type as a `String`: every `text/*`, and XML and YAML
/// under any name.
pub(crate) fn is_written_as_text(media: &str) -> bool {
    let essence = mime_essence(media);
    essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml") || essence.ends_with("yaml")
}

/// Whether a text is a token of HTTP, such as the name of a header field.
pub(crate) fn is_token(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(is_allowed)
}

/// Whether a text is a media type, with parameters or without.
pub(crate) fn is_media_type(text: &str) -> bool {
    // RFC 6838, and the `*` of ranges.
    let is_name = |part: &str| {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "!#$&-^_.+*".contains(c);
        !part.is_empty() && part.chars().all(is_allowed)
    };
    let is_visible = text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    let essence = mime_essence(text);
    is_visible
        && essence
            .split_once('/')
            .is_some_and(|(top, sub)| is_name(top) && is_name(sub))
}

/// The subtype of a media type of the two types that are used for JSON.
fn json_subtype(media: &str) -> Option<String> {
    let essence = mime_essence(media);
    let name = essence.strip_prefix("application/").or(essence.strip_prefix("text/"))?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{is_json, is_json_document, is_record_stream, is_text, is_written_as_text};

    #[test]
    fn media_types_are_recognized_with_parameters_and_in_any_case() {
        assert!(is_json("Application/JSON; charset=utf-8") && is_json("application/problem+json"));
        assert!(is_record_stream("application/geo+json-seq") && is_record_stream("application/stream+json"));
        assert!(!is_json_document("application/stream+json"));
        assert!(is_text("text/plain;charset=utf-8"));
        for media in ["text/json", "text/event-stream", "text/x-ndjson", "application/xml"] {
            assert!(!is_text(media), "{media}");
        }
        assert!(is_written_as_text("application/xml") && is_written_as_text("application/x-yaml"));
    }
}
