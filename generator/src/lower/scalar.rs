//! Strings and numbers.

use super::context::Lower;
use crate::config::{Decision, TimeLibrary, TimesWithoutOffset};
use crate::ir::{CIVIL, IN_UTC, IN_UTC_OR_WITH_OFFSET, TextFormat, Type, WITH_OFFSET};
use crate::pointer::Pointer;
use crate::resolve::{Schema, SchemaType};

impl Lower<'_, '_> {
    /// The type of a string format; unknown formats are `String`.
    pub(super) fn string_format(&self, format: &str) -> Type {
        self.string_of(format, self.settings.times_without_offset)
    }

    fn string_of(&self, format: &str, times: TimesWithoutOffset) -> Type {
        let settings = self.settings;
        let is_time = format == "date-time";
        let of_client = times == settings.times_without_offset;
        let format = match times {
            TimesWithoutOffset::Civil if is_time => CIVIL,
            TimesWithoutOffset::Utc if is_time && !of_client && settings.keep_offsets => IN_UTC_OR_WITH_OFFSET,
            TimesWithoutOffset::Utc if is_time && !of_client => IN_UTC,
            _ if is_time && settings.keep_offsets => WITH_OFFSET,
            _ => format,
        };
        let has_type = |format: &TextFormat| match (&format.time, settings.time_crate) {
            (None, _) | (Some(_), TimeLibrary::Jiff) => true,
            (Some(types), TimeLibrary::Chrono) => types.chrono.is_some(),
            (Some(types), TimeLibrary::Time) => types.time.is_some(),
            (Some(_), TimeLibrary::String) => false,
        };
        Type::of_text(format, has_type)
    }

    /// The type of a date and time, if the configuration decides what one without an offset is.
    pub(super) fn chosen_time(&mut self, at: &Pointer) -> Option<Type> {
        let settings = self.settings;
        let times = settings.overrides.get(at.as_str())?.times_without_offset?;
        let target = self.target(at);
        let schema = self.resolver.schema(&target)?;
        let is_time =
            schema.kind == Some(SchemaType::String) && schema.format == "date-time" && schema.values.is_none();
        if !is_time {
            return None;
        }
        let (ty, usual) = (
            self.string_of(&schema.format, times),
            self.string_format(&schema.format),
        );
        self.use_override(at, Decision::TimesWithoutOffset, ty != usual);
        Some(ty)
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
