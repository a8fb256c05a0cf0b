//! HAR files, as browsers and proxies write them.

use serde_json::Value;

use super::exchange::{Exchange, Message, Unit};
use super::problem::{Kind, RecordingError};
use super::reader::{Reader, from_base64, message};
use super::redact::{self, Target};

pub(super) fn exchanges(file: &str, mut har: Value) -> Result<Vec<Exchange>, RecordingError> {
    let entries = har.pointer_mut("/log/entries").map(Value::take);
    let Some(Value::Array(entries)) = entries else {
        let at = "log".to_owned();
        let kind = Kind::Member {
            at,
            member: "entries",
            expected: "a list",
        };
        return Err(RecordingError::new(file, kind));
    };
    let read = |(index, entry)| {
        let reader = Reader {
            file,
            unit: Unit::Entry,
            number: index + 1,
        };
        exchange(&reader, &entry)
    };
    entries.into_iter().enumerate().map(read).collect()
}

fn exchange(reader: &Reader<'_>, entry: &Value) -> Result<Exchange, RecordingError> {
    let method = reader.text(entry, "/request/method", "request.method")?;
    let url = reader.text(entry, "/request/url", "request.url")?;
    Ok(Exchange {
        at: reader.at(),
        method: redact::method(method),
        target: Target::parse(url),
        sent: sent(entry),
        status: reader.status(entry)?,
        received: received(reader, entry)?,
    })
}

fn sent(entry: &Value) -> Message {
    let text = |pointer: &str| entry.pointer(pointer).and_then(Value::as_str);
    let body = text("/request/postData/text").map(|text| text.as_bytes().to_vec());
    // A form may be there as a list of its fields only.
    let is_cut = body.is_none() && entry.pointer("/request/postData").is_some_and(|data| !data.is_null());
    message(text("/request/postData/mimeType"), body, is_cut)
}

fn received(reader: &Reader<'_>, entry: &Value) -> Result<Message, RecordingError> {
    let content = entry.pointer("/response/content").unwrap_or(&Value::Null);
    let text = content.get("text").and_then(Value::as_str);
    let is_base64 = content.get("encoding").and_then(Value::as_str) == Some("base64");
    let body = match text {
        Some(text) if is_base64 => {
            let wrong = || reader.wrong("response.content.text", "Base64 where `encoding` is `base64`");
            Some(from_base64(text).ok_or_else(wrong)?)
        }
        text => text.map(|text| text.as_bytes().to_vec()),
    };
    // Browsers leave large bodies out, and those of requests that a page did not wait for; some write no contents at all. Only
    // a size of 0 is a body without content.
    let size = content.get("size").and_then(Value::as_i64);
    let sent = entry.pointer("/response/bodySize").and_then(Value::as_i64).unwrap_or(0);
    let is_cut = body.is_none() && (size != Some(0) || sent > 0);
    let media = content.get("mimeType").and_then(Value::as_str);
    // What browsers write for a response without a body or without a media type.
    let media = media.filter(|media| !matches!(*media, "" | "x-unknown"));
    Ok(message(media.or_else(|| content_type(entry)), body, is_cut))
}

fn content_type(entry: &Value) -> Option<&str> {
    let headers = entry.pointer("/response/headers")?.as_array()?;
    let is_it = |header: &&Value| {
        let name = header.get("name").and_then(Value::as_str);
        name.is_some_and(|name| name.eq_ignore_ascii_case("content-type"))
    };
    headers.iter().find(is_it)?.get("value")?.as_str()
}
