//! Which types are sent and which are received, and the presence of fields that follows from it.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeSet;

use crate::diag::{Diagnostics, codes};
use crate::ir::{Api, Field, Presence, Shape, TypeId, Usage, for_each_operation_type, for_each_type};

pub(super) fn propagate(api: &mut Api, patches: &BTreeSet<String>, diagnostics: &mut Diagnostics) {
    let mut waiting: Vec<(TypeId, bool)> = Vec::new();
    for_each_operation_type(api, &mut |ty, sent| ty.for_each_id(&mut |id| waiting.push((id, sent))));
    while let Some((id, sent)) = waiting.pop() {
        let Some(def) = api.types.get_mut(id.0) else { continue };
        let flag = if sent {
            &mut def.usage.request
        } else {
            &mut def.usage.response
        };
        if std::mem::replace(flag, true) {
            continue;
        }
        for_each_type(&def.shape, &mut |ty| ty.for_each_id(&mut |id| waiting.push((id, sent))));
    }
    let keys: Vec<_> = api
        .types
        .iter()
        .map(|def| api.lock_key(def).child("properties"))
        .collect();
    for (def, key) in api.types.iter_mut().zip(keys) {
        let is_form = matches!(def.shape, Shape::Multipart(_));
        if let Shape::Struct(s) | Shape::Multipart(s) = &mut def.shape {
            for field in &mut s.fields {
                null_in_words(field, def.usage, diagnostics);
                let presence = presence(field.presence, def.usage, field.read_only, field.write_only);
                field.is_loosened = presence != field.presence;
                field.presence = presence;
                let member = key.child(field.key_name());
                if let Presence::OptionalNullable { patch } = &mut field.presence {
                    *patch = (def.usage.request && !is_form) || patches.contains(member.as_str());
                }
            }
        }
    }
}

/// A property that may be null by its description only is nullable where it is received: a request can always have a value.
fn null_in_words(field: &mut Field, usage: Usage, diagnostics: &mut Diagnostics) {
    let Some(sentence) = &field.null_in_words else { return };
    if usage.request && !usage.response {
        field.null_in_words = None;
        field.presence = Presence::Required;
    } else {
        let message = format!("may be null by its description (\"{sentence}\"), so its type is an `Option`");
        diagnostics.add(&codes::NULL_IN_WORDS, &field.origin, message);
    }
}

/// A property that only the server writes is optional in requests, and the reverse.
fn presence(presence: Presence, usage: Usage, read_only: bool, write_only: bool) -> Presence {
    let is_one_sided = (read_only && usage.request) || (write_only && usage.response);
    match presence {
        Presence::Required if is_one_sided => Presence::Optional,
        Presence::Nullable if is_one_sided => Presence::OptionalNullable { patch: false },
        Presence::Required | Presence::Optional | Presence::Nullable | Presence::OptionalNullable { .. } => presence,
    }
}
