//! Whether settings can be used, apart from the document.

use crate::config::{Layout, PackageFeatures, Settings, TimesWithoutOffset};
use crate::diag::{Diagnostics, codes};
use crate::limits::MAX_BRACKETS;
use crate::pointer::Pointer;
use crate::{format, name};

/// Whether the Rust paths and types in the settings are valid.
pub(super) fn check_settings(settings: &Settings, diagnostics: &mut Diagnostics) -> bool {
    let mut is_valid = true;
    let path = settings.crate_path.as_deref();
    if let Some(path) = path.filter(|path| path.contains('<') || !format::is_rust_type(path)) {
        let message = format!("`{path}` is not the path of a Rust module");
        diagnostics.add(&codes::CONFIG, &Pointer::root(), message);
        is_valid = false;
    }
    if settings.features == PackageFeatures::Tags && settings.layout != Layout::Crate {
        let message = "only a package has features: set `layout = \"crate\"`, or remove `features`";
        diagnostics.add(&codes::CONFIG, &Pointer::root(), message);
        is_valid = false;
    }
    if settings.keep_offsets && settings.times_without_offset == TimesWithoutOffset::Civil {
        let message = "`times-without-offset = \"civil\"` declares times without offsets: remove it, or `keep-offsets`";
        diagnostics.add(&codes::CONFIG, &Pointer::root(), message);
        is_valid = false;
    }
    for (pointer, chosen) in &settings.overrides {
        // The client reads all times as UTC.
        if (settings.times_without_offset, chosen.times_without_offset)
            == (TimesWithoutOffset::Utc, Some(TimesWithoutOffset::Error))
        {
            let message = "`times-without-offset = \"error\"` cannot be set for a part of a client with \"utc\": set \"utc\" for the other parts";
            diagnostics.add(&codes::CONFIG, &Pointer::parse(pointer), message);
            is_valid = false;
        }
        if let Some(ty) = chosen.ty.as_deref().filter(|ty| !format::is_rust_type(ty)) {
            let message = if format::is_deep_type(ty) {
                format!("the type has more than {MAX_BRACKETS} brackets; declare a type with a shorter path for it")
            } else if ty.contains(['&', '\'']) {
                format!("`{ty}` has a lifetime, and models have none: write `'static`, or a type that owns its value")
            } else {
                format!("`{ty}` is not the path of a Rust type")
            };
            diagnostics.add(&codes::CONFIG, &Pointer::parse(pointer), message);
            is_valid = false;
        } else if let Some(name) = chosen.ty.as_deref().and_then(format::unscoped) {
            let message =
                format!("`{name}` is not in scope in the generated code; write its path, such as `crate::{name}`");
            diagnostics.add(&codes::CONFIG, &Pointer::parse(pointer), message);
            is_valid = false;
        }
    }
    for (pointer, chosen) in &settings.overrides {
        if let Some(name) = chosen.rename.as_deref().filter(|name| !name::is_identifier(name)) {
            let message = format!("`{name}` cannot be a name in Rust: it is a keyword, or no identifier");
            diagnostics.add(&codes::CONFIG, &Pointer::parse(pointer), message);
            is_valid = false;
        }
    }
    is_valid
}
