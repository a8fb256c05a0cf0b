//! Strings and numbers.

use openapiv3::{IntegerFormat, IntegerType, NumberType, StringFormat, StringType, VariantOrUnknownOrEmpty};

use super::context::Lower;
use crate::config::TimeLibrary;
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

    /// The type of a string format; unknown formats are `String`.
    pub(super) fn string_format(&self, format: &str) -> Type {
        let has_type = |format: &TextFormat| match (&format.time, self.settings.time_crate) {
            (None, _) | (Some(_), TimeLibrary::Jiff) => true,
            (Some(types), TimeLibrary::Chrono) => types.chrono.is_some(),
            (Some(types), TimeLibrary::Time) => types.time.is_some(),
            (Some(_), TimeLibrary::String) => false,
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
