//! Reading a response, by its status.

use crate::base::rare;
use crate::call::state::CallState;
use crate::error::failure::{Failure, read};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::response::collected::CollectedResponse;
use crate::response::raw::RawResponse;
use crate::table::decode::{BodyKind, Reply};
use crate::table::media;
use crate::table::operation::{FoundBody, Row};
use bytes::Bytes;
use http::StatusCode;

/// Reads the body of a success, if the operation declares one; an error status is an error.
pub(crate) async fn collect(state: &CallState, response: &mut RawResponse) -> Result<CollectedResponse, Failure> {
    let operation = state.operation;
    let SuccessRow { row, is_declared } = match success_row(state, response) {
        Ok(row) => row,
        Err(row) => return Err(rare(|| error_of(state, row, response)).await),
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
        is_declared,
        is_part: false,
        decoding: state.decoding(),
    };
    Ok(CollectedResponse::new(&state.client, operation, reply))
}

/// As [`collect`], and there is nothing to read if nothing has changed.
pub(crate) async fn collect_if_changed(
    state: &CallState,
    response: &mut RawResponse,
) -> Result<CollectedResponse, Failure> {
    if response.status != StatusCode::NOT_MODIFIED {
        return collect(state, response).await;
    }
    let reply = Reply {
        status: response.status,
        headers: std::mem::take(&mut response.headers),
        body: Bytes::new(),
        row: 0,
        kind: BodyKind::Empty,
        is_declared: true,
        is_part: false,
        decoding: state.decoding(),
    };
    Ok(CollectedResponse::new(&state.client, state.operation, reply))
}

/// Leaves the body of a success unread; an error status is an error.
pub(crate) async fn check_status(state: &CallState, response: &mut RawResponse) -> Result<(), Failure> {
    match success_row(state, response) {
        Ok(_) => Ok(()),
        Err(row) => Err(rare(|| error_of(state, row, response)).await),
    }
}

/// The row that a success belongs to.
struct SuccessRow {
    row: usize,
    /// Whether its status is declared, or else the body has to fit.
    is_declared: bool,
}

/// The row of a success; what it is else.
fn success_row(state: &CallState, response: &RawResponse) -> Result<SuccessRow, Row> {
    let operation = state.operation;
    let found = operation.row(response.status.as_u16());
    let is_strict = || state.strict_status.unwrap_or(state.client.inner.strict_status);
    let (row, is_declared) = match found {
        Row::Success(row) => (row, true),
        Row::AnySuccess if operation.success.is_empty() || !is_strict() => (0, true),
        Row::UndeclaredSuccess if !is_strict() => {
            let media = media::essence(&response.headers);
            let body = match &media {
                _ if response.has_no_body() => FoundBody::Nothing,
                Some(media) => FoundBody::Media(media),
                None => FoundBody::Unnamed,
            };
            let streams = |takes: fn(&str) -> bool| matches!(body, FoundBody::Media(media) if takes(media));
            let row = match state.streams {
                Some(takes) if streams(takes) => Some(0),
                _ => operation.similar(body),
            };
            (row.ok_or(found)?, false)
        }
        _ => return Err(found),
    };
    Ok(SuccessRow { row, is_declared })
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
    } else if response.status == StatusCode::NOT_MODIFIED {
        let message = format!(
            "{}: there is no new value; `send_if_changed` returns `None` for it",
            response.status
        );
        (ErrorKind::UnexpectedStatus, message)
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
        return broken.explain(error).response(response.status, headers).body(body);
    }
    if let Row::Error(at) = row {
        let reply = Reply {
            status: response.status,
            headers,
            body,
            row: at,
            kind: operation.error_kind(at),
            is_declared: true,
            is_part: false,
            decoding: state.decoding(),
        };
        error = match (operation.error)(&reply) {
            Ok(typed) => error.typed_body(typed),
            Err(problem) => error.decode(problem),
        };
        return error.response(reply.status, reply.headers).body(reply.body);
    }
    error.response(response.status, headers).body(body)
}
