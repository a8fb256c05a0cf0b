//! Which findings are shown: the first few of each kind, and the number of all.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::codes::Code;
use super::diagnostic::{Diagnostic, Diagnostics};
use super::severity::Severity;

/// The findings to show, and the number of each kind.
#[derive(Debug)]
pub struct Selection<'a> {
    /// The findings to show: the most severe first, and those of a kind together.
    pub shown: Vec<&'a Diagnostic>,
    /// The number of findings that are not shown.
    pub hidden: usize,
    kinds: Vec<(Severity, &'static Code, usize)>,
}

/// Selects the first `few` findings of each kind that have at least the severity `least`.
pub fn select(list: &Diagnostics, least: Severity, few: usize) -> Selection<'_> {
    let mut kinds: Vec<Vec<&Diagnostic>> = Vec::new();
    let mut known: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for one in list.iter().filter(|one| one.severity >= least) {
        let kind = *known.entry((one.severity, one.code.code)).or_insert(kinds.len());
        match kinds.get_mut(kind) {
            Some(findings) => findings.push(one),
            None => kinds.push(vec![one]),
        }
    }
    // Kinds keep the order in which they were found: a cause comes before its consequences.
    kinds.sort_by_key(|findings| findings.first().map(|one| Reverse(one.severity)));
    let mut selection = Selection {
        shown: Vec::new(),
        hidden: 0,
        kinds: Vec::new(),
    };
    for findings in kinds {
        let shown = findings.len().min(few);
        selection.hidden += findings.len() - shown;
        if let Some(first) = findings.first() {
            selection.kinds.push((first.severity, first.code, findings.len()));
        }
        selection.shown.extend(findings.into_iter().take(shown));
    }
    selection
}

impl Selection<'_> {
    /// A line for each kind with its number; empty if every finding is shown.
    ///
    /// ```text
    ///  1204  warning[W0101]  not part of OpenAPI
    ///    12  note[N0202]     has no operationId
    /// ```
    pub fn counts(&self) -> String {
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
        let width = |length: fn(&(String, String, &str)) -> usize| kinds.iter().map(length).max().unwrap_or(0);
        let (numbers, names) = (width(|(number, ..)| number.len()), width(|(_, kind, _)| kind.len()));
        kinds
            .iter()
            .map(|(number, kind, label)| format!(" {number:>numbers$}  {kind:<names$}  {label}\n"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::select;
    use crate::diag::{Diagnostics, Severity, codes};
    use crate::pointer::Pointer;

    #[test]
    fn the_first_of_each_kind_and_their_number() {
        let mut list = Diagnostics::default();
        for index in 0..1200 {
            let at = Pointer::root().index(index);
            list.add(&codes::NO_OPERATION_ID, &at, "a note");
            list.add(&codes::UNKNOWN_KEY, &at, "a warning");
        }
        list.add(&codes::AS_JSON, &Pointer::root(), "another warning");
        let selection = select(&list, Severity::Note, 3);
        let shown: Vec<&str> = selection.shown.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(shown, ["#/0", "#/1", "#/2", "#", "#/0", "#/1", "#/2"]);
        assert_eq!(selection.hidden, 2394);
        assert_eq!(
            selection.counts(),
            " 1200  warning[W0101]  not part of OpenAPI\n    1  warning[W0103]  generated as any JSON value\n \
             1200  note[N0202]     has no operationId\n"
        );
        let warnings = select(&list, Severity::Warning, usize::MAX);
        assert_eq!((warnings.shown.len(), warnings.hidden), (1201, 0));
        assert_eq!(warnings.counts(), "");
    }
}
