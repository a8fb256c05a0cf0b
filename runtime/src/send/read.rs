//! Reading a response, by its status.

use crate::call::state::CallState;
use crate::error::failure::{Failure, read};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::response::collected::CollectedResponse;
use crate::response::raw::RawResponse;
use crate::table::decode::{BodyKind, Reply};
use crate::table::operation::Row;
use bytes::Bytes;

/// Reads the body of a success, if the operation declares one; an error status is an error.
pub(crate) async fn collect(state: &CallState, response: &mut RawResponse) -> Result<CollectedResponse, Failure> {
    let operation = state.operation;
    let row = match operation.row(response.status.as_u16()) {
        Row::AnySuccess => 0,
        Row::Success(row) => row,
        // In a box, so that the future of every call is small.
        row => return Err(Box::pin(error_of(state, row, response)).await),
    };
    let kind = operation.success_kind(row);
    let body = if kind == BodyKind::Empty {
        Bytes::new()
    } else {
        response.collect().await?
    };
    let reply = Reply {
        status: response.status,
        headers: std::mem::take(&mut response.headers),
        body,
        row,
        kind,
        lenient: state.client.inner.lenient(operation),
    };
    Ok(CollectedResponse::new(&state.client, operation, reply))
}

/// Leaves the body of a success unread; an error status is an error.
pub(crate) async fn check_status(state: &CallState, response: &mut RawResponse) -> Result<(), Failure> {
    match state.operation.row(response.status.as_u16()) {
        Row::AnySuccess | Row::Success(_) => Ok(()),
        row => Err(Box::pin(error_of(state, row, response)).await),
    }
}

/// Leaves the body unread, whatever the status is.
pub(crate) async fn keep(_: &CallState, _: &mut RawResponse) -> Result<(), Failure> {
    Ok(())
}

/// The error of a response that is no success. Reading or decoding its body never makes it worse.
async fn error_of(state: &CallState, row: Row, response: &mut RawResponse) -> Failure {
    let operation = state.operation;
    let (body, broken) = read(&mut response.body, response.limit, response.deadline).await;
    let is_api = matches!(row, Row::Error(_)) || response.status.as_u16() >= 400;
    let (kind, message) = if is_api {
        (ErrorKind::Status, response.status.to_string())
    } else {
        (
            ErrorKind::UnexpectedStatus,
            format!(
                "{} is neither a success nor an error that the API declares",
                response.status
            ),
        )
    };
    let headers = std::mem::take(&mut response.headers);
    let mut error = ErrorInner::new(kind, message).of(operation);
    if let Some(broken) = broken {
        let error = broken.explain(error).response(response.status, headers).body(body);
        return state.client.inner.redacted(error);
    }
    if let Row::Error(at) = row {
        let reply = Reply {
            status: response.status,
            headers,
            body,
            row: at,
            kind: operation.error_kind(at),
            lenient: state.client.inner.lenient(operation),
        };
        error = match (operation.error)(&reply) {
            Ok(typed) => error.typed_body(typed),
            Err(problem) => error.decode(problem),
        };
        let error = error.response(reply.status, reply.headers).body(reply.body);
        return state.client.inner.redacted(error);
    }
    state
        .client
        .inner
        .redacted(error.response(response.status, headers).body(body))
}
