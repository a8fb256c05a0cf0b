//! One request and the head of its response.

use crate::base::BoxFuture;
use crate::base::deadline::{Deadline, Elapsed};
use crate::body::request::Watch;
use crate::body::response::ResponseBody;
use crate::error::failure::{Failure, timed_out, transport_error};
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
#[cfg(feature = "tracing")]
use crate::send::spans;
use crate::transport::traits::Sent;

/// A request that the transport has. It is no part of this, as it is large: each future that has it would move it.
pub(crate) struct Exchange {
    pub(crate) watch: Watch,
    /// The error, if it could not be written.
    pub(crate) sending: Result<BoxFuture<Sent>, Failure>,
    #[cfg(feature = "tracing")]
    pub(crate) span: tracing::Span,
}

impl Exchange {
    /// Waits for the head of the response.
    pub(crate) async fn response(self, deadline: Deadline) -> Result<http::Response<ResponseBody>, Failure> {
        #[cfg(feature = "tracing")]
        return spans::request(self.span, async move {
            outcome(self.watch, deadline.race(self.sending?).await)
        })
        .await;
        #[cfg(not(feature = "tracing"))]
        outcome(self.watch, deadline.race(self.sending?).await)
    }
}

fn outcome(watch: Watch, sent: Result<Sent, Elapsed>) -> Result<http::Response<ResponseBody>, Failure> {
    match sent {
        Ok(Ok(response)) => {
            watch.has_response();
            Ok(response)
        }
        Ok(Err(error)) => Err(match watch.failure() {
            Some(cause) => {
                let message = format!("the body of the request could not be read: {cause}");
                ErrorInner::new(ErrorKind::RequestBody, message).source(cause)
            }
            None => transport_error(error),
        }),
        Err(Elapsed) => Err(timed_out("before a response came")),
    }
}
