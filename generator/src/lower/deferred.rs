//! Work that is done later, so that deeply nested documents do not overflow the stack.

use super::context::{Deferred, Lower};
use crate::ir::{Shape, Type, TypeId};

impl Lower<'_, '_> {
    /// Runs deferred work until none is left.
    pub(super) fn run_deferred(&mut self) {
        while let Some(job) = self.deferred.pop() {
            match job {
                Deferred::Fields { id, members } => {
                    let shape = Shape::Struct(self.fields(id, &members));
                    self.define(id, shape);
                }
                Deferred::Definition { id, at, hint } => {
                    self.resumed = Some((at.clone(), id));
                    let ty = self.definition(&at, &hint).ty;
                    self.resumed = None;
                    if ty == Type::Named(id) {
                        continue;
                    }
                    // A cycle of aliases has no type.
                    let ty = if self.leads_to(&ty, id) { Type::Json } else { ty };
                    self.define(id, Shape::Alias(ty));
                }
            }
        }
    }

    /// Whether a chain of aliases leads to this type.
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
