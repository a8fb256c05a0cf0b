//! What the judges said, and what is known about it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::prepare::Case;
use super::referee::Verdicts;
use crate::folders;

/// The committed list of everything a judge said that it should not have.
const LIST: &str = "judge/refusals.tsv";

/// Under this name, in the place of a control, stands whether a request has every value of its call: a judge
/// does not miss what is optional.
pub(crate) const COMPLETE: &str = "complete";

/// What a judge said about one request.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Verdict {
    pub case: usize,
    /// Empty for the request itself, else what is wrong with it.
    pub control: String,
    pub accepted: bool,
    pub reason: String,
    /// The judge says that it cannot tell.
    #[serde(default)]
    pub unable: bool,
}

/// Verdicts by case and control.
pub(crate) type ByRequest = BTreeMap<(usize, String), Verdict>;

/// Reads what a judge wrote.
pub(crate) fn read(path: &Path) -> Result<ByRequest, String> {
    let mut found = ByRequest::new();
    for line in folders::read(path)?.lines() {
        let verdict: Verdict = serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))?;
        found.insert((verdict.case, verdict.control.clone()), verdict);
    }
    Ok(found)
}

/// Both judges.
pub(crate) struct Both {
    core: ByRequest,
    prism: ByRequest,
}

impl Both {
    pub(crate) fn read(files: &Verdicts) -> Result<Self, String> {
        Ok(Self {
            core: read(&files.core)?,
            prism: read(&files.prism)?,
        })
    }

    /// The judge that decides about a case.
    pub(crate) fn of(&self, case: &Case) -> &ByRequest {
        if self.by_prism(case) { &self.prism } else { &self.core }
    }

    /// Whether Prism decides: openapi-core does not see what is sent, or says that it cannot tell.
    pub(crate) fn by_prism(&self, case: &Case) -> bool {
        let own = self.core.get(&(case.case, String::new()));
        case.blind || own.is_some_and(|own| own.unable)
    }

    /// What of a call's values is not in its request.
    pub(crate) fn lost(&self, case: &Case) -> Option<&str> {
        let verdict = self.core.get(&(case.case, COMPLETE.to_owned()))?;
        (!verdict.accepted).then_some(verdict.reason.as_str())
    }
}

/// A line of the committed list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Known {
    pub document: String,
    pub method: String,
    pub path: String,
    pub control: String,
    /// `ours`, `judge` or `document`.
    pub fault: String,
    pub evidence: String,
}

/// Reads the committed list.
pub(crate) fn known() -> Result<Vec<Known>, String> {
    let text = folders::read(&folders::committed(LIST))?;
    Ok(text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split('\t').map(str::to_owned);
            Some(Known {
                document: fields.next()?,
                method: fields.next()?,
                path: fields.next()?,
                control: fields.next()?,
                fault: fields.next()?,
                evidence: fields.next()?,
            })
        })
        .collect())
}

impl Known {
    /// Whether the line is about this request.
    pub(crate) fn covers(&self, case: &Case, control: &str) -> bool {
        self.document == case.document
            && self.method == case.method
            && self.path == case.path
            && self.control == control
    }
}
