//! Whose files are written.

use std::path::Path;

use crate::config::Layout;
use crate::outcome::Continuity;

/// A client, its folder, and what is known of the one that is in it.
pub(crate) struct Target<'t> {
    pub folder: &'t Path,
    pub layout: Layout,
    /// The name of the client, as a module.
    pub client: &'t str,
    pub continuity: Continuity,
    /// Whether a configuration has the client with its document and its folder.
    pub is_configured: bool,
}
