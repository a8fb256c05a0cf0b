//! Variant names for statuses.

use super::ident;
use crate::ir::Status;

/// `NotFound` for 404, `ClientError` for 4XX.
pub(super) fn variant(status: Status) -> String {
    let text = match status {
        Status::Default => "Default",
        Status::Range(1) => "Informational",
        Status::Range(2) => "Success",
        Status::Range(3) => "Redirection",
        Status::Range(4) => "ClientError",
        Status::Range(_) => "ServerError",
        Status::Code(203) => "NonAuthoritative",
        Status::Code(code) => {
            let reason = status.reason();
            return reason.map_or_else(|| format!("Status{code}"), ident::camel);
        }
    };
    text.to_owned()
}
