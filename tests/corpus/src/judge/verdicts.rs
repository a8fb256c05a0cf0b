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
    /// The judge broke off. That a wrong request ends so is no refusal.
    #[serde(default)]
    pub failed: bool,
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

/// The judges, in the order in which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Judge {
    OpenapiCore,
    Prism,
    Express,
}

impl Judge {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OpenapiCore => "openapi-core",
            Self::Prism => "Prism",
            Self::Express => "express-openapi-validator",
        }
    }
}

/// What all judges said.
pub(crate) struct Panel {
    core: ByRequest,
    prism: ByRequest,
    express: ByRequest,
}

impl Panel {
    pub(crate) fn read(files: &Verdicts) -> Result<Self, String> {
        Ok(Self {
            core: read(&files.core)?,
            prism: read(&files.prism)?,
            express: read(&files.express)?,
        })
    }

    /// The verdicts that decide about a case.
    pub(crate) fn of(&self, case: &Case) -> &ByRequest {
        match self.judge(case) {
            Judge::OpenapiCore => &self.core,
            Judge::Prism => &self.prism,
            Judge::Express => &self.express,
        }
    }

    /// The one judge that decides about a case and its wrong twins: the first that can see what is sent, and
    /// neither says that it cannot tell nor breaks off. That it refuses has no part in this. What the last one
    /// cannot tell is refused.
    pub(crate) fn judge(&self, case: &Case) -> Judge {
        let unable = |verdicts: &ByRequest| {
            let own = verdicts.get(&(case.case, String::new()));
            own.is_some_and(|own| own.unable || own.failed)
        };
        if !(case.beyond_core || unable(&self.core)) {
            Judge::OpenapiCore
        } else if !(case.beyond_prism || unable(&self.prism)) {
            Judge::Prism
        } else {
            Judge::Express
        }
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
