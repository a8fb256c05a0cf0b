//! References that are not written as OpenAPI wants, and what they mean: the bare name of a component, a pointer without
//! `#`, a pointer into the main document, a path with `\`, a path with a query, a pointer with `%2F`.

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
        let is_reference = form == Form::Ref || (form == Form::Mapping && target.starts_with('#'));
        if !is_reference || self.is_there(target, at) {
            return None;
        }
        let (path, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
        let is_resource = !path.is_empty() && (self.resources.by_id(at, path).is_some() || is_url(path));
        if is_resource {
            return None;
        }
        let (object, message) = match path {
            "" => (
                self.of_main(fragment, at),
                format!("`{target}` is not in this file; it is read as that of the main document"),
            ),
            _ if fragment.is_empty() && !self.is_file(path, at) => {
                let object = self.object(path, at);
                let shown = object.as_ref().map(Pointer::as_str).unwrap_or_default();
                let message = format!("there is no file `{target}`; this is read as `{shown}`");
                (object, message)
            }
            _ => (None, String::new()),
        };
        if let Some(object) = object {
            return Some(Mistaken {
                means: Means::Object(object),
                message,
            });
        }
        let spelled = self.spelled(path, fragment, at);
        (spelled != target && !spelled.is_empty()).then(|| Mistaken {
            message: format!("`{target}` is read as `{spelled}`"),
            means: Means::Spelling(spelled),
        })
    }

    /// Whether a reference leads to an object of a file that was read.
    fn is_there(&self, target: &str, at: &Pointer) -> bool {
        let found = self.canonical(target, at, Form::Ref).ok().flatten();
        found.is_some_and(|found| self.node(&found).is_some())
    }

    /// The spelling that a reference should have: `/` in paths, no query, and `~1` for a slash in a key.
    fn spelled(&self, path: &str, fragment: &str, at: &Pointer) -> String {
        let mut file = path.to_owned();
        if !self.is_file(path, at) {
            file = file.trim().replace('\\', "/");
            file.truncate(file.find('?').unwrap_or(file.len()));
        }
        let escaped = fragment.replace("%2F", "~1").replace("%2f", "~1");
        let is_escaped = escaped != fragment && self.is_there(&format!("{file}{escaped}"), at);
        file + if is_escaped { &escaped } else { fragment }
    }

    /// The object of the main document that `#/components/...` means in a file without components: some tools split a
    /// document and keep the references.
    fn of_main(&self, fragment: &str, at: &Pointer) -> Option<Pointer> {
        const SECTIONS: [&str; 5] = ["components", "definitions", "parameters", "responses", "paths"];
        let pointer = Pointer::root().below(&percent_decode(fragment.strip_prefix('#')?));
        let section = pointer.segments().into_iter().next()?;
        let has = |file: &str| self.files.get(file).is_some_and(|root| root.get(&section).is_some());
        (SECTIONS.contains(&section.as_str()) && !has(at.file()) && has("")).then_some(pointer)
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
