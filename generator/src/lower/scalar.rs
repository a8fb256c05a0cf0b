//! Strings and numbers.

use openapiv3::{IntegerFormat, IntegerType, NumberType, StringFormat, StringType, VariantOrUnknownOrEmpty};

use super::context::Lower;
use crate::config::TimeLibrary;
use crate::ir::Type;

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
        let typed_times = self.settings.time_crate != TimeLibrary::String;
        match format {
            "date-time" if typed_times => Type::Timestamp,
            "date" if typed_times => Type::Date,
            "partial-time" if self.settings.time_crate == TimeLibrary::Jiff => Type::Time,
            "uuid" => Type::Uuid,
            "byte" | "base64" => Type::Base64,
            "ip" => Type::Ip,
            "ipv4" => Type::Ipv4,
            "ipv6" => Type::Ipv6,
            _ => Type::String,
        }
    }
}

pub(super) fn number(number: &NumberType) -> Type {
    match &number.format {
        VariantOrUnknownOrEmpty::Unknown(format) => number_format(format),
        // Also for `float`: servers send more digits than an `f32` holds, and no digit may be lost.
        _ => Type::F64,
    }
}

pub(super) fn number_format(format: &str) -> Type {
    match format {
        "int32" => Type::I32,
        "int64" | "long" | "integer" => Type::I64,
        _ => Type::F64,
    }
}

pub(super) fn integer(integer: &IntegerType) -> Type {
    match &integer.format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Type::I32,
        VariantOrUnknownOrEmpty::Unknown(format) => integer_format(format),
        _ => Type::I64,
    }
}

pub(super) fn integer_format(format: &str) -> Type {
    match format {
        "int32" | "int16" | "int8" | "uint8" | "uint16" => Type::I32,
        "uint32" => Type::U32,
        "uint64" => Type::U64,
        _ => Type::I64,
    }
}
