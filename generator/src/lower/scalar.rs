//! Strings and numbers.

use super::context::Lower;
use crate::config::{TimeLibrary, TimesWithoutOffset};
use crate::ir::{CIVIL, TextFormat, Type, WITH_OFFSET};
use crate::resolve::Schema;

impl Lower<'_, '_> {
    /// The type of a string format; unknown formats are `String`.
    pub(super) fn string_format(&self, format: &str) -> Type {
        let settings = self.settings;
        let format = match format {
            "date-time" if settings.times_without_offset == TimesWithoutOffset::Civil => CIVIL,
            "date-time" if settings.keep_offsets => WITH_OFFSET,
            other => other,
        };
        let has_type = |format: &TextFormat| match (&format.time, self.settings.time_crate) {
            (None, _) | (Some(_), TimeLibrary::Jiff) => true,
            (Some(types), TimeLibrary::Chrono) => types.chrono.is_some(),
            (Some(types), TimeLibrary::Time) => types.time.is_some(),
            (Some(_), TimeLibrary::String) => false,
        };
        Type::of_text(format, has_type)
    }
}

/// The type of an integer. Bounds that no signed integer has ask for an unsigned one.
pub(super) fn integer(schema: &Schema) -> Type {
    let is_positive = schema
        .limits
        .minimum
        .as_ref()
        .is_some_and(|least| least.as_u64().is_some());
    let is_beyond =
        |most: &crate::load::Number| most.as_i64().is_none() && most.as_f64().is_some_and(|most| most > 0.0);
    if schema.format.is_empty() && is_positive && schema.limits.maximum.as_ref().is_some_and(is_beyond) {
        return Type::U64;
    }
    Type::of_integer(&schema.format)
}
