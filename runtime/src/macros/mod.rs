//! The tables of generated code.

mod builder;
mod integer_enum;
mod object;
mod string_enum;
mod union;
mod value_enum;
mod api;
mod multipart;
mod operation;
