//! The name of a client.

use super::ident;
use super::reserved;

/// The name of a client from any text.
pub(crate) fn client_name(text: &str) -> String {
    let name = ident::file(text);
    if reserved::is_module(&name) {
        format!("{name}_client")
    } else {
        name
    }
}
