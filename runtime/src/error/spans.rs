//! Errors in spans. Feature `tracing`.

use tracing::Span;

/// Records that the operation of a span has failed.
pub(crate) fn record_error(span: &Span, kind: &str) {
    span.record("error.type", kind);
    span.record("otel.status_code", "ERROR");
}
