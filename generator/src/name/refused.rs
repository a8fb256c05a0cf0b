//! Names of the configuration that could not be given.

use super::names::{Name, Names};
use crate::config::{Override, Settings};
use crate::ir::{Api, Shape};
use crate::pointer::Pointer;

/// A name of the configuration that something else has already, or that cannot be used there.
#[derive(Debug)]
pub(crate) struct Refused {
    /// The part of the document.
    pub at: Pointer,
    pub wanted: String,
    /// The name that it would have instead.
    pub instead: String,
}

/// The names of the configuration that are not those of the client.
pub(crate) fn refused(api: &Api, names: &Names, settings: &Settings) -> Vec<Refused> {
    let mut found = Vec::new();
    let mut check = |at: &Pointer, wanted: fn(&Override) -> Option<&str>, name: &Name| {
        let wanted = settings.overrides.get(at.as_str()).and_then(wanted);
        let bare = |text: &str| text.trim_start_matches("r#").to_owned();
        if let Some(wanted) = wanted.filter(|wanted| bare(wanted) != name.bare()) {
            found.push(Refused {
                at: at.clone(),
                wanted: wanted.to_owned(),
                instead: name.bare().to_owned(),
            });
        }
    };
    for (def, name) in api.types.iter().zip(&names.types) {
        check(&def.origin, Override::type_name, &name.ident);
        if let Shape::Struct(s) | Shape::Multipart(s) = &def.shape {
            for (field, name) in s.fields.iter().zip(&name.fields) {
                check(&field.origin, Override::value_name, &name.field);
            }
        }
    }
    for (operation, name) in api.operations.iter().zip(&names.operations) {
        check(&operation.origin, Override::value_name, &name.method);
        for (param, name) in operation.params.iter().zip(&name.params) {
            check(&param.origin, Override::value_name, name);
        }
    }
    found
}
