//! `docs/diff-rules.md`: the rules, and how they are verified.

use std::fmt::Write as _;

use crate::folders;

const HEAD: &str = "\
<!-- Generated from the rules by `cargo run -p mutations --release -- --docs`. Do not edit below the heading Rules. -->
# Rules of `oaspen diff` and how they are verified

Each change of a document belongs to a rule. A change has two verdicts: for *code* that was written for the old client and is
compiled with the new one, and for *deployed* programs with the old client that meet a server of the new document. A verdict is
`Breaks` (code does not compile; requests or responses fail), `Changes` (all works, and means or shows something else) or
`Fine`. `oaspen explain RULE` prints the text of a rule.

## How they are verified

    cargo run -p mutations --release                # every change: the complete run
    cargo run -p mutations --release -- --sample    # the first change of each kind of each document: CI
    cargo run -p mutations --release -- TEXT        # changes whose name contains a text; --verbose prints what was found

The package `tests/mutations` has eleven documents of different style and makes single changes in them: a member removed, a
parameter moved, another status. The verdicts that each change must have follow from its kind, not from the comparison, and both
are checked by fact:

- **Code.** A program that uses every public item of the old client (fields with their types, methods, setters, builders, variants,
  constants, the types of results and errors, derived traits) is compiled with the new client. It compiles unless the verdict is
  `Breaks`.
- **Deployed.** The old client makes all of its calls, with values for every argument. A server that is written for this purpose and
  reads only the new document accepts or refuses each request (path, credentials, parameters in their style, bodies; the crate
  `jsonschema` validates values) and interprets it, with the defaults of the document and without what it does not declare. The
  responses that the new document allows are decoded by the old client. The verdict is `Breaks` if a request is refused or a
  response is not decoded, `Changes` if something is lost, ignored, `Unknown` or has another default, else `Fine`.
- Whether a change fails for all or only for some requests is compared too.
- A rule that no change shows fails the run, and so does a difference that is no named exception. The rules about Cargo features are
  checked by `tests/it/tag_features.rs`.

Limits of the method: a server ignores parameters and members that it does not declare, unless the object has
`additionalProperties: false`; an operation requires the scopes that its document lists, and tokens have those of the old
document; a query parameter that is sent once is a list of one value.

## Rules

";

/// Writes the page, or compares it with the committed one.
pub(crate) fn check(is_written: bool) -> Result<Option<String>, String> {
    let mut text = HEAD.to_owned();
    for rule in oaspen::RULES {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "### `{}`: {}\n\n{}\n\nTo do: {}.\n\n",
            rule.id, rule.title, rule.explanation, rule.help
        );
    }
    let text = format!("{}\n", text.trim_end());
    let path = folders::repository().join("docs/diff-rules.md");
    if is_written {
        folders::write(&path, &text)?;
        return Ok(None);
    }
    let is_current = folders::read(&path).is_ok_and(|known| known == text);
    Ok((!is_current).then(|| "docs/diff-rules.md is not current: run with --docs".to_owned()))
}
