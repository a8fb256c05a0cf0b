//! Every place of the IR, as it is in the text that somebody wrote.

use crate::ir::{Api, Shape};
use crate::pointer::Pointer;

/// Puts `original` of every place in its stead. Documents that were read as they stand need none of this.
pub(crate) fn restore(api: &mut Api, original: &dyn Fn(&Pointer) -> Pointer) {
    for def in &mut api.types {
        def.origin = original(&def.origin);
        match &mut def.shape {
            Shape::Struct(s) | Shape::Multipart(s) => {
                s.fields
                    .iter_mut()
                    .for_each(|field| field.origin = original(&field.origin));
            }
            Shape::Union(union) => {
                let variants = union.variants.iter_mut();
                variants.for_each(|variant| variant.origin = original(&variant.origin));
            }
            Shape::Alias(_) | Shape::Enum(_) => {}
        }
    }
    for operation in &mut api.operations {
        operation.origin = original(&operation.origin);
        let params = operation.params.iter_mut();
        params.for_each(|param| param.origin = original(&param.origin));
    }
}
