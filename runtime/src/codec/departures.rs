//! What was repaired in a document, until it is reported.

use crate::codec::error::DecodeError;
use crate::codec::issue::{Departure, Repair};
use std::ops::Range;

/// How many values that do not fit are reported of one document: a body can have one in every second byte.
pub(crate) const MAX_ISSUES: usize = 10_000;

/// The departures so far, each after those inside of its value.
#[derive(Debug, Default)]
pub(crate) struct Departures {
    kept: Vec<Departure>,
    /// The start of the first one above [`MAX_ISSUES`].
    more: Option<usize>,
}

/// How many departures there were.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DeparturesMark {
    kept: usize,
    has_more: bool,
}

impl Departures {
    pub(super) fn push(&mut self, departure: Departure) {
        if self.kept.len() < MAX_ISSUES {
            self.kept.push(departure);
        } else {
            self.more.get_or_insert(departure.start);
        }
    }

    pub(super) fn mark(&self) -> DeparturesMark {
        DeparturesMark {
            kept: self.kept.len(),
            has_more: self.more.is_some(),
        }
    }

    pub(super) fn back_to(&mut self, mark: DeparturesMark) {
        self.kept.truncate(mark.kept);
        self.more = self.more.filter(|_| mark.has_more);
    }

    /// Removes those of the value that starts at `start`, which is read last.
    pub(super) fn forget_from(&mut self, start: usize) {
        while self.kept.last().is_some_and(|departure| departure.start >= start) {
            self.kept.pop();
        }
        self.more = self.more.filter(|more| *more < start);
    }

    /// Removes those of values in this range, and returns them. They are among the last, those from `object` on: the range is
    /// inside of the object that starts there and is read last.
    pub(super) fn take_within(&mut self, object: usize, range: &Range<usize>) -> Self {
        let before = self.kept.iter().rposition(|departure| departure.start < object);
        let tail = self.kept.split_off(before.map_or(0, |last| last + 1));
        let is_in = |departure: &Departure| range.contains(&departure.start);
        let (within, others): (Vec<_>, Vec<_>) = tail.into_iter().partition(is_in);
        self.kept.extend(others);
        Self {
            kept: within,
            more: None,
        }
    }

    /// Removes those since the mark, and returns them.
    pub(super) fn take_since(&mut self, mark: DeparturesMark) -> Self {
        let since = Self {
            kept: self.kept.drain(mark.kept.min(self.kept.len())..).collect(),
            more: self.more.filter(|_| !mark.has_more),
        };
        self.back_to(mark);
        since
    }

    pub(super) fn append(&mut self, others: Self) {
        others.kept.into_iter().for_each(|departure| self.push(departure));
        self.more = self.more.or(others.more);
    }

    /// Whether null was read as an empty list or map at the start of the document.
    pub(super) fn begin_with_emptied(&self) -> bool {
        let mut departures = self.kept.iter();
        departures.any(|departure| departure.repair == Repair::Emptied && departure.start == 0)
    }

    /// In the order of the document, with those of [texts](replaced_texts), and whether there are more. Texts of a value that
    /// is left out are not reported.
    pub(super) fn merged(self, texts: Self) -> (Vec<Departure>, bool) {
        let mut all = self.kept;
        all.extend(texts.kept);
        all.sort_by_key(|departure| departure.start);
        let mut left_out = 0;
        all.retain(|departure| {
            let is_inside = departure.start < left_out;
            if departure.is_of_lost_value() {
                left_out = left_out.max(departure.end);
            }
            !is_inside || departure.repair != Repair::Replaced
        });
        let has_more = self.more.or(texts.more).is_some() || all.len() > MAX_ISSUES;
        all.truncate(MAX_ISSUES);
        (all, has_more)
    }
}

/// The strings of a document in which bytes that are no UTF-8 became U+FFFD.
pub(super) fn replaced_texts(data: &[u8], text: &str) -> Departures {
    let mut at = 0;
    let mut replaced = data.utf8_chunks().filter_map(|chunk| {
        at += chunk.valid().len();
        let position = (!chunk.invalid().is_empty()).then_some(at);
        at += position.map_or(0, |_| char::REPLACEMENT_CHARACTER.len_utf8());
        position
    });
    let mut departures = Departures::default();
    let mut next = replaced.next();
    let mut start = None;
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, start) {
            _ if std::mem::take(&mut is_escaped) => {}
            (b'"', None) => start = Some(at),
            (b'"', Some(begin)) => {
                start = None;
                let mut is_in = false;
                while next.is_some_and(|position| position < at) {
                    is_in |= next.is_some_and(|position| position > begin);
                    next = replaced.next();
                }
                if is_in {
                    departures.push(Departure {
                        error: DecodeError::new(begin, "invalid UTF-8"),
                        repair: Repair::Replaced,
                        start: begin,
                        end: at + 1,
                        missing: None,
                    });
                }
            }
            (b'\\', Some(_)) => is_escaped = true,
            _ => {}
        }
    }
    departures
}
