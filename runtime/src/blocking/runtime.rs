//! The runtime of blocking calls.

use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use std::future::Future;
use std::sync::OnceLock;
use tokio::runtime::{Builder, Handle, Runtime};

/// Runs a future on the background runtime.
pub(crate) fn wait<F: Future>(future: F) -> Result<F::Output, Box<ErrorInner>> {
    static RUNTIME: OnceLock<Result<Runtime, std::io::Error>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        let problem = "a blocking call on a thread of a Tokio runtime: await the call instead; in `spawn_blocking`, \
                       hand it to `Handle::current().block_on(..)`";
        return Err(ErrorInner::new(ErrorKind::Build, problem));
    }
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("oaspen-client")
            .enable_all()
            .build()
    });
    match runtime {
        Ok(runtime) => Ok(runtime.block_on(future)),
        Err(error) => {
            let problem = "the runtime for blocking calls could not be started";
            Err(ErrorInner::new(ErrorKind::Build, problem).source(error.to_string()))
        }
    }
}
