//! One line of a recording.

use crate::body::request::Body;
use crate::record::mask;
use crate::transport::service::CallInfo;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

/// The bytes that are recorded of a body. A longer one is recorded without its content, as a part of a JSON text cannot be
/// compared with anything. Of a stream, its beginning is recorded.
pub(crate) const MAX_BODY: usize = 1024 * 1024;

/// A request, as it is recorded.
pub(crate) struct Sent {
    request: Value,
}

impl Sent {
    pub(crate) fn new(call: &CallInfo, request: &http::Request<Body>) -> Self {
        let media_type = essence(request.headers());
        let is_json = media_type.as_deref().is_some_and(|media| media.contains("json"));
        // Forms have passwords, and files are large.
        let body = request.body().as_bytes().filter(|_| is_json);
        let mut recorded = json!({
            "method": request.method().as_str(),
            "url": url(request.uri(), call.path_template()),
            "headers": headers(media_type.as_deref()),
        });
        if let Some(body) = body {
            extend(&mut recorded, content(media_type.as_deref(), body, true));
        }
        Self { request: recorded }
    }

    /// The line of the request with its response. `is_whole`: the body was received to its end.
    pub(crate) fn line(self, status: u16, fields: &HeaderMap, body: &[u8], is_whole: bool) -> String {
        let media_type = essence(fields);
        let mut response = json!({ "status": status, "headers": headers(media_type.as_deref()) });
        extend(&mut response, content(media_type.as_deref(), body, is_whole));
        let mut line = json!({ "request": self.request, "response": response }).to_string();
        line.push('\n');
        line
    }
}

/// The media type, without its parameters.
fn essence(fields: &HeaderMap) -> Option<String> {
    let text = fields.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(text.split(';').next()?.trim().to_ascii_lowercase())
}

fn headers(media_type: Option<&str>) -> Value {
    match media_type {
        Some(media_type) => json!({ "content-type": media_type }),
        None => json!({}),
    }
}

/// The URL with the template of the operation instead of its path, and without the query: neither has values.
fn url(uri: &http::Uri, template: &str) -> String {
    let scheme = uri.scheme_str().unwrap_or("http");
    let host = uri.host().unwrap_or_default();
    let port = uri.port_u16().map_or_else(String::new, |port| format!(":{port}"));
    format!("{scheme}://{host}{port}{}{template}", base(uri.path(), template))
}

/// The segments that a path has before those of a template. None if it has other ones.
fn base(path: &str, template: &str) -> String {
    let template = template.split('?').next().unwrap_or_default();
    let path: Vec<&str> = path.split('/').skip(1).collect();
    let template: Vec<&str> = template.split('/').skip(1).collect();
    let Some((before, rest)) = path
        .len()
        .checked_sub(template.len())
        .and_then(|count| path.split_at_checked(count))
    else {
        return String::new();
    };
    let is_same = |(found, declared): (&&str, &&str)| declared.contains('{') || found == declared;
    if !rest.iter().zip(&template).all(is_same) {
        return String::new();
    }
    before.iter().map(|segment| format!("/{segment}")).collect()
}

/// The members about the body of a half.
fn content(media_type: Option<&str>, body: &[u8], is_whole: bool) -> Value {
    let is_stream = media_type.is_some_and(|media| media == "text/event-stream" || media.contains("ndjson"));
    match std::str::from_utf8(body) {
        _ if !is_whole && !is_stream => json!({ "truncated": true }),
        Ok("") => json!({}),
        Ok(text) if is_whole => json!({ "body": mask::text(media_type, text) }),
        _ if is_stream => {
            let text = String::from_utf8_lossy(body);
            let end = text.rfind('\n').map_or(0, |at| at + 1);
            json!({ "body": mask::text(media_type, text.get(..end).unwrap_or_default()) })
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

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn the_path_of_a_server_is_kept() {
        for (path, template, expected) in [
            ("/v1/users/s3cret", "/users/{id}", "/v1"),
            ("/users/s3cret", "/users/{id}", ""),
            ("/a/b/users", "/users", "/a/b"),
            ("/v1/files/a/b/c", "/files/{path}", ""),
            ("/", "/users/{id}", ""),
            ("/v1/users", "/users?action=list", "/v1"),
        ] {
            assert_eq!(base(path, template), expected, "{path}");
        }
    }
}
