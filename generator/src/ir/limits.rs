//! The limits of values: documented in the code, checked by servers, and compared between two versions of a document.

/// What a value has to fulfill besides its type.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Limits {
    pub minimum: Option<Bound>,
    pub maximum: Option<Bound>,
    /// Characters of a string.
    pub length: Count,
    /// Items of a list.
    pub items: Count,
    /// Members of an object.
    pub members: Count,
    pub multiple_of: Option<f64>,
    /// Whether no two items of a list are equal.
    pub has_unique_items: bool,
    pub pattern: Option<String>,
    /// Whether an object has no members but the declared ones.
    pub is_closed: bool,
}

/// A bound of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bound {
    pub value: f64,
    /// Whether the value itself is excluded.
    pub is_exclusive: bool,
}

/// The least and the greatest count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub least: Option<u64>,
    pub most: Option<u64>,
}

impl Limits {
    /// In a few words: `1 to 100`, `at most 40 characters`. Empty if there are none.
    pub(crate) fn text(&self) -> String {
        let mut texts = Vec::new();
        let bound = |bound: Option<Bound>, words: [&str; 2]| {
            let word = |bound: &Bound| if bound.is_exclusive { words[1] } else { words[0] };
            bound.map(|bound| format!("{} {}", word(&bound), bound.value))
        };
        texts.extend(bound(self.minimum, ["at least", "more than"]));
        texts.extend(bound(self.maximum, ["at most", "less than"]));
        texts.extend(self.length.text("characters"));
        texts.extend(self.multiple_of.map(|factor| format!("multiple of {factor}")));
        texts.extend(self.items.text("items"));
        texts.extend(self.has_unique_items.then(|| "unique items".to_owned()));
        texts.extend(self.members.text("members"));
        texts.extend(self.pattern.iter().map(|pattern| format!("matches `{pattern}`")));
        texts.join(", ")
    }

    /// Whether a value can fulfill `before` and not this.
    pub(crate) fn is_tighter(&self, before: &Self) -> bool {
        is_above(self.minimum, before.minimum)
            || is_below(self.maximum, before.maximum)
            || self.length.is_tighter(before.length)
            || self.items.is_tighter(before.items)
            || self.members.is_tighter(before.members)
            || self.has_unique_items && !before.has_unique_items
            || is_other_multiple(self.multiple_of, before.multiple_of)
            || (self.pattern.is_some() && self.pattern != before.pattern)
    }
}

impl Count {
    fn text(self, what: &str) -> Option<String> {
        let what = match self.most.or(self.least)? {
            1 => what.trim_end_matches('s'),
            _ => what,
        };
        match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => Some(format!("{least} {what}")),
            (Some(least), Some(most)) => Some(format!("{least} to {most} {what}")),
            (Some(least), None) => Some(format!("at least {least} {what}")),
            (None, Some(most)) => Some(format!("at most {most} {what}")),
            (None, None) => None,
        }
    }

    fn is_tighter(self, before: Self) -> bool {
        let least = self.least.unwrap_or(0) > before.least.unwrap_or(0);
        least || self.most.unwrap_or(u64::MAX) < before.most.unwrap_or(u64::MAX)
    }
}

/// Whether a multiple of `before` may be none of `now`.
fn is_other_multiple(now: Option<f64>, before: Option<f64>) -> bool {
    match (now, before) {
        (Some(now), Some(before)) => {
            let quotient = before / now;
            (quotient - quotient.round()).abs() > f64::EPSILON * quotient.abs()
        }
        (now, _) => now.is_some(),
    }
}

fn is_above(now: Option<Bound>, before: Option<Bound>) -> bool {
    match (now, before) {
        (Some(now), Some(before)) => {
            now.value > before.value || (now.value == before.value && now.is_exclusive && !before.is_exclusive)
        }
        (Some(_), None) => true,
        (None, _) => false,
    }
}

fn is_below(now: Option<Bound>, before: Option<Bound>) -> bool {
    let negated = |bound: Option<Bound>| {
        bound.map(|bound| Bound {
            value: -bound.value,
            ..bound
        })
    };
    is_above(negated(now), negated(before))
}

#[cfg(test)]
mod tests {
    use super::{Bound, Count, Limits};

    #[test]
    fn tighter_limits() {
        let none = Limits::default();
        let max = |value, is_exclusive| Limits {
            maximum: Some(Bound { value, is_exclusive }),
            ..Limits::default()
        };
        let length = |least, most| Limits {
            length: Count { least, most },
            ..Limits::default()
        };
        let pattern = |text: &str| Limits {
            pattern: Some(text.to_owned()),
            ..Limits::default()
        };
        let multiple = |factor| Limits {
            multiple_of: Some(factor),
            ..Limits::default()
        };
        let unique = Limits {
            has_unique_items: true,
            ..Limits::default()
        };
        for (now, before, wanted) in [
            (max(5.0, false), none.clone(), true),
            (max(5.0, false), max(6.0, false), true),
            (max(6.0, false), max(5.0, false), false),
            (max(5.0, true), max(5.0, false), true),
            (none.clone(), max(5.0, false), false),
            (length(Some(1), None), none.clone(), true),
            (length(Some(0), None), none.clone(), false),
            (length(None, Some(3)), length(None, Some(4)), true),
            (pattern("a"), pattern("b"), true),
            (none.clone(), pattern("b"), false),
            (multiple(0.5), none.clone(), true),
            (multiple(0.1), multiple(0.3), false),
            (multiple(0.3), multiple(0.1), true),
            (multiple(2.0), multiple(4.0), false),
            (unique.clone(), none.clone(), true),
            (none, unique, false),
        ] {
            assert_eq!(now.is_tighter(&before), wanted, "{now:?} after {before:?}");
        }
    }
}
