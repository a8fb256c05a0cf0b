//! A call with its types.

use crate::call::untyped::Call;
use crate::table::decode::{BodyDecoder, ErrorBody};
#[cfg(feature = "test-util")]
use crate::table::encode::Encoded;
use crate::table::operation::Operation;

/// A call with its types: what `operation!` makes of a call struct.
///
/// Extension traits such as `BlockingCall` are implemented for everything that implements it.
pub trait TypedCall: Sized {
    /// The decoded body of a success.
    type Output: 'static;
    /// The body of an error.
    type Error: ErrorBody;
    #[doc(hidden)]
    const DECODERS: &'static [BodyDecoder<Self::Output>];
    #[doc(hidden)]
    const OPERATION: &'static Operation;
    #[doc(hidden)]
    fn operation() -> &'static Operation {
        Self::OPERATION
    }
    /// The call without its types.
    fn into_call(self) -> Call;
    #[doc(hidden)]
    fn call_mut(&mut self) -> &mut Call;
    #[cfg(feature = "test-util")]
    #[doc(hidden)]
    fn encode_output(output: &Self::Output) -> Encoded;
    #[cfg(feature = "test-util")]
    #[doc(hidden)]
    fn encode_error(error: &Self::Error) -> Encoded;
}
