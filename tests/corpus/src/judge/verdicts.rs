//! What the judges said, and what is known about it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::prepare::Case;
use super::referee::Verdicts;
use crate::folders;

/// The committed list of everything a judge said that it should not have.
const LIST: &str = "judge/refusals.tsv";

/// What a judge said about one request.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Verdict {
    pub case: usize,
    /// Empty for the request itself, else what is wrong with it.
    pub control: String,
    pub accepted: bool,
    pub reason: String,
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
        if judged_by_prism(case) { &self.prism } else { &self.core }
    }

    /// The other one, which is asked as well.
    pub(crate) fn other(&self, case: &Case) -> &ByRequest {
        if judged_by_prism(case) { &self.core } else { &self.prism }
    }
}

/// openapi-core looks for an exploded object under the name of the parameter, which is not in the query.
pub(crate) fn judged_by_prism(case: &Case) -> bool {
    case.features.contains(&"query form object, exploded")
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
