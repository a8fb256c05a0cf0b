//! What a fake server saw.

use crate::call::typed::TypedCall;
use crate::codec::error::DecodeError;
use crate::codec::json;
use crate::codec::traits::Decode;
use crate::transport::service::{CallInfo, PathValues};
use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use percent_encoding::percent_decode_str;
use std::fmt;

/// A request as a [`FakeServer`](crate::FakeServer) received it: one for every attempt of a call.
#[derive(Clone)]
pub struct FakeCall {
    info: CallInfo,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    path: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
}

impl FakeCall {
    pub(super) fn new(info: CallInfo, parts: http::request::Parts, body: Bytes) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let encoded = parts.extensions.get::<PathValues>().map(|values| values.0.as_slice());
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let path = encoded
            .unwrap_or_default()
            .iter()
            .map(|(name, value)| (*name, decoded(value)));
        Self {
            info,
            path: path.collect(),
            query,
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body,
        }
    }

    /// Whether it is a request of the call `C`.
    #[must_use]
    pub fn is<C: TypedCall>(&self) -> bool {
        std::ptr::eq(self.info.operation, C::operation())
    }

    /// Its operation, and the number of the attempt.
    #[must_use]
    pub fn info(&self) -> CallInfo {
        self.info
    }

    /// The `operationId`.
    #[must_use]
    pub fn operation_id(&self) -> &'static str {
        self.info.operation.id
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path, encoded, with that of the base URL.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The whole URL, encoded.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The value of a path parameter, decoded.
    #[must_use]
    pub fn path_value(&self, name: &str) -> Option<&str> {
        let mut all = self.path.iter();
        all.find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a query parameter, decoded.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<&str> {
        let mut all = self.query.iter();
        all.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Names and values of the query, decoded, in order.
    #[must_use]
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The value of a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it was sent.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, read as JSON: as the model that was sent, or as [`Json`](crate::Json).
    ///
    /// # Errors
    /// The body is not JSON, or not of this type.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        json::from_slice(&self.body)
    }
}

impl fmt::Debug for FakeCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeCall")
            .field("operation", &self.info.operation.id)
            .field("method", &self.method)
            .field("uri", &self.uri)
            .field("headers", &self.headers)
            .field("body", &String::from_utf8_lossy(&self.body))
            .finish()
    }
}
