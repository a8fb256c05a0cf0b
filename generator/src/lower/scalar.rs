//! Texts and numbers.

use openapiv3::{IntegerFormat, IntegerType, NumberType, StringFormat, StringType, VariantOrUnknownOrEmpty};

use super::context::Lower;
use crate::config::Times;
use crate::ir::{TextFormat, Type};

impl Lower<'_, '_> {
    pub(super) fn string(&self, text: &StringType) -> Type {
        let format = match &text.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => "date",
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => "date-time",
            VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => "byte",
            VariantOrUnknownOrEmpty::Item(StringFormat::Binary | StringFormat::Password)
            | VariantOrUnknownOrEmpty::Empty => "",
            VariantOrUnknownOrEmpty::Unknown(format) => format.as_str(),
        };
        self.string_format(format)
    }

    /// Formats that have a Rust type; every other one is a text.
    pub(super) fn string_format(&self, format: &str) -> Type {
        let has_type = |format: &TextFormat| match (&format.time, self.settings.times) {
            (None, _) | (Some(_), Times::Jiff) => true,
            (Some(types), Times::Chrono) => types.chrono.is_some(),
            (Some(types), Times::Time) => types.time.is_some(),
            (Some(_), Times::String) => false,
        };
        Type::of_text(format, has_type)
    }
}

pub(super) fn number(number: &NumberType) -> Type {
    match &number.format {
        VariantOrUnknownOrEmpty::Unknown(format) => Type::of_number(format),
        _ => Type::F64,
    }
}

pub(super) fn integer(integer: &IntegerType) -> Type {
    match &integer.format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Type::I32,
        VariantOrUnknownOrEmpty::Unknown(format) => Type::of_integer(format),
        _ => Type::I64,
    }
}
