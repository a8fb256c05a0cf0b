//! The guards of unions: what the members of an object mean for each row of a table.

use std::collections::BTreeMap;

use crate::codec::decoder::{Decoder, Kind};
use crate::codec::error::DecodeError;
use crate::codec::number::integral;

/// One row of a `union!` table.
#[derive(Clone, Copy, Debug)]
pub enum Guard {
    /// An object. It applies unless a tag has another value, a key is missing, or a member is there that it lacks.
    Object {
        /// The tags.
        tags: &'static [Tag],
        /// The names of the members that have to be there.
        keys: &'static [&'static str],
        /// The names of the members that must not be there.
        lacks: &'static [&'static str],
    },
    /// A value of this kind: `integer` or the name of a [`Kind`].
    Kind(&'static str),
    /// Anything.
    Any,
}

/// The texts of constants; `None` is null.
type Values = &'static [Option<&'static str>];

/// The names of members.
type Names = &'static [&'static str];

/// The name of a member, its values, and whether it has no other ones.
type Tag = (&'static str, Values, bool);

/// What the members of an object mean for a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// A tag has another value, a key is missing, or a member is there that must not be.
    No,
    /// The object has none of the tags, or one of them only in another case and with another value.
    Possible,
    /// A tag has one of its values.
    Matched,
}

/// A tag that has the name of a member.
struct Named {
    /// The index of its state.
    index: usize,
    values: Values,
    is_exclusive: bool,
    /// Whether the name is written in another case.
    is_respelled: bool,
}

/// What the members so far mean for a tag, a key, or a member that must not be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    No,
    Possible,
    Matched,
    /// There is no such tag, only one whose name is written in another case, with another value.
    Doubtful,
}

/// What one pass over the members of an object finds.
#[derive(Default)]
pub(crate) struct Scan {
    /// How the object fits each row.
    pub(crate) fits: Vec<Fit>,
    /// The offsets of members that a row names which does not apply, one for each name of the row.
    pub(crate) declared: Vec<usize>,
}

/// One pass over the members of an object.
pub(crate) fn scan(d: &mut Decoder<'_>, guards: &'static [Guard]) -> Result<Scan, DecodeError> {
    // The tags of each row, its keys, and what it lacks: what the members so far mean for them, and where the last member of this
    // name is. There may be any number of members of one name.
    let mut states: Vec<State> = Vec::with_capacity(guards.len());
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (tags, keys, lacks) in guards.iter().map(conditions) {
        states.resize(states.len() + tags.len(), State::Possible);
        states.resize(states.len() + keys.len(), State::No);
        states.resize(states.len() + lacks.len(), State::Possible);
    }
    let (mut compared, mut of_member) = (Vec::new(), Vec::new());
    let reads_respelled = d.tolerance.names;
    let mut key = d.first_key()?;
    while let Some(name) = key {
        compared.clear();
        of_member.clear();
        let mut index = 0;
        for (tags, keys, lacks) in guards.iter().map(conditions) {
            for (tag, values, is_exclusive) in tags {
                let is_respelled = *tag != name;
                if !is_respelled || (reads_respelled && tag.eq_ignore_ascii_case(name)) {
                    compared.push(Named {
                        index,
                        values,
                        is_exclusive: *is_exclusive,
                        is_respelled,
                    });
                }
                if !is_respelled {
                    of_member.push(index);
                }
                index += 1;
            }
            for key in keys {
                if let (true, Some(state)) = (*key == name, states.get_mut(index)) {
                    *state = State::Possible;
                    of_member.push(index);
                }
                index += 1;
            }
            for key in lacks {
                if let (true, Some(state)) = (*key == name, states.get_mut(index)) {
                    *state = State::No;
                }
                index += 1;
            }
        }
        let offset = d.offset();
        found.extend(of_member.iter().map(|index| (*index, offset)));
        compare(d, &compared, &mut states)?;
        key = d.later_key()?;
    }
    Ok(summary(guards, &states, &found))
}

/// `found`: the index of a state, and the offset of the member that it is about.
fn summary(guards: &'static [Guard], states: &[State], found: &BTreeMap<usize, usize>) -> Scan {
    let mut scan = Scan::default();
    let mut first = 0;
    for (tags, keys, lacks) in guards.iter().map(conditions) {
        let next = first + tags.len() + keys.len() + lacks.len();
        let of_row = states.get(first..next).unwrap_or_default();
        let fit = if of_row.contains(&State::No) {
            Fit::No
        } else if of_row.contains(&State::Matched) && !of_row.contains(&State::Doubtful) {
            Fit::Matched
        } else {
            Fit::Possible
        };
        if fit == Fit::No {
            scan.declared
                .extend(found.range(first..next).map(|(_, offset)| *offset));
        }
        scan.fits.push(fit);
        first = next;
    }
    scan
}

/// The tags, the keys, and the members that must not be there.
fn conditions(guard: &Guard) -> (&'static [Tag], Names, Names) {
    match guard {
        Guard::Object { tags, keys, lacks } => (tags, keys, lacks),
        Guard::Kind(_) | Guard::Any => (&[], &[], &[]),
    }
}

/// Reads the value of a member and compares it with those of the tags of its name. A number and a boolean are also equal
/// to their texts.
fn compare(d: &mut Decoder<'_>, tags: &[Named], states: &mut [State]) -> Result<(), DecodeError> {
    if tags.is_empty() {
        return d.skip();
    }
    let kind = d.kind()?;
    let text = match kind {
        Kind::String => d.str()?,
        Kind::Null | Kind::Boolean | Kind::Number => d.raw()?,
        Kind::Array | Kind::Object => {
            d.skip()?;
            ""
        }
    };
    for tag in tags {
        let is_one = tag.values.iter().any(|value| match (kind, value) {
            (Kind::Null, None) => true,
            (Kind::Number, Some(value)) => same_number(text, value),
            (Kind::String | Kind::Boolean, Some(value)) => text == *value,
            _ => false,
        });
        let Some(state) = states.get_mut(tag.index) else {
            continue;
        };
        *state = match (is_one, tag.is_exclusive, tag.is_respelled) {
            (true, _, false) => State::Matched,
            (false, true, false) => State::No,
            (false, true, true) if *state == State::Possible => State::Doubtful,
            (false, false, false) => State::Possible,
            (_, _, true) => *state,
        };
    }
    Ok(())
}

/// Whether a JSON number has the value of another text, which may be no number.
fn same_number(number: &str, text: &str) -> bool {
    let is_number = || {
        let mut d = Decoder::new(text.as_bytes());
        d.number_text().is_ok_and(|read| read == text) && d.finish().is_ok()
    };
    number == text
        || is_number()
            && match (integral(number.as_bytes()), integral(text.as_bytes())) {
                (Ok(a), Ok(b)) => a == b,
                (Err(_), Err(_)) => number.parse::<f64>() == text.parse::<f64>(),
                _ => false,
            }
}

#[cfg(test)]
mod tests {
    use super::same_number;

    #[test]
    fn numbers_are_compared_by_value() {
        for (text, is_same) in [
            ("1", true),
            ("1.0", true),
            ("10e-1", true),
            ("-1", false),
            ("01", false),
            ("1 ", false),
            ("", false),
            ("one", false),
            ("1.5", false),
        ] {
            assert_eq!(same_number("1", text), is_same, "{text}");
        }
        assert!(same_number("0.5", "5e-1"));
        assert!(same_number("1e30", "1000000000000000000000000000000"));
        assert!(same_number("-0", "0"));
        assert!(!same_number("18446744073709551615", "18446744073709551614"));
        assert!(!same_number("1e400", "inf"));
    }
}
