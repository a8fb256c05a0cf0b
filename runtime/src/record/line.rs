//! One line of a recording.

use crate::body::request::Body;
use crate::record::known::KnownSecrets;
use crate::record::mask;
use crate::table::media;
use crate::transport::service::CallInfo;
use http::HeaderMap;
use serde_json::{Value, json};

/// The bytes that are recorded of a body. A longer one is recorded without its content, as a part of a JSON text cannot be
/// compared with anything. Of a stream, its beginning is recorded.
pub(crate) const MAX_BODY: usize = 1024 * 1024;

/// A request, as it is recorded.
pub(crate) struct Sent {
    request: Value,
    known: KnownSecrets,
}

impl Sent {
    pub(crate) fn new(call: &CallInfo, request: &http::Request<Body>) -> Self {
        let known = KnownSecrets::of(request);
        let media_type = media::essence(request.headers());
        let is_json = media_type.as_deref().is_some_and(|media| media.contains("json"));
        // Forms have passwords, and files are large.
        let body = request.body().as_bytes().filter(|_| is_json);
        let mut recorded = json!({
            "method": request.method().as_str(),
            "url": url(request.uri(), call.path_template()),
            "headers": headers(media_type.as_deref()),
        });
        if let Some(body) = body {
            let kept = body.get(..MAX_BODY).unwrap_or(body);
            let is_whole = kept.len() == body.len();
            extend(&mut recorded, content(media_type.as_deref(), kept, is_whole, &known));
        }
        Self {
            request: recorded,
            known,
        }
    }

    /// The line of the request with its response. `is_whole`: the body was received to its end.
    pub(crate) fn line(self, status: u16, fields: &HeaderMap, body: &[u8], is_whole: bool) -> String {
        let media_type = media::essence(fields);
        let mut response = json!({ "status": status, "headers": headers(media_type.as_deref()) });
        extend(
            &mut response,
            content(media_type.as_deref(), body, is_whole, &self.known),
        );
        let mut line = json!({ "request": self.request, "response": response }).to_string();
        line.push('\n');
        line
    }
}

fn headers(media_type: Option<&str>) -> Value {
    match media_type {
        Some(media_type) => json!({ "content-type": media_type }),
        None => json!({}),
    }
}

/// The host, and the template of the operation instead of the path. What is before it in the path belongs to the base URL, which
/// may have a secret, and `oaspen learn` does not need it. The query has values.
fn url(uri: &http::Uri, template: &str) -> String {
    let scheme = uri.scheme_str().unwrap_or("http");
    let host = uri.host().unwrap_or_default();
    let port = uri.port_u16().map_or_else(String::new, |port| format!(":{port}"));
    format!("{scheme}://{host}{port}{template}")
}

/// The members about the body of a half.
fn content(media_type: Option<&str>, body: &[u8], is_whole: bool, known: &KnownSecrets) -> Value {
    let is_stream = media_type.is_some_and(|media| media::is_events(media) || media::is_records(media));
    match std::str::from_utf8(body) {
        _ if !is_whole && !is_stream => json!({ "truncated": true }),
        Ok("") => json!({}),
        Ok(text) if is_whole => json!({ "body": mask::text(media_type, text, known) }),
        _ if is_stream => {
            let text = String::from_utf8_lossy(body);
            let end = text.rfind('\n').map_or(0, |at| at + 1);
            json!({ "body": mask::text(media_type, text.get(..end).unwrap_or_default(), known) })
        }
        // Only that it is not text matters.
        _ => json!({ "base64": true, "body": "////" }),
    }
}

fn extend(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}
