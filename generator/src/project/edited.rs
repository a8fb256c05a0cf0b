//! What a `Cargo.toml` lacks that was edited, and is left alone.

use std::path::Path;

use crate::config::{Layout, PackageFeatures, Settings};
use crate::diag::codes;
use crate::files::read_text;
use crate::manifest::missing_features;
use crate::outcome::Outcome;
use crate::pointer::Pointer;
use crate::write;

const NAME: &str = "Cargo.toml";

/// Reports features of tags that the `Cargo.toml` of a package does not have: without them, their operations are not compiled.
pub(super) fn report_edited(out: &Path, settings: &Settings, outcome: &mut Outcome) {
    if settings.layout != Layout::Crate || settings.features != PackageFeatures::Tags {
        return;
    }
    let path = out.join(NAME);
    let generated = outcome.files.iter().find(|file| file.path == NAME);
    let (Some(generated), Ok(edited)) = (generated, read_text(&path)) else {
        return;
    };
    let missing = missing_features(&edited, &generated.text);
    if missing.is_empty() || write::is_generated(NAME, &edited) {
        return;
    }
    let message = format!(
        "`{}` was edited, and has no feature `{}`: what needs it is not compiled",
        path.display(),
        missing.join("`, `")
    );
    let shown = path.display().to_string();
    outcome.sources.unread(&shown, path);
    outcome
        .diagnostics
        .add(&codes::MISSING_FEATURE, &Pointer::document(&shown), message);
    if settings.strict {
        outcome.diagnostics.make_strict();
    }
}
