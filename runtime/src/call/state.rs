//! What a call has collected.

use crate::body::request::Body;
use crate::call::error::RequestError;
use crate::client::Client;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::policy::retry::RetryPolicy;
use crate::table::lenient::Decoding;
use crate::table::operation::Operation;
use http::header::HeaderMap;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;
use url::Url;

#[derive(Clone)]
pub(crate) struct CallState {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    /// Encoded values of path parameters.
    pub(crate) path: Vec<(&'static str, String)>,
    /// Path parameters that may be empty, and are.
    pub(crate) empty: Vec<&'static str>,
    /// Encoded `name=value` pairs of each query parameter.
    pub(crate) query: Vec<(Cow<'static, str>, String)>,
    /// Encoded `name=value` of each cookie.
    pub(crate) cookies: Vec<(&'static str, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) timeout: Option<Option<Duration>>,
    pub(crate) max_response_bytes: Option<usize>,
    pub(crate) retry: Option<RetryPolicy>,
    /// Whether only declared statuses are successes; `None` for the setting of the client.
    pub(crate) strict_status: Option<bool>,
    /// Whether null is no list and no map; `None` for the setting of the client.
    pub(crate) strict_null: Option<bool>,
    /// Whether names of members are compared with their case; `None` for the setting of the client.
    pub(crate) strict_names: Option<bool>,
    /// The media types of the stream that the response is read as, if it is.
    pub(crate) streams: Option<fn(&str) -> bool>,
    /// The address of a next page, of the origin of the API; path and query parameters do not count then.
    pub(crate) url: Option<Url>,
    /// The first problem of what the call was given. In a box, as few calls have one.
    pub(crate) problem: Option<Box<RequestError>>,
}

impl CallState {
    /// How bodies of responses are decoded.
    pub(crate) fn decoding(&self) -> Decoding {
        let mut decoding = self.client.inner.decoding(self.operation);
        let strict = &mut decoding.options.strict;
        strict.null = self.strict_null.unwrap_or(strict.null);
        strict.names = self.strict_names.unwrap_or(strict.names);
        decoding
    }

    /// The encoded value of a query parameter that has one value.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        let (_, pairs) = self.query.iter().find(|(known, _)| *known == name)?;
        pairs.split_once('=').map(|(_, value)| value)
    }

    /// An error of building this call.
    #[cold]
    pub(crate) fn build_error(&self, kind: ErrorKind, problem: &dyn fmt::Display) -> Box<ErrorInner> {
        ErrorInner::new(kind, problem.to_string()).of(self.operation)
    }
}
