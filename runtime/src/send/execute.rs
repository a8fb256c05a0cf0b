//! The one way every call takes: send, read, sort by status.

use crate::base::BoxFuture;
use crate::base::deadline::{Deadline, sleep};
use crate::call::state::CallState;
use crate::call::untyped::Call;
use crate::error::failure::Failure;
use crate::error::failure::read;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::response::collected::CollectedResponse;
use crate::response::raw::RawResponse;
use crate::send::sending::Sending;
#[cfg(feature = "tracing")]
use crate::send::spans;
use crate::table::decode::{BodyKind, Reply};
use crate::table::operation::Row;
use bytes::Bytes;

/// Sends a call and collects its answer; error statuses are errors.
pub(crate) fn execute(call: Call) -> BoxFuture<Result<CollectedResponse, Failure>> {
    let run = |state: Box<CallState>| -> BoxFuture<_> {
        Box::pin(async move {
            let mut sending = Sending::new(&state)?;
            loop {
                let mut answer = sending.answer().await?;
                let error = match sort(&state, &mut answer).await {
                    Ok(collected) => {
                        sending.kept(collected.reply.status);
                        return Ok(collected);
                    }
                    Err(error) => error,
                };
                drop(answer);
                let Some(delay) = sending.again(&error) else {
                    return Err(state.client.inner.redacted(error));
                };
                sleep(delay).await;
            }
        })
    };
    traced(call, run)
}

/// Sends a call and gives its answer unread, whatever its status.
pub(crate) fn execute_raw(call: Call) -> BoxFuture<Result<RawResponse, Failure>> {
    let run = |state: Box<CallState>| -> BoxFuture<_> {
        Box::pin(async move {
            let mut sending = Sending::new(&state)?;
            let answer = sending.answer().await?;
            sending.kept(answer.status);
            Ok(answer)
        })
    };
    traced(call, run)
}

/// Sends a call and gives its answer unread once its status is that of a success; error statuses are errors. From
/// then on its timeout is the longest wait for the next piece.
pub(crate) fn execute_streamed(call: Call) -> BoxFuture<Result<RawResponse, Failure>> {
    let run = |state: Box<CallState>| -> BoxFuture<_> {
        Box::pin(async move {
            let mut sending = Sending::new(&state)?;
            let mut answer = loop {
                let mut answer = sending.answer().await?;
                let row = state.operation.row(answer.status.as_u16());
                if matches!(row, Row::AnySuccess | Row::Success(_)) {
                    break answer;
                }
                let error = Box::pin(refused(&state, row, &mut answer)).await;
                drop(answer);
                let Some(delay) = sending.again(&error) else {
                    return Err(state.client.inner.redacted(error));
                };
                sleep(delay).await;
            };
            sending.kept(answer.status);
            answer.deadline = Deadline::after(None);
            answer
                .body
                .limit_waits(state.timeout.unwrap_or(state.client.inner.timeout));
            Ok(answer)
        })
    };
    traced(call, run)
}

/// How a call runs.
type Run<T> = fn(Box<CallState>) -> BoxFuture<Result<T, Failure>>;

#[cfg(not(feature = "tracing"))]
fn traced<T>(call: Call, run: Run<T>) -> BoxFuture<Result<T, Failure>> {
    run(call.into_state())
}

/// Runs a call in its span.
#[cfg(feature = "tracing")]
fn traced<T: spans::Outcome + 'static>(call: Call, run: Run<T>) -> BoxFuture<Result<T, Failure>> {
    let state = call.into_state();
    Box::pin(spans::call(state.operation, run(state)))
}

/// Sorts an answer by its status and reads what of its body is wanted.
async fn sort(state: &CallState, answer: &mut RawResponse) -> Result<CollectedResponse, Failure> {
    let operation = state.operation;
    let row = operation.row(answer.status.as_u16());
    let (row, wanted) = match row {
        Row::AnySuccess => (0, false),
        Row::Success(at) => (
            at,
            operation
                .success
                .get(at)
                .is_none_or(|(_, kind)| *kind != BodyKind::Empty),
        ),
        // In a box, so that the future of every call is small.
        Row::Error(_) | Row::None => return Err(Box::pin(refused(state, row, answer)).await),
    };
    let body = if wanted { answer.collect().await? } else { Bytes::new() };
    let headers = std::mem::take(&mut answer.headers);
    let reply = Reply {
        status: answer.status,
        headers,
        body,
        row,
        kind: operation.success_kind(row),
        lenient: state.client.inner.lenient(operation),
    };
    Ok(CollectedResponse::new(&state.client, operation, reply))
}

/// The error of an answer that is no success. Reading or decoding its body never makes it worse.
async fn refused(state: &CallState, row: Row, answer: &mut RawResponse) -> Failure {
    let operation = state.operation;
    let (body, broken) = read(&mut answer.body, answer.limit, answer.deadline).await;
    let is_api = matches!(row, Row::Error(_)) || answer.status.as_u16() >= 400;
    let (kind, message) = if is_api {
        (ErrorKind::Api, answer.status.to_string())
    } else {
        (
            ErrorKind::UnexpectedStatus,
            format!(
                "{} is neither a success nor an error that the API declares",
                answer.status
            ),
        )
    };
    let headers = std::mem::take(&mut answer.headers);
    let mut error = ErrorInner::new(kind, message).of(operation);
    if let Some(broken) = broken {
        return broken.explain(error).answer(answer.status, headers).body(body);
    }
    if let Row::Error(at) = row {
        let reply = Reply {
            status: answer.status,
            headers,
            body,
            row: at,
            kind: operation.error_kind(at),
            lenient: state.client.inner.lenient(operation),
        };
        error = match (operation.error)(&reply) {
            Ok(typed) => error.api(typed),
            Err(problem) => error.decode(problem),
        };
        return error.answer(reply.status, reply.headers).body(reply.body);
    }
    error.answer(answer.status, headers).body(body)
}
