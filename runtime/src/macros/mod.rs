//! The tables of generated code.

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
