//! What was seen: for each part of the document, how many values there were, and how many of them do not fit.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::members::{Found, Object, is_required};
use crate::ir::{Api, Shape, Struct, TypeId};
use crate::pointer::Pointer;

/// Everything that was seen in the exchanges.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Members, items, values of maps, bodies and components, by their pointers.
    pub values: BTreeMap<String, Values>,
    /// By their types.
    pub objects: BTreeMap<TypeId, Objects>,
    /// By the pointers of responses.
    pub responses: BTreeMap<String, Responses>,
    /// Operations with a body that was too large to be compared as a whole, by index.
    pub cut: BTreeSet<usize>,
    /// Operations with a body that was not compared, as those before it had too many values together.
    pub left_out: BTreeSet<usize>,
    /// The values that were compared.
    pub steps: usize,
}

impl Seen {
    /// Counts what was not there: once for each type, and not for each object, which can lack many members.
    pub(super) fn count_absent(&mut self, api: &Api) {
        for (id, objects) in &self.objects {
            let Some(Shape::Struct(s) | Shape::Multipart(s)) = api.get(*id).map(|def| &def.shape) else {
                continue;
            };
            for (field, there) in s.fields.iter().zip(&objects.there) {
                let absent = objects.total.saturating_sub(*there);
                let values = match self.values.get_mut(field.origin.as_str()) {
                    _ if absent == 0 => continue,
                    Some(values) => values,
                    None if is_required(field) => self.values.entry(field.origin.to_string()).or_default(),
                    // Neither there nor missing.
                    None => continue,
                };
                values.total += absent;
                values.absent += absent;
                values.missing += if is_required(field) { absent } else { 0 };
                values.objects.push(*id);
            }
        }
    }
}

/// The objects of one type.
#[derive(Debug, Default)]
pub(super) struct Objects {
    total: usize,
    /// For each field: how many objects have it.
    there: Vec<usize>,
    /// The operations whose responses have them, by index.
    pub operations: BTreeSet<usize>,
}

impl Objects {
    pub(super) fn add(&mut self, operation: usize, s: &Struct, object: &Object) {
        self.total += 1;
        self.operations.insert(operation);
        self.there.resize(s.fields.len(), 0);
        for (index, found) in &object.fields {
            if let (Found::Named(_) | Found::InAnotherCase(_), Some(there)) = (found, self.there.get_mut(*index)) {
                *there += 1;
            }
        }
    }
}

/// The values of one part.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// How often it could have been there: for a member, the number of objects.
    pub total: usize,
    /// A member, required or not, that is not there.
    pub absent: usize,
    /// It is required, and not there.
    pub missing: usize,
    /// Null, where that is not allowed.
    pub null: usize,
    /// Another JSON type, or a number out of range.
    pub unfit: usize,
    /// A text that is not of its format.
    pub malformed: usize,
    /// Dates and times without an offset.
    pub civil: usize,
    /// Values that are there and not null.
    pub present: usize,
    /// The name of this format.
    pub format: Option<&'static str>,
    /// Members that are there instead, in another spelling.
    pub spelled: BTreeMap<String, usize>,
    /// It was there under its name.
    pub named: usize,
    pub kinds: Kinds,
    /// The operations whose responses have it, by index.
    pub operations: BTreeSet<usize>,
    /// It is not there in all objects of these types: their operations are among those, too.
    pub objects: Vec<TypeId>,
}

impl Values {
    pub(super) fn spelled(&mut self, name: &str) {
        *self.spelled.entry(name.to_owned()).or_default() += 1;
    }

    /// How many values there are; null is one.
    pub(super) fn there(&self) -> usize {
        self.total.saturating_sub(self.absent)
    }

    pub(super) fn departs(&self) -> bool {
        self.missing + self.null + self.unfit + self.malformed > 0 || !self.spelled.is_empty()
    }
}

/// The JSON types of values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Kinds {
    pub bool: bool,
    /// The least and the greatest integer.
    pub integers: Option<(i128, i128)>,
    /// A number that is no integer.
    pub float: bool,
    /// An integer that no type of Rust up to 64 bits holds.
    pub huge: bool,
    pub string: bool,
    pub array: bool,
    pub object: bool,
}

impl Kinds {
    pub(super) fn add(&mut self, value: &Value) {
        match value {
            Value::Null => {}
            Value::Bool(_) => self.bool = true,
            Value::Number(_) => match integer(value) {
                Some(found) => {
                    let (least, greatest) = self.integers.unwrap_or((found, found));
                    self.integers = Some((least.min(found), greatest.max(found)));
                }
                None if value.as_f64().is_some_and(|float| float.fract() == 0.0) => self.huge = true,
                None => self.float = true,
            },
            Value::String(_) => self.string = true,
            Value::Array(_) => self.array = true,
            Value::Object(_) => self.object = true,
        }
    }

    /// The narrowest Rust type that holds all values; null is not counted.
    pub(super) fn narrowest(&self) -> &'static str {
        let is_number = self.integers.is_some() || self.float || self.huge;
        let others = [self.bool, self.string, self.array, self.object];
        match (is_number, others) {
            (true, [false, false, false, false]) => self.number(),
            (false, [true, false, false, false]) => "bool",
            (false, [false, true, false, false]) => "String",
            (false, [false, false, false, true]) => "oaspen_client::JsonMap",
            _ => "oaspen_client::Json",
        }
    }

    fn number(&self) -> &'static str {
        // Beyond it, an `f64` does not hold every integer.
        const EXACT: i128 = 1 << 53;
        let within = |least: i128, greatest: i128| {
            let inside = |(a, b): (i128, i128)| a >= least && b <= greatest;
            self.integers.is_none_or(inside)
        };
        let is_integer = !self.float && !self.huge;
        if is_integer && within(i128::from(i64::MIN), i128::from(i64::MAX)) {
            "i64"
        } else if is_integer && within(0, i128::from(u64::MAX)) {
            "u64"
        } else if !self.huge && within(-EXACT, EXACT) {
            "f64"
        } else {
            // Each number is kept as it is; one of more than 64 bits if `serde_json` keeps it.
            "oaspen_client::Json"
        }
    }

    /// The JSON types, in words.
    pub(super) fn words(&self) -> String {
        let all = [
            (self.integers.is_some(), "integers"),
            (self.float, "numbers"),
            (
                self.huge,
                "integers of more than 64 bits, of which Json keeps 15 digits, or all with the feature \
                 arbitrary_precision of serde_json",
            ),
            (self.string, "strings"),
            (self.bool, "booleans"),
            (self.array, "lists"),
            (self.object, "objects"),
        ];
        let found: Vec<&str> = all
            .iter()
            .filter(|(is_there, _)| *is_there)
            .map(|(_, word)| *word)
            .collect();
        found.join(" and ")
    }
}

/// The value of a number that is an integer, in any spelling.
pub(super) fn integer(value: &Value) -> Option<i128> {
    // Beyond this, an `f64` has no fraction, and nothing that an integer type holds is written like this.
    const MAX: f64 = 18_446_744_073_709_551_615.0;
    let float = || {
        value
            .as_f64()
            .filter(|float| float.fract() == 0.0 && float.abs() <= MAX)
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the value is a whole number within range"
    )]
    let from_float = || float().map(|float| float as i128);
    let integer = value
        .as_i64()
        .map(i128::from)
        .or_else(|| value.as_u64().map(i128::from));
    integer.or_else(from_float)
}

/// The responses of one kind: the status, and what their bodies are.
#[derive(Debug, Default)]
pub(super) struct Responses {
    /// Index of the operation.
    pub operation: usize,
    /// The media type in the document, if it declares several.
    pub media: Option<Pointer>,
    pub total: usize,
    /// Statuses that the document does not declare, whose bodies are those of this response.
    pub statuses: BTreeMap<u16, usize>,
    /// The status of this response in the document.
    pub declared: String,
    /// No body, where one is declared.
    pub empty: usize,
    /// Bodies that cannot be read as declared, by the media types that were sent.
    pub media_types: BTreeMap<String, usize>,
    /// Bodies where none is declared, by the media types that were sent.
    pub undeclared: BTreeMap<String, usize>,
    /// The values of these.
    pub kinds: Kinds,
    /// Server-sent events, where none are declared.
    pub events: usize,
    /// Server-sent events of JSON, some of which have another text.
    pub texts_in_events: usize,
    /// Several JSON values.
    pub lines: usize,
    /// Bodies that are not JSON, although the media type is.
    pub not_json: usize,
}

impl Responses {
    pub(super) fn departs(&self) -> bool {
        let counts = self.empty + self.events + self.texts_in_events + self.lines + self.not_json;
        counts > 0 || !(self.statuses.is_empty() && self.media_types.is_empty() && self.undeclared.is_empty())
    }
}
