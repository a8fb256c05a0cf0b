//! A call: what generated code fills with parameters and a body, and sends.

use crate::auth::credential::Credential;
use crate::auth::credentials::Credentials;
use crate::body::json_lines::JsonLinesBody;
use crate::body::request::Body;
use crate::call::error::{Location, RequestError};
use crate::call::header::header;
use crate::call::state::CallState;
use crate::client::Client;
use crate::codec::json;
use crate::codec::traits::Encode;
use crate::params::multipart::{MultipartBody, MultipartWriter};
use crate::params::param::{AsJson, ParamValue, ToParam};
use crate::params::style::{PathStyle, QueryStyle};
use crate::params::{form, style};
use crate::policy::retry::{IDEMPOTENCY_KEY, RetryPolicy};
use crate::table::operation::Operation;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;
use url::Url;

/// One call being prepared. Generated call types wrap it; its methods are for their code.
///
/// Parameters set twice keep the last value. What goes wrong while it is prepared is kept and
/// reported when the call is sent.
#[derive(Clone)]
pub struct Call {
    state: Box<CallState>,
}

/// Names only: values may be secrets.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Names<'a, N>(&'a [(N, String)]);
        impl<N: fmt::Debug> fmt::Debug for Names<'_, N> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
            }
        }
        let state = &*self.state;
        f.debug_struct("Call")
            .field("operation", state.operation)
            .field("path", &Names(&state.path))
            .field("query", &Names(&state.query))
            .field("headers", &state.headers.keys())
            .field("body", &state.body)
            .finish_non_exhaustive()
    }
}

fn put<N: PartialEq>(values: &mut Vec<(N, String)>, name: N, value: Option<String>) {
    values.retain(|(known, _)| *known != name);
    if let Some(value) = value {
        values.push((name, value));
    }
}

impl Call {
    /// A call of an operation.
    #[must_use]
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            state: Box::new(CallState {
                client: client.clone(),
                operation,
                path: Vec::new(),
                empty: Vec::new(),
                query: Vec::new(),
                cookies: Vec::new(),
                headers: HeaderMap::new(),
                body: Body::default(),
                timeout: None,
                max_response_bytes: None,
                retry: None,
                strict_status: None,
                strict_null: None,
                strict_names: None,
                streams: None,
                url: None,
                problem: None,
            }),
        }
    }

    pub(crate) fn of(state: Box<CallState>) -> Self {
        Self { state }
    }

    pub(crate) fn into_state(self) -> Box<CallState> {
        self.state
    }

    /// Keeps the first problem.
    #[cold]
    fn problem(mut self, problem: impl Into<RequestError>) -> Self {
        self.state.problem.get_or_insert_with(|| Box::new(problem.into()));
        self
    }

    #[cold]
    fn invalid(self, location: Location, name: impl Into<Cow<'static, str>>, reason: &'static str) -> Self {
        let name = name.into();
        self.problem(RequestError::Parameter { location, name, reason })
    }

    /// Sets a path parameter, style simple.
    #[must_use]
    pub fn path(self, name: &'static str, value: impl ToParam) -> Self {
        self.add_path(name, PathStyle::Simple { explode: false }, &value.into_param())
    }

    /// Sets a path parameter.
    #[must_use]
    pub fn path_styled(self, name: &'static str, style: PathStyle, value: impl ToParam) -> Self {
        self.add_path(name, style, &value.into_param())
    }

    /// Sets a path parameter of several segments: a `/` in its value is kept, and each segment is checked.
    #[must_use]
    pub fn path_segments(mut self, name: &'static str, value: impl ToParam) -> Self {
        match style::segments(&value.into_param()) {
            Ok(text) => {
                put(&mut self.state.path, name, Some(text));
                self
            }
            Err(reason) => self.problem(RequestError::Segments { name, reason }),
        }
    }

    /// Sets a path parameter that may be empty: two slashes follow each other then, or the path ends with one.
    #[must_use]
    pub fn path_or_empty(mut self, name: &'static str, value: impl ToParam) -> Self {
        let value = value.into_param();
        if matches!(&value, ParamValue::Text(text) if text.is_empty()) {
            self.state.empty.push(name);
        }
        self.add_path(name, PathStyle::Simple { explode: false }, &value)
    }

    fn add_path(mut self, name: &'static str, style: PathStyle, value: &ParamValue) -> Self {
        if let Some(reason) = value.invalid() {
            return self.invalid(Location::Path, name, reason);
        }
        put(&mut self.state.path, name, style::path(name, style, value));
        self
    }

    /// Sets a query parameter, style form, exploded.
    #[must_use]
    pub fn query(self, name: &'static str, value: impl ToParam) -> Self {
        self.add_query(name, QueryStyle::DEFAULT, &value.into_param(), false)
    }

    /// Sets a query parameter.
    #[must_use]
    pub fn query_styled(self, name: &'static str, style: QueryStyle, value: impl ToParam) -> Self {
        self.add_query(name, style, &value.into_param(), false)
    }

    /// Sets a query parameter whose reserved characters are not encoded (`allowReserved`), except
    /// `#`, `&`, `+`, `[` and `]`, which would change what the query means.
    #[must_use]
    pub fn query_reserved(self, name: &'static str, style: QueryStyle, value: impl ToParam) -> Self {
        self.add_query(name, style, &value.into_param(), true)
    }

    /// Sets a query parameter to JSON text.
    #[must_use]
    pub fn query_json<T: Encode>(self, name: &'static str, value: &T) -> Self {
        self.query(name, AsJson(value))
    }

    /// Sets a query parameter that the API does not declare, style form, exploded.
    #[must_use]
    pub fn query_param(self, name: &str, value: impl ToParam) -> Self {
        self.add_query(name.to_owned(), QueryStyle::DEFAULT, &value.into_param(), false)
    }

    fn add_query(
        mut self,
        name: impl Into<Cow<'static, str>>,
        style: QueryStyle,
        value: &ParamValue,
        reserved: bool,
    ) -> Self {
        let name = name.into();
        if let Some(reason) = value.invalid() {
            return self.invalid(Location::Query, name, reason);
        }
        let text = style::query(&name, style, value, reserved);
        put(&mut self.state.query, name, (!text.is_empty()).then_some(text));
        self
    }

    /// Sets a header parameter, style simple.
    #[must_use]
    pub fn header_param(self, name: &'static str, value: impl ToParam) -> Self {
        self.add_header_param(name, false, &value.into_param())
    }

    /// Sets a header parameter, style simple, members of objects as `name=value`.
    #[must_use]
    pub fn header_param_exploded(self, name: &'static str, value: impl ToParam) -> Self {
        self.add_header_param(name, true, &value.into_param())
    }

    fn add_header_param(mut self, name: &'static str, explode: bool, value: &ParamValue) -> Self {
        if let Some(reason) = value.invalid().or_else(|| style::header_problem(value)) {
            return self.invalid(Location::Header, name, reason);
        }
        match style::header(explode, value) {
            Some(text) => self.header(name, &text),
            None => {
                self.state.headers.remove(name);
                self
            }
        }
    }

    /// Sets a header, replacing what the client or the operation would send.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, value)) => {
                self.state.headers.insert(name, value);
                self
            }
            Err(problem) => self.problem(problem),
        }
    }

    /// Sets a cookie parameter; name and value are percent-encoded.
    #[must_use]
    pub fn cookie(self, name: &'static str, value: impl ToParam) -> Self {
        self.add_cookie(name, &value.into_param())
    }

    fn add_cookie(mut self, name: &'static str, value: &ParamValue) -> Self {
        if let Some(reason) = value.invalid() {
            return self.invalid(Location::Cookie, name, reason);
        }
        let text = style::query(name, QueryStyle::Form { explode: false }, value, false);
        put(&mut self.state.cookies, name, (!text.is_empty()).then_some(text));
        self
    }

    fn body(self, content_type: &str, body: impl Into<Body>) -> Self {
        match HeaderValue::from_str(content_type) {
            Ok(value) => self.body_as(value, body.into()),
            Err(_) => self.problem(RequestError::ContentType),
        }
    }

    fn body_as(mut self, content_type: HeaderValue, body: Body) -> Self {
        self.state.headers.insert(CONTENT_TYPE, content_type);
        self.state.body = body;
        self
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json<T: Encode + ?Sized>(self, body: &T) -> Self {
        self.body_as(HeaderValue::from_static("application/json"), json::to_vec(body).into())
    }

    /// Sets a JSON body with a content type of its own.
    #[must_use]
    pub fn json_as<T: Encode + ?Sized>(self, content_type: &str, body: &T) -> Self {
        self.body(content_type, json::to_vec(body))
    }

    /// Sets an urlencoded body from an object: lists repeat the name, nested objects are `name[member]`, lists
    /// that hold objects or lie in one are `name[0]`.
    #[must_use]
    pub fn form<T: Encode + ?Sized>(self, body: &T) -> Self {
        self.form_styled(body, &[])
    }

    /// Sets an urlencoded body in which some members have a style of their own.
    #[must_use]
    pub fn form_styled<T: Encode + ?Sized>(self, body: &T, styles: &[(&str, QueryStyle)]) -> Self {
        match form::encode(&json::to_value(body), styles) {
            Some(text) => {
                let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
                self.body_as(content_type, text.into())
            }
            None => self.problem(RequestError::Form),
        }
    }

    /// Sets a multipart body: `multipart/form-data`.
    #[must_use]
    pub fn multipart(self, body: impl MultipartBody) -> Self {
        self.multipart_as("multipart/form-data", body)
    }

    /// Sets a multipart body of another kind, such as `multipart/mixed`.
    #[must_use]
    pub fn multipart_as(self, media_type: &str, body: impl MultipartBody) -> Self {
        let mut writer = MultipartWriter::default();
        body.write(&mut writer);
        match writer.finish(media_type) {
            Ok((content_type, body)) => self.body(&content_type, body),
            Err(problem) => self.problem(problem),
        }
    }

    /// Sets a body of bytes: in memory, from a file or from a stream.
    #[must_use]
    pub fn bytes(self, content_type: &str, body: impl Into<Body>) -> Self {
        self.body(content_type, body)
    }

    /// Sets a body of JSON values, one a line.
    #[must_use]
    pub fn json_lines<T>(self, content_type: &str, items: impl Into<JsonLinesBody<T>>) -> Self {
        self.body(content_type, items.into().into_body())
    }

    /// Sets a body of text.
    #[must_use]
    pub fn text(self, content_type: &str, body: impl Into<String>) -> Self {
        self.body(content_type, body.into())
    }

    /// Sets the time the whole call may take, including all attempts; [`Duration::MAX`] for no limit.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.state.timeout = Some((timeout < Duration::MAX).then_some(timeout));
        self
    }

    /// Sets the largest body of a response, decoded.
    #[must_use]
    pub fn max_response_bytes(mut self, max: usize) -> Self {
        self.state.max_response_bytes = Some(max);
        self
    }

    /// Sets how often the call is sent, whatever its method.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.state.retry = Some(policy);
        self
    }

    /// Sets the credential of a scheme for this call.
    pub(crate) fn set_credential(&mut self, scheme: &str, credential: &Credential) {
        let state = &mut *self.state;
        let client = &state.client;
        match client.credentials().with_own(client.inner.api, scheme, credential) {
            Ok(credentials) => state.client = client.with_credentials(credentials),
            Err(problem) => {
                state.problem.get_or_insert_with(|| Box::new(problem.into()));
            }
        }
    }

    /// Sends this call without the credentials of the client.
    pub(crate) fn remove_credentials(&mut self) {
        self.state.client = self.state.client.with_credentials(Credentials::none());
    }

    pub(crate) fn set_strict_status(&mut self, strict: bool) {
        self.state.strict_status = Some(strict);
    }

    pub(crate) fn set_strict_null(&mut self, strict: bool) {
        self.state.strict_null = Some(strict);
    }

    pub(crate) fn set_strict_names(&mut self, strict: bool) {
        self.state.strict_names = Some(strict);
    }

    /// Sets the header `Idempotency-Key`, the same in all attempts, which makes the call safe to repeat. Of a list, it is the key
    /// of the first page; `-2`, `-3` ... is appended for further ones.
    #[must_use]
    pub fn idempotency_key(self, key: &str) -> Self {
        self.header(IDEMPOTENCY_KEY.as_str(), key)
    }

    pub(crate) fn state(&self) -> &CallState {
        &self.state
    }

    /// Requests this URL, of the API's origin, instead of that of the operation.
    pub(crate) fn at_url(mut self, url: Url) -> Self {
        self.state.url = Some(url);
        self
    }

    /// Requests the URL of the operation.
    pub(crate) fn at_operation(mut self) -> Self {
        self.state.url = None;
        self
    }
}
