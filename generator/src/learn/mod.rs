//! Learning: recorded exchanges are compared with a document, and what differs becomes overrides.
//!
//! The comparison follows the types of the IR with the rules of the runtime's decoder. The overrides are applied, and everything is
//! compared again, until nothing differs that an override can repair.

mod accept;
mod events;
mod everywhere;
mod exchange;
mod har;
mod lesson;
mod lines;
mod members;
mod near;
mod problem;
mod propose;
mod reader;
mod recording;
mod redact;
mod responses;
mod rounds;
mod route;
mod seen;
mod tagged;
mod template;
mod types;
mod unions;
mod walk;

pub use exchange::Exchange;
pub use lesson::{DecisionValue, ExchangeCounts, LearnedOverride, Lesson, UnknownRequest, Unrepaired};
pub use problem::RecordingError;
pub use recording::read_recording;
pub use rounds::{LearnOptions, learn};
