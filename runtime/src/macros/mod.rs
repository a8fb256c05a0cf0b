//! The tables of generated code.
//!
//! Functions that are not generic are `#[inline]` here: the compiler then translates them where they are used. Without the
//! attribute, a client has machine code for every model, also for those that its program never uses.

mod api;
mod builder;
mod integer_enum;
mod multipart;
mod object;
mod operation;
mod serde_type;
mod string_enum;
mod union;
mod value_enum;
