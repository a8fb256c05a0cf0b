//! Every identifier and every file name of a client, chosen once.
//!
//! No other stage makes names. A name comes from the lock if the lock has one, else from
//! the document; it never depends on the order of declarations.

mod arguments;
mod ascii;
mod bodies;
mod builders;
mod client;
mod constants;
mod features;
mod groups;
mod headers;
mod ident;
mod ids;
mod letters;
mod local;
mod lock;
mod members;
mod mentions;
mod module_names;
mod names;
mod namespace;
mod operations;
mod refused;
mod reserved;
mod roles;
mod singular;
mod status;
mod stems;
mod types;

use crate::config::{PackageFeatures, Settings};
use crate::ir::Api;

pub(crate) use client::client_name;
pub(crate) use features::RUNTIME_FEATURES;
pub(crate) use ident::is_identifier;
pub(crate) use local::{local, response};
pub(crate) use lock::{Followed, Lock, LockKind, Misnamed, Problem, Renamed};
pub(crate) use names::{
    FieldName, Gate, ModelFile, Name, Names, OperationGroup, OperationName, TagName, TypeName, paired,
};
pub(crate) use refused::{Refused, refused};

/// Names everything, and returns the new content of the lock.
pub(crate) fn assign(api: &Api, settings: &Settings, old: &Lock) -> (Names, Lock) {
    let mut lock = lock::Session::new(old, settings);
    let operations = ids::ids(api);
    let (types, files) = types::assign(api, &operations, &mut lock);
    let (tags, operations) = operations::assign(api, &operations, &mut lock);
    let client = client_name(&settings.name);
    let features = match settings.features {
        PackageFeatures::None => None,
        PackageFeatures::Tags => features::of_tags(api, &tags, &types, &files),
    };
    (
        Names {
            client,
            types,
            files,
            tags,
            operations,
            features,
        },
        lock.finish(),
    )
}
