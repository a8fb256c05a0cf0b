//! The responses of a fake server.

use crate::base::BoxError;
use crate::body::request::Body;
use crate::body::response::ResponseBody;
use crate::call::typed::TypedCall;
use crate::error::failure::NoResponse;
use crate::table::decode::BodyKind;
use crate::table::encode::{Encoded, Side};
use crate::table::operation::Operation;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::marker::PhantomData;

/// One response of a [`FakeServer`](crate::FakeServer) to the call `C`.
///
/// Typed values are written as the API declares them and read back by the client, exactly
/// like a real response. A status that the API does not declare for a value is an error of the call.
pub struct FakeResponse<C> {
    response: ScriptedResponse,
    call: PhantomData<fn() -> C>,
}

impl<C> Clone for FakeResponse<C> {
    fn clone(&self) -> Self {
        Self::of(self.response.clone())
    }
}

impl<C> fmt::Debug for FakeResponse<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeResponse")
            .field("status", &self.response.status)
            .finish_non_exhaustive()
    }
}

impl<C: TypedCall> FakeResponse<C> {
    /// A success with a value of the call's output. Its status is the first one declared for such a value.
    #[must_use]
    pub fn ok(output: C::Output) -> Self {
        Self::of(ScriptedResponse::new(
            None,
            ScriptedContent::Typed(Side::Success, C::encode_output(&output)),
        ))
    }

    /// An error with a body that [`Error::error_body`](crate::Error::error_body) returns.
    #[must_use]
    pub fn error(status: u16, error: C::Error) -> Self {
        let content = ScriptedContent::Typed(Side::Error, C::encode_error(&error));
        Self::of(ScriptedResponse::new(Some(status), content))
    }
}

impl<C> FakeResponse<C> {
    fn of(response: ScriptedResponse) -> Self {
        Self {
            response,
            call: PhantomData,
        }
    }

    pub(super) fn into_response(self) -> ScriptedResponse {
        self.response
    }

    /// Any status, without a body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::of(ScriptedResponse::new(Some(status), ScriptedContent::Raw(Bytes::new())))
    }

    /// Any status and body, whatever the API declares.
    #[must_use]
    pub fn raw(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::of(ScriptedResponse::new(Some(status), ScriptedContent::Raw(body.into())))
            .header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Any status with a JSON text, whatever the API declares. A typed value can be made of JSON too:
    /// `FakeResponse::ok(json::from_str(text)?)`.
    #[must_use]
    pub fn json(status: u16, text: impl Into<String>) -> Self {
        Self::raw(status, "application/json", text.into())
    }

    /// No response: the connection breaks.
    #[must_use]
    pub fn broken() -> Self {
        Self::of(ScriptedResponse::new(None, ScriptedContent::Broken))
    }

    /// No response, ever: for timeouts.
    #[must_use]
    pub fn never() -> Self {
        Self::of(ScriptedResponse::new(None, ScriptedContent::Never))
    }

    /// Sets the status, where a success has several.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.response.status = Some(status);
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(name), Ok(value)) => {
                self.response.headers.append(name, value);
            }
            _ => {
                let problem = format!("the header {name:?} of the response cannot be sent");
                self.response.problem.get_or_insert(problem);
            }
        }
        self
    }
}

/// A response without the type of its call.
#[derive(Clone)]
pub(super) struct ScriptedResponse {
    status: Option<u16>,
    headers: HeaderMap,
    content: ScriptedContent,
    problem: Option<String>,
}

#[derive(Clone)]
enum ScriptedContent {
    Typed(Side, Encoded),
    Raw(Bytes),
    Broken,
    Never,
}

impl ScriptedResponse {
    fn new(status: Option<u16>, content: ScriptedContent) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            content,
            problem: None,
        }
    }

    /// Sends it.
    pub(super) async fn send(self, operation: &'static Operation) -> Result<http::Response<ResponseBody>, BoxError> {
        if let Some(problem) = self.problem {
            return Err(Box::new(NoResponse(problem)));
        }
        let mut headers = self.headers;
        let (status, body) = match self.content {
            ScriptedContent::Broken => return Err("the fake server broke the connection".into()),
            ScriptedContent::Never => std::future::pending().await,
            ScriptedContent::Raw(body) => (self.status.unwrap_or(200), body),
            ScriptedContent::Typed(side, value) => {
                let problem = |problem| {
                    BoxError::from(NoResponse(format!(
                        "the fake server cannot send this response: {problem}"
                    )))
                };
                let (status, body, kind) = value.response(operation, side, self.status).map_err(problem)?;
                if let Some(content_type) = content_type(operation, side, kind) {
                    headers.entry(CONTENT_TYPE).or_insert(content_type);
                }
                (status, body)
            }
        };
        let mut response = http::Response::builder()
            .status(status)
            .body(ResponseBody::new(Body::from(body)))?;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// The media type of a body: the one that the operation requests, if it is one for such a body.
fn content_type(operation: &Operation, side: Side, kind: BodyKind) -> Option<HeaderValue> {
    let usual = match kind {
        BodyKind::Json | BodyKind::JsonOrText => return Some(HeaderValue::from_static("application/json")),
        BodyKind::Text => "text/plain",
        BodyKind::Bytes => "application/octet-stream",
        BodyKind::Empty => return None,
    };
    let mut asked = operation.accept.split(',').map(str::trim);
    let asked = asked.find(|ty| !ty.contains(['*', ';']) && !ty.contains("json") && !ty.is_empty());
    let chosen = asked.filter(|_| side == Side::Success).unwrap_or(usual);
    HeaderValue::from_str(chosen).ok()
}
