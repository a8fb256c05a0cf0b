//! Changes that were accepted: `oaspen diff` lists them apart, and they fail no check.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

/// A change that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The fingerprint: the rule, a colon, and the number of the change.
    pub id: String,
    /// Why it was accepted.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAccepted {
    id: Spanned<String>,
    reason: Spanned<String>,
}

/// Why an accepted change is invalid, and where in the text.
pub(super) struct AcceptedError {
    pub span: Range<usize>,
    kind: Kind,
}

enum Kind {
    NoReason,
    NoFingerprint(String),
    Twice(String),
}

impl fmt::Display for AcceptedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::NoReason => f.write_str("the reason is empty; write why the change is accepted"),
            Kind::NoFingerprint(id) => write!(
                f,
                "`{id}` is not a fingerprint; copy one from the output of `oaspen diff`, such as `member-removed:1f2e3d4c`"
            ),
            Kind::Twice(id) => write!(f, "`{id}` is accepted twice; keep one of the tables"),
        }
    }
}

impl Accepted {
    pub(super) fn all(raw: Vec<RawAccepted>) -> Result<Vec<Self>, AcceptedError> {
        let mut known = BTreeSet::new();
        let mut all = Vec::new();
        for one in raw {
            let at = one.id.span();
            let (id, reason) = (one.id.into_inner(), one.reason);
            let failed = |span, kind| Err(AcceptedError { span, kind });
            if !is_fingerprint(&id) {
                return failed(at, Kind::NoFingerprint(id));
            }
            if reason.get_ref().trim().is_empty() {
                return failed(reason.span(), Kind::NoReason);
            }
            if !known.insert(id.clone()) {
                return failed(at, Kind::Twice(id));
            }
            let reason = reason.into_inner().trim().to_owned();
            all.push(Self { id, reason });
        }
        Ok(all)
    }
}

/// Whether a text has the form `rule:number`. Rules come and go with versions of oaspen, so their names are not checked.
fn is_fingerprint(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    text.split_once(':')
        .is_some_and(|(rule, number)| is_word(rule) && is_word(number))
}
