//! Questions that `docs/ARCHITECTURE.md` must answer for a new maintainer: which file is about this?

use super::sources::{Source, root, sources};
use std::fs;

/// A question, and the file with the answer.
struct Question {
    /// The question.
    text: &'static str,
    /// A text of the table row that has the answer.
    row: &'static str,
    /// The file, from the root of the repository.
    file: &'static str,
    /// What the file defines for it.
    defines: &'static str,
}

const fn question(text: &'static str, row: &'static str, file: &'static str, defines: &'static str) -> Question {
    Question {
        text,
        row,
        file,
        defines,
    }
}

const QUESTIONS: &[Question] = &[
    question(
        "Which strings become `Uuid` or `Timestamp`?",
        "string formats",
        "generator/src/ir/formats.rs",
        "fn text_format(",
    ),
    question(
        "How does 3.1's `type: [string, \"null\"]` become 3.0?",
        "`type: [string, \"null\"]`",
        "generator/src/normalize/schema_v31.rs",
        "fn type_list(",
    ),
    question(
        "Where would the keys of a new keyword be listed?",
        "unknown key (W0101)",
        "generator/src/normalize/grammar.rs",
        "fn member(",
    ),
    question(
        "Why is a `$ref` to another folder refused?",
        "refused `$ref`",
        "generator/src/load/target.rs",
        "enum RefError",
    ),
    question(
        "How is a nullable `oneOf` lowered?",
        "nullable union",
        "generator/src/lower/union.rs",
        "fn union_of(",
    ),
    question(
        "How are two branches of a union told apart?",
        "guards of branches",
        "generator/src/lower/guards.rs",
        "fn guards(",
    ),
    question(
        "When does a struct get a builder instead of `new`?",
        "constructor or builder",
        "generator/src/passes/construction.rs",
        "const MAX_POSITIONAL",
    ),
    question(
        "When does a comment of `oaspen diff` show fewer rows?",
        "folding until it fits",
        "generator/src/review/rows.rs",
        "const LEVELS",
    ),
    question(
        "How is a name of the document escaped in a comment?",
        "escaping in Markdown and HTML",
        "generator/src/review/escape.rs",
        "fn code(",
    ),
    question(
        "When is a field a `Patch`?",
        "three states (`Patch`)",
        "generator/src/passes/usage.rs",
        "fn propagate(",
    ),
    question(
        "Why is this field boxed?",
        "recursive types",
        "generator/src/passes/boxing.rs",
        "fn break_cycles(",
    ),
    question(
        "Which style does a query parameter get?",
        "query, path, header, cookie parameter",
        "generator/src/lower/params.rs",
        "fn params(",
    ),
    question(
        "How is an object written into a query?",
        "query, path, header, cookie parameter",
        "runtime/src/params/style.rs",
        "enum QueryStyle",
    ),
    question(
        "Which of two request media types is sent?",
        "media types: which is chosen",
        "generator/src/lower/media.rs",
        "fn request_rank",
    ),
    question(
        "Why is this parameter taken for a page token?",
        "| pagination |",
        "generator/src/infer/paging/vocabulary.rs",
        "enum ParamRole",
    ),
    question(
        "Why is a field called `type_`, and where are such names listed?",
        "keyword, prelude name",
        "generator/src/name/reserved.rs",
        "fn is_keyword",
    ),
    question(
        "What does a line of `names.lock` mean?",
        "`names.lock`",
        "generator/src/name/lock/text.rs",
        "fn parse(",
    ),
    question(
        "Where is the text that `oaspen explain W0102` prints?",
        "diagnostic: code, help, explanation",
        "generator/src/diag/codes.rs",
        "SKIPPED",
    ),
    question(
        "When is a call sent again?",
        "attempts, one deadline",
        "runtime/src/send/attempts.rs",
        "async fn run<",
    ),
    question(
        "Where would AWS SigV4 go?",
        "signing a request: bearer",
        "runtime/src/auth/authorize.rs",
        "trait Authorize",
    ),
    question(
        "What happens to credentials when a redirect leaves the origin?",
        "| redirects |",
        "runtime/src/send/redirect.rs",
        "fn left_origin(",
    ),
    question(
        "Why is `..` refused in a path parameter?",
        "path values that would change the path",
        "runtime/src/params/path.rs",
        "fn fill<",
    ),
    question(
        "How long is the wait between two attempts?",
        "back-off, `Retry-After`",
        "runtime/src/policy/backoff.rs",
        "fn backoff(",
    ),
    question(
        "How are server-sent events cut out of bytes?",
        "bytes to events",
        "runtime/src/stream/sse.rs",
        "struct Parser",
    ),
    question(
        "Where does the path in a decode error come from?",
        "error paths of the codec",
        "runtime/src/codec/locate.rs",
        "fn path_to(",
    ),
    question(
        "What does lenient decoding do with values that do not fit?",
        "lenient decoding",
        "runtime/src/codec/lenient.rs",
        "fn lenient_member(",
    ),
    question(
        "Where would 3.2's `in: querystring` be added?",
        "location of a parameter",
        "generator/src/ir/operations.rs",
        "enum ParamLocation",
    ),
    question(
        "Where is the JSON of `--format json` written?",
        "command line: arguments",
        "generator/src/cli/json.rs",
        "fn diagnostics(",
    ),
    question(
        "Why is this operation left out by a filter?",
        "filters (`--include-tag`",
        "generator/src/lower/operation.rs",
        "filters.allow(",
    ),
    question(
        "What happens to `callbacks`?",
        "`webhooks`, `callbacks`",
        "generator/src/lower/incoming.rs",
        "fn report(",
    ),
    question(
        "Why are only three findings of a kind shown?",
        "how many are shown",
        "generator/src/diag/select.rs",
        "fn select<",
    ),
    question(
        "Why is this file not overwritten?",
        "writing all files or none",
        "generator/src/write/mod.rs",
        "fn apply(",
    ),
    question(
        "When do two clients of one configuration clash?",
        "clients that would overwrite each other",
        "generator/src/project/overlap.rs",
        "fn overlaps(",
    ),
    question(
        "What is the default timeout of a call?",
        "defaults of a client",
        "runtime/src/builder/client_builder.rs",
        "const TIMEOUT",
    ),
    question(
        "Where is the `Accept` header set?",
        "URL, `Accept`, headers",
        "runtime/src/call/request.rs",
        "fn build(",
    ),
    question(
        "Which certificates are trusted?",
        "built-in HTTP client, TLS",
        "runtime/src/transport/tls.rs",
        "root_certificates",
    ),
    question(
        "Which headers contain a request id?",
        "request id in errors",
        "runtime/src/error/request_id.rs",
        "const NAMES",
    ),
];

/// A path as the tables of the document write it.
fn in_document(file: &str) -> String {
    let below = file
        .strip_prefix("generator/src/")
        .or_else(|| file.strip_prefix("runtime/src/"));
    format!("`{}`", below.unwrap_or(file))
}

#[test]
fn the_architecture_leads_to_the_right_file() {
    let document = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).expect("docs/ARCHITECTURE.md");
    let rows: Vec<&str> = document.lines().filter(|line| line.starts_with('|')).collect();
    let mut findings = Vec::new();
    for Question {
        text,
        row,
        file,
        defines,
    } in QUESTIONS
    {
        let name = in_document(file);
        if !rows.iter().any(|line| line.contains(row) && line.contains(&name)) {
            findings.push(format!("{text} No row of the tables has both `{row}` and {name}."));
        }
        match fs::read_to_string(root().join(file)) {
            Ok(source) if source.contains(defines) => {}
            Ok(_) => findings.push(format!("{text} {file} does not define `{defines}`.")),
            Err(error) => findings.push(format!("{text} {file}: {error}.")),
        }
    }
    assert!(
        findings.is_empty(),
        "Correct docs/ARCHITECTURE.md, or the question if the file moved.\n{}",
        findings.join("\n")
    );
}

#[test]
fn every_file_of_the_architecture_exists() {
    let text = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).expect("docs/ARCHITECTURE.md");
    let all: Vec<Source> = ["generator/src", "runtime/src"].into_iter().flat_map(sources).collect();
    let mut findings = Vec::new();
    for name in text.split('`').skip(1).step_by(2).filter(|name| name.ends_with(".rs")) {
        let bases = ["", "generator/src", "runtime/src"];
        // A name without a folder is that of a file in some folder.
        let is_there = match name.contains('/') {
            true => bases.iter().any(|base| root().join(base).join(name).exists()),
            false => all.iter().any(|source| source.path.rsplit('/').next() == Some(name)),
        };
        if !is_there {
            findings.push(name);
        }
    }
    assert!(
        findings.is_empty(),
        "docs/ARCHITECTURE.md names files that do not exist: {findings:?}"
    );
}
