//! Which of several declared media types a client sends or asks for.

use crate::ir::{BodyKind, DecodeKind};
use crate::media::{is_json, is_json_document, is_stream, is_text, is_written_as_text, mime_essence};

/// The media type of a request body: JSON if there is one, then forms, text and bytes.
pub(super) fn choose_request<'m>(media: &[&'m str]) -> Option<(&'m str, BodyKind)> {
    let find = |test: &dyn Fn(&str) -> bool| media.iter().copied().find(|m| test(m));
    let named = |name: &'static str| find(&|m| mime_essence(m) == name);
    named("application/json")
        .or_else(|| find(&is_json))
        .map(|m| (m, BodyKind::Json))
        .or_else(|| named("application/x-www-form-urlencoded").map(|m| (m, BodyKind::Form)))
        .or_else(|| find(&|m| mime_essence(m).starts_with("multipart/")).map(|m| (m, BodyKind::Multipart)))
        .or_else(|| {
            named("*/*")
                .or_else(|| named("application/*"))
                .map(|m| (m, BodyKind::Json))
        })
        .or_else(|| find(&is_written_as_text).map(|m| (m, BodyKind::Text)))
        .or_else(|| media.first().map(|m| (*m, BodyKind::Bytes)))
}

/// The media type that a response is asked for: JSON if there is one, then text, bytes and streams.
pub(super) fn choose_response<'m>(media: &[&'m str]) -> Option<(&'m str, DecodeKind)> {
    let find = |test: &dyn Fn(&str) -> bool| media.iter().copied().find(|m| test(m));
    find(&|m| mime_essence(m) == "application/json")
        .or_else(|| find(&is_json_document))
        .map(|m| (m, DecodeKind::Json))
        .or_else(|| find(&|m| mime_essence(m) == "*/*").map(|m| (m, DecodeKind::Json)))
        .or_else(|| find(&is_text).map(|m| (m, DecodeKind::Text)))
        .or_else(|| find(&|m| !is_stream(m)).map(|m| (m, DecodeKind::Bytes)))
        .or_else(|| find(&|m| mime_essence(m).starts_with("text/")).map(|m| (m, DecodeKind::Text)))
        .or_else(|| media.first().map(|m| (*m, DecodeKind::Bytes)))
}

/// The other declared media types that are decoded in the same way as the chosen one.
pub(super) fn equivalents<'m>(media: &[&'m str], chosen: &str, kind: DecodeKind) -> Vec<&'m str> {
    // What would end a header field, or an entry of it, is not repeated in one.
    let is_plain = |m: &str| m.chars().all(|c| c == ' ' || c.is_ascii_graphic() && c != ',');
    media
        .iter()
        .copied()
        .filter(|m| mime_essence(m) != mime_essence(chosen) && !is_stream(m) && is_plain(m))
        .filter(|m| match kind {
            DecodeKind::Text | DecodeKind::JsonOrText => is_text(m),
            DecodeKind::Bytes => true,
            DecodeKind::Json | DecodeKind::Empty => false,
        })
        .collect()
}

/// Adds a media type to `Accept`, and its equivalents with falling quality.
pub(super) fn accept_also(accept: &mut Vec<String>, kind: DecodeKind, chosen: &str, equivalents: &[&str]) {
    let mut add = |media: &str, quality: &str| {
        if !accept.iter().any(|known| known.split(";q=").next() == Some(media)) {
            accept.push(format!("{media}{quality}"));
        }
    };
    if kind == DecodeKind::Bytes && chosen.contains('*') {
        return add("*/*", "");
    }
    add(chosen, "");
    for (at, media) in equivalents.iter().enumerate() {
        let quality = 9_usize.saturating_sub(at).max(1);
        add(media, &format!(";q=0.{quality}"));
    }
}

/// The media type that is sent where the document declares a wildcard.
pub(super) fn concrete(kind: BodyKind) -> &'static str {
    match kind {
        BodyKind::Json => "application/json",
        BodyKind::Text => "text/plain",
        _ => "application/octet-stream",
    }
}
