//! Work that is put off: documents may nest types as deep as they like, the stack may not.

use super::context::{Deferred, Lower};
use crate::ir::{Shape, Type, TypeId};

impl Lower<'_, '_> {
    /// Does the work that was put off, and what comes of it.
    pub(super) fn run_deferred(&mut self) {
        while let Some(job) = self.deferred.pop() {
            match job {
                Deferred::Fields { id, members } => {
                    let shape = Shape::Struct(self.fields(id, &members));
                    self.define(id, shape);
                }
                Deferred::Definition { id, at, hint } => {
                    let ty = self.definition(&at, &hint).ty;
                    // A circle of second names names nothing.
                    let ty = if self.leads_to(&ty, id) { Type::Json } else { ty };
                    self.define(id, Shape::Alias(ty));
                }
            }
        }
    }

    /// Whether a chain of second names ends at a type.
    fn leads_to(&self, ty: &Type, id: TypeId) -> bool {
        let mut ty = ty;
        for _ in 0..self.types.len() {
            match ty {
                Type::Named(next) if *next == id => return true,
                Type::Named(next) => match self.types.get(next.0).map(|def| &def.shape) {
                    Some(Shape::Alias(inner)) => ty = inner,
                    _ => return false,
                },
                _ => return false,
            }
        }
        true
    }
}
