//! The next version of a client, by Cargo's rules.

/// What changes mean for the version of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing changed.
    None,
    /// The public items are the same.
    Patch,
    /// Public items were added.
    Addition,
    /// Code that uses the client may not compile.
    Breaking,
}

impl Bump {
    /// The next version after one of the form `1.2.3`. `None` if the text has another form, or nothing changed.
    ///
    /// The first number that is not zero counts as the major version: `0.2.3` becomes `0.3.0` if code breaks.
    ///
    /// ```
    /// assert_eq!(oaspen::Bump::Breaking.next("0.2.3").as_deref(), Some("0.3.0"));
    /// assert_eq!(oaspen::Bump::Addition.next("1.2.3").as_deref(), Some("1.3.0"));
    /// ```
    pub fn next(self, version: &str) -> Option<String> {
        let numbers: Option<Vec<u64>> = version.split('.').map(|number| number.parse().ok()).collect();
        let [major, minor, patch] = *numbers?
            .first_chunk::<3>()
            .filter(|_| version.matches('.').count() == 2)?;
        let next = match (self, major, minor) {
            (Self::None, _, _) => return None,
            (Self::Breaking, 0, 0) | (Self::Addition, 0, _) | (Self::Patch, _, _) => {
                (major, minor, patch.checked_add(1)?)
            }
            (Self::Breaking, 0, _) | (Self::Addition, _, _) => (major, minor.checked_add(1)?, 0),
            (Self::Breaking, _, _) => (major.checked_add(1)?, 0, 0),
        };
        Some(format!("{}.{}.{}", next.0, next.1, next.2))
    }
}

#[cfg(test)]
mod tests {
    use super::Bump;

    #[test]
    fn the_first_number_that_is_not_zero_is_the_major_version() {
        for (bump, version, next) in [
            (Bump::Breaking, "1.2.3", Some("2.0.0")),
            (Bump::Breaking, "0.2.3", Some("0.3.0")),
            (Bump::Breaking, "0.0.3", Some("0.0.4")),
            (Bump::Addition, "1.2.3", Some("1.3.0")),
            (Bump::Addition, "0.2.3", Some("0.2.4")),
            (Bump::Patch, "1.2.3", Some("1.2.4")),
            (Bump::None, "1.2.3", None),
            (Bump::Patch, "1.2", None),
            (Bump::Patch, "1.2.3-rc.1", None),
            (Bump::Patch, "1.2.3.4", None),
        ] {
            assert_eq!(bump.next(version).as_deref(), next, "{bump:?} {version}");
        }
    }
}
