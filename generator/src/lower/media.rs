//! Which of several declared media types a client sends or asks for.

use std::collections::HashSet;

use crate::ir::{BodyKind, DecodeKind};
use crate::media::{is_json, is_json_document, is_json_lines, is_stream, is_text, is_written_as_text, mime_essence};

/// How a request body of this media type is encoded, as far as its name decides it.
pub(super) fn request_kind(media: &str) -> BodyKind {
    let essence = mime_essence(media);
    if is_json_lines(media) {
        BodyKind::Lines
    } else if is_json(media) || is_any(media) {
        BodyKind::Json
    } else if essence == "application/x-www-form-urlencoded" {
        BodyKind::Form
    } else if essence.starts_with("multipart/") {
        BodyKind::Multipart
    } else if is_written_as_text(media) {
        BodyKind::Text
    } else {
        BodyKind::Bytes
    }
}

/// Whether a media type allows every one: `*/*`.
pub(super) fn is_any(media: &str) -> bool {
    matches!(mime_essence(media).as_str(), "*/*" | "application/*" | "*")
}

/// The order in which the body of a request is preferred: JSON, then forms, text and bytes.
pub(super) fn request_rank(media: &str, kind: BodyKind) -> u8 {
    match kind {
        BodyKind::Json if mime_essence(media) == "application/json" => 0,
        BodyKind::Json if is_any(media) => 4,
        BodyKind::Json => 1,
        BodyKind::Lines if is_json(media) => 1,
        BodyKind::Form => 2,
        BodyKind::Multipart => 3,
        BodyKind::Text => 5,
        BodyKind::Bytes | BodyKind::Lines => 6,
    }
}

/// What a body is named after: `multipart`, `form`, `merge patch json`, `png`.
pub(super) fn request_label(media: &str, kind: BodyKind) -> String {
    let essence = mime_essence(media);
    let (top, subtype) = essence.split_once('/').unwrap_or(("", &essence));
    match (kind, top, subtype) {
        (BodyKind::Form, ..) | (BodyKind::Text, "application", "x-www-form-urlencoded") => "form".to_owned(),
        (BodyKind::Multipart, _, "form-data" | "*") => "multipart".to_owned(),
        (BodyKind::Multipart, _, other) => format!("multipart {other}"),
        (BodyKind::Lines, ..) => "json lines".to_owned(),
        (BodyKind::Text, "text", "plain" | "*") => "text".to_owned(),
        (BodyKind::Bytes, _, "octet-stream") => "bytes".to_owned(),
        (BodyKind::Bytes, "*" | "application" | "", "*") => "bytes".to_owned(),
        (BodyKind::Json, _, "*") => "json".to_owned(),
        (_, top, "*") => top.to_owned(),
        (_, _, other) => {
            let name = other.trim_start_matches("vnd.").trim_start_matches("x-");
            name.replace(['+', '.', '-', '*'], " ")
        }
    }
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

/// The media type of a response that is requested.
#[cfg(feature = "cli")]
pub(crate) fn preferred_response<'m>(media: &[&'m str]) -> Option<&'m str> {
    choose_response(media).map(|(chosen, _)| chosen)
}

/// The other declared media types that are decoded in the same way as the chosen one.
pub(super) fn equivalents<'m>(media: &[&'m str], chosen: &str, kind: DecodeKind) -> Vec<&'m str> {
    // What would end a header field, or an entry of it, is not repeated in one.
    let is_plain = |m: &str| m.chars().all(|c| c == ' ' || c.is_ascii_graphic() && c != ',');
    let is_decoded_alike = |m: &str| match kind {
        DecodeKind::Text | DecodeKind::JsonOrText => is_text(m),
        DecodeKind::Bytes => true,
        DecodeKind::Json | DecodeKind::Empty => false,
    };
    media
        .iter()
        .copied()
        // The cheap checks first.
        .filter(|m| *m != chosen && is_decoded_alike(m))
        .filter(|m| mime_essence(m) != mime_essence(chosen) && !is_stream(m) && is_plain(m))
        .collect()
}

/// The media types of `Accept`.
#[derive(Default)]
pub(super) struct Accept {
    /// With their qualities.
    pub list: Vec<String>,
    known: HashSet<String>,
}

impl Accept {
    /// Adds a media type, and its equivalents with falling quality.
    pub(super) fn also(&mut self, kind: DecodeKind, chosen: &str, equivalents: &[&str]) {
        if kind == DecodeKind::Bytes && chosen.contains('*') {
            return self.add("*/*", "");
        }
        self.add(chosen, "");
        for (at, media) in equivalents.iter().enumerate() {
            let quality = 9_usize.saturating_sub(at).max(1);
            self.add(media, &format!(";q=0.{quality}"));
        }
    }

    fn add(&mut self, media: &str, quality: &str) {
        if self.known.insert(media.to_owned()) {
            self.list.push(format!("{media}{quality}"));
        }
    }
}

/// The usual media type of a kind of body.
pub(super) fn usual(kind: BodyKind) -> &'static str {
    match kind {
        BodyKind::Json => "application/json",
        BodyKind::Text => "text/plain",
        BodyKind::Form => "application/x-www-form-urlencoded",
        BodyKind::Multipart => "multipart/form-data",
        BodyKind::Lines => "application/x-ndjson",
        BodyKind::Bytes => "application/octet-stream",
    }
}

/// A media type that a declared one allows: itself, unless it is a wildcard.
pub(super) fn concrete(media: &str, kind: BodyKind) -> &str {
    match media.split('/').next() {
        _ if !media.contains('*') => media,
        Some("image") => "image/png",
        Some("audio") => "audio/mpeg",
        Some("video") => "video/mp4",
        _ => usual(kind),
    }
}
