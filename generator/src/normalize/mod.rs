//! Normalizing: every tree becomes strict OpenAPI 3.0, with a diagnostic for every repair.
//!
//! Each rewrite is one small function on one object. Objects keep their pointers, so later diagnostics
//! still refer to the original text. The typed model of the next stage silently drops unknown keys;
//! therefore every unknown key is reported here.

mod build;
mod content;
mod copied;
mod edit;
mod expect;
mod follow;
mod format;
mod grammar;
mod moves;
mod operation;
mod parameter;
mod parameters;
mod scalars;
mod schema;
mod schema_v31;
mod shared;
mod spelled;
mod swagger2;
mod walk;

use follow::Version;
use walk::Allows;

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::limits::DocumentLimits;
use crate::load::{Documents, Map, Node};
use crate::pointer::Pointer;
use crate::text::similar;

pub(crate) use edit::size;
pub(crate) use grammar::{METHODS, Member, ObjectKind, is_annotation, is_referenceable, member};

/// Rewrites every file of the document. Returns `false` if it is not an OpenAPI document of a supported version.
pub(crate) fn to_3_0(documents: &mut Documents, limits: DocumentLimits, diagnostics: &mut Diagnostics) -> bool {
    let Some(Node::Object(root)) = documents.files.get("") else {
        diagnostics.add(
            &codes::NOT_OPENAPI,
            &Pointer::root(),
            "this is not an OpenAPI document: it has no members, such as `openapi`, `info` and `paths`",
        );
        return false;
    };
    if !check_version(root, diagnostics) {
        return false;
    }
    let is_swagger = is_swagger(root);
    let has_3_1 = root
        .get("openapi")
        .and_then(Node::as_str)
        .is_some_and(|version| version.starts_with("3.1") || version.starts_with("3.2"));
    let version = if is_swagger {
        swagger2::VERSION
    } else {
        Version {
            grammar: member,
            instead: content::instead,
            body: content::body,
        }
    };
    let Some(mut found) = follow::pieces(documents, version, limits, diagnostics) else {
        return false;
    };
    if is_swagger {
        swagger2::to_3_0(documents, &mut found.pieces, diagnostics);
    }
    let allows = match (is_swagger, has_3_1) {
        (true, _) => Allows::V20,
        (false, true) => Allows::V31,
        (false, false) => Allows::V30,
    };
    walk::pieces(documents, &found, allows, diagnostics);
    true
}

fn check_version(root: &Map, diagnostics: &mut Diagnostics) -> bool {
    let at = Pointer::root();
    if is_swagger(root) {
        return check_swagger(root, diagnostics);
    }
    let version = match root.get("openapi") {
        Some(Node::String(version)) => version.trim().to_owned(),
        Some(Node::Number(number)) => number.to_string(),
        Some(_) => {
            diagnostics.add(
                &codes::NOT_OPENAPI,
                &at.child("openapi"),
                "`openapi` must be a version, such as `3.0.3`",
            );
            return false;
        }
        None => {
            let message = "this is not an OpenAPI document: it has no `openapi` version";
            let misspelled = root.keys().find_map(|key| {
                let meant = similar(key, ["openapi", "swagger"].into_iter())?;
                Some((at.child(key), meant))
            });
            diagnostics.report(match misspelled {
                Some((key, meant)) => Diagnostic::new(&codes::NOT_OPENAPI, &key, message).suggest(Some(meant)),
                None => Diagnostic::new(&codes::NOT_OPENAPI, &at, message),
            });
            return false;
        }
    };
    if version.starts_with("3.2") {
        diagnostics.add(
            &codes::VERSION_NEWER,
            &at.child("openapi"),
            format!("OpenAPI {version} is read as 3.1"),
        );
    } else if !is_known(&version) {
        diagnostics.add(
            &codes::VERSION,
            &at.child("openapi"),
            format!("version `{version}` of OpenAPI is not supported"),
        );
        return false;
    }
    let is_number = root.get("openapi").is_some_and(Node::is_number);
    if is_number || version == "3" {
        let problem = if is_number { "a number" } else { "not a full version" };
        let message = format!("`{version}` is {problem}; it is read as `\"{}\"`", full(&version));
        diagnostics.add(&codes::REPAIRED, &at.child("openapi"), message);
    }
    true
}

/// Whether the document is a Swagger document, the predecessor of OpenAPI.
fn is_swagger(root: &Map) -> bool {
    root.contains_key("swagger") && !root.contains_key("openapi")
}

fn check_swagger(root: &Map, diagnostics: &mut Diagnostics) -> bool {
    let at = Pointer::root().child("swagger");
    let version = match root.get("swagger") {
        Some(Node::String(version)) => version.trim().to_owned(),
        Some(Node::Number(number)) => {
            diagnostics.add(&codes::REPAIRED, &at, "the version must be a string: write `\"2.0\"`");
            number.to_string()
        }
        _ => String::new(),
    };
    if version == "2" || version == "2.0" || version.starts_with("2.0.") {
        return true;
    }
    let message = format!("version `{version}` of Swagger is not supported");
    diagnostics.add(&codes::VERSION, &at, message);
    false
}

fn is_known(version: &str) -> bool {
    version == "3" || ["3.0", "3.1", "3.2"].iter().any(|known| version.starts_with(known))
}

/// The first version that a shortened one can mean.
fn full(version: &str) -> String {
    let dots = version.matches('.').count();
    format!("{version}{}", ".0".repeat(2_usize.saturating_sub(dots)))
}
