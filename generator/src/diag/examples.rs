//! What `oaspen explain` shows with the explanation of a code: a document that is reported, one that is not, and how to silence the
//! code.

use super::codes::{self, Code};
use super::severity::Severity;

/// Parts of two documents. Members of a document that are not shown do not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// A part of a document for which the code is reported.
    pub reported: &'static str,
    /// The same part without the cause.
    pub correct: &'static str,
}

macro_rules! examples {
    ($($code:literal,)*) => {
        /// The files with the examples: two documents each.
        const FILES: &[(&str, &str)] = &[$(($code, include_str!(concat!("examples/", $code, ".yaml")))),*];
    };
}

examples! {
    "E0002",
    "E0003",
    "E0004",
    "E0005",
    "E0006",
    "E0008",
    "N0201",
    "N0202",
    "N0203",
    "N0204",
    "N0205",
    "N0206",
    "N0207",
    "N0208",
    "N0209",
    "N0221",
    "N0222",
    "N0230",
    "N0231",
    "N0240",
    "N0250",
    "N0251",
    "N0252",
    "N0253",
    "W0101",
    "W0102",
    "W0103",
    "W0104",
    "W0106",
    "W0107",
    "W0108",
    "W0110",
    "W0111",
    "W0112",
    "W0113",
    "W0114",
    "W0116",
    "W0120",
    "W0121",
    "W0122",
    "W0130",
}

/// Codes of which a single document is no example, with the reason.
const WITHOUT: &[(&Code, &str)] = &[
    (
        &codes::UNREADABLE,
        "it is about a file that is not there or cannot be read",
    ),
    (&codes::TOO_LARGE, "a document of this size is no short example"),
    (
        &codes::UNUSABLE_FILE,
        "it is about a second file that a document refers to",
    ),
    (&codes::CONFIG, "it is about the configuration"),
    (&codes::OUTPUT, "it is about the folder of the client"),
    (&codes::LOCK, "it is about `names.lock`"),
    (&codes::FOREIGN, "it is about the folder of the client"),
    (&codes::OWNED, "it is about the folder of the client"),
    (&codes::NO_EFFECT, "it is about the configuration"),
    (&codes::MOVED_ARGUMENT, "it is about two versions of a document"),
    (&codes::MISNAMED, "it is about two versions of a document"),
    (&codes::LOST_NAMES, "it is about `names.lock`"),
    (&codes::MISSING_FEATURE, "it is about the folder of the client"),
    (&codes::KEPT_MODULE, "it is about two versions of a document"),
    (&codes::RENAMED, "it is about two versions of a document"),
];

/// How to silence a code that has a way of its own.
const SILENCED: &[(&Code, &str)] = &[
    (
        &codes::UNKNOWN_KEY,
        "a key that starts with `x-` is an extension, which is not reported",
    ),
    (
        &codes::SKIPPED,
        "`--exclude-operation ID`, `--exclude-path PATH`, or the same in `oaspen.toml`: `exclude-operations = [\"ID\"]`",
    ),
    (&codes::AS_JSON, "`type = \"Json\"` in an override of the schema"),
    (
        &codes::DUPLICATE_ID,
        "`--exclude-operation ID`, if none of the operations is needed",
    ),
    (&codes::NO_EFFECT, "remove the decision from `oaspen.toml`"),
    (&codes::LOST_NAMES, "the next run does not report it again"),
    (&codes::MISSING_FEATURE, "declare the features in `Cargo.toml`"),
    (&codes::MOVED_ARGUMENT, "the next run does not report it again"),
];

impl Example {
    /// The example of a code, if there is one.
    pub fn of(code: &Code) -> Option<Self> {
        let (_, text) = FILES.iter().find(|(name, _)| *name == code.code)?;
        let (reported, correct) = text.split_once("---\n")?;
        Some(Self { reported, correct })
    }
}

/// Why a code has no example.
pub fn without_example(code: &Code) -> Option<&'static str> {
    let (_, reason) = WITHOUT.iter().find(|(known, _)| known.code == code.code)?;
    Some(reason)
}

/// How to silence a code.
pub fn silence(code: &Code) -> &'static str {
    let own = SILENCED.iter().find(|(known, _)| known.code == code.code);
    match (own, code.severity) {
        (Some((_, how)), _) => how,
        (None, Severity::Error) => "it cannot be silenced, because nothing is generated",
        (None, Severity::Warning) => "correct the document; `--quiet` prints no warnings at all",
        (None, Severity::Note) => "nothing to do: notes are printed by `oaspen lint` and with `--all` only",
    }
}

#[cfg(test)]
mod tests {
    use super::{Example, without_example};
    use crate::diag::codes::CODES;
    use crate::load::Input;
    use crate::pipeline::generate;

    /// The findings about a part of a document, the rest of which is added.
    fn found(part: &str) -> Vec<&'static str> {
        let has = |key: &str| part.lines().any(|line| line.starts_with(key));
        let is_part = ["paths:", "components:", "servers:"].iter().any(|key| has(key)) && !has("openapi:");
        let mut text = String::new();
        if is_part {
            text.push_str("openapi: 3.0.3\ninfo: { title: T, version: \"1\" }\n");
            for (key, value) in [("servers:", "[{ url: https://api.example.com }]"), ("paths:", "{}")] {
                if !has(key) {
                    text.push_str(&format!("{key} {value}\n"));
                }
            }
        }
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("spec.yaml");
        std::fs::write(&path, text + part).expect("write");
        let outcome = generate(&Input::Path(path), &crate::config::Settings::default(), None);
        outcome.diagnostics.iter().map(|one| one.code.code).collect()
    }

    #[test]
    fn examples_are_reported_and_corrections_are_not() {
        let mut wrong = Vec::new();
        for code in CODES {
            let Some(example) = Example::of(code) else {
                continue;
            };
            let (reported, correct) = (found(example.reported), found(example.correct));
            if !reported.contains(&code.code) || correct.contains(&code.code) {
                wrong.push(format!("{}: {reported:?}, then {correct:?}", code.code));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_code_has_an_example_or_a_reason() {
        let mut without = 0;
        for code in CODES {
            let is_explained = Example::of(code).is_some() != without_example(code).is_some();
            assert!(is_explained, "{} needs either an example or a reason", code.code);
            without += usize::from(without_example(code).is_some());
        }
        // It grows only with a code that no document can cause.
        assert!(without <= 15, "{without} codes have no example");
    }
}
