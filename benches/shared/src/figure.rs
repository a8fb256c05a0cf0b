//! Figures with a limit.

/// What a benchmark measures, and the largest value that is good enough.
pub struct Figure {
    /// A word for it, as `benches/README.md` lists it.
    pub name: &'static str,
    /// What is measured, for the table.
    pub what: &'static str,
    /// The limit.
    pub limit: f64,
    /// The unit of values and limit; empty for a ratio.
    pub unit: &'static str,
    /// The heading of the section of `docs/cost.md` that explains it.
    pub section: &'static str,
}

impl Figure {
    /// Whether a value is within the limit.
    pub fn holds(&self, value: f64) -> bool {
        value <= self.limit
    }
}

/// `PASS` or `FAIL`.
pub fn verdict(passed: bool) -> &'static str {
    if passed { "PASS" } else { "FAIL" }
}
