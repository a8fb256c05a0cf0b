//! The verdicts of the validators, and the committed list of known refusals.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::prepare::Case;
use super::validators::VerdictFiles;
use crate::folders;

/// The committed list of known refusals.
const LIST: &str = "judge/refusals.tsv";

/// The name, used like that of a variant, of the check that a request contains all values of its call. Validators do
/// not notice that an optional value is missing.
pub(crate) const COMPLETE: &str = "complete";

/// The verdict of a validator about one request.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Verdict {
    pub case: usize,
    /// Empty for the request itself, else the name of the invalid variant.
    pub variant: String,
    pub accepted: bool,
    pub reason: String,
    /// The validator reports that it cannot check the request.
    #[serde(default)]
    pub unable: bool,
    /// The validator failed with an internal error. For an invalid variant this is no refusal.
    #[serde(default)]
    pub failed: bool,
}

/// Verdicts by case and variant.
pub(crate) type ByRequest = BTreeMap<(usize, String), Verdict>;

/// Reads the output of a validator.
pub(crate) fn read(path: &Path) -> Result<ByRequest, String> {
    let mut found = ByRequest::new();
    for line in folders::read(path)?.lines() {
        let verdict: Verdict = serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))?;
        found.insert((verdict.case, verdict.variant.clone()), verdict);
    }
    Ok(found)
}

/// The validators in order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Validator {
    OpenapiCore,
    Prism,
    Express,
}

impl Validator {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OpenapiCore => "openapi-core",
            Self::Prism => "Prism",
            Self::Express => "express-openapi-validator",
        }
    }
}

/// The verdicts of all validators.
pub(crate) struct AllVerdicts {
    core: ByRequest,
    prism: ByRequest,
    express: ByRequest,
}

impl AllVerdicts {
    pub(crate) fn read(files: &VerdictFiles) -> Result<Self, String> {
        Ok(Self {
            core: read(&files.core)?,
            prism: read(&files.prism)?,
            express: read(&files.express)?,
        })
    }

    /// The verdicts of the validator that decides a case.
    pub(crate) fn deciding(&self, case: &Case) -> &ByRequest {
        match self.validator(case) {
            Validator::OpenapiCore => &self.core,
            Validator::Prism => &self.prism,
            Validator::Express => &self.express,
        }
    }

    /// The validator that decides a case and its invalid variants: the first that supports the request, and neither
    /// reports that it cannot check the request nor fails. A refusal does not change the selection. A request that the
    /// last validator cannot check is refused.
    pub(crate) fn validator(&self, case: &Case) -> Validator {
        let unable = |verdicts: &ByRequest| {
            let own = verdicts.get(&(case.case, String::new()));
            own.is_some_and(|own| own.unable || own.failed)
        };
        if !(case.unsupported_by_core || unable(&self.core)) {
            Validator::OpenapiCore
        } else if !(case.unsupported_by_prism || unable(&self.prism)) {
            Validator::Prism
        } else {
            Validator::Express
        }
    }

    /// The value of the call that is missing in its request.
    pub(crate) fn missing_value(&self, case: &Case) -> Option<&str> {
        let verdict = self.core.get(&(case.case, COMPLETE.to_owned()))?;
        (!verdict.accepted).then_some(verdict.reason.as_str())
    }
}

/// A line of the committed list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KnownRefusal {
    pub document: String,
    pub method: String,
    pub path: String,
    pub variant: String,
    /// `oaspen`, `validator` or `document`.
    pub fault: String,
    pub evidence: String,
}

/// Reads the committed list.
pub(crate) fn known_refusals() -> Result<Vec<KnownRefusal>, String> {
    let text = folders::read(&folders::committed(LIST))?;
    Ok(text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split('\t').map(str::to_owned);
            Some(KnownRefusal {
                document: fields.next()?,
                method: fields.next()?,
                path: fields.next()?,
                variant: fields.next()?,
                fault: fields.next()?,
                evidence: fields.next()?,
            })
        })
        .collect())
}

impl KnownRefusal {
    /// Whether the line applies to this request.
    pub(crate) fn covers(&self, case: &Case, variant: &str) -> bool {
        self.document == case.document
            && self.method == case.method
            && self.path == case.path
            && self.variant == variant
    }
}
