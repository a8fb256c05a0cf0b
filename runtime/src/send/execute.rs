//! The ways to send a call: to collect its response, if there is a new one, to keep it unread, or to read it while it
//! arrives.

use crate::base::BoxFuture;
use crate::base::deadline::Deadline;
use crate::call::state::CallState;
use crate::call::untyped::Call;
use crate::error::failure::Failure;
use crate::response::collected::CollectedResponse;
use crate::response::raw::RawResponse;
use crate::send::attempts::run;
use crate::send::read::{check_status, collect, collect_if_changed, keep};
#[cfg(feature = "tracing")]
use crate::send::spans;

/// Sends a call and collects its response; error statuses are errors.
pub(crate) fn execute(call: Call) -> BoxFuture<Result<CollectedResponse, Failure>> {
    traced(call, |state| {
        Box::pin(async move { run(&state, collect, |collected, _| collected).await })
    })
}

/// As [`execute`], and a response of status 304 is no error.
pub(crate) fn execute_if_changed(call: Call) -> BoxFuture<Result<CollectedResponse, Failure>> {
    traced(call, |state| {
        Box::pin(async move { run(&state, collect_if_changed, |collected, _| collected).await })
    })
}

/// Sends a call and returns its response unread, whatever its status.
pub(crate) fn execute_raw(call: Call) -> BoxFuture<Result<RawResponse, Failure>> {
    traced(call, |state| {
        Box::pin(async move { run(&state, keep, |(), response| response).await })
    })
}

/// Sends a call and returns its response unread if its status is that of a success; error statuses are errors. From
/// then on the timeout of the call is the longest wait for the next chunk.
pub(crate) fn execute_streamed(call: Call) -> BoxFuture<Result<RawResponse, Failure>> {
    traced(call, |state| {
        Box::pin(async move {
            let mut response = run(&state, check_status, |(), response| response).await?;
            response.deadline = Deadline::after(None);
            response
                .body
                .limit_waits(state.timeout.unwrap_or(state.client.inner.timeout));
            Ok(response)
        })
    })
}

/// How a call runs.
type Run<T> = fn(Box<CallState>) -> BoxFuture<Result<T, Failure>>;

#[cfg(not(feature = "tracing"))]
fn traced<T>(call: Call, run: Run<T>) -> BoxFuture<Result<T, Failure>> {
    run(call.into_state())
}

/// Runs a call in its span.
#[cfg(feature = "tracing")]
fn traced<T: spans::Traced + 'static>(call: Call, run: Run<T>) -> BoxFuture<Result<T, Failure>> {
    let state = call.into_state();
    Box::pin(spans::call(state.operation, run(state)))
}
