//! References that are not written as OpenAPI wants, and what they mean: the bare name of a component, a pointer without
//! `#`, a path with `\`, a path with a query.

use super::refs::Form;
use super::target::{Targets, is_url};
use crate::pointer::{Pointer, percent_decode};

/// What a reference means, and why it is read so.
pub(super) struct Mistaken {
    pub means: Means,
    pub message: String,
}

pub(super) enum Means {
    /// An object of the document.
    Object(Pointer),
    /// Another spelling.
    Spelling(String),
}

impl Targets<'_> {
    /// What a reference means that is not written as it should be. `None` for all others.
    pub(super) fn mistaken(&self, target: &str, at: &Pointer, form: Form) -> Option<Mistaken> {
        let path = target.split('#').next().unwrap_or(target);
        let is_other = path.is_empty() || self.resources.by_id(at, path).is_some() || is_url(path);
        if form != Form::Ref || is_other || self.is_file(path, at) {
            return None;
        }
        let object = Some(target).filter(|target| !target.contains('#'));
        if let Some(object) = object.and_then(|target| self.object(target, at)) {
            let message = format!("there is no file `{target}`; this is read as `{object}`");
            return Some(Mistaken {
                means: Means::Object(object),
                message,
            });
        }
        let fragment = target.get(path.len()..).unwrap_or_default();
        let slashes = path.replace('\\', "/");
        let spelled = format!("{}{fragment}", slashes.split('?').next().unwrap_or_default());
        (spelled != target && !spelled.starts_with('#')).then(|| Mistaken {
            message: format!("`{target}` is read as `{spelled}`"),
            means: Means::Spelling(spelled),
        })
    }

    /// The component with this name, of the kind that the reference expects, or the object with this pointer.
    fn object(&self, target: &str, at: &Pointer) -> Option<Pointer> {
        let name = percent_decode(target);
        let files = [Pointer::document(at.file()), Pointer::root()];
        let pointer = ["components/", "definitions/", "parameters/", "responses/"];
        let inner = name.trim_start_matches('/');
        if pointer.iter().any(|start| inner.starts_with(start)) {
            let found = files.iter().map(|root| root.below(&format!("/{inner}")));
            return found.into_iter().find(|at| self.node(at).is_some());
        }
        let [section, of_2_0] = section(at);
        let found = files.iter().flat_map(|root| {
            let of_3 = root.child("components").child(section);
            [of_3.child(&name), root.child(of_2_0).child(&name)]
        });
        found.into_iter().find(|at| self.node(at).is_some())
    }

    /// Whether a path is that of a file, which was read or is on disk.
    fn is_file(&self, path: &str, at: &Pointer) -> bool {
        let name = self.folder.joined(at.file(), &percent_decode(path));
        name.is_some_and(|name| self.files.contains_key(&name) || self.folder.has(&name))
    }
}

/// The sections of the components that a reference at `at` names, in OpenAPI 3 and in Swagger 2.0.
fn section(at: &Pointer) -> [&'static str; 2] {
    let segments = at.segments();
    let mut segments = segments.iter().rev().map(String::as_str);
    let (last, owner) = (segments.next().unwrap_or_default(), segments.next().unwrap_or_default());
    match (owner, last) {
        (_, "requestBody") => ["requestBodies", ""],
        ("requestBodies", _) => ["requestBodies", ""],
        ("parameters", _) => ["parameters", "parameters"],
        ("responses", _) => ["responses", "responses"],
        ("headers", _) => ["headers", ""],
        ("examples", _) => ["examples", ""],
        ("securitySchemes", _) => ["securitySchemes", "securityDefinitions"],
        _ => ["schemas", "definitions"],
    }
}
