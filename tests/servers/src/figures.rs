//! How many responses decode.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::schema::Declared;
use crate::table::Row;

/// Responses, and how many of them decode without the loss of what the document declares.
#[derive(Clone, Copy, Default)]
struct Count {
    all: usize,
    decoded: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.decoded += other.decoded;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.decoded as f64 * 100.0 / self.all.max(1) as f64;
        write!(f, "{} of {} decode ({percent:.1} %)", self.decoded, self.all)
    }
}

/// The figures of one server, or of several.
#[derive(Clone, Default)]
pub(crate) struct Figures {
    operations: BTreeSet<(String, String)>,
    calls: usize,
    sent: usize,
    /// Responses with a status of success.
    responses: BTreeMap<Declared, Count>,
}

impl Figures {
    /// Counts a call. `declared` is how its response is declared, if its status is a success.
    pub(crate) fn count(&mut self, row: &Row, declared: Option<Declared>) {
        self.operations.insert((row.server.clone(), row.operation.clone()));
        self.calls += 1;
        self.sent += usize::from(row.outcome != "not sent");
        if let Some(declared) = declared {
            let decoded = usize::from(row.is_decoded());
            self.responses
                .entry(declared)
                .or_default()
                .add(Count { all: 1, decoded });
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.operations.extend(other.operations);
        self.calls += other.calls;
        self.sent += other.sent;
        for (declared, count) in other.responses {
            self.responses.entry(declared).or_default().add(count);
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sent, calls, operations) = (self.sent, self.calls, self.operations.len());
        writeln!(f, "{sent} of {calls} calls of {operations} operations were sent")?;
        let of = |declared| self.responses.get(&declared).copied().unwrap_or_default();
        let mut all = Count::default();
        self.responses.values().for_each(|count| all.add(*count));
        writeln!(f, "  responses of declared success: {}", of(Declared::Success))?;
        write!(f, "  all responses with a status of success: {all}")?;
        let others = [
            ("another status", Declared::OtherStatus),
            ("another media type, or none", Declared::OtherMedia),
            ("a declared status without a body", Declared::NoBody),
        ];
        for (what, declared) in others.into_iter().filter(|(_, declared)| of(*declared).all > 0) {
            write!(f, "\n    with {what}: {}", of(declared))?;
        }
        Ok(())
    }
}
