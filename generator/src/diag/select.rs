//! Which findings are shown: the first few of each kind, and the number of all.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::codes::Code;
use super::diagnostic::{Diagnostic, Diagnostics};
use super::locate::{Wanted, marks};
use super::search_tree::MarkedPart;
use super::severity::Severity;
use super::sources::Sources;
use crate::text::wrapped;

/// The findings to show, and the number of each kind.
#[derive(Debug)]
pub struct Selection<'a> {
    /// The findings to show, by file, line and column.
    pub shown: Vec<&'a Diagnostic>,
    /// The number of findings that are not shown.
    pub hidden: usize,
    kinds: Vec<(Severity, &'static Code, usize)>,
}

/// Selects the first `few` findings of each kind that have at least the severity `least`, in the order of their texts.
pub fn select<'a>(list: &'a Diagnostics, sources: &Sources, least: Severity, few: usize) -> Selection<'a> {
    let chosen: Vec<&Diagnostic> = list.iter().filter(|one| one.severity >= least).collect();
    let places = places(&chosen, sources);
    let mut placed: Vec<(&Place, &Diagnostic)> = places.iter().zip(chosen).collect();
    placed.sort_by_key(|(place, _)| *place);
    let mut kinds: BTreeMap<(Reverse<Severity>, &str), (&'static Code, usize)> = BTreeMap::new();
    let mut shown = Vec::new();
    for (_, one) in placed {
        let (_, number) = kinds
            .entry((Reverse(one.severity), one.code.code))
            .or_insert((one.code, 0));
        *number += 1;
        if *number <= few {
            shown.push(one);
        }
    }
    let all: usize = kinds.values().map(|(_, number)| number).sum();
    let kinds = kinds.into_iter();
    Selection {
        hidden: all - shown.len(),
        shown,
        kinds: kinds
            .map(|((Reverse(severity), _), (code, number))| (severity, code, number))
            .collect(),
    }
}

/// The file, line and column of a finding. Those without a place come first.
type Place = (String, Option<(usize, usize)>);

fn places(list: &[&Diagnostic], sources: &Sources) -> Vec<Place> {
    let wanted: Vec<_> = list.iter().map(|one| Wanted::of(one)).collect();
    let marks = marks(&wanted, sources).into_iter().zip(list);
    let place = |(mark, one): (Option<MarkedPart>, &&Diagnostic)| {
        let position = mark.map(|mark| (mark.position.line, mark.position.column));
        (one.place().file().to_owned(), position)
    };
    marks.map(place).collect()
}

impl Selection<'_> {
    /// A line for each kind with its number; empty if every finding is shown.
    ///
    /// ```text
    ///  1204  warning[W0101]  not part of OpenAPI
    ///    12  note[N0202]     has no operationId
    /// ```
    pub fn counts(&self) -> String {
        self.counts_in(None)
    }

    /// The same in a terminal with so many columns.
    pub fn counts_in(&self, width: Option<usize>) -> String {
        if self.hidden == 0 {
            return String::new();
        }
        let kinds: Vec<(String, String, &str)> = self
            .kinds
            .iter()
            .map(|(severity, code, number)| {
                let kind = format!("{}[{}]", severity.as_str(), code.code);
                (number.to_string(), kind, code.label)
            })
            .collect();
        let longest = |length: fn(&(String, String, &str)) -> usize| kinds.iter().map(length).max().unwrap_or(0);
        let (numbers, names) = (longest(|(number, ..)| number.len()), longest(|(_, kind, _)| kind.len()));
        kinds
            .iter()
            .map(|(number, kind, label)| {
                let head = numbers + names + "     ".len();
                let label = width.map_or_else(
                    || (*label).to_owned(),
                    |width| wrapped(label, width.saturating_sub(head)),
                );
                let label = label.replace('\n', &format!("\n{:head$}", ""));
                format!(" {number:>numbers$}  {kind:<names$}  {label}\n")
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::select;
    use crate::diag::{Diagnostics, Severity, Sources, codes};
    use crate::pointer::Pointer;

    #[test]
    fn the_first_of_each_kind_and_their_number() {
        let (mut list, mut sources) = (Diagnostics::default(), Sources::default());
        let lines: String = (0..1200).map(|index| format!("- {index}\n")).collect();
        sources.insert("", "a.yaml".into(), lines);
        for index in 0..1200 {
            let at = Pointer::root().index(index);
            list.add(&codes::NO_OPERATION_ID, &at, "a note");
            list.add(&codes::UNKNOWN_KEY, &at, "a warning");
        }
        list.add(&codes::AS_JSON, &Pointer::root(), "another warning");
        let selection = select(&list, &sources, Severity::Note, 3);
        let shown: Vec<&str> = selection.shown.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(shown, ["#", "#/0", "#/0", "#/1", "#/1", "#/2", "#/2"]);
        assert_eq!(selection.hidden, 2394);
        assert_eq!(
            selection.counts(),
            " 1200  warning[W0101]  not part of OpenAPI\n    1  warning[W0103]  generated as any JSON value\n \
             1200  note[N0202]     has no operationId\n"
        );
        let warnings = select(&list, &sources, Severity::Warning, usize::MAX);
        assert_eq!((warnings.shown.len(), warnings.hidden), (1201, 0));
        assert_eq!(warnings.counts(), "");
    }
}
